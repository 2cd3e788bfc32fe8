"""What others keep, run, version and roll back is not asked of the owner, nor surely missing."""

import pytest

from seatrial.judging.graded import Graded
from seatrial.model import Confidence, Grade
from tests.workflows import workflow

from .asked import SERVICE, advice, judge

TRAINED = {
    **SERVICE,
    "train.py": "import joblib\nfrom sklearn.svm import SVC\n\njoblib.dump(SVC().fit(x, y), 'model.joblib')\n",
}


def of(check: str, files: dict[str, str]) -> Graded:
    return judge(check, TRAINED | files)


def runs(*commands: str) -> dict[str, str]:
    """Return a workflow of a change with these commands."""
    return {".github/workflows/ci.yml": workflow("uses: actions/checkout@v5", *commands, on="pull_request")}


@pytest.mark.parametrize(
    ("check", "command"),
    [
        ("OPS-03", "docker run registry.acme.org/evaluate:3 --model model.joblib"),
        ("OPS-03", "make evaluate"),
        ("OPS-03", "az ml job create --file $JOBS/eval.yml"),
        ("OPS-11", "./ci/e2e.sh"),
        ("OPS-11", "npx @acme/smoke https://staging.acme.org"),
        ("PRF-02", "docker run registry.acme.org/bench --url http://app"),
        ("PRF-03", "curl -X POST https://tools.acme.org/load-test/start"),
    ],
)
def test_a_run_of_a_program_that_is_not_here_may_try_what_its_words_tell(check: str, command: str) -> None:
    there, bare = of(check, runs(command)), of(check, runs("echo done"))

    assert there.grade is bare.grade
    assert there.confidence is Confidence.LIKELY
    assert bare.confidence is Confidence.VERIFIED


@pytest.mark.parametrize(
    ("check", "command"),
    [
        ("OPS-03", "docker run registry.acme.org/medieval:3"),  # a part of a word
        ("OPS-03", "make lint"),
        ("OPS-03", "python evaluate.py"),  # it is here, and was read
        ("OPS-11", "bash ci/e2e.sh"),  # so is this
        ("PRF-03", "docker run registry.acme.org/evaluate:3"),  # it does something else
    ],
)
def test_what_was_read_and_what_does_something_else_hides_nothing(check: str, command: str) -> None:
    here = {"evaluate.py": "print('well')\n", "ci/e2e.sh": "echo well\n"}

    assert of(check, runs(command) | here).confidence is Confidence.VERIFIED


def test_what_only_the_clock_or_a_hand_starts_holds_no_change_back() -> None:
    by_hand = {
        name: text.replace("on: pull_request", "on: workflow_dispatch") for name, text in runs("make evaluate").items()
    }

    assert of("OPS-03", by_hand).confidence is Confidence.VERIFIED


def project(requirement: str, code: str) -> dict[str, str]:
    """Return a project of acme that asks for a package, and code of its own application."""
    manifest = f"[project]\nname = 'price'\nversion = '1'\ndependencies = ['{requirement}']\n"
    address = "[project.urls]\nSource = 'https://github.com/acme/price'\n"
    return {"pyproject.toml": manifest + address, "app.py": SERVICE["app.py"] + code}


LOGS = "\n\nfrom acme_tools.audit import AuditLogger\n\nAuditLogger(app).record(model)\n"


@pytest.mark.parametrize(
    "requirement",
    [
        "acme-tools>=1",
        "acme_tools @ git+https://github.com/acme/tools@v1",
        "acme-tools @ git+ssh://git@git.acme.org/tools.git",
    ],
)
def test_a_package_of_the_owners_may_keep_what_it_is_handed(requirement: str) -> None:
    kept = of("MON-03", project(requirement, LOGS))

    assert kept.confidence is Confidence.LIKELY
    assert "acme-tools, which is kept elsewhere" in kept.unfollowed[0].what


