"""Which findings of a component does one act answer, and how long does it take?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from seatrial.judging.check import filled
from seatrial.model import Archetype, Effort, Grade, LedgerLine, State
from seatrial.model.record import dataclass
from seatrial.rubric.declared import declaring
from seatrial.rubric.fix import first_step
from seatrial.rubric.situation import Situation
from seatrial.rubric.standing import Standing

#: From how many pieces of the same length on an act takes one length more.
_MANY = 3
_EFFORTS = tuple(Effort)  #: the shortest first


@dataclass(frozen=True, slots=True)
class Act:
    """One piece of work that answers several findings."""

    told: str  #: in the imperative, with the names of this repository
    checks: tuple[str, ...]  #: the ids that it answers, the weightiest first
    effort: Effort
    brought: tuple[str, ...] = ()  #: further ids, which are answered without work of their own
    keys: tuple[str, ...] = ()  #: of seatrial.yaml, that it declares; () for everything else

    @property
    def answered(self) -> tuple[str, ...]:
        """Return every check that it answers."""
        return (*self.checks, *self.brought)


def acts_of(situation: Situation, found: Mapping[str, Standing], lines: Iterable[LedgerLine]) -> tuple[Act, ...]:
    """Return the acts that answer two findings or more; a check is in one of them at most.

    What people only have to declare is one act. So is what puts another practice to use, and that practice. Everything
    else belongs together as its checks say. What is asked for now and what is ahead of the target stay apart.
    """
    lines = [line for line in lines if line.waived is None]
    acts = []
    for ahead in (False, True):
        here = {line.id: line for line in lines if (line.stage > situation.target) is ahead}
        declared = [line for line in here.values() if _is_declared(found[line.id], line)]
        if len(declared) > 1:
            acts.append(_declared(found, declared))
            here = {check_id: line for check_id, line in here.items() if line not in declared}
        wrong = {check_id: line for check_id, line in here.items() if is_wrong(found[check_id], line)}
        acts += _shared(found, wrong, situation.archetype)
    return tuple(acts)


def is_wrong(one: Standing, line: LedgerLine) -> bool:
    """Tell whether a line of the ledger is a finding: what is folded or spoken for is none."""
    if one.cause or line.state not in {State.FAIL, State.PARTIAL}:
        return False
    spoken_for = one.attested is not None and (line.required is None or one.attested.grade >= line.required)
    return not spoken_for


def effort_of_all(efforts: Sequence[Effort]) -> Effort:
    """Return how long an act takes: as long as its longest part, and one length more from three such parts on."""
    longest = max(efforts, key=_EFFORTS.index)
    more = Counter(efforts)[longest] >= _MANY
    return _EFFORTS[min(_EFFORTS.index(longest) + more, len(_EFFORTS) - 1)]


def _is_declared(one: Standing, line: LedgerLine) -> bool:
    return one.declarable and line.state in {State.FAIL, State.PARTIAL, State.UNKNOWN}


def _declared(found: Mapping[str, Standing], lines: Sequence[LedgerLine]) -> Act:
    keys = tuple(found[line.id].row.declare for line in lines)
    return Act(declaring(keys), tuple(line.id for line in lines), Effort.SMALL, keys=keys)


def _shared(found: Mapping[str, Standing], wrong: Mapping[str, LedgerLine], archetype: Archetype) -> Iterator[Act]:
    """Yield the acts by what the checks say, and by what brings another practice into use."""
    brought = {one: tuple(_brought(found, one, wrong)) for one in wrong}
    further = {one for checks in brought.values() for one in checks}
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for check_id in wrong:
        if check_id not in further:
            alike[_act(found[check_id], archetype) or check_id].append(check_id)
    for act, checks in alike.items():
        more = tuple(one for check_id in checks for one in brought[check_id])
        if len(checks) > 1:
            checks.sort(key=lambda one: (-wrong[one].severity.rank, -round(wrong[one].gain, 6), one))
        elif not more:
            continue
        first, efforts = found[checks[0]], [wrong[one].effort for one in checks]
        if len(checks) == 1 or _is_stopped(first):
            step = first_step(first, archetype)
        else:
            step = filled(act, _agreed(found[check_id] for check_id in checks))
        whole = min(efforts, key=_EFFORTS.index) if _is_stopped(first) else effort_of_all(efforts)
        yield Act(step, tuple(checks), whole, more)


def _act(one: Standing, archetype: Archetype) -> str:
    """Return the act of a finding; "" where the clause of a profile comes before the steps of the check.

    One cause may keep many practices from running. It is mended once, and its sentence is the act of them all.
    """
    if one.judged is None or one.judged.graded.plain:
        return ""
    graded = one.judged.graded
    return (
        first_step(one, archetype) if graded.stopped else one.judged.check.act_of(archetype, graded.case, graded.done)
    )


def _is_stopped(one: Standing) -> bool:
    return one.judged is not None and bool(one.judged.graded.stopped)


def _agreed(those: Iterable[Standing]) -> Mapping[str, str]:
    """Return the names that all agree on who give one: an act that is done in two files names neither."""
    given: defaultdict[str, set[str]] = defaultdict(set)
    for one in those:
        for name, value in one.judged.graded.names.items() if one.judged else ():
            given[name].add(value)
    return {name: next(iter(values)) for name, values in given.items() if len(values) == 1}


def _brought(found: Mapping[str, Standing], check_id: str, wrong: Mapping[str, LedgerLine]) -> Iterator[str]:
    """Yield the practices that stand and are in use as soon as this one passes."""
    for one in found[check_id].row.brings:
        if one in wrong and found[one].grade is Grade.SUBSTANTIVE:
            yield one
