"""Which version of Python the code, the images and CI name."""

import pytest

from seatrial.facts.project.python_versions import Where, python_versions
from seatrial.repo import Memory, Repo

PROJECT = '[project]\nname = "a"\nrequires-python = "{}"\n'


def named(files: dict[str, str]) -> list[tuple[Where, str]]:
    return [(item.where, item.version) for item in python_versions(Repo(Memory(files)))]


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
