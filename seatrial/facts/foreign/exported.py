"""Which variable of which file does an import of JavaScript take?"""

from seatrial.facts.foreign.modules import modules
from seatrial.facts.foreign.programs import by_path
from seatrial.read.code.python_record import Import
from seatrial.repo import Repo

_DEEPEST = 6  #: files that hand a name on to each other


def variable(repo: Repo, path: str, found: Import) -> tuple[str, str] | None:
    """Return the file and the name inside of it of what is imported; None for what is installed."""
    target = modules(repo).javascript(found.module, path)
    return _offered(repo, target, found.name, 0) if target else None


def _offered(repo: Repo, path: str, name: str, depth: int) -> tuple[str, str] | None:
    file = by_path(repo).get(path)
    if file is None or depth > _DEEPEST:
        return None
    for one in file.exports:
        if one.name == name and not one.module:
            return path, one.local
        if one.module and one.name in (name, "*"):
            target = modules(repo).javascript(one.module, path)
            onward = _offered(repo, target, name if one.name == "*" else one.local, depth + 1) if target else None
            if onward:
                return onward
    return None
