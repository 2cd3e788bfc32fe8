"""Which baseline holds for a change, and does the change add to it?"""

import posixpath
from collections.abc import Iterator

from seatrial.gate.baseline import Baseline, BaselineError, added, from_json
from seatrial.gate.baseline.file import LIMIT
from seatrial.gate.terms import End, Loosened
from seatrial.model import Place
from seatrial.model.counted import first_few
from seatrial.model.moves import Renamed
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.read.reader import Unreadable
from seatrial.repo import Repo

_NAMED = 3  #: findings that are named where a change adds to a baseline


@dataclass(frozen=True, slots=True)
class Lists:
    """The baselines of both ends of a change, and the one that holds."""

    before: Baseline | None = None
    after: Baseline | None = None
    ruling: Baseline | None = None
    place: Place = Place("")  #: of the later one, or of what no longer names one
    was_named: bool = False  #: whether the earlier configuration names one
    is_named: bool = False


def configured_baseline(end: End) -> Baseline | None:
    """Return the baseline that a configuration names, from the same snapshot; None when it names none.

    Raises ``BaselineError`` when the file is not there or cannot be used.
    """
    named = end.config.gate.baseline
    if not named:
        return None
    path = posixpath.normpath(named)
    try:
        return from_json(Repo(end.snapshot).read(path, LIMIT))
    except Unreadable as error:
        raise BaselineError(f"{path}: {error}: make it with seatrial baseline create, and commit it") from None
    except BaselineError as error:
        raise BaselineError(f"{path}: {error}") from None


def lists_of(early: End, late: End, ruling: End) -> Lists:
    """Return the baselines of a change. One of the earlier end that cannot be used lists nothing."""
    try:
        before = configured_baseline(early)
    except BaselineError:
        before = None
    after = configured_baseline(late)
    named = late.config.gate.baseline
    place = Place(posixpath.normpath(named)) if named else late.config.settings.place("gate")
    holds = after if ruling == late else configured_baseline(ruling)
    return Lists(before, after, holds, place, bool(early.config.gate.baseline), bool(named))


def listed_more(lists: Lists, old: Report, renamed: Renamed) -> Iterator[Loosened]:
    """Yield that a change takes more for known than before. Who adopts a baseline of what was there adds nothing."""
    if lists.was_named and not lists.is_named:
        yield Loosened(lists.place, "gate.baseline is gone: a work tree is held to nothing")
    if lists.after is None:
        return
    more = added(lists.before, lists.after, old, renamed)
    if more:
        named = [one.check + (f" in {one.path}" if one.path else "") for one in more]
        what = f"the baseline takes {len(more)} more for known: {first_few(named, _NAMED)}"
        yield Loosened(lists.place, what)
