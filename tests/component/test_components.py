"""A repository is one component, unless it clearly holds several."""

import pytest

from seatrial.component import components
from tests.repositories import repo_of

ML = "import sklearn.svm\n"


def names(files: dict[str, str]) -> list[str]:
    return [component.name for component in components(repo_of(files))]


def test_two_packaged_folders_with_models_are_two_components_that_share_the_rest() -> None:
    files = {
        "churn/pyproject.toml": "", "churn/src/a.py": ML, "fraud/requirements.txt": "", "fraud/Dockerfile": "FROM x\n",
        "fraud/b.py": ML, "README.md": "", ".github/workflows/ci.yml": "", "common/c.py": "",
    }  # fmt: skip
    churn, fraud = components(repo_of(files))

    assert (churn.name, fraud.name) == ("churn", "fraud")
    assert churn.own == {"churn/pyproject.toml", "churn/src/a.py"}
    assert "README.md" in churn
    assert "fraud/b.py" not in churn


def test_one_packaged_folder_is_no_reason_to_split() -> None:
    assert names({"backend/pyproject.toml": "", "backend/a.py": ML, "frontend/package.json": "{}"}) == ["."]


DAG = f"from airflow import DAG\n{ML}"
PARTS = {"a/pyproject.toml": "", "a/a.py": ML, "b/pyproject.toml": "", "b/src/shop/b.py": ML}


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({"airflow/dags/train.py": DAG}, ["a", "airflow", "b"]),
        ({"dags/train.py": "from dagster import asset\n" + ML}, ["a", "b", "dags"]),
        ({"airflow/dags/train.py": f"{DAG}import shop.b\n"}, ["a", "b"]),  # the work of that part
        ({"airflow/dags/watch.py": "from airflow import DAG\nfrom sklearn.metrics import recall_score\n"}, ["a", "b"]),
        ({"airflow/dags/train.py": "from airflow import DAG\n"}, ["a", "b"]),  # starts others, and makes no model
        ({"tests/dags/train.py": DAG}, ["a", "b"]),
        ({"a/dags/train.py": DAG}, ["a", "b"]),
        ({"train.py": DAG}, ["a", "b"]),
    ],
)
def test_a_folder_of_pipelines_beside_several_parts_is_one_too(files: dict[str, str], named: list[str]) -> None:
    assert names({**PARTS, **files}) == named


def test_a_folder_that_only_prepares_rows_for_a_part_is_none() -> None:
    fill = {"seed/Dockerfile": "FROM x\n", "seed/requirements.txt": "", "seed/fill.py": "{}\n"}

    def named(text: str) -> list[str]:
        return names({**PARTS, **fill, "seed/fill.py": f"import pandas\n{text}\n"})

    assert named("from sklearn.preprocessing import LabelEncoder") == ["a", "b"]
    assert named("from sklearn.ensemble import RandomForestClassifier") == ["a", "b", "seed"]


def test_a_folder_of_pipelines_beside_one_service_trains_what_that_serves() -> None:
    assert names({"api/pyproject.toml": "", "api/a.py": ML, "airflow/dags/train.py": DAG}) == ["."]


def test_a_helper_without_machine_learning_is_shared() -> None:
    files = {"a/pyproject.toml": "", "a/a.py": ML, "b/pyproject.toml": "", "b/b.py": ML, "cli/setup.py": "import a\n"}

    assert names(files) == ["a", "b"]


def test_examples_tests_and_tools_never_make_components() -> None:
    files = {
        "examples/a/pyproject.toml": "", "examples/a/a.py": ML, "tests/b/setup.py": "", "tests/b/b.py": ML,
        "tools/c/setup.py": "", "tools/c/c.py": ML, "main/pyproject.toml": "", "main/d.py": ML,
    }  # fmt: skip

    assert names(files) == ["."]


