"""Does a change ask for less than before: in its policy, its waivers, its attestations, in what is looked at?

Somebody who cannot make a finding go away can make the gate look elsewhere. Each such way is told, with the place, so
that whoever reviews the change decides about it with open eyes.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, TypeVar

from seatrial.config import Config
from seatrial.gate.configured import policy_of
from seatrial.gate.terms import Loosened, Policy
from seatrial.model import Archetype, Place, Severity, Stage, Waiver
from seatrial.model.moves import Renamed

_LADDER = (Archetype.NOT_ML, Archetype.NOTEBOOK_POC, Archetype.RESEARCH_CODE, Archetype.LIBRARY)  #: ask for less

_NEAR = 5.0  #: points below the score that is reached, to which a least score may follow it


class _Ordered(Protocol):
    """What a least or a most is told in: numbers, days, severities, levels."""

    def __lt__(self, other: Any, /) -> bool: ...


_Limit = TypeVar("_Limit", bound=_Ordered)


def loosened(
    before: Config, after: Config, reached: float | None = None, moved: Renamed | None = None
) -> Iterator[Loosened]:
    """Yield every way in which a later configuration asks for less.

    A waiver with reason, owner and date is the intended way, so it weighs medium; what takes checks or files out of
    sight, or lowers what fails, weighs high. ``reached`` is the score of the earlier state by today's table, in points:
    a least score that this state itself misses, since another version of seatrial counts otherwise, guards nothing any
    more, and weighs low where the new one is less than five points below what is reached. A waiver that
    follows its files to the names that they were ``moved`` to is no new one.
    """
    yield from _policy(before, after, reached)
    yield from _statements(before, after, moved or Renamed())
    yield from _scope(before, after)


def _policy(before: Config, after: Config, reached: float | None) -> Iterator[Loosened]:
    was, now = policy_of(before.gate), policy_of(after.gate)
    place = after.settings.place("gate")
    if _lowered(was.fail_under, now.fail_under):
        yield _least_score(place, was.fail_under, now.fail_under, reached)
    limits = (
        ("min_level", was.min_level, now.min_level, _lowered(was.min_level, now.min_level)),
        ("fail_on", was.fail_on, now.fail_on, _raised(was.fail_on, now.fail_on)),
        ("no_new", was.no_new, now.no_new, _raised(was.no_new, now.no_new)),
        ("max_unknown", was.max_unknown, now.max_unknown, _raised(was.max_unknown, now.max_unknown)),
        ("latency", was.latency, now.latency, _raised(was.latency, now.latency)),
        ("report_only_until", was.report_only_until, now.report_only_until, _put_off(was, now)),
    )
    for name, old, new, asks_less in limits:
        if asks_less:
            yield Loosened(place, f"gate.{name} went from {_said(old)} to {_said(new)}")
    for dimension, least in was.dimensions.items():
        if _lowered(least, now.dimensions.get(dimension)):
            yield Loosened(place, f"gate.dimensions asks for less in {dimension} than {least:g} %")
    if was.strict and not now.strict:
        yield Loosened(place, "gate.preset lets notices pass that failed before")


def _least_score(place: Place, was: float | None, now: float | None, reached: float | None) -> Loosened:
    """Tell of a least score that went down; it weighs little where it goes down to what is reached, and was above."""
    said = f"gate.fail_under went from {_said(was)} to {_said(now)}"
    follows = reached is not None and was is not None and now is not None and reached - _NEAR < now and reached < was
    if not follows:
        return Loosened(place, said)
    return Loosened(place, f"{said}, and what was before has {reached:.1f} itself", Severity.LOW)


def _lowered(was: _Limit | None, now: _Limit | None) -> bool:
    """Tell whether a least number, or a least level, was taken away or lowered."""
    return was is not None and (now is None or now < was)


def _raised(was: _Limit | None, now: _Limit | None) -> bool:
    """Tell whether a limit was taken away or raised."""
    return was is not None and (now is None or was < now)


def _put_off(was: Policy, now: Policy) -> bool:
    """Tell whether nothing fails until a later day than before."""
    before, until = was.report_only_until, now.report_only_until
    return until is not None and (before is None or before < until)


def _said(limit: object) -> str:
    return "nothing" if limit is None else f"{limit:g}" if isinstance(limit, float) else str(limit)


def _statements(before: Config, after: Config, moved: Renamed) -> Iterator[Loosened]:
    for waiver in after.waivers:
        old = [one for one in before.waivers if _same(one, waiver, moved)]
        what = waiver.check + (f" in {', '.join(waiver.paths)}" if waiver.paths else "")
        if not old:
            said = f"a waiver of {what} until {waiver.expires} is new: {waiver.because}"
            yield Loosened(waiver.place, said, Severity.MEDIUM)
        elif waiver.ends > max(one.ends for one in old):
            yield Loosened(waiver.place, f"the waiver of {what} was extended to {waiver.expires}", Severity.MEDIUM)
    known = {(one.check, one.grade, one.by): set(one.clauses) for one in before.attestations}
    for attested in after.attestations:
        spoken = known.get((attested.check, attested.grade, attested.by))
        who = f"an attestation of {attested.check} by {attested.by}"
        if spoken is None:
            yield Loosened(attested.place, f"{who} is new", Severity.MEDIUM)
        elif more := sorted(set(attested.clauses) - spoken):
            yield Loosened(attested.place, f"{who} speaks of {', '.join(more)} too", Severity.MEDIUM)


def _same(one: Waiver, other: Waiver, moved: Renamed) -> bool:
    """Tell whether two waivers speak of the same check in the same files, whatever these are called by now."""
    now = {moved.paths.get(path, path) for path in one.paths}
    return one.check == other.check and set(other.paths) in ({*one.paths}, now)


def _scope(before: Config, after: Config) -> Iterator[Loosened]:
    settings = after.settings
    for pattern in _added(before.settings.exclude, settings.exclude):
        yield Loosened(settings.place("exclude"), f"{pattern} is taken out of what is judged")
    was_product = before.settings.product
    if settings.product and (not was_product or _added(settings.product, was_product)):
        parts = " and ".join(settings.product)
        yield Loosened(settings.place("product"), f"only {parts} decides the level of the whole")
    for profile in _added(after.profiles, before.profiles):
        yield Loosened(settings.place("profile"), f"the profile {profile} is gone")
    stages = list(Stage)
    was, now = (stages.index(one.target or Stage.PRODUCTION) for one in (before, after))
    if now < was:
        yield Loosened(settings.place("target"), f"the target went from {stages[was]} to {stages[now]}")
    if settings.archetype is not before.settings.archetype and settings.archetype in _LADDER:
        yield Loosened(settings.place("archetype"), f"it is declared {settings.archetype}, of which less is asked")
    for surface, present in settings.surfaces.items():
        if not present and before.settings.surfaces.get(surface) is not False:
            yield Loosened(settings.place("surfaces"), f"the surface {surface} is declared not to be there")


def _added(before: Iterable[str], after: Iterable[str]) -> list[str]:
    return [one for one in after if one not in set(before)]
