"""Which tests really train a model by the owner's code, and which only stand near it?"""

from collections.abc import Iterator
from typing import Final

from seatrial.facts import fact
from seatrial.facts.code.callees import of_call
from seatrial.facts.code.code_index import calls_in, contents
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.code.own_imports import own_imports
from seatrial.facts.code.programs import programs
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.testing.tests import Case, tests
from seatrial.facts.training.training_calls import is_trainer
from seatrial.facts.training.training_reach import leading, training_scopes
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Calls that are given a function and do not call it.
_ONLY_LOOKS: Final = frozenset({
    "callable", "hasattr", "isinstance", "issubclass", "signature", "getsource", "repr", "getdoc",
    "iscoroutinefunction", "id", "type",
})  # fmt: skip
_FITS: Final = frozenset({"fit", "train", "train_model", "learn", "partial_fit"})
_STANDS_IN: Final = regex(r"(^|\.)patch($|\.)|MagicMock|monkeypatch\.setattr")


@dataclass(frozen=True, slots=True)
class TrainingTest:
    """One test that reaches a training, or that only imports the code of one."""

    case: Case
    trains: bool
    mocks: bool = False  #: it puts something else in the place of a part
    fits: bool = False  #: it fits something of which it is not known whose it is

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.case.place

    @property
    def asserts(self) -> bool:
        """Whether it trains and looks at what came of it."""
        return self.trains and self.case.real and not self.case.mocked and not self.mocks

    @property
    def what(self) -> str:
        """What it does, in one sentence."""
        if self.fits:
            return f"{self.case.name} fits something, and what that is cannot be told from the code"
        if not self.trains:
            return f"{self.case.name} imports the code that trains, and trains nothing"
        flaw = ", with a stand-in for a part of it" if self.mocks else "" if self.case.real else ", and asserts nothing"
        return f"{self.case.name} trains a model{flaw}"


@fact
def training_tests(repo: Repo) -> tuple[TrainingTest, ...]:
    """Return the tests that train by the owner's code, and those of files that only import it, by place."""
    python = [case for case in tests(repo) if case.language == "Python"]
    trained = {path for path, _ in training_scopes(repo)}
    if not python or not trained:
        return ()
    near = {program.path for program in programs(repo) if program.tested and own_imports(repo, program) & trained}
    calls = _Calls(repo)
    leads = leading(repo, {(case.site.path, case.name) for case in python}, calls.of)
    users = {program.path for program in programs(repo) if program.tested and own_imports(repo, program)}
    found = []
    for case in python:
        path, trains = case.site.path, (case.site.path, case.name) in leads
        fits = not trains and (path in users or calls.asks(case, users)) and calls.fits(case)
        if trains or fits or path in near:
            found.append(TrainingTest(case, trains, calls.mocks(case), fits))
    return tuple(found)


class _Calls:
    """What a function of a test, or of the owner's, really calls; that a class is only named calls none of it."""

    def __init__(self, repo: Repo) -> None:
        self._repo = repo
        self._fixtures = {
            item.name: (program.path, item.name)
            for program in programs(repo)
            if program.tested
            for item in program.file.functions
            if any(mark.last == "fixture" for mark in item.decorators)
        }

    def of(self, node: Node) -> Iterator[Node]:
        """Yield the functions that are called, and the fixtures that a test asks for."""
        path, scope = node
        function = contents(self._repo, path).functions.get(scope)
        for parameter in function.parameters if function is not None else ():
            if parameter.name in self._fixtures and role(self._repo, path) is Role.TEST:
                yield self._fixtures[parameter.name]
        for call in calls_in(self._repo, path, scope):
            if call.last in _ONLY_LOOKS:
                continue
            found = [callee for callee in of_call(self._repo, path, call) if callee.scope]
            sure = [callee for callee in found if callee.sure]
            yield from ((callee.path, callee.scope) for callee in (sure or (found if len(found) == 1 else ())))

    def fits(self, case: Case) -> bool:
        """Tell whether a test fits something that is no object of another's library."""
        calls = [call for call in calls_in(self._repo, case.site.path, case.name) if call.last in _FITS]
        return any("." in call.written and self._may_be_own(call) for call in calls)

    def _may_be_own(self, call: Call) -> bool:
        """Tell whether a fit may be of the owner's model: a trainer of a library fits what it is given."""
        owner = call.name.rpartition(".")[0]
        return is_trainer(owner) or not is_ml(call.name) or self._is_own(call.name)

    def asks(self, case: Case, users: set[str]) -> bool:
        """Tell whether a test is handed something by a fixture that is made with the owner's code."""
        function = contents(self._repo, case.site.path).functions.get(case.name)
        names = (parameter.name for parameter in function.parameters) if function is not None else ()
        return any(self._fixtures[name][0] in users for name in names if name in self._fixtures)

    def _is_own(self, dotted: str) -> bool:
        root = dotted.partition(".")[0]
        return any(path.startswith((f"{root}/", f"src/{root}/")) for path in self._repo.paths)

    def mocks(self, case: Case) -> bool:
        """Tell whether a test puts something else in the place of what it calls."""
        function = contents(self._repo, case.site.path).functions.get(case.name)
        marks = function.decorators if function is not None else ()
        calls = (*marks, *calls_in(self._repo, case.site.path, case.name))
        return any(_STANDS_IN.search(call.name or call.written) for call in calls)
