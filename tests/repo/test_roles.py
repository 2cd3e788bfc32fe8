"""What a path is for, by its name and by what stands around it."""

import pytest

from seatrial.repo import Role, role
from tests.repositories import repo_of


@pytest.mark.parametrize(
    "made", ["env/pyvenv.cfg", "env/bin/activate", "env/Scripts/activate.bat", "env/lib/python3.11/site-packages/a.py"]
)
def test_a_folder_is_a_virtual_environment_by_what_stands_in_it(made: str) -> None:
    repo = repo_of({made: "", "env/bin/tool.py": "", "environment/a.py": ""})

    assert (role(repo, "env/bin/tool.py"), role(repo, "environment/a.py")) == (Role.VENDORED, Role.OWN)


def test_settings_of_environments_are_the_owners() -> None:
    repo = repo_of({"chart/env/prod.yaml": "replicas: 3\n", "venv/a.py": ""})

    assert (role(repo, "chart/env/prod.yaml"), role(repo, "venv/a.py")) == (Role.OWN, Role.VENDORED)


def test_what_an_installer_wrote_into_a_folder_to_be_packed_is_not_the_owners() -> None:
    record = "pydantic/__init__.py,sha256=x,4\npydantic-2.12.5.dist-info/RECORD,,\n../../bin/tool,,\n"
    files = {
        "lambda/handler.py": "def handler(event, context): ...\n",
        "lambda/package/handler.py": "def handler(event): ...  # of last month\n",
        "lambda/package/own.py": "ANSWER = 42\n",
        "lambda/package/rules.py": "LIMIT = 7\n",
        "shared/rules.py": "LIMIT = 7\n",
        "lambda/package/pydantic/main.py": "",
        "lambda/package/pydantic-2.12.5.dist-info/RECORD": record,
        "lambda/package/typing_extensions.py": "",
        "lambda/package/typing_extensions-4.15.0.dist-info/METADATA": "Name: typing_extensions\n",
    }
    repo = repo_of(files)

    assert [path for path in repo.paths if role(repo, path) is Role.OWN] == [
        "lambda/handler.py",
        "lambda/package/own.py",
        "shared/rules.py",
    ]
    assert role(repo, "lambda/package/handler.py") is Role.VENDORED


def test_a_folder_of_test_cases_holds_tests_and_one_of_cases_does_not() -> None:
    repo = repo_of({"Test_Cases/a.py": "", "cases/a.py": ""})

    assert (role(repo, "Test_Cases/a.py"), role(repo, "cases/a.py")) == (Role.TEST, Role.OWN)


def test_code_in_a_folder_of_what_was_replaced_is_an_example_of_how_it_was_done() -> None:
    replaced = ("backup_python/api/serve.py", "notebooks/archive/eda.ipynb", "old/src/train.py")
    repo = repo_of(dict.fromkeys((*replaced, "src/train.py", "backup_service/run.py"), ""))

    assert tuple(path for path in sorted(repo.paths) if role(repo, path) is Role.EXAMPLE) == replaced


def test_a_package_called_archive_and_a_repository_that_is_all_old_are_the_owners() -> None:
    package = repo_of({"src/archive/__init__.py": "", "src/archive/store.py": "", "src/app.py": ""})
    deeper = repo_of({"src/app/routes/old/view.py": "", "src/app/main.py": ""})
    whole = repo_of({"old/train.py": "", "README.md": ""})

    assert {role(repo, path) for repo in (package, deeper, whole) for path in repo.paths} == {Role.OWN}


def test_samples_of_what_uses_a_product_are_examples_and_those_of_data_are_not() -> None:
    repo = repo_of(dict.fromkeys(("client-samples/a.py", "sdk_examples/a.py", "few_shot_examples/a.py"), ""))

    assert [role(repo, path) for path in repo.paths] == [Role.EXAMPLE, Role.OWN, Role.EXAMPLE]