@pytest.mark.parametrize(
    ("requirement", "code"),
    [
        ("acme-tools>=1", "\n\nfrom acme_tools.units import to_euros\n\nto_euros(3)\n"),  # it computes
        ("acme-tools>=1", ""),  # nobody calls it
        ("other-tools>=1", LOGS.replace("acme_tools", "other_tools")),  # somebody else's, which anybody reads
        ("other-tools @ git+https://github.com/other/tools", LOGS.replace("acme_tools", "other_tools")),
    ],
)
def test_what_computes_and_what_is_somebody_elses_hides_nothing(requirement: str, code: str) -> None:
    assert of("MON-03", project(requirement, code)).confidence is Confidence.VERIFIED


def test_a_package_that_the_repository_makes_itself_is_here() -> None:
    made = {
        "tools/pyproject.toml": "[project]\nname = 'acme-tools'\nversion = '1'\n[build-system]\nrequires = []\n",
        "tools/acme_tools/__init__.py": "",
        "tools/acme_tools/audit.py": "class AuditLogger:\n    pass\n",
    }

    assert of("MON-03", project("acme-tools>=1", LOGS) | made).confidence is Confidence.VERIFIED


def test_a_package_that_counts_may_measure_and_keeps_nothing() -> None:
    counts = "\n\nfrom acme_tools.metrics import instrument\n\ninstrument(app)\n"

    assert of("MON-01", project("acme-tools>=1", counts)).confidence is Confidence.LIKELY
    assert of("MON-03", project("acme-tools>=1", counts)).confidence is Confidence.VERIFIED


SERVER = {
    "pyproject.toml": (
        "[build-system]\nrequires = ['hatchling']\nbuild-backend = 'hatchling.build'\n[project]\nname = 'word-server'\n"
        "version = '1.4.0'\nclassifiers = ['Intended Audience :: Developers']\n"
        "scripts = {word-server = 'word_server.app:main'}\n"
    ),
    "word_server/__init__.py": "",
    "word_server/app.py": (
        "import joblib\nimport uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
        "model = joblib.load('model.joblib')\n\n\n@app.post('/predict')\ndef predict(size: float):\n"
        "    return float(model.predict([[size]])[0])\n\n\ndef main():\n    uvicorn.run(app)\n"
    ),
}


def released(*commands: str, on: str = "{push: {tags: ['v*']}}") -> dict[str, str]:
    """Return the server with a workflow that runs these commands."""
    return SERVER | {".github/workflows/release.yml": workflow("uses: actions/checkout@v5", *commands, on=on)}


PUBLISHED = released("python -m build", "twine upload dist/*")


@pytest.mark.parametrize(
    ("check", "told"),
    [
        ("OPS-08", "Publish a release candidate first"),
        ("OPS-09", "Write into RELEASING.md how a bad release is yanked"),
    ],
)
def test_what_others_install_is_asked_for_candidates_and_a_way_to_yank(check: str, told: str) -> None:
    assert advice(check, PUBLISHED).startswith(told)


def test_what_is_published_when_a_tag_is_pushed_is_delivered() -> None:
    assert "puts it into service" not in judge("OPS-07", PUBLISHED).message


@pytest.mark.parametrize(
    "deployed",
    [
        released("python -m build", "twine upload dist/*", "kubectl apply -f k8s/"),
        released("docker push ghcr.io/acme/words:1"),
        SERVER,
    ],
    ids=["deployed-too", "only-pushed", "by-hand"],
)
def test_what_its_owner_may_run_is_asked_for_a_way_back_of_its_own(deployed: dict[str, str]) -> None:
    assert "yanked" not in advice("OPS-09", deployed)
    assert "release candidate" not in advice("OPS-08", deployed)


FETCHES = (
    "from transformers import pipeline\nimport uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
    "words = pipeline('ner', 'acme/words', revision='1f2e3d4')\n\n\n@app.post('/predict')\ndef predict(text: str):\n"
    "    return words(text)\n\n\ndef main():\n    uvicorn.run(app)\n"
)


@pytest.mark.parametrize(("app", "kept"), [(SERVER["word_server/app.py"], True), (FETCHES, False)], ids=["own", "hub"])
def test_weights_are_kept_where_there_are_weights_of_its_own(app: str, kept: bool) -> None:
    """Whoever answers with models of others publishes none."""
    assert ("Keep the weights" in advice("OPS-09", PUBLISHED | {"word_server/app.py": app})) is kept


