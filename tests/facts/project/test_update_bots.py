"""Who asks for newer dependencies is read from the files of bots and from what the clock starts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.project.update_bots import Kind, Watch, update_watches
from tests.judging.asked import SERVICE, judge
from tests.repositories import repo_of


def watches(path: str, text: str) -> tuple[Watch, ...]:
    return update_watches(repo_of({path: text}))


@pytest.mark.parametrize(
    ("directory", "manifest", "covered"),
    [
        ("/", "pyproject.toml", True),
        ("/", "requirements/base.txt", True),
        ("/", "services/api/requirements.txt", False),
        ("/", "service/pyproject.toml", False),
        ("/service", "service/pyproject.toml", True),
        ("/services/*", "services/api/uv.lock", True),
        ("/training", "service/requirements.txt", False),
    ],
)
def test_a_folder_is_covered_as_dependabot_reads_it(directory: str, manifest: str, covered: bool) -> None:
    text = f"updates: [{{package-ecosystem: pip, directory: {directory}}}]\n"
    (watch,) = watches(".github/dependabot.yml", text)

    assert watch.kind is Kind.PYTHON
    assert watch.covers(manifest) is covered


@pytest.mark.parametrize(
    ("settings", "kinds"),
    [
        ('{"extends": ["config:recommended"]}', {Kind.PYTHON, Kind.IMAGES, Kind.ACTIONS}),
        ('{"enabledManagers": ["dockerfile"]}', {Kind.IMAGES}),
        ('{"github-actions": {"enabled": false}}', {Kind.PYTHON, Kind.IMAGES}),
        ("{extends: ['a'], pip_requirements: {enabled: false}}", {Kind.PYTHON, Kind.IMAGES, Kind.ACTIONS}),
    ],
)
def test_renovate_watches_all_unless_told_otherwise(settings: str, kinds: set[Kind]) -> None:
    assert {watch.kind for watch in watches("renovate.json5", settings)} == kinds


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("renovate.json", '{"enabled": false}'),
        (".pyup.yml", "update: false\n"),
        (".github/dependabot.yml",
         "updates: [{package-ecosystem: uv, directory: /, open-pull-requests-limit: 0}]\n"),
    ],
)  # fmt: skip
def test_a_bot_that_is_switched_off_says_why(path: str, text: str) -> None:
    found = watches(path, text)

    assert found
    assert all(watch.off and watch.off in watch.what for watch in found)


@pytest.mark.parametrize(("event", "counts"), [("schedule: [{cron: '0 4 * * 1'}]", True), ("push:", False)])
def test_an_upgrade_counts_when_the_clock_starts_it(event: str, counts: bool) -> None:
    text = f"on: {{{event}}}\njobs: {{u: {{steps: [{{run: uv lock --upgrade}}]}}}}\n"

    assert bool(watches(".github/workflows/u.yml", text)) is counts


@pytest.mark.parametrize(
    ("path", "text", "watched"),
    [
        (".github/dependabot.yml", "updates: [{package-ecosystem: docker, directory: /}]\n", True),
        (".github/dependabot.yml", "updates: [{package-ecosystem: docker, directory: /other}]\n", False),
        (".github/dependabot.yml", "updates: [{package-ecosystem: pip, directory: /}]\n", False),
        ("renovate.json", '{"extends": ["config:base"]}', True),
        ("renovate.json", '{"enabled": false}', False),
    ],
)
def test_a_bot_must_watch_the_image_to_keep_its_base_fresh(path: str, text: str, watched: bool) -> None:
    image = 'FROM python:3.12.3\nCOPY app.py .\nRUN uv sync --frozen\nCMD ["uvicorn", "app:app"]\n'
    locked = {"uv.lock": '[[package]]\nname = "numpy"\nversion = "1.26.4"\n', ".dockerignore": ".git\n"}
    graded = judge("OPS-06", SERVICE | locked | {"Dockerfile": image, path: text})

    assert any("raises the versions of base images" in item.what for item in graded.evidence) is watched


@given(st.text())
def test_no_file_of_a_bot_makes_it_raise(text: str) -> None:
    for path in (".github/dependabot.yml", "renovate.json", ".pyup.yml"):
        assert isinstance(watches(path, text), tuple)
