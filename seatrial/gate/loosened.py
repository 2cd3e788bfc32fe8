"""Does a change ask for less than before: in its policy, its waivers, its attestations, in what is looked at?

Somebody who cannot make a finding go away can make the gate look elsewhere. Each such way is told, with the place, so
that whoever reviews the change decides about it with open eyes.
"""

from collections.abc import Iterable, Iterator

from seatrial.config import Config
from seatrial.gate.configured import policy_of
from seatrial.gate.terms import Loosened, Policy
from seatrial.model import Archetype, Place, Severity, Stage, Waiver

_LADDER = (Archetype.NOT_ML, Archetype.NOTEBOOK_POC, Archetype.RESEARCH_CODE, Archetype.LIBRARY)  #: ask for less

_NEAR = 5.0  #: points below the score that is reached, to which a least score may follow it


def loosened(before: Config, after: Config, reached: float | None = None) -> tuple[Loosened, ...]:
    """Return every way in which a later configuration asks for less, the worst first.

    A waiver with reason, owner and date is the intended way, so it weighs medium; what takes checks or files out of
    sight, or lowers what fails, weighs high. ``reached`` is the score of the earlier state by today's table: a least
    score that this state itself misses, since another version of seatrial counts otherwise, guards nothing any more,
    and weighs low where the new one is less than five points below what is reached.
    """
    found = (*_policy(before, after, reached), *_statements(before, after), *_scope(before, after))
    return tuple(sorted(found, key=lambda one: (-one.severity.rank, one.place, one.message)))


def _policy(before: Config, after: Config, reached: float | None) -> Iterator[Loosened]:
    was, now = policy_of(before.gate), policy_of(after.gate)
    place = after.settings.place("gate")
    for name in ("fail_under", "min_level"):
        if _less(getattr(was, name), getattr(now, name)):
            said = f"gate.{name} went from {_said(was, name)} to {_said(now, name)}"
            if name == "fail_under" and reached is not None and _follows(was.fail_under, now.fail_under, reached):
                yield _told(place, f"{said}, and what was before has {reached:.1f} itself", Severity.LOW)
            else:
                yield _told(place, said)
    for name in ("fail_on", "no_new", "max_unknown", "latency", "report_only_until"):
        if _more(getattr(was, name), getattr(now, name), missing_is_more=name != "report_only_until"):
            yield _told(place, f"gate.{name} went from {_said(was, name)} to {_said(now, name)}")
    for dimension, least in was.dimensions.items():
        if _less(least, now.dimensions.get(dimension)):
            yield _told(place, f"gate.dimensions asks for less in {dimension} than {least:g} %")
    if was.strict and not now.strict:
        yield _told(place, "gate.preset lets notices pass that failed before")


def _follows(was: float | None, now: float | None, reached: float) -> bool:
    """Tell whether a least score goes down to what is reached, and was above it already."""
    return was is not None and now is not None and now > reached - _NEAR and reached < was


def _less(was: object, now: object) -> bool:
    """Tell whether a least number, or a least level, was taken away or lowered."""
    return was is not None and (now is None or now < was)  # type: ignore[operator]


def _more(was: object, now: object, *, missing_is_more: bool) -> bool:
    """Tell whether a limit was taken away or raised; a day until which nothing fails is more the later it is."""
    if now is None:
        return was is not None and missing_is_more
    if was is None:
        return not missing_is_more
    return bool(now > was)  # type: ignore[operator]


def _said(policy: Policy, name: str) -> str:
    value = getattr(policy, name)
    return "nothing" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _statements(before: Config, after: Config) -> Iterator[Loosened]:
    for waiver in after.waivers:
        old = [one for one in before.waivers if _same(one, waiver)]
        what = waiver.check + (f" in {', '.join(waiver.paths)}" if waiver.paths else "")
        if not old:
            said = f"a waiver of {what} until {waiver.expires} is new: {waiver.because}"
            yield _told(waiver.place, said, Severity.MEDIUM)
        elif waiver.ends > max(one.ends for one in old):
            yield _told(waiver.place, f"the waiver of {what} was extended to {waiver.expires}", Severity.MEDIUM)
    known = {(one.check, one.grade, one.by): set(one.clauses) for one in before.attestations}
    for attested in after.attestations:
        spoken = known.get((attested.check, attested.grade, attested.by))
        who = f"an attestation of {attested.check} by {attested.by}"
        if spoken is None:
            yield _told(attested.place, f"{who} is new", Severity.MEDIUM)
        elif more := sorted(set(attested.clauses) - spoken):
            yield _told(attested.place, f"{who} speaks of {', '.join(more)} too", Severity.MEDIUM)


def _same(one: Waiver, other: Waiver) -> bool:
    return (one.check, one.paths) == (other.check, other.paths)


def _scope(before: Config, after: Config) -> Iterator[Loosened]:
    settings = after.settings
    for pattern in _added(before.settings.exclude, settings.exclude):
        yield _told(settings.place("exclude"), f"{pattern} is taken out of what is judged")
    for profile in _added(after.profiles, before.profiles):
        yield _told(settings.place("profile"), f"the profile {profile} is gone")
    stages = list(Stage)
    was, now = (stages.index(one.target or Stage.PRODUCTION) for one in (before, after))
    if now < was:
        yield _told(settings.place("target"), f"the target went from {stages[was]} to {stages[now]}")
    if settings.archetype is not before.settings.archetype and settings.archetype in _LADDER:
        yield _told(settings.place("archetype"), f"it is declared {settings.archetype}, of which less is asked")
    for surface, present in settings.surfaces.items():
        if not present and before.settings.surfaces.get(surface) is not False:
            yield _told(settings.place("surfaces"), f"the surface {surface} is declared not to be there")


def _added(before: Iterable[str], after: Iterable[str]) -> list[str]:
    return [one for one in after if one not in set(before)]


def _told(place: Place, message: str, severity: Severity = Severity.HIGH) -> Loosened:
    return Loosened(place, message, severity)
