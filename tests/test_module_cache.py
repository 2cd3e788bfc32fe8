"""Modules that are kept in one file are those that Python would import, and a file that does not fit costs time."""

import marshal
import os
import subprocess
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from typing import Any

import pytest

from seatrial import module_cache

#: Run in a process of its own, since a module is imported once: in a package that is called like ours.
ASK = """
import sys
from seatrial import module_cache
module_cache.load()
import seatrial.harbour
from seatrial.harbour import quay
from pkgutil import get_data
print(quay.DEPTH, type(quay.__loader__).__module__, quay.__file__, quay.__package__)
print(seatrial.harbour.__path__, get_data("seatrial.harbour", "chart.txt"))
module_cache.store()
"""


def headed(listed: Any) -> bytes:
    """Return a file that begins with any list."""
    head = marshal.dumps(listed)
    return len(head).to_bytes(8, "little") + head


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small package called seatrial, with a copy of the module under test."""
    folder = tmp_path / "seatrial"
    (folder / "harbour").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "module_cache.py").write_bytes(Path(module_cache.__file__).read_bytes())
    (folder / "harbour" / "__init__.py").write_text("")
    (folder / "harbour" / "chart.txt").write_text("12 fathoms")
    (folder / "harbour" / "quay.py").write_text("DEPTH = 12\n")
    return folder


def ask(package: Path, *, bytecode: bool = True) -> str:
    done = subprocess.run(
        [sys.executable, *([] if bytecode else ["-B"]), "-c", ASK],
        cwd=package.parent,
        env={key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def kept(package: Path) -> Path:
    return Path(f"{cache_from_source(str(package / 'module_cache.py'))}.modules")


def test_a_kept_module_is_the_one_that_python_would_import(package: Path) -> None:
    first = ask(package)
    second = ask(package)

    assert "_frozen_importlib_external" in first
    assert "seatrial.module_cache" in second
    assert first.replace("_frozen_importlib_external", "seatrial.module_cache") == second
    assert "b'12 fathoms'" in second


def test_a_source_that_changed_is_imported_anew(package: Path) -> None:
    ask(package)
    (package / "harbour" / "quay.py").write_text("DEPTH = 1_000\n")

    assert ask(package).startswith("1000 _frozen_importlib_external ")
    assert ask(package).startswith("1000 seatrial.module_cache ")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        headed(1),
        headed(("another Python", {})),
        headed(((sys.version, MAGIC_NUMBER), ["no table"])),
        headed(((sys.version, MAGIC_NUMBER), {"seatrial.harbour.quay": "no entry"})),
    ],
    ids=["empty", "nonsense", "a number", "another Python", "no table", "no entry"],
)
def test_a_file_that_does_not_fit_is_as_good_as_none(content: bytes, package: Path) -> None:
    ask(package)
    kept(package).write_bytes(content)

    assert ask(package).startswith("12 ")


def test_code_that_is_none_is_read_from_the_source(package: Path) -> None:
    ask(package)
    content = kept(package).read_bytes()
    start = 8 + int.from_bytes(content[:8], "little")
    kept(package).write_bytes(content[:start] + b"?" * (len(content) - start))

    assert ask(package).startswith("12 ")


def test_nothing_is_kept_where_python_keeps_no_bytecode(package: Path) -> None:
    ask(package, bytecode=False)

    assert not kept(package).exists()


def test_a_folder_that_may_not_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module_cache, "_FILE", "/no/such/folder/modules")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    module_cache.store()


def test_nothing_is_written_where_nothing_is_new(package: Path) -> None:
    ask(package)
    ask(package)
    before = kept(package).stat()
    ask(package)

    assert (kept(package).stat().st_ino, kept(package).stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_module_that_is_gone_is_forgotten(package: Path) -> None:
    ask(package)
    (package / "harbour" / "quay.py").rename(package / "harbour" / "pier.py")
    done = "import sys; from seatrial import module_cache as k; k.load(); import seatrial.harbour.pier; k.store()"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", done], cwd=package.parent, env=environment, check=True)
    content = kept(package).read_bytes()

    assert b"seatrial.harbour.pier" in content
    assert b"seatrial.harbour.quay" not in content
