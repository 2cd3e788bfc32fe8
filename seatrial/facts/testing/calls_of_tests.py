"""What does a test really call, by way of its fixtures, of helpers, and of what starts a task or an asset for it?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact, index
from seatrial.facts.code.callees import of_call
from seatrial.facts.code.code_index import calls_in, defined, function_at
from seatrial.facts.code.programs import programs
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.testing.tests import Case
from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Calls that are given a function and do not call it.
_ONLY_LOOKS = frozenset({
    "callable", "hasattr", "isinstance", "issubclass", "signature", "getsource", "repr", "getdoc",
    "iscoroutinefunction", "id", "type",
})  # fmt: skip
#: Methods that run a function which a decorator has made a task, a flow, a step or a command.
STARTS = frozenset({
    "fn", "apply", "delay", "apply_async", "function", "entrypoint", "submit", "callback", "execute_in_process",
})  # fmt: skip
#: Functions that run the assets which they are handed in a list.
_MATERIALIZES = frozenset({"materialize", "materialize_to_memory"})
_WATCHES = regex(r"(?:^|\.)(?:mlflow|wandb|comet_ml|neptune|clearml|logger|logging|tensorboard|time)(?:\.|$)")
_STANDS_IN = regex(r"(^|\.)patch($|\.)|MagicMock|monkeypatch\.setattr")


def _is_beside(call: Call) -> bool:
    """Tell a stand-in for what only watches: a tracker of experiments, a logger, a clock."""
    return any(_WATCHES.search(str(value.literal or value.text)) for value in call.args[:2])


@fact
def fixtures(repo: Repo) -> Mapping[str, Node]:
    """Return where the fixtures of tests are made, by their names."""
    return {
        item.name: (program.path, item.name)
        for program in programs(repo)
        if program.is_test
        for item in program.file.functions
        if item.is_fixture
    }


class CallsOfTests:
    """What a function of a test, or of the owner's, really calls; that a class is only named calls none of it."""

    def __init__(self, repo: Repo) -> None:
        self.repo = repo
        self.fixtures = fixtures(repo)

    def of(self, node: Node) -> Iterator[Node]:
        """Yield the functions that are called, and the fixtures that a test asks for."""
        path, scope = node
        function = function_at(self.repo, path, scope)
        for parameter in function.parameters if function is not None else ():
            if parameter.name in self.fixtures and role(self.repo, path) is Role.TEST:
                yield self.fixtures[parameter.name]
        for call in calls_in(self.repo, path, scope):
            if call.last in _ONLY_LOOKS:
                continue
            found = [callee for callee in of_call(self.repo, path, call) if callee.scope]
            sure = [callee for callee in found if callee.sure]
            yield from ((callee.path, callee.scope) for callee in (sure or (found if len(found) == 1 else ())))
            yield from self._tasks_started(path, call)

    def _tasks_started(self, path: str, call: Call) -> Iterator[Node]:
        """Yield what is started by a method of its decorator, or handed over in a list: ``materialize([asset])``."""
        named = [(call.name, call.written)] if call.last in STARTS else []
        listed = call.args[0].items if call.last in _MATERIALIZES and call.args else ()
        named += [(one.name, one.text) for one in listed]
        for name, written in named:
            found = defined(self.repo, path, name, written) if name else None
            if found is not None and found.function is not None and found.function.decorators:
                yield (found.path, found.name)

    def mocks(self, case: Case) -> bool:
        """Tell whether a test puts something else in the place of what it calls."""
        function = function_at(self.repo, case.site.path, case.name)
        marks = function.decorators if function is not None else ()
        calls = (*marks, *calls_in(self.repo, case.site.path, case.name))
        return any(_STANDS_IN.search(call.name or call.written) and not _is_beside(call) for call in calls)


@index
def calls_of_tests(repo: Repo) -> CallsOfTests:
    """Return what tells, for any function, what it calls."""
    return CallsOfTests(repo)
