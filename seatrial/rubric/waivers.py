"""Which findings are let through for a time, and which waivers let nothing through?"""

import datetime as dt
from collections.abc import Iterable, Iterator

from seatrial.judging.judged import Judged
from seatrial.model import Grade, Kind, LedgerLine, Notice, Place, State, Waiver
from seatrial.rubric.situation import Situation


def waiver_of(judged: Judged, situation: Situation) -> Waiver | None:
    """Return the waiver in date that covers every place of a check's evidence; one without paths covers the check.

    Comments in the code cover it together when each place has one, or is covered by a waiver of the configuration. Of a
    practice the places must speak against it, as they do where it is absent.
    """
    in_date = tuple(_in_date(judged, situation))
    whole = next((one for one in in_date if not one.lines and _covers_all(one, judged)), None)
    return whole or _together(in_date, judged)


def beside(check_id: str, place: Place, waivers: Iterable[Waiver]) -> Waiver | None:
    """Return the waiver that stands in the code beside a place; None when there is none."""
    return next((one for one in waivers if one.check == check_id and one.covers(place)), None)


def _together(in_date: tuple[Waiver, ...], judged: Judged) -> Waiver | None:
    if judged.check.kind is Kind.PRACTICE and judged.graded.grade is not Grade.ABSENT:
        return None
    comments, stated = [one for one in in_date if one.lines], [one for one in in_date if not one.lines]
    places = [item.place for item in judged.graded.evidence]
    first = next((one for one in comments for place in places if one.covers(place)), None)
    if first is None:
        return None
    bare = {place.path for place in places if not any(one.covers(place) for one in comments)}
    return None if _uncovered(bare, stated) else first


def unused_waivers(waivers: Iterable[Waiver], as_of: dt.date, ledger: Iterable[LedgerLine]) -> Iterator[Notice]:
    """Yield a notice for every waiver in date that covers nothing in any component: the finding is gone."""
    lines = tuple(ledger)
    for waiver in waivers:
        if waiver.holds(as_of) and not any(_touches(waiver, line) for line in lines if line.id == waiver.check):
            yield Notice(waiver.place, f"the waiver of {waiver.check} covers nothing: it can go")


def _in_date(judged: Judged, situation: Situation) -> Iterator[Waiver]:
    return (one for one in situation.waivers if one.check == judged.check.id and one.holds(situation.as_of))


def _covers_all(waiver: Waiver, judged: Judged) -> bool:
    if not waiver.paths:
        return True
    paths = {item.place.path for item in judged.graded.evidence}
    return bool(paths) and paths <= _covered(waiver, paths)


def _touches(waiver: Waiver, line: LedgerLine) -> bool:
    if line.state in {State.PASS, State.NOT_APPLICABLE}:
        return False
    return not waiver.paths or bool(_covered(waiver, {item.place.path for item in line.evidence}))


def _uncovered(paths: set[str], waivers: Iterable[Waiver]) -> set[str]:
    for one in waivers:
        paths = paths - _covered(one, paths) if paths else paths
    return paths


def _covered(waiver: Waiver, paths: set[str]) -> set[str]:
    from pathspec import GitIgnoreSpec

    return set(GitIgnoreSpec.from_lines(waiver.paths).match_files(paths))
