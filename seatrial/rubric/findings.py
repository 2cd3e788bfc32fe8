"""What is wrong, said once for each cause, with all its places and what to do?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter

from seatrial.model import Evidence, Finding, Grade, Kind, LedgerLine, Liveness, Place, Severity
from seatrial.repo import Repo
from seatrial.rubric.acts import is_wrong
from seatrial.rubric.fingerprint import mark_of_missing, marks_of
from seatrial.rubric.fix import steps_of
from seatrial.rubric.gain import Rescoring
from seatrial.rubric.situation import Situation
from seatrial.rubric.waivers import beside

_QUIET = {Liveness.TEST, Liveness.EXAMPLE, Liveness.NOTEBOOK, Liveness.VENDORED, Liveness.DEAD}


def findings_of(
    situation: Situation, scored: Rescoring, lines: Iterable[LedgerLine], repo: Repo, acts: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Return the findings of a component, worst first. What is folded stands inside its cause's finding.

    ``acts`` are those that answer several findings, by the ids that they answer.
    """
    folded: defaultdict[str, list[str]] = defaultdict(list)
    for check_id, one in scored.found.items():
        if one.cause:
            folded[one.cause].append(check_id)
    found = [
        part
        for line in lines
        if is_wrong(scored.found[line.id], line)
        for whole in [_finding(situation, scored, line, tuple(sorted(folded[line.id])), repo)]
        for part in _parts(replace(whole, act=acts.get(line.id, "")), line, situation)
    ]
    return tuple(sorted(found, key=attrgetter("order")))


def _finding(situation: Situation, scored: Rescoring, line: LedgerLine, folded: tuple[str, ...], repo: Repo) -> Finding:
    places = tuple(dict.fromkeys(item.place for item in line.evidence))
    marks = marks_of(line.id, places, repo) if line.kind is Kind.CONDUCT else ()
    return Finding(
        check=line.id,
        name=line.name,
        component=line.component,
        kind=line.kind,
        severity=_severity(line),
        stage=line.stage,
        confidence=line.confidence,
        message=line.message,
        places=places,
        fix=steps_of(scored.found[line.id], situation.archetype),
        effort=line.effort,
        points=line.gain,
        fingerprint=marks[0] if marks else mark_of_missing(line.id, situation.root),
        marks=marks,
        quiet=line.kind is Kind.CONDUCT and _is_quiet(line.evidence),
        ahead=line.stage > situation.target,
        looked_for=line.looked_for,
        folded=folded,
        dependent=line.dependent,
        waived=line.waived,
    )


def _parts(finding: Finding, line: LedgerLine, situation: Situation) -> Iterator[Finding]:
    """Yield a finding in parts when comments in the code let some of its places through: what is open, what is not.

    The deduction stays with the first part, which is what is open. The fingerprint of a place is the same in both.
    """
    said = {place: beside(finding.check, place, situation.waivers) for place in finding.places if finding.marks}
    if not any(said.values()):
        yield finding
        return
    marks = dict(zip(finding.places, finding.marks, strict=True))
    reasons = sorted({one.because if one else "" for one in said.values()})  # what is open has none, and comes first
    for number, reason in enumerate(reasons):
        places = tuple(place for place, one in said.items() if (one.because if one else "") == reason)
        part = replace(
            finding,
            places=places,
            marks=tuple(marks[place] for place in places),
            fingerprint=marks[places[0]],
            message=_message(finding, places, line),
            quiet=_is_quiet(tuple(item for item in line.evidence if item.place in places)),
            waived=said[places[0]] or finding.waived,
            act="" if said[places[0]] else finding.act,
        )
        yield replace(part, points=0.0, folded=(), dependent=0.0) if number else part


def _message(finding: Finding, places: tuple[Place, ...], line: LedgerLine) -> str:
    """Return what a part says: the words of a place that is in it, where the finding's own are about another."""
    said = [(item.place, item.what) for item in line.evidence]
    here = [what for place, what in said if place in places]
    about_another = finding.message in {what for _, what in said} and finding.message not in here
    return here[0] if here and about_another else finding.message


def _severity(line: LedgerLine) -> Severity:
    """Return a severity one step lower where bad conduct matters less, and where a lack only looks so."""
    milder = line.kind is Kind.CONDUCT and line.grade is Grade.PRESENT
    return line.severity.raised(-1) if milder or line.unfollowed else line.severity


def _is_quiet(evidence: tuple[Evidence, ...]) -> bool:
    return bool(evidence) and all(item.liveness in _QUIET for item in evidence)
