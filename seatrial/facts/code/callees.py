"""Which functions of the repository does a function call, and which may stand in for those?"""

from collections.abc import Mapping

from seatrial.facts import fact, index
from seatrial.facts.code.call_targets import FEW, Callee, methods_by_name, run_by
from seatrial.facts.code.code import python_files
from seatrial.facts.code.code_index import calls_in, function_at
from seatrial.facts.code.python_files import python_file
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Call
from seatrial.repo import Repo

_MOST_HEIRS = 40  #: that one abstract method is followed to


class _Callees:
    """What was found so far: many questions lead through the same functions."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._by_scope: dict[tuple[str, str], tuple[Callee, ...]] = {}
        self._by_call: dict[str, dict[Call, tuple[Callee, ...]]] = {}

    def of(self, path: str, scope: str) -> tuple[Callee, ...]:
        key = (path, scope)
        if key not in self._by_scope:
            calls = calls_in(self._repo, path, scope)
            found = dict.fromkeys(callee for call in calls for callee in self.of_call(path, call))
            self._by_scope[key] = tuple(sorted(found, key=lambda callee: not callee.sure))
        return self._by_scope[key]

    def of_call(self, path: str, call: Call) -> tuple[Callee, ...]:
        known = self._by_call.setdefault(path, {})
        if call not in known:
            file = python_file(self._repo, path)
            known[call] = tuple(run_by(self._repo, file, call)) if file else ()
        return known[call]


@index
def _callees(repo: Repo) -> _Callees:
    return _Callees(repo)


def callees(repo: Repo, path: str, scope: str) -> tuple[Callee, ...]:
    """Return what a function calls, passes on to be called, or makes; those found by name alone come last."""
    return _callees(repo).of(path, scope)


def of_call(repo: Repo, path: str, call: Call) -> tuple[Callee, ...]:
    """Return what one call runs: its callee, and the functions it is given."""
    return _callees(repo).of_call(path, call)


def overrides(repo: Repo, callee: Callee) -> tuple[Callee, ...]:
    """Return the methods that may stand in for one that says nothing itself, as an abstract one; none of them is sure.

    They are those of the classes that stand on its class, and where none does, those of the same name if they are few.
    """
    if not _says_nothing(repo, callee):
        return ()
    if standing := heirs_of(repo, callee):
        return standing[:_MOST_HEIRS]
    named = methods_by_name(repo).get(callee.scope.rpartition(".")[2], ())
    others = tuple(item for item in named if (item.path, item.scope) != (callee.path, callee.scope))
    return others if len(others) <= FEW else ()


def heirs_of(repo: Repo, callee: Callee) -> tuple[Callee, ...]:
    """Return the methods of the classes that stand on the class of a method which says nothing itself."""
    if not _says_nothing(repo, callee):
        return ()
    owner, _, name = callee.scope.rpartition(".")
    heirs = _below(repo, owner.rpartition(".")[2])
    named = methods_by_name(repo).get(name, ())
    return tuple(item for item in named if (item.path, item.scope.rpartition(".")[0]) in heirs)


def _says_nothing(repo: Repo, callee: Callee) -> bool:
    function = function_at(repo, callee.path, callee.scope)
    return function is not None and function.is_stub and bool(function.in_class)


def _below(repo: Repo, name: str) -> frozenset[tuple[str, str]]:
    """Return the classes that stand on a class of this name, however far below, each with its file."""
    found: dict[tuple[str, str], None] = {}
    waiting = [name]
    while waiting:
        for heir in heirs_by_name(repo).get(waiting.pop(), ()):
            if heir not in found:
                found[heir] = None
                waiting.append(heir[1].rpartition(".")[2])
    return frozenset(found)


@fact
def heirs_by_name(repo: Repo) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the classes that name a class as their base, by its own name: the file and the class."""
    return grouped(
        (base.rpartition(".")[2], (file.path, cls.name))
        for file in python_files(repo)
        for cls in file.classes
        for base in cls.bases
    )


__all__ = ["Callee", "callees", "heirs_of", "of_call", "overrides"]
