"""At which folders does a run of CI look, and does it say anything about one part of a repository?"""

import posixpath
from collections.abc import Iterator, Set

from seatrial.component import Component, components
from seatrial.facts import fact
from seatrial.facts.ci.workflows import CiAction, CiCommand, Trigger
from seatrial.model.record import dataclass
from seatrial.repo import Repo

#: Options by which a program is told where to look; what stands behind others is settings or output.
_WHERE = frozenset(
    {"-r", "-C", "--requirement", "--recursive", "--project", "--directory", "--file", "--path", "--root"}
)
#: Inputs by which an action is.
_INPUTS = frozenset({"working-directory", "working_directory", "path", "paths", "scan-ref", "scan-path", "context",
                     "inputs", "target", "targets", "directory", "src", "source", "project"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a run looks, and which changed files start it."""

    folders: tuple[str, ...] = ()  #: files and folders of the repository; () for all of it
    only: tuple[Trigger, ...] = ()  #: the triggers, where each names the paths that start it


WHOLE = Scope()


def scope_of(repo: Repo, one: CiCommand | CiAction) -> Scope:
    """Return where a run looks: what it names, else the folder in which it runs."""
    named = tuple(dict.fromkeys(_named(repo, one)))
    folder = one.folder if isinstance(one, CiCommand) else ""
    unasked = tuple(trigger for trigger in one.triggers if trigger.automatic)
    only = unasked if unasked and all(trigger.paths or trigger.ignored_paths for trigger in unasked) else ()
    return Scope(named or ((folder,) if folder not in ("", ".") and _is_here(repo, folder) else ()), only)


def concerns(component: Component, scope: Scope) -> bool:
    """Tell whether a run looks at anything of a component that it shares with no other part, and a change starts it.

    What looks at shared files alone, or at a folder of no part, may say something about all of them.
    """
    if scope is WHOLE or not component.root:
        return True
    others = _folders_of_others(component)
    own = _folders(component.own)
    aside = bool(scope.folders) and all(one in others and one not in own for one in scope.folders)
    return not aside and (not scope.only or any(trigger.starts_for(component.own) for trigger in scope.only))


def _named(repo: Repo, one: CiCommand | CiAction) -> Iterator[str]:
    """Yield the files and folders of the repository that a run names."""
    folder = one.folder if isinstance(one, CiCommand) else ""
    for word in _words(one):
        path = posixpath.normpath(posixpath.join(folder, word.partition("::")[0]))
        if path != "." and not path.startswith("..") and _is_here(repo, path):
            yield path


def _words(one: CiCommand | CiAction) -> Iterator[str]:
    if isinstance(one, CiAction):
        for name, value in one.inputs:
            yield from value.split() if name in _INPUTS else ()
        return
    before = ""
    for word in one.command.arguments:
        option, equals, value = word.partition("=")
        if word.startswith("-"):
            yield from [value] if equals and option in _WHERE else []
        elif before in _WHERE or not before.startswith("-"):
            yield word
        before = word if not equals else ""


def _is_here(repo: Repo, path: str) -> bool:
    return path in repo.entries or path in _all_folders(repo)


@fact
def _all_folders(repo: Repo) -> Set[str]:
    return _folders(frozenset(repo.paths))


@fact
def _folders_of_others(component: Component) -> Set[str]:
    """Return the files and folders of the other parts, and none above them that shared files lie in as well."""
    others = [one for one in components(component.repo) if one is not component and one.root]
    held = _folders(frozenset(path for one in others for path in one.own - component.own))
    return frozenset(path for path in held if any(f"{path}/".startswith(f"{one.root}/") for one in others))


def _folders(paths: Set[str]) -> Set[str]:
    """Return files with all the folders above them."""
    found = set(paths)
    for path in paths:
        above = posixpath.dirname(path)
        while above and above not in found:
            found.add(above)
            above = posixpath.dirname(above)
    return frozenset(found)
