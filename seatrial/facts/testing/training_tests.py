"""Which tests really train a model by the owner's code, and which only stand near it?"""

from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in, function_at
from seatrial.facts.code.folders import folders
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.code.own_imports import own_imports
from seatrial.facts.code.programs import programs
from seatrial.facts.reach.below import leading
from seatrial.facts.testing.calls_of_tests import CallsOfTests
from seatrial.facts.testing.tests import Case, tests
from seatrial.facts.training.training_calls import is_trainer
from seatrial.facts.training.training_path import training_scopes
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.repo import Repo

_FITS = frozenset({"fit", "train", "train_model", "learn", "partial_fit"})


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
    near = {program.path for program in programs(repo) if program.is_test and own_imports(repo, program) & trained}
    calls = _Calls(repo)
    leads = leading({(case.site.path, case.name) for case in python}, calls.of, training_scopes(repo))
    users = {program.path for program in programs(repo) if program.is_test and own_imports(repo, program)}
    found = []
    for case in python:
        path, trains = case.site.path, (case.site.path, case.name) in leads
        fits = not trains and (path in users or calls.asks(case, users)) and calls.fits(case)
        if trains or fits or path in near:
            found.append(TrainingTest(case, trains, calls.mocks(case), fits))
    return tuple(found)


class _Calls(CallsOfTests):
    """What tests call, and which of them fit something without the training of the owner's."""

    def fits(self, case: Case) -> bool:
        """Tell whether a test fits something that is no object of another's library."""
        calls = [call for call in calls_in(self.repo, case.site.path, case.name) if call.last in _FITS]
        return any("." in call.written and self._may_be_own(call) for call in calls)

    def _may_be_own(self, call: Call) -> bool:
        """Tell whether a fit may be of the owner's model: a trainer of a library fits what it is given."""
        owner = call.name.rpartition(".")[0]
        return is_trainer(owner) or not is_ml(call.name) or self._is_own(call.name)

    def asks(self, case: Case, users: set[str]) -> bool:
        """Tell whether a test is handed something by a fixture that is made with the owner's code."""
        function = function_at(self.repo, case.site.path, case.name)
        names = (parameter.name for parameter in function.parameters) if function is not None else ()
        return any(self.fixtures[name][0] in users for name in names if name in self.fixtures)

    def _is_own(self, dotted: str) -> bool:
        root = dotted.partition(".")[0]
        return bool({root, f"src/{root}"} & folders(self.repo))
