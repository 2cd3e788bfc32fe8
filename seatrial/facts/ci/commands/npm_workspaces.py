"""Which packages of a JavaScript workspace does a command of npm, yarn, pnpm, turbo or lerna speak to?"""

import json
import posixpath
from collections.abc import Mapping

from seatrial.facts import fact
from seatrial.read.infrastructure.shell import Command
from seatrial.read.reader import Unreadable
from seatrial.repo import Repo, role

#: Options that are followed by the name of one package.
NAMING = frozenset({"-w", "--workspace", "--filter", "-F", "--scope"})
_ALL = frozenset({"--workspaces", "-ws", "-r", "--recursive"})
#: Programs that run a script of every package that has it.
EVERYWHERE = frozenset({"turbo", "lerna"})
_LIMIT = 200_000


@fact
def npm_packages(repo: Repo) -> Mapping[str, str]:
    """Return for each folder with a package.json the name that the package has; "" for one without."""
    paths = repo.matching(lambda path: posixpath.basename(path) == "package.json")
    own = [path for path in paths if not role(repo, path).is_foreign]
    return {posixpath.dirname(path): _name(repo, path) for path in own}


def members_of(repo: Repo, command: Command) -> tuple[str, ...] | None:
    """Return the folders of the packages that a command names, or of all; None when it speaks of no workspace."""
    wanted, words = _members_named(command), set(command.arguments)
    known = npm_packages(repo)
    if wanted:
        return tuple(folder for folder, name in known.items() if folder and _is_called(folder, name, wanted))
    if command.program in EVERYWHERE or words & _ALL:
        return tuple(folder for folder in known if folder)
    return None


def _members_named(command: Command) -> frozenset[str]:
    words = command.arguments
    found = {word.partition("=")[2] for word in words if word.partition("=")[0] in NAMING}
    found |= {words[at + 1] for at, word in enumerate(words[:-1]) if word in NAMING}
    if command.program == "yarn" and words[:1] == ("workspace",):
        found.update(words[1:2])
    return frozenset(found - {""})


def _is_called(folder: str, name: str, wanted: frozenset[str]) -> bool:
    paths = {posixpath.normpath(word) for word in wanted}
    return name in wanted or folder in paths or posixpath.basename(folder) in wanted


def _name(repo: Repo, path: str) -> str:
    try:
        read = json.loads(repo.text(path, _LIMIT))
    except (Unreadable, ValueError, RecursionError):
        return ""
    name = read.get("name") if isinstance(read, dict) else None
    return name if isinstance(name, str) else ""
