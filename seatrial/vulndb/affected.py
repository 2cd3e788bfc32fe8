"""Is a version of a package affected by an advisory? As the OSV format defines it, in the order of PEP 440.

https://ossf.github.io/osv-schema/#evaluation
"""

from collections.abc import Iterable
from functools import lru_cache

from packaging.version import InvalidVersion, Version

from seatrial.model.advisories import Advisory


def is_affected(version: str, advisory: Advisory) -> bool | None:
    """Tell whether a version is affected; None when a version in question does not follow PEP 440."""
    ours = parsed(version)
    if version in advisory.versions or (ours and any(parsed(one) == ours for one in advisory.versions)):
        return True
    return in_ranges(version, advisory.ranges) if advisory.ranges else False


def in_ranges(version: str, ranges: Iterable[tuple[tuple[str, str], ...]]) -> bool | None:
    """Tell whether a version lies in one of the ranges; None when that cannot be told of any of them."""
    ours = parsed(version)
    answers = [_in_range(ours, events) if ours else None for events in ranges]
    if True in answers:
        return True
    return None if None in answers else False


def repairs(version: str, advisory: Advisory) -> tuple[Version, ...]:
    """Return the versions above ours in which a range of an advisory ends; of a candidate, the release it became."""
    ours = parsed(version)
    ends = (parsed(at) for events in advisory.ranges for kind, at in events if kind == "fixed")
    above = (end for end in ends if end is not None and ours is not None and end > ours)
    return tuple(sorted(Version(end.base_version) if end.is_prerelease else end for end in above))


@lru_cache(maxsize=100_000)
def parsed(version: str) -> Version | None:
    """Return a version without its local part (2.1.0 of 2.1.0+cu118), unknown to advisories; None for no version."""
    try:
        return Version(Version(version).public)
    except InvalidVersion:
        return None


def _in_range(ours: Version, events: tuple[tuple[str, str], ...]) -> bool | None:
    order = _in_order(events)
    if order is None:
        return None
    limits = [at for kind, at in order if kind == "limit"]
    if limits and not any(ours < at for at in limits):
        return False
    inside = False
    for kind, at in order:
        if kind == "introduced" and ours >= at:
            inside = True
        elif (kind == "fixed" and ours >= at) or (kind == "last_affected" and ours > at):
            inside = False
    return inside


def _in_order(events: tuple[tuple[str, str], ...]) -> list[tuple[str, Version]] | None:
    """Return events by where they stand; None when one of them stands at no version."""
    known = [(kind, at) for kind, version in events if (at := _at(version)) is not None]
    return sorted(known, key=lambda event: event[1]) if len(known) == len(events) else None


def _at(version: str) -> Version | None:
    """Return where an event stands; "0" is before every version."""
    return Version("0.dev0") if version == "0" else parsed(version)