def test_a_package_whose_version_git_tells_is_installed_by_others_when_ci_uploads_it() -> None:
    metadata = PUBLISHED["pyproject.toml"].replace(
        "version = '1.4.0'\nclassifiers = ['Intended Audience :: Developers']\n", ""
    )
    setup = "[metadata]\nname = word-server\nauthor = A Consortium\n[options]\npackages = find:\n"
    files = {**PUBLISHED, "pyproject.toml": metadata.partition("[project]")[0], "setup.cfg": setup}

    assert advice("OPS-08", files).startswith("Publish a release candidate first")
    assert not advice("OPS-08", {**files, ".github/workflows/release.yml": "on: push\njobs: {}\n"}).startswith(
        "Publish"
    )


IMAGE_OF_OTHERS = {
    **SERVICE,
    "README.md": "# Speech\n\n```bash\ndocker run \\\n  -p 8000:8000 \\\n  ghcr.io/acme/speech:latest\n```\n",
    ".github/workflows/release.yml": workflow(
        "docker build -t ghcr.io/acme/speech:${{ github.sha }} .", "docker push ghcr.io/acme/speech:${{ github.sha }}",
        "docker push ghcr.io/acme/speech:latest",
        on="push",
    ),
}  # fmt: skip


def test_an_image_that_the_readme_has_others_run_is_delivered_when_it_is_pushed() -> None:
    pushed = judge("OPS-07", IMAGE_OF_OTHERS)

    assert (pushed.grade, pushed.message) == (Grade.SUBSTANTIVE, "the publication is automatic, and waits for no test")
    assert advice("OPS-07", IMAGE_OF_OTHERS).startswith("Let the job that pushes need")
    assert advice("OPS-08", IMAGE_OF_OTHERS).startswith("Push a release candidate first")
    assert advice("OPS-09", IMAGE_OF_OTHERS).startswith("Write into README.md how users go back")
    assert "earlier releases can still be pulled" in judge("OPS-09", IMAGE_OF_OTHERS).evidence[0].what


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("    print(size)\n", "which of its answers differ"),
        ("    pd.DataFrame([size]).to_csv('asked.csv')\n    pd.read_csv('asked.csv')\n", "what becomes of their data"),
    ],
)
def test_those_who_pull_an_image_go_back_with_their_data_where_it_keeps_any(kept: str, said: str) -> None:
    start, _, answer = SERVICE["app.py"].rpartition("    return")
    app = f"import pandas as pd\n{start}{kept}    return{answer}"

    assert f"the tag to start then, and {said}." in advice("OPS-09", {**IMAGE_OF_OTHERS, "app.py": app})


@pytest.mark.parametrize(
    "changed",
    [
        {"README.md": "# Speech\n\n```bash\ndocker run ghcr.io/others/words:latest\n```\n"},  # of others
        {
            "README.md": "# Forecasts\n\n```bash\ndocker run prom/prometheus:latest\n```\n",
            ".github/workflows/release.yml": workflow("docker push ghcr.io/acme/prometheus-forecaster:1", on="push"),
        },  # beside it
        {"README.md": "# Speech\n\n```bash\ndocker build -t speech .\ndocker run speech\n```\n"},  # built by the reader
        {".github/workflows/deploy.yml": workflow("kubectl apply -f k8s.yaml", on="push")},
    ],
)
def test_an_image_that_somebody_here_runs_is_to_be_deployed(changed: dict[str, str]) -> None:
    assert not advice("OPS-09", {**IMAGE_OF_OTHERS, **changed}).startswith("Write into README.md how users")


def test_a_package_that_is_published_is_guarded_by_an_environment_though_its_image_is_run_by_others() -> None:
    steps = workflow("pytest", "uv publish", "docker push ghcr.io/acme/word-server:latest", on="push")
    run = "# Words\n\n```bash\ndocker run ghcr.io/acme/word-server:latest\n```\n"
    tests = {"tests/test_it.py": "from word_server.app import main\n\n\ndef test_it():\n    assert main() == 1\n"}
    both = {**PUBLISHED, **tests, "README.md": run, ".github/workflows/release.yml": steps}

    assert (
        judge("OPS-07", both).message
        == "the publication is automatic, and names no environment that could be protected"
    )
