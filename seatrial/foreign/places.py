"""Which file of the audited folder does a location of a SARIF report mean? None, when it leads out of it."""

import posixpath
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from seatrial.model.evidence import Place
from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_DRIVE = regex(r"/?[A-Za-z]:[/\\]")
_LAST_LINE = 100_000_000
_LONGEST = 4_096  #: letters of a path


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the audited folder stands, and which files it has."""

    root: str  #: absolute, "" when it stands nowhere
    there: frozenset[str]


def place_of(result: Mapping[str, Any], run: Mapping[str, Any], inside: Paths) -> tuple[Place | None, bool]:
    """Return the first place that a result names, and whether it was left out since it leads out of the folder."""
    locations = result.get("locations")
    first = locations[0] if isinstance(locations, list) and locations else {}
    physical = first.get("physicalLocation") if isinstance(first, dict) else None
    artifact = physical.get("artifactLocation") if isinstance(physical, dict) else None
    named = artifact if isinstance(artifact, dict) else {}
    address = named.get("uri")
    if not isinstance(address, str) or not address:
        return None, False
    path = _inside(address, _base(named.get("uriBaseId"), run), inside.root)
    if not path:
        return None, True
    region = physical.get("region") if isinstance(physical, dict) else None
    line = region.get("startLine") if isinstance(region, dict) else 0
    return Place(path, line if isinstance(line, int) and 0 < line < _LAST_LINE else 0), False


def _base(name: object, run: Mapping[str, Any]) -> str:
    """Return the address that a relative one is below of; "" stands for the audited folder."""
    bases = run.get("originalUriBaseIds")
    base = bases.get(name) if isinstance(bases, dict) and isinstance(name, str) else None
    address = base.get("uri") if isinstance(base, dict) else None
    return address if isinstance(address, str) and address.startswith("file:") else ""


def _inside(address: str, base: str, root: str) -> str:
    """Return the path below the audited folder; "" when the address is somewhere else."""
    written = address.replace("\\", "/")
    if len(written) > _LONGEST or "\0" in unquote(written):
        return ""
    if written.startswith(("file:", "/")) or _DRIVE.match(written):
        return _below(_absolute(written), root)
    if "://" in written:
        return ""
    path = posixpath.normpath(unquote(written))
    if base and root and (found := _below(posixpath.join(_absolute(base), path), root)):
        return found
    return "" if path.startswith(("../", "/")) or path in ("..", ".") else path


def _absolute(address: str) -> str:
    path = urlsplit(address).path if address.startswith("file:") else address
    return posixpath.normpath(unquote(path)).replace("//", "/")


def _below(path: str, root: str) -> str:
    folder = root.replace("\\", "/").rstrip("/")
    return path.removeprefix(f"{folder}/") if root and path.startswith(f"{folder}/") else ""
