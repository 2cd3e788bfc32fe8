"""What is the most that can be earned for each amount of work? Exactly, since rows add up and work is a whole number.

A list of ways has one for each amount of work from 0 on, in units of two hours; earnings are points of budgets.
"""

from itertools import zip_longest

from seatrial.model.record import dataclass

_MOST = 240  #: units of work that are searched; more is no next step


@dataclass(frozen=True, slots=True)
class Way:
    """For one amount of work the most that can be earned, and by which checks."""

    earned: float
    checks: tuple[str, ...] = ()


_NEVER = Way(float("-inf"))  #: an amount of work by which a floor is not reached
_ROUNDING = 1e-9


def best_by_work(lower: float, gains: list[tuple[int, float, str]], asked: float = float("-inf")) -> list[Way]:
    """Return, for each amount of work, the best that some rows earn; below their floor they earn minus infinity.

    ``lower`` is earned without any work, ``asked`` is the floor, and ``gains`` are work, points and id of each fix.
    """
    size = min(_MOST, sum(work for work, _, _ in gains)) + 1
    best = [Way(lower)] + [_NEVER] * (size - 1)
    for work, gain, check_id in gains:
        for amount in range(size - 1, work - 1, -1):
            before = best[amount - work]
            if before.earned + gain > best[amount].earned:
                best[amount] = Way(before.earned + gain, (*before.checks, check_id))
    return [way if way.earned >= asked - _ROUNDING else _NEVER for way in best]


def not_below_nothing(ways: list[Way]) -> list[Way]:
    """Return the ways of one dimension: what is bad in it does not eat what another earns."""
    return [way if way is _NEVER else Way(max(0.0, way.earned), way.checks) for way in ways]


def either(these: list[Way], those: list[Way]) -> list[Way]:
    """Return the better for each amount of work of two lists, of which one is enough."""
    return [max(pair, key=lambda way: way.earned) for pair in zip_longest(these, those, fillvalue=_NEVER)]


def together(these: list[Way], those: list[Way]) -> list[Way]:
    """Return the best for each amount of work over two lists together."""
    size = min(_MOST, len(these) + len(those) - 2) + 1
    best = [_NEVER] * size
    for some, one in enumerate(these):
        if one is _NEVER:
            continue
        for rest, other in enumerate(those[: size - some]):
            if one.earned + other.earned > best[some + rest].earned:
                best[some + rest] = Way(one.earned + other.earned, (*one.checks, *other.checks))
    return best