def test_a_packaged_root_with_a_model_is_a_component_beside_its_parts() -> None:
    files = {
        "pyproject.toml": "", "lib/x.py": ML, "a/pyproject.toml": "", "a/a.py": ML, "b/pyproject.toml": "",
        "b/b.py": ML,
    }  # fmt: skip
    whole, a, _ = components(repo_of(files))

    assert whole.name == "."
    assert "lib/x.py" in whole
    assert "lib/x.py" not in a


def test_a_program_of_infrastructure_at_a_packaged_root_is_shared_with_its_parts() -> None:
    files = {
        "pyproject.toml": "", "lib/x.py": ML, "a/pyproject.toml": "", "a/a.py": ML, "b/pyproject.toml": "",
        "b/b.py": ML, "iac/requirements.txt": "pulumi\n", "iac/__main__.py": "import pulumi\n",
    }  # fmt: skip
    _, alone, _ = components(repo_of(files))
    _, shared, _ = components(repo_of(files | {"iac/Pulumi.yaml": "runtime: python\n"}))

    assert "iac/__main__.py" not in alone
    assert "iac/__main__.py" in shared


def test_a_server_with_an_image_at_the_top_is_a_product_beside_the_models_that_it_asks() -> None:
    files = {
        "pyproject.toml": "", "Dockerfile": "FROM x\n", "app/main.py": "import fastapi\n", "a/pyproject.toml": "",
        "a/a.py": ML, "b/pyproject.toml": "", "b/b.py": ML,
    }  # fmt: skip

    assert names(files) == [".", "a", "b"]
    assert names(files | {"app/main.py": "import json\n"}) == ["a", "b"]
    assert names({path: text for path, text in files.items() if path != "Dockerfile"}) == ["a", "b"]


@pytest.mark.parametrize(
    ("copied", "apart"),
    [(". /app", ["b"]), ("a app/ /app/", ["b"]), ("app /app", ["a", "b"])],
    ids=["with all else", "by name", "not at all"],
)
def test_a_part_without_an_image_that_the_image_at_the_top_copies_is_of_the_product(
    copied: str, apart: list[str]
) -> None:
    files = {
        "pyproject.toml": "", "Dockerfile": f"FROM x\nCOPY {copied}\n", "app/main.py": "import fastapi\n",
        "a/pyproject.toml": "", "a/a.py": ML, "b/pyproject.toml": "", "b/b.py": ML, "b/Dockerfile": "FROM x\n",
    }  # fmt: skip
    whole, *beside = components(repo_of(files))

    assert [one.name for one in beside] == apart
    assert ("a/a.py" in whole) is ("a" not in apart)


def test_a_package_of_the_repository_that_is_named_like_a_library_is_no_library() -> None:
    files = {"a/pyproject.toml": "", "a/whisper/__init__.py": "", "b/setup.py": "", "b/b.py": "import whisper\n"}

    assert names(files) == ["."]


def test_a_shared_file_that_is_called_after_one_part_belongs_to_no_other() -> None:
    files = {
        "Churn-Predictor/pyproject.toml": "", "Churn-Predictor/a.py": ML, "FraudAI-Predictor/pyproject.toml": "",
        "FraudAI-Predictor/b.py": ML, "k8s/churn-deployment.yaml": "", "k8s/fraud-deployment.yaml": "",
        "k8s/predictor-ingress.yaml": "", "docs/runbook.md": "",
    }  # fmt: skip
    churn, fraud = components(repo_of(files))

    assert churn.shared == {"k8s/churn-deployment.yaml", "k8s/predictor-ingress.yaml", "docs/runbook.md"}
    assert fraud.shared == {"k8s/fraud-deployment.yaml", "k8s/predictor-ingress.yaml", "docs/runbook.md"}


COPIES = "FROM x\nCOPY server /app/server\nCOPY ./{part}/stt /app/stt\nCOPY --from=build lost /lost\n"


