"""CI tries several versions when a matrix holds more than one, or when the lowest allowed ones are installed."""

import pytest

from seatrial.facts.ci.version_matrix import version_matrices
from tests.repositories import repo_of


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
