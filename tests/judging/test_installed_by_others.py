"""Who installs a server chooses its version: nobody divides traffic, and each goes back for themselves."""

import pytest

from tests.workflows import workflow

from .asked import advice, judge

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
