"""Which version of Python the code, the images and CI name."""

import pytest

from seatrial.facts.project.python_versions import PythonVersion, Where, python_versions, refused
from seatrial.model import Place
from tests.repositories import repo_of

PROJECT = '[project]\nname = "a"\nrequires-python = "{}"\n'


def named(files: dict[str, str]) -> list[tuple[Where, str]]:
    return [(item.where, item.version) for item in python_versions(repo_of(files))]


@pytest.mark.parametrize(
    ("path", "text", "version"),
    [
        (".python-version", "3.11.9\n", "3.11"),
        ("runtime.txt", "python-3.12.1", "3.12"),
        (".tool-versions", "nodejs 20\npython 3.11.2\n", "3.11"),
        ("environment.yml", "dependencies:\n  - python=3.10\n", "3.10"),
    ],
)
def test_files_for_tools_name_one_version(path: str, text: str, version: str) -> None:
    assert named({path: text}) == [(Where.CODE, version)]


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        (">=3.11", Where.RANGE),
        (">=3.11,<3.12", Where.CODE),
        (">=3.10,<3.13", Where.RANGE),
        ("==3.11.*", Where.CODE),
        ("~=3.11", Where.RANGE),
        ("~=3.11.0", Where.CODE),
    ],
)
def test_a_range_of_one_version_is_exact(wanted: str, where: Where) -> None:
    assert [found for found, _ in named({"pyproject.toml": PROJECT.format(wanted)})] == [where]


def test_images_tell_by_their_tags() -> None:
    assert named({"Dockerfile": "FROM python:3.12-slim\n"}) == [(Where.IMAGE, "3.12")]
    assert named({"Dockerfile": "FROM debian:12\n"}) == []


@pytest.mark.parametrize(
    ("wanted", "where", "version", "against"),
    [
        (">=3.12", Where.CI, "3.8", True),
        (">=3.12", Where.IMAGE, "3.11", True),
        (">=3.12", Where.CI, "3.13", False),
        (">=3.8.1", Where.CI, "3.8", False),
        (">=3.10,<3.13", Where.IMAGE, "3.13", True),
        ("^3.11", Where.IMAGE, "3.8", False),
        ("any of them", Where.CI, "3.8", False),
    ],
)
def test_a_range_refuses_what_lies_outside(wanted: str, where: Where, version: str, *, against: bool) -> None:
    told = PythonVersion(Place("a", 1), where, version)

    assert refused([PythonVersion(Place("b", 1), Where.RANGE, wanted), told]) == ((told,) if against else ())


def test_ci_that_also_tries_an_allowed_version_is_not_held_against_it() -> None:
    ranged = PythonVersion(Place("b", 1), Where.RANGE, ">=3.12")
    tried = [PythonVersion(Place("a", line), Where.CI, version) for line, version in enumerate(["3.8", "3.13"], 1)]

    assert refused([ranged, *tried]) == ()
    assert refused([ranged, PythonVersion(Place("c", 1), Where.RANGE, ">=3.9"), tried[0]]) == ()
