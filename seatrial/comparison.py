"""What is new, mended or moved between two results of the same repository?"""

from collections.abc import Iterable, Iterator, Mapping, Set

from seatrial.alerts import Alert, alerts
from seatrial.model import Evidence, State
from seatrial.model.component_report import ComponentReport
from seatrial.model.ledger import LedgerLine
from seatrial.model.moves import Height, Moved, Renamed
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.newly_applicable import Key, became, by_check, excused_of
from seatrial.restructured import key, restructured

_NOTHING = Renamed()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results side by side. Alerts are followed by their fingerprints."""

    old: Report
    new: Report
    fresh: tuple[Alert, ...]  #: not in the old result; waived ones stand in ``waived``
    asked_now: tuple[Alert, ...]  #: not in it either, since a component was something else, of which this is not asked
    fixed: tuple[Alert, ...]  #: of the old result, and gone
    still: tuple[Alert, ...]  #: in both, not waived
    waived: tuple[Alert, ...]  #: of the new result
    moved: tuple[Moved, ...]  #: checks whose state or grade changed
    heights: tuple[Height, ...]  #: by component
    remarks: tuple[str, ...] = ()  #: why the two may not compare: another rubric, target or version

    @property
    def worsened(self) -> tuple[Alert, ...]:
        """Practices of both results that were there in part, and of which nothing is left, both verified.

        Their finding is no new one. Whoever takes the rest away would else pass where whoever takes the first half
        away does not.
        """
        fell = {(one.component, one.check) for one in self.moved if one.vanished}
        return tuple(one for one in self.still if key(one.finding) in fell)


def compare(old: Report, new: Report, renamed: Renamed = _NOTHING) -> Comparison:
    """Compare two results; what differs because they were judged differently is said in ``remarks``.

    With ``renamed`` a finding in a file that only has another name now is still the same. What a component lacks only
    since it is taken for something else, or exposed to more, is not new: the first route of a library is asked for its
    limits, and took none away. Nor is what parts lack that were only divided, joined or renamed. What is bad, a
    conduct, is new wherever it comes.
    """
    before = {one.fingerprint: one for one in alerts(old)}
    after = {renamed.marks.get(one.fingerprint, one.fingerprint): one for one in alerts(new)}
    loud = {mark: one for mark, one in after.items() if one.finding.waived is None}
    excused, same = excused_of(old, new), restructured(old, new)
    unseen = [one for mark, one in loud.items() if mark not in before and key(one.finding) not in same.known]
    seen = [one for mark, one in loud.items() if mark in before or key(one.finding) in same.known]
    ended = [one for mark, one in before.items() if mark not in after]
    return Comparison(
        old,
        new,
        fresh=tuple(one for one in unseen if key(one.finding) not in excused),
        asked_now=tuple(one for one in unseen if key(one.finding) in excused),
        fixed=tuple(one for one in ended if key(one.finding) not in same.followed),
        still=tuple(seen),
        waived=tuple(one for one in after.values() if one.finding.waived is not None),
        moved=tuple(_moved(old.ledger, new.ledger, renamed.paths, excused | same.known)),
        heights=tuple(_heights(old.components, new.components)),
        remarks=(*_remarks(old, new), *became(old, new), *same.told),
    )


def _moved(
    old: Iterable[LedgerLine], new: Iterable[LedgerLine], paths: Mapping[str, str], excused: Set[Key]
) -> Iterator[Moved]:
    back = {now: was for was, now in paths.items()}
    before, after = by_check(old), by_check(new)
    for followed in sorted(before.keys() | after.keys()):
        was, now = before.get(followed), after.get(followed)
        if was is not None and now is not None and (was.state, was.grade) == (now.state, now.grade):
            continue
        if not any(line and line.state is not State.NOT_APPLICABLE for line in (was, now)):
            continue
        shown = now or was
        if shown is not None:
            went, came = _missing(was, now, paths), _missing(now, was, back)
            yield Moved(*followed, shown.name, was, now, went, came, excused=followed in excused)


def _missing(these: LedgerLine | None, those: LedgerLine | None, paths: Mapping[str, str]) -> tuple[Evidence, ...]:
    """Return the evidence of one line that the other lacks; what only moved within its file, or with it, is the same.

    ``paths`` gives the names that files of the one have in the other.
    """
    if these is None:
        return ()
    held = {(item.place.path, item.what) for item in those.evidence} if those else set()
    return tuple(item for item in these.evidence if _elsewhere(item, paths) not in held)


def _elsewhere(item: Evidence, paths: Mapping[str, str]) -> tuple[str, str]:
    name = paths.get(item.place.path)
    return (name, item.what.replace(item.place.path, name)) if name else (item.place.path, item.what)


def _heights(old: Iterable[ComponentReport], new: Iterable[ComponentReport]) -> Iterator[Height]:
    before, after = {one.name: one for one in old}, {one.name: one for one in new}
    for name in sorted(before.keys() | after.keys()):
        pair = before.get(name), after.get(name)
        scores = [one.score.lower if one and one.score else None for one in pair]
        levels = [one.level.name if one and one.level else None for one in pair]
        yield Height(name, (scores[0], scores[1]), (levels[0], levels[1]))


def _remarks(old: Report, new: Report) -> Iterator[str]:
    if old.rubric.sha256 != new.rubric.sha256:
        was, now = (f"{one.rubric.name} {one.rubric.version}" for one in (old, new))
        table = f"by {was} and by {now}" if was != now else f"by two tables that call themselves {now}"
        yield f"they were judged {table}, so their scores do not compare"
    if old.tool.version != new.tool.version:
        yield f"they come from versions {old.tool.version} and {new.tool.version} of seatrial"
    targets = [one.score.target if one.score else None for one in (old, new)]
    if targets[0] is not targets[1] and None not in targets:
        yield f"their targets are {targets[0]} and {targets[1]}, so their scores do not compare"
    if old.subject.name != new.subject.name:
        yield f"they are about {old.subject.name} and {new.subject.name}"
