"""Where is it worked out whether a model is good enough, and nothing asks the answer?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, outside_tests
from seatrial.facts.training.gates.metric_comparisons import is_verdict
from seatrial.facts.training.gates.quality_gates import quality_gates
from seatrial.facts.training.training_path import training_path
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call
from seatrial.read.regex import regex
from seatrial.repo import Repo

_ORDER = frozenset({"<", "<=", ">", ">="})
#: Files and functions that judge models: elsewhere much else is accepted, or has passed.
_JUDGES = regex(r"model_?eval|eval\w*_?model|model_?valid|champion|challenger|promot|retrain")
#: What is done with a model, or instead of it.
_ACTS = regex(
    r"promot|regist|transition|alias|deploy|publish|release|push|bless|approve|save|dump|copy|move|replace|upload|exit|"
    r"error$|exception$|rollback|^stop|pusher"
)


@dataclass(frozen=True, slots=True)
class Verdict(InCode):
    """One comparison whose outcome has the name of a verdict on a model, and decides nothing."""

    site: Site
    name: str  #: of the outcome, as in "is_model_accepted"

    @property
    def what(self) -> str:
        return f"{self.name} is worked out, and decides nothing"


@fact
def unheard_verdicts(repo: Repo) -> tuple[Verdict, ...]:
    """Return the verdicts on models that no gate is made of: they are stored or written into a log."""
    judged = {(gate.site.path, gate.site.scope) for gate in quality_gates(repo)}
    found = (one for program in outside_tests(repo) for one in _verdicts(repo, program))
    return tuple(one for one in found if (one.site.path, one.site.scope) not in judged)


def _verdicts(repo: Repo, program: Program) -> Iterator[Verdict]:
    compared = {(item.line, item.scope) for item in program.file.comparisons if item.operator in _ORDER}
    for made in program.file.assignments:
        about = _JUDGES.search(f"{program.path} {made.scope}".lower()) and training_path(repo)
        idle = is_verdict(made.target) and (made.line, made.scope) in compared
        if about and idle and not _is_asked(repo, program, made):
            yield Verdict(program.site(made.line, made.scope), made.target)


def _is_asked(repo: Repo, program: Program, made: Assignment) -> bool:
    """Tell whether something is stored, moved on or refused in a branch where the verdict is known."""
    name = made.target.rpartition(".")[2]
    if any(_ACTS.search(call.last.lower()) and call.line > made.line and call.scope == made.scope and _decided(call)
           for call in program.file.calls):  # fmt: skip
        return True
    for other in outside_tests(repo):
        knows = {found.scope for found in other.file.mentions if any(one.endswith(f".{name}") for one in found.names)}
        knows |= {text.scope for text in other.file.texts if text.value == name} - {made.scope}
        if any(call.scope in knows and _decided(call) and _ACTS.search(call.last.lower()) for call in other.file.calls):
            return True
    return False


def _decided(call: Call) -> bool:
    return "if" in call.inside or "else" in call.inside
