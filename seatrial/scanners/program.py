"""Where is a scanner's program, and which version is it? Beside our own interpreter first, then where PATH says."""

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from seatrial.model.record import dataclass
from seatrial.on_path import on_path


@dataclass(frozen=True, slots=True)
class Program:
    """An installed scanner."""

    path: str
    version: str  #: "" when only the program itself knows


class NotAssessed(Exception):
    """A scanner told nothing; the text says why, in one phrase."""


def program(name: str, package: str) -> Program:
    """Return a scanner's program; raise ``NotAssessed`` with a hint when it is not installed.

    ``package`` is the distribution that brings it. The folder that one stands in is never searched: it may be hostile.
    """
    library = Path(sysconfig.get_path("purelib"))
    for path in _beside(name, library):
        if path.is_file() and os.access(path, os.X_OK):
            return Program(str(path), _version(library, package))
    if found := on_path(name):
        return Program(found, "")
    raise NotAssessed(f"it is not installed (pip install {package})")


def _beside(name: str, library: Path) -> Iterator[Path]:
    """Yield where an installation puts a program; a package's own folder first, since its script is but a way to it."""
    suffix = ".exe" if sys.platform == "win32" else ""
    yield library / name / "bin" / f"{name}{suffix}"
    yield Path(sysconfig.get_path("scripts")) / f"{name}{suffix}"


def _version(library: Path, package: str) -> str:
    """Return the version that an installed distribution states in the name of its folder."""
    prefix = f"{package.replace('-', '_')}-"
    names = (path.name for path in library.glob(f"{prefix}*.dist-info"))
    return next((name.removeprefix(prefix).removesuffix(".dist-info") for name in names), "")