def test_code_that_the_image_of_a_part_copies_is_the_parts_own() -> None:
    parts = {
        f"{part}/{name}": text
        for part, image in (("kaldi", "Dockerfile"), ("tiny", "Dockerfile.torch.cpu"))
        for name, text in (("requirements.torch.txt", ""), (image, COPIES.format(part=part)), ("stt/run.py", ML))
    }
    parts["tiny/Dockerfile.torch.cpu"] += "COPY case.py marks /app/\n"
    files = {**parts, "server/web.py": "", "marks/m.py": "", "case.py": "", "lost/x.py": "", "server/page.html": ""}
    kaldi, tiny = components(repo_of(files))

    assert {"server/web.py", "kaldi/stt/run.py"} <= kaldi.own
    assert {"server/web.py", "marks/m.py", "case.py", "tiny/stt/run.py"} <= tiny.own
    assert "marks/m.py" not in kaldi  # only the other image has it
    assert "server/page.html" in kaldi.shared
    assert "lost/x.py" in tiny.shared


def test_an_image_that_is_built_in_its_own_folder_copies_nothing_from_outside() -> None:
    part = {"requirements.txt": "", "Dockerfile": "FROM x\nCOPY server /app/server\n", "run.py": ML}
    files = {f"{name}/{path}": text for name in ("a", "b") for path, text in part.items()}
    found, _ = components(repo_of({**files, "server/web.py": ""}))

    assert "server/web.py" in found.shared


def test_a_folder_without_an_image_that_the_image_of_another_copies_is_no_part_of_its_own() -> None:
    files = {
        "web/pyproject.toml": "", "web/a.py": ML, "core/pyproject.toml": "", "core/b.py": ML,
        "web/Dockerfile": "FROM x\nCOPY core/ .\nCOPY web/ .\n",
    }  # fmt: skip
    assert names(files) == ["."]
    assert names({**files, "core/Dockerfile": "FROM x\n"}) == ["core", "web"]
    assert names({**files, "web/Dockerfile": "FROM x\nCOPY core/ .\n"}) == ["core", "web"]  # built in its own folder
    assert names({**files, "web/web/c.py": "", "web/core/d.py": ""}) == ["core", "web"]  # as this one is
    other = {"fraud/pyproject.toml": "", "fraud/c.py": ML}
    web, *rest = sorted(components(repo_of({**files, **other})), key=lambda one: one.name != "web")
    assert [one.name for one in rest] == ["fraud"]
    assert "core/b.py" in web.own


def test_a_part_that_asks_a_language_model_by_its_address_alone_is_a_component() -> None:
    asks = "import httpx\n\nADDRESS = 'https://openrouter.ai/api/v1/chat/completions'\n"
    parts = {"find": ML, "index": ML, "chat": asks, "login": "import httpx\n\nADDRESS = 'https://a.org/users'\n"}
    files = {
        f"{name}/{path}": text
        for name, code in parts.items()
        for path, text in (("requirements.txt", ""), ("Dockerfile", "FROM x\n"), ("app.py", code))
    }

    assert names(files) == ["chat", "find", "index"]


def test_what_is_packaged_at_the_root_and_its_notebooks_are_no_part_of_the_components_beside_it() -> None:
    files = {
        "pyproject.toml": "", "bugs/a.py": ML, "http/pyproject.toml": "", "http/Dockerfile": "FROM x\n",
        "http/tests/test_a.py": "", "notebooks/judged.ipynb": "{}", "tests/test_b.py": "", "README.md": "",
        "agents/fix/pyproject.toml": "", "agents/fix/b.py": ML, "agents/triage/pyproject.toml": "",
        "agents/triage/c.py": ML,
    }  # fmt: skip
    parts = {component.name: component for component in components(repo_of(files))}

    assert set(parts["agents/fix"].shared) == {"pyproject.toml", "tests/test_b.py", "README.md"}
    assert "http/tests/test_a.py" in parts["."]


