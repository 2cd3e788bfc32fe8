"""Lock files of the tools that write them."""

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.project.lockfile import Lock, lock_tool, read_lock
from seatrial.read.reader import Unreadable

TABLES = """version = 1

[[package]]
name = "numpy"
version = "1.26.4"
source = { registry = "https://example.org/simple" }
dependencies = [
    { name = "not-a-package" },
]

[package.optional-dependencies]
name = "neither"

[[package]]
name = "scorer"
version = "0.1.0"
source = { editable = "." }
"""


@pytest.mark.parametrize("path", ["uv.lock", "sub/poetry.lock", "pdm.lock"])
def test_tables_of_packages_are_read_without_the_project_itself(path: str) -> None:
    lock = read_lock(path, TABLES.encode())

    assert [(package.name, package.version, package.line) for package in lock.packages] == [("numpy", "1.26.4", 3)]
    assert lock.version("NumPy") == "1.26.4"
    assert lock.version("torch") == ""


def test_pylock_and_its_named_variants_are_known() -> None:
    text = '[[packages]]\nname = "torch"\nversion = "2.4.0"\n'

    assert read_lock("pylock.toml", text.encode()).version("torch") == "2.4.0"
    assert lock_tool("pylock.gpu.toml") == "pylock"


def test_pipfile_lock_is_read_with_lines() -> None:
    document = {"_meta": {"hash": {}}, "default": {"flask": {"version": "==3.0.0"}}, "develop": {"pytest": {}}}
    lock = read_lock("Pipfile.lock", json.dumps(document, indent=2).encode())

    assert [(package.name, package.version, package.line) for package in lock.packages] == [
        ("flask", "3.0.0", 6),
        ("pytest", "", 11),
    ]


def test_conda_forms_are_read() -> None:
    locked = "package:\n- name: numpy\n  version: 1.26.4\n  manager: conda\n- name: numpy\n  version: 1.26.4\n"
    explicit = "- conda: https://conda.example.org/linux-64/python-dateutil-2.9.0-pyhd_0.conda\n"
    wheel = "- pypi: https://files.example.org/scikit_learn-1.4.0-cp311-none-any.whl\n"

    assert [package.name for package in read_lock("conda-lock.yml", locked.encode()).packages] == ["numpy"]
    assert read_lock("pixi.lock", (explicit + wheel).encode()).version("scikit-learn") == "1.4.0"
    assert read_lock("pixi.lock", explicit.encode()).version("python-dateutil") == "2.9.0"


def test_a_front_end_lock_is_told_apart() -> None:
    assert read_lock("web/package-lock.json", b"{}").front_end
    assert read_lock("web/yarn.lock", b"# yarn").front_end


def test_a_lock_without_packages_is_no_broken_lock() -> None:
    assert read_lock("uv.lock", b'version = 1\nrequires-python = ">=3.12"\n').packages == ()


def test_a_lock_whose_packages_cannot_be_understood_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read_lock("uv.lock", b"[[package]\nname: broken")
    with pytest.raises(Unreadable):
        read_lock("Pipfile.lock", b"<<<<<<< HEAD")


@pytest.mark.parametrize("path", ["uv.lock", "Pipfile.lock", "conda-lock.yml", "pixi.lock", "yarn.lock"])
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_content_makes_the_reader_fail(path: str, data: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert isinstance(read_lock(path, data), Lock)