def test_packages_of_the_jvm_that_are_called_after_an_example_are_the_owners_and_its_tests_are_tests() -> None:
    own = ("src/main/java/com/example/demo/Ask.java", "app/src/main/kotlin/org/acme/external/Ask.kt",
           "src/java/org/sample/docs/Ask.java")  # fmt: skip
    tests = ("src/test/java/com/example/demo/AskTest.java", "app/src/androidTest/java/com/example/AskTest.kt")
    shown = ("examples/src/main/java/org/acme/Ask.java", "bindings/java/examples/Ask.java")
    repo = repo_of(dict.fromkeys((*own, *tests, *shown), ""))

    for paths, kind in ((own, Role.OWN), (tests, Role.TEST), (shown, Role.EXAMPLE)):
        assert {role(repo, path) for path in paths} == {kind}


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("test_examples", Role.EXAMPLE),
        ("test-samples", Role.EXAMPLE),
        ("latest_examples_of", Role.OWN),
        ("Python Examples", Role.EXAMPLE),
        ("Code samples", Role.EXAMPLE),
        ("Best Examples Bank", Role.OWN),
    ],
)
def test_examples_that_tests_run_are_examples(folder: str, expected: Role) -> None:
    assert role(repo_of({f"src/pkg/{folder}/simple.py": ""}), f"src/pkg/{folder}/simple.py") is expected


@pytest.mark.parametrize(
    "path", [".yarn/releases/yarn-4.9.2.cjs", "web/.yarn/plugins/x.cjs", ".terraform/modules/vpc/main.tf", ".pnp.cjs"]
)
def test_what_a_package_manager_puts_into_the_tree_is_not_the_owners(path: str) -> None:
    repo = repo_of({path: "", "yarn/spin.py": "", ".terraform.lock.hcl": "", "terraform/main.tf": ""})

    assert role(repo, path).is_foreign
    assert {role(repo, other) for other in repo.paths if other != path} == {Role.OWN}


@pytest.mark.parametrize(
    ("path", "generated"),
    [
        ("wandb/run-20260121_204255-7kznirjy/files/config.yaml", True),
        ("ml/wandb/offline-run-20260121_204255-abc/files/x.json", True),
        ("outputs/2026-01-21/20-42-55/.hydra/config.yaml", True),
        ("multirun/2026-01-21/20-42-55/0/train.log", True),
        ("lightning_logs/version_3/hparams.yaml", True),
        ("wandb/settings.yaml", False),
        ("outputs/config.yaml", False),
    ],
)
def test_what_a_tracker_writes_beside_a_run_is_generated(path: str, generated: bool) -> None:
    assert (role(repo_of({path: ""}), path) is Role.GENERATED) is generated


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("src/steps/split_train_test.py", "from sklearn.model_selection import train_test_split\n", Role.OWN),
        ("src/make_train_test.py", "def cut(rows):\n    return rows[:9], rows[9:]\n", Role.OWN),
        ("src/ab_test.py", "from scipy.stats import ttest_ind\n", Role.OWN),
        ("examples/ks_test.py", "from scipy.stats import ks_2samp\n", Role.EXAMPLE),
        ("src/train_test.py", "import train\n\ndef test_it_trains():\n    assert train.main()\n", Role.TEST),
        ("src/train_test.py", "from absl.testing import absltest\n", Role.TEST),
        ("src/model_test.py", "print('by hand')\n", Role.TEST),
        ("tests/split_train_test.py", "", Role.TEST),
    ],
)
def test_what_parts_data_or_compares_groups_is_no_test_by_its_name(path: str, text: str, expected: Role) -> None:
    assert role(repo_of({path: text}), path) is expected


@pytest.mark.parametrize(
    ("rules", "kind"),
    [
        ("generated_apps/*\n", Role.GENERATED),
        ("/generated_apps/\n", Role.GENERATED),
        ("*.log\n", Role.OWN),
        ("", Role.OWN),
    ],
)
def test_what_a_program_of_the_owners_wrote_is_known_by_name_and_rule(rules: str, kind: Role) -> None:
    repo = repo_of({".gitignore": rules, "generated_apps/shop/main.py": "", "main.py": ""})

    assert (role(repo, "generated_apps/shop/main.py"), role(repo, "main.py")) == (kind, Role.OWN)


def test_an_ignored_name_alone_makes_nothing_generated() -> None:
    repo = repo_of({".gitignore": "lib/\nregenerated\n", "lib/a.py": "", "regenerated_cells/a.py": ""})

    assert [role(repo, path) for path in ("lib/a.py", "regenerated_cells/a.py")] == [Role.OWN, Role.OWN]


def test_a_package_that_was_copied_to_be_packed_is_generated_and_one_of_that_name_alone_is_not() -> None:
    repo = repo_of(
        dict.fromkeys(["src/shop/a.py", "build/lib/shop/a.py", "build/lib/shop/gone.py", "api/build/lib/b.py"], "")
    )
    kinds = [role(repo, path) for path in ("build/lib/shop/a.py", "build/lib/shop/gone.py", "api/build/lib/b.py")]

    assert kinds == [Role.GENERATED, Role.GENERATED, Role.OWN]
