"""Where are models registered, promoted or deployed, and where is a verdict on one read before?"""

from typing import Final

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.training.metric_comparisons import is_verdict
from seatrial.facts.training.model_registry import Act, registrations
from seatrial.read.code.python_record import Call, Comparison
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Words in the names of calls that move a model on.
PROMOTES: Final = regex(r"promot|regist|transition|alias|deploy|publish|release|champion|rollout|push_to|bless|approve")


@fact
def promotion_scopes(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the scopes, as path and qualified name, in which a model is registered, promoted or deployed."""
    acts = {(item.site.path, item.site.scope) for item in registrations(repo) if item.act is not Act.RESOLVE}
    named = {
        (program.path, call.scope)
        for program in programs(repo)
        if not program.tested
        for call in program.file.calls
        if PROMOTES.search(call.last.lower()) and "model" in (call.name or call.written).lower()
    }
    return frozenset(acts | named)


def is_asked_for_elsewhere(program: Program, item: Comparison) -> bool:
    """Tell whether a verdict is kept by its name, and another function of the program decides by that name."""
    names = _verdicts(program, item)
    return any(text.value in names and text.scope not in ("", item.scope) for text in program.file.texts)


def decides_on_promotion(repo: Repo, program: Program, item: Comparison) -> bool:
    """Tell whether a verdict that is handed on in an object is read where models are promoted, in whatever file."""
    ends = tuple(f".{name}" for name in _verdicts(program, item))
    if not ends:
        return False
    promoting = promotion_scopes(repo)
    steps = {scope.rpartition(".")[2] for _, scope in promoting if scope}
    for other in programs(repo):
        readers = {found.scope for found in other.file.mentions if any(name.endswith(ends) for name in found.names)}
        acting = any(call.last in steps and call.scope in readers and _decided(call) for call in other.file.calls)
        if not other.tested and (acting or any((other.path, scope) in promoting for scope in readers)):
            return True
    return False


def _verdicts(program: Program, item: Comparison) -> frozenset[str]:
    """Return the names, by their sound verdicts, that the outcome of a comparison is given to."""
    here = (made for made in program.file.assignments if made.line == item.line and made.scope == item.scope)
    return frozenset(made.target for made in here if is_verdict(made.target))


def _decided(call: Call) -> bool:
    """Tell whether a call stands in a branch."""
    return "if" in call.inside or "else" in call.inside
