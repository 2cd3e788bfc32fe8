"""Did a model become slower than at its base, by the records of both, beyond what measuring explains?

Figures of two hours differ even where nothing changed: the machine drifts, and the interval of a mean does not show it.
So a figure counts as slower only when the whole interval lies above the whole interval of the base, and above the noise
besides: the share by which single blocks of the same record lay off their middle. What was measured on another machine,
in another setup, of another model than the one that is there, or long ago, is never compared; nor what was measured
while the processor itself worked at another speed, as those of a cloud do for minutes.
"""

from collections.abc import Iterator, Sequence

from seatrial.comparison import Comparison
from seatrial.gate.terms import Condition, Outcome
from seatrial.model.counted import first_few
from seatrial.model.latency import Latency
from seatrial.model.record import dataclass
from seatrial.model.result import Report

_SPEED = 1.15  #: times as fast or slow, at which a processor is another one; on a quiet machine it differs by 2 %
_ROUGH = 1.5  #: a record whose intervals and noise explain a factor of more proves nothing
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """One percentile of one model at both ends of a change."""

    before: Latency
    after: Latency | None  #: None when no record measures it any more, or none that compares
    problem: str = ""  #: why the two do not compare; "" when they do

    @property
    def name(self) -> str:
        """Return what was measured, in a few words."""
        return f"{self.before.model} {self.before.metric}"

    @property
    def ratio(self) -> float:
        """Return new / old; 1 where the two do not compare."""
        return self.after.value / self.before.value if self.after and not self.problem else 1.0

    @property
    def least(self) -> float:
        """Return by which factor it surely became longer: what intervals and noise do not explain; 1 when nothing."""
        if self.after is None or self.problem:
            return 1.0
        return max(self.after.low / self.before.high / (1 + _noise(self.before, self.after)), 1.0)

    def slower(self, allowed: float) -> bool:
        """Tell whether it surely became longer by more than so many per cent."""
        return self.least > 1 + allowed / 100


def paces(old: Report, new: Report) -> tuple[Pace, ...]:
    """Return each latency that the base's records state, beside today's; what nobody measured anew is left out.

    A model that is gone needs no record.
    """
    gone = {one.path for one in old.models.files} - {one.path for one in new.models.files}
    return tuple(
        _pace(one, new.latencies) for one in old.latencies if one.model not in gone and one not in new.latencies
    )


def latency_conditions(compared: Comparison, allowed: float) -> Iterator[Condition]:
    """Yield what a policy asks of latencies: none may be longer by more per cent, and all must compare."""
    found = paces(compared.old, compared.new)
    slow = [one for one in found if one.slower(allowed)]
    apart = [one for one in found if one.problem]
    nothing = "nothing was measured anew" if compared.old.latencies else "the base has no record"
    state = first_few([f"{one.name} {percent(one.ratio)}" for one in slow], _NAMED, "; ")
    state = state or ("none is longer" if len(found) > len(apart) else nothing)
    yield Condition("measured latency", state, f"at most {allowed:g} % longer", not slow)
    if apart:
        reasons = list(dict.fromkeys(f"{one.before.model}: {one.problem}" for one in apart))
        state = first_few(reasons, _NAMED, "; ")
        yield Condition("latency that compares", state, "all of it", holds=False, otherwise=Outcome.INCONCLUSIVE)


def percent(ratio: float) -> str:
    """Return a factor as a change in per cent: "+31 %"."""
    return f"{100 * (ratio - 1):+.0f} %"


def _pace(before: Latency, later: Sequence[Latency]) -> Pace:
    same = [one for one in later if (one.model, one.metric, one.basis) == (before.model, before.metric, before.basis)]
    here = [one for one in same if one.machine == before.machine]
    if not here:
        return Pace(before, None, _missing(before, same, later))
    after = min(here, key=lambda one: (bool(one.problem), -one.day.toordinal() if one.day else 0))
    if before.problem:
        return Pace(before, after, f"at the base {before.problem}")
    return Pace(before, after, after.problem or _other_speed(before, after) or _rough(before, after))


def _missing(before: Latency, same: Sequence[Latency], later: Sequence[Latency]) -> str:
    if same:
        return "it was measured on another machine"
    if any(one.model == before.model for one in later):
        return f"it was measured in another setup than at the base ({before.setup})"
    return "no record measures it any more"


def _other_speed(before: Latency, after: Latency) -> str:
    if not (before.pace and after.pace) or 1 / _SPEED <= after.pace / before.pace <= _SPEED:
        return ""
    return f"the processor took {percent(after.pace / before.pace)} for the same work: measure both in the same hour"


def _rough(before: Latency, after: Latency) -> str:
    explained = before.high / before.value * (after.value / after.low) * (1 + _noise(before, after)) if after.low else 0
    if 0 < explained <= _ROUGH:
        return ""
    return "it was measured too roughly: on a quiet machine, and for longer, it can be told"


def _noise(before: Latency, after: Latency) -> float:
    return max(before.noise, after.noise)