def steps(**changed: str) -> dict[str, str]:
    code = {"fit": ML, "judge": ML, "score": ML, **changed}
    held = {"requirements.txt": "", "Dockerfile": "FROM x\n", "logger.py": "import logging\n", "settings.py": ""}
    return {f"{name}/{path}": text for name in code for path, text in {**held, "main.py": code[name]}.items()}


STEP = "from kfp.dsl import component\n\n@component\ndef fit() -> None:\n    import sklearn.svm\n"
PIPELINE = (
    "from kfp import dsl\nfrom fitting import fit\nimport sklearn\n\n@dsl.pipeline\ndef weekly() -> None:\n    fit()\n"
)
TRIGGER = "from google.cloud import aiplatform\nimport kfp\n\naiplatform.PipelineJob().submit()\n"


@pytest.mark.parametrize(
    ("files", "named"),
    [
        ({}, ["."]),
        ({"steps/src/fitting/serve.py": "import fastapi\n"}, ["flows", "steps"]),
        ({"flows/src/weekly.py": PIPELINE.replace("from fitting", "from elsewhere")}, ["flows", "steps"]),
        ({"steps/src/fitting/nightly.py": PIPELINE}, ["flows", "steps"]),
        ({"trigger/pyproject.toml": "", "trigger/main.py": TRIGGER}, ["."]),
        ({"shop/pyproject.toml": "", "shop/shop.py": ML}, ["flows", "shop"]),
    ],
    ids=["steps", "serves", "unused", "pipelines-of-its-own", "what-hands-the-work-to-a-cloud", "beside-another-part"],
)
def test_a_folder_of_steps_that_the_pipelines_of_another_import_is_no_part(
    files: dict[str, str], named: list[str]
) -> None:
    steps = {"steps/pyproject.toml": "", "steps/src/fitting/__init__.py": "", "steps/src/fitting/fit.py": STEP}

    assert names({**steps, "flows/pyproject.toml": "", "flows/src/weekly.py": PIPELINE, **files}) == named


def test_steps_with_an_image_each_that_were_laid_out_alike_are_one() -> None:
    apart = {path: text for path, text in steps().items() if path not in ("judge/logger.py", "score/settings.py")}

    assert names(steps()) == ["."]
    assert names(steps(score=f"{ML}import fastapi\n")) == ["fit", "judge", "score"]  # one of them answers by itself
    assert names({**steps(), "fit/pyproject.toml": ""}) == ["fit", "judge", "score"]
    assert names(apart) == ["fit", "judge", "score"]


@pytest.mark.parametrize("shared", [("__init__.py", "train.py"), ("config.py", "features.py")])
def test_products_that_are_laid_out_alike_and_share_no_text_are_parts_of_their_own(shared: tuple[str, str]) -> None:
    held = {"requirements.txt": "", "Dockerfile": "FROM x\n", f"src/{shared[0]}": ""}
    files = {f"{name}/{path}": text for name in ("churn", "fraud", "pricing") for path, text in held.items()}
    files |= {f"{name}/src/{shared[1]}": f"{ML}NAME = '{name}'\n" for name in ("churn", "fraud", "pricing")}

    assert names(files) == ["churn", "fraud", "pricing"]


@pytest.mark.parametrize(
    ("listed", "parts"),
    [
        ("trainer_requirements.txt", ["answer", "train"]),
        ("cpu-requirements.in", ["answer", "train"]),
        ("what_it_requires.txt", ["."]),
    ],
)
def test_a_list_of_packages_that_is_called_after_its_service_makes_a_part_of_its_folder(
    listed: str, parts: list[str]
) -> None:
    answer = {"answer/Dockerfile": "FROM x\n", "answer/requirements.txt": "torch\n", "answer/api.py": ML}
    train = {"train/Dockerfile.cpu": "FROM x\n", f"train/{listed}": "torch\n", "train/main.py": ML}

    assert [part.name for part in components(repo_of(answer | train))] == parts
