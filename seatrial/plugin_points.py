"""Which entry points of a group did the installed distributions name? Read from their metadata on the path.

``importlib.metadata`` answers the same, but its import brings the parser of e-mails with it, which takes longer than
to import every check. It is asked where distributions may be in other places than folders.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Protocol

from seatrial.model.record import dataclass


class Point(Protocol):
    """A name that a distribution gives to one of its objects."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...
    def load(self) -> object: ...


@dataclass(frozen=True, slots=True)
class PluginPoint:
    """One line of an ``entry_points.txt``."""

    name: str
    value: str  #: ``package.module:attribute``, with extras in brackets behind it, which mean nothing any more

    def load(self) -> object:
        """Import the module and return the object."""
        module, _, attributes = self.value.partition("[")[0].strip().partition(":")
        found: object = import_module(module.strip())
        for attribute in filter(None, attributes.strip().split(".")):
            found = getattr(found, attribute)
        return found


def plugin_points(group: str) -> tuple[Point, ...]:
    """Return the entry points of a group; of two distributions with one name the first on the path counts."""
    if _has_other_places():
        from importlib import metadata

        return tuple(metadata.entry_points(group=group))
    found: list[Point] = []
    seen: set[str] = set()
    for folder in sys.path:
        for name in _distributions(folder or os.curdir):
            distribution = name.rpartition(".")[0].partition("-")[0].lower().replace(".", "_")
            if distribution not in seen:
                seen.add(distribution)
                found += _points(os.path.join(folder, name, "entry_points.txt"), group)
    return tuple(found)


def _has_other_places() -> bool:
    """Tell whether a path is an archive, or somebody installed a finder of distributions."""
    from importlib.machinery import PathFinder

    others = (finder for finder in sys.meta_path if finder is not PathFinder)
    archived = (path for path in sys.path if path.endswith(".egg") or os.path.isfile(path))
    return any(hasattr(finder, "find_distributions") for finder in others) or any(archived)


def _distributions(folder: str) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))
    except OSError:
        return []


def _points(file: str, group: str) -> Iterator[Point]:
    inside = False
    for line in _lines(file):
        if line.startswith("["):
            inside = line == f"[{group}]"
        elif inside and "=" in line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            yield PluginPoint(name.strip(), value.strip())


def _lines(file: str) -> Iterator[str]:
    """Yield lines without blanks around, up to the first that is no text; none of a file that cannot be read."""
    with suppress(OSError, UnicodeDecodeError), open(file, encoding="utf-8") as lines:
        yield from map(str.strip, lines)
