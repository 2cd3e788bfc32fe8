"""Where does a model see, before it is judged, something of the rows that it is judged on?"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, outside_tests
from seatrial.facts.training.splits.split_words import FITS, FOLDS, GIVES, SPLITS, TRANSFORMS, strength, transformer
from seatrial.facts.training.splits.value_flow import Fit, Flow, bases, set_apart
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Assignment, Call, Value
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class Leak(InCode):
    """One transformer that is fitted on rows which are divided into training and evaluation only afterwards."""

    site: Site
    fitted: str  #: the class, or the name of the object
    split: str
    split_line: int
    confidence: Confidence
    mild: bool = False

    @property
    def what(self) -> str:
        return f"{self.fitted} is fitted on all rows, before {self.split} divides them at line {self.split_line}"


@fact
def leaks(repo: Repo) -> tuple[Leak, ...]:
    """Return what is fitted on rows that are divided later, tests apart, by place.

    Names are followed within each function, and from a function of the same file that fits and hands back what is
    divided. That is certain where the rows that are divided come out of what was fitted on them, in code that runs
    from top to bottom; in notebooks, whose cells run in any order, and across functions it is likely.
    """
    found = repo.each(_leaks, outside_tests(repo))
    first: dict[Site, Leak] = {}
    for leak in sorted(found, key=lambda leak: (leak.site, leak.split_line)):
        first.setdefault(leak.site, leak)
    return tuple(first.values())


def _leaks(program: Program) -> Iterator[Leak]:
    calls = program.file.calls
    if not any(call.last in FITS for call in calls) or not any(_rows(call) for call in calls):
        return
    scopes: dict[str, list[Call | Assignment]] = {}
    for call in calls:
        scopes.setdefault(call.scope, []).append(call)
    for item in program.file.assignments:
        scopes.setdefault(item.scope, []).append(item)
    inner = _handing_back(scopes)
    for scope, items in scopes.items():
        for fit, split in _walk(items, inner):
            site = program.site_of(fit.call)
            sure = scope == fit.call.scope and not program.notebook and "else" not in fit.call.inside
            confidence = Confidence.VERIFIED if sure else Confidence.LIKELY
            fitted = transformer(fit.call) or fit.call.written
            yield Leak(site, fitted, split.last, split.line, confidence, strength(fit.call) == "mild")


def _handing_back(scopes: Mapping[str, list[Call | Assignment]]) -> Mapping[str, Fit]:
    """Return the functions that fit on what they are given, divide nothing, and do it whatever they are told."""
    found: dict[str, Fit] = {}
    for scope, items in scopes.items():
        calls = [item for item in items if isinstance(item, Call)]
        if scope and not any(_rows(call) for call in calls):
            fits = (
                call for call in calls if _fits(call) and call.last in GIVES and not {"if", "else"} & {*call.inside}
            )
            first = next((call for call in fits if strength(call) == "strong"), None)
            if first:
                found[scope] = Fit(first, frozenset())
    return MappingProxyType(found)


def _walk(items: list[Call | Assignment], inner: Mapping[str, Fit]) -> Iterator[tuple[Fit, Call]]:
    """Go through one function from top to bottom, and yield what was fitted on rows that are then divided."""
    flow = Flow()
    early: list[tuple[Fit, Call]] = []
    for item in sorted(items, key=_in_order):
        if isinstance(item, Assignment):
            flow.assign(item)
            continue
        if item.name in inner and not set_apart(item):
            flow.made(item, inner[item.name])
        elif _fits(item) and item.args and not set_apart(item) and not flow.divided & bases(item.args[0]):
            flow.fitted(item, Fit(item, bases(item.args[0])), gives=item.last in GIVES)
        elif item.last in TRANSFORMS:
            flow.applied(item)
            yield from ((fit, split) for fit, split in early if fit in flow.of_object(item))
        if rows := _rows(item):
            names = frozenset().union(*map(bases, rows))
            yield from ((fit, item) for fit in flow.carried(names, item))
            early += [(fit, item) for fit in flow.on_same(names)]
            flow.divide(item)


def _in_order(item: Call | Assignment) -> tuple[int, bool, int]:
    """A call comes before the assignment of what it gives; a call within a call is done first."""
    if isinstance(item, Assignment):
        return item.line, True, 0
    return item.line, False, -item.column


def _fits(call: Call) -> bool:
    return call.last in FITS and bool(strength(call))


def _rows(call: Call) -> tuple[Value, ...]:
    """Return the arguments of a call that are divided by it."""
    if call.last in SPLITS:
        return call.args[SPLITS[call.last] :]
    if call.last == "split" and transformer(call) in FOLDS:
        return call.args
    return ()
