"""A step whose job fails before it is started by nothing, and says why."""

import pytest

from seatrial.facts.ci.version_matrix import version_matrices
from seatrial.facts.ci.workflows import ci_commands, jobs
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.repo import Repo
from tests.repositories import repo_of

LOST = "uses: actions/setup-python@v5\n        with: {cache: pip, cache-dependency-path: lost.txt}"


def workflow(*steps: str, more: str = "") -> str:
    listed = "".join(f"      - {step}\n" for step in steps)
    return f"on: [push, pull_request]\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps:\n{listed}{more}"


def repo(text: str) -> Repo:
    return repo_of({".github/workflows/ci.yml": text, "train.py": "print('training')\n"})


def test_what_comes_after_a_step_that_fails_is_started_by_nothing() -> None:
    before, after = ci_commands(repo(workflow("run: ruff check", LOST, "run: pytest")))

    assert before.guards
    assert before.stopped is None
    assert not any((after.guards, after.unattended, after.job.on_change))
    assert after.what.endswith("and is never reached: .github/workflows/ci.yml keeps downloads by lost.txt, and there "
                               "is no such file")  # fmt: skip


def test_a_job_that_needs_one_which_fails_is_not_started() -> None:
    more = "  two:\n    needs: one\n    runs-on: ubuntu-24.04\n    steps:\n      - run: make deploy\n"
    first, second = jobs(repo(workflow(LOST, "run: pytest", more=more)))

    assert not first.triggers
    assert not second.triggers


def test_code_that_only_a_stopped_step_starts_is_left_for_people_to_start() -> None:
    kinds = {entry.what: entry.kind for entry in entry_points(repo(workflow(LOST, "run: python train.py")))}

    assert Kind.CI not in kinds.values()
    assert Kind.TASK in kinds.values()


@pytest.mark.parametrize(
    "step",
    [
        "uses: actions/download-artifact@v4\n        with: {name: lists}",
        "uses: actions/checkout@v4\n        with: {repository: acme/lists}",
    ],
)
def test_a_job_that_is_handed_files_may_have_the_one_that_is_not_here(step: str) -> None:
    *_, tested = ci_commands(repo(workflow(step, LOST, "run: pytest")))

    assert tested.guards


def test_what_a_job_hands_on_brings_it_nothing() -> None:
    keeping = "uses: actions/upload-artifact@v4\n        with: {path: report.txt}"
    tested, *_ = ci_commands(repo(workflow(LOST, "run: pytest", keeping)))

    assert not tested.guards


def tried(matrix: str, run: str = "pytest") -> list[str]:
    text = (
        "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n"
        f"    strategy:\n      matrix:\n        {matrix}\n    steps:\n      - run: {run}\n"
    )
    return [item.what for item in version_matrices(repo_of({".github/workflows/ci.yml": text}))]


@pytest.mark.parametrize(
    ("matrix", "count"),
    [
        ("python-version: ['3.11', '3.12', '3.13']", 3),
        ("torch: ['2.4', '2.9']", 2),
        ("python: ['3.11']\n        include: [{python: '3.14'}]", 2),
    ],
)
def test_versions_of_python_and_of_dependencies_are_counted(matrix: str, count: int) -> None:
    (what,) = tried(matrix)

    assert f"runs for {count} values of" in what


@pytest.mark.parametrize("matrix", ["python-version: ['3.12']", "os: [ubuntu-latest, macos-latest]", "x: {y: z}"])
def test_one_version_and_several_systems_are_no_trial_of_versions(matrix: str) -> None:
    assert tried(matrix) == []


@pytest.mark.parametrize(
    "command",
    [
        "uv pip install --resolution lowest-direct -e .",
        "sed -i 's/>=/==/g' requirements.txt",
        "pip install -r requirements-oldest.txt",
        "python -c \"print(open(0).read().replace('>=', '=='))\" < requirements.txt",
    ],
)
def test_the_lowest_allowed_versions_are_one(command: str) -> None:
    assert len(tried("os: [ubuntu-latest]", command)) == 1


@pytest.mark.parametrize(
    ("values", "count"),
    [("[oldest, latest]", 1), ("[minimum, default]", 1), ("[min-deps, all]", 1), ("[fast, slow]", 0), ("[oldest]", 0)],
)
def test_an_axis_of_whatever_name_is_one_where_a_value_stands_for_the_lowest(values: str, count: int) -> None:
    assert len(tried(f"requires: {values}")) == count


@pytest.mark.parametrize(
    ("commands", "count"),
    [("tox -e py311-sklearn15\n          tox -e py312-sklearn17", 1), ("tox -e py311,py312", 1),
     ("tox -e py311", 0), ("tox -e docs\n          tox -e style", 0)],
)  # fmt: skip
def test_environments_that_are_named_after_versions_are_a_trial_of_them(commands: str, count: int) -> None:
    assert len(tried("os: [ubuntu-latest]", f"|\n          {commands}")) == count


@pytest.mark.parametrize(
    ("readme", "started"),
    [
        ("[![Build](https://travis-ci.org/acme/lib.svg)](https://travis-ci.org/acme/lib)", False),
        ("[![Build](https://travis-ci.com/acme/lib.svg)](https://travis-ci.com/acme/lib), once at travis-ci.org", True),
        ("# A library", True),
    ],
)
def test_a_job_of_travis_whose_builds_are_shown_where_it_was_closed_is_started_by_nothing(
    readme: str, started: bool
) -> None:
    found = repo_of(
        {".travis.yml": "language: python\npython: ['3.8', '3.9']\nscript: pytest\n", "README.md": f"{readme}\n"}
    )

    assert any(job.triggers for job in jobs(found)) is started
    assert any(one.guards for one in ci_commands(found)) is started
    assert bool(version_matrices(found)) is started


@pytest.mark.parametrize(
    ("travis", "counts"),
    [
        ("python: ['3.8', '3.9', '3.10']", ["3"]),
        ("env:\n  - PYTHON_VERSION=3.8 MODE=fast\n  - PYTHON_VERSION=3.9 MODE=slow", ["2"]),
        ("matrix:\n  include:\n    - env: PYTHON_VERSION=\"2.7\"\n    - env: PYTHON_VERSION=\"3.6\"", ["2"]),
        ("jobs:\n  include:\n    - python: '3.8'\n    - python: '3.9'", ["2"]),
        ("python: '3.8'\nenv: MODE=fast", []),
    ],
)  # fmt: skip
def test_versions_of_travis_are_counted(travis: str, counts: list[str]) -> None:
    found = repo_of({".travis.yml": f"language: python\n{travis}\nscript: pytest\n"})

    assert [item.what.split(" values")[0].rsplit(" ", 1)[1] for item in version_matrices(found)] == counts


def test_a_matrix_that_another_step_lists_tries_versions_where_python_is_taken_from_it() -> None:
    text = (
        "on: [push]\njobs:\n  build:\n    runs-on: ubuntu-latest\n    strategy:\n"
        "      matrix: ${{fromJson(needs.parse.outputs.matrix)}}\n    steps:\n      - uses: actions/setup-python@v4\n"
        "        with:\n          python-version: ${{ matrix.python }}\n      - run: pytest\n"
    )

    def tries(workflow: str) -> bool:
        return bool(version_matrices(repo_of({".github/workflows/ci.yml": workflow})))

    assert tries(text)
    assert not tries(text.replace("${{ matrix.python }}", "3.12"))
    assert not tries(text.replace("${{fromJson(needs.parse.outputs.matrix)}}", "{python: [3.12]}"))
