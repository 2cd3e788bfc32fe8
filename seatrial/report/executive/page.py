"""How does a stored result become one HTML file for people who decide?"""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from seatrial.config.terms import BLOCKER_DAYS
from seatrial.interview.statements import last_day
from seatrial.judging.check import Check
from seatrial.model import Archetype, Severity
from seatrial.model.advisories import by_package
from seatrial.model.finding import Finding
from seatrial.model.grade_words import grade_word
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.report.executive.actions import actions, way_up
from seatrial.report.executive.case import business_case
from seatrial.report.executive.clauses import clause_counts
from seatrial.report.executive.decision import blocking, confidence, decision, unsettled
from seatrial.report.executive.drawings import BAR, bar, latencies
from seatrial.report.executive.glossary import GLOSSARY
from seatrial.report.executive.past import fewer_or_more, history, open_since
from seatrial.report.executive.roadmap import RULE, roadmap
from seatrial.report.foreign import agreement_text
from seatrial.report.formats.material import Material
from seatrial.report.glyphs import UNICODE
from seatrial.report.grouped import Group, grouped
from seatrial.report.holds import together
from seatrial.report.html import filled
from seatrial.report.measured import figure
from seatrial.report.plots.plots import plots
from seatrial.report.signatures import WORDS as SIGNATURE_WORDS
from seatrial.report.signatures import signature_text
from seatrial.report.steps import opened
from seatrial.report.stored import to_json
from seatrial.report.unseen import HOW, unseen
from seatrial.report.vulnerabilities import standing
from seatrial.report.words import TIME, WHO_MAY_DEPEND, kind_told
from seatrial.report.work import DAYS, days

FINDINGS = 500  #: told one by one; the rest is counted by check, which keeps the file below 1 MB
_RISKS = 3
#: What the template says of values, whatever the report.
_WORDS = {
    "bar_width": BAR, "days": DAYS, "figure": figure, "glossary": GLOSSARY, "grade_word": grade_word,
    "may_depend": WHO_MAY_DEPEND, "not_ml": Archetype.NOT_ML, "signature_words": SIGNATURE_WORDS,
    "signs": {one: UNICODE.severity(one) for one in Severity},
    "opened": opened, "taken_for": kind_told, "times": TIME,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with what its check says about it."""

    finding: Finding
    why: str
    references: tuple[str, ...]
    others: int = 0  #: further components where the same was found
    components: tuple[str, ...] = ()  #: where it was found


def to_html(material: Material) -> bytes:
    """Return the page. The same material gives the same bytes."""
    return filled("report.html.j2", **_context(material))


def _context(material: Material) -> Mapping[str, object]:
    """Return all that the template names, in the order of the page."""
    report = material.report
    return {
        **_WORDS,
        "report": report,
        "gate": material.gate,
        "main": report.headline,
        "owner": _owner(report),
        **_ruling(report, material.checks),
        "history": history(material.earlier, report),
        "change": fewer_or_more(material.earlier, report),
        "since": open_since(material.earlier, report),
        **_found(report, material.checks),
        "clauses": clause_counts(report),
        "last_days": _last_days(report.subject.as_of),
        "case": business_case(report),
        "plots": plots(report.run.charts),
        "latencies": [] if report.run.charts else latencies(report.measured),
        "digest": hashlib.sha256(to_json(report)).hexdigest(),
    }


def _last_days(as_of: dt.date) -> Mapping[str, dt.date]:
    """Return until when a statement, and the waiver of a blocker, may count that is made on the day of the report."""
    return {"attest": last_day(as_of), "waive": as_of + dt.timedelta(days=BLOCKER_DAYS)}


def _ruling(report: Report, checks: Mapping[str, Check]) -> Mapping[str, object]:
    """Return what is decided, how sure that is, what stands in the way, and the way."""
    risks, main = _risks(report, checks), report.headline
    return {
        "decision": decision(report),
        "confidence": confidence(report),
        "risks": risks[:_RISKS],
        "risk_kinds": len(risks),
        "risk_count": len(blocking(report)),
        "way": way_up(report),
        "work": days(effort for one in actions(report) if one.blocks for effort in one.urgent),
        "phases": roadmap(report),
        "rule": RULE,
        "held_by": together(main.level.held_by or main.level.conditions) if main.level else (),
        "flip_work": days(main.level.flip.work) if main.level and main.level.flip else "",
        "bars": [bar(one) for one in main.score.dimensions if one.price] if main.score else [],
        "unsettled": unsettled(report),
        "unseen": unseen(report),
        "how": HOW,
    }


def _found(report: Report, checks: Mapping[str, Check]) -> Mapping[str, object]:
    """Return what was found by our checks, what others know of it, and what somebody lives with."""
    open_now = [one for one in report.findings if not one.waived]
    holes = by_package(report.vulnerabilities.found).values()
    return {
        "told": len(open_now[:FINDINGS]),
        "groups": [_pieces(one, checks) for one in grouped(report, open_now[:FINDINGS])],
        "untold": sorted(Counter(one.check for one in open_now[FINDINGS:]).items()),
        "waived": [one for one in report.findings if one.waived],
        "known": standing(report.vulnerabilities),
        "vulnerable": [those for those in holes if those[0].scope == "runtime"],
        "agreed": [agreement_text(one) for one in report.imported],
        "signed": [signature_text(one) for one in report.signatures],
    }


def _pieces(group: Group, checks: Mapping[str, Check]) -> tuple[Group, Sequence[Told]]:
    """Return a group with what its checks say about each of its findings."""
    return group, [replace(_with_reason(one.finding, checks), components=one.components) for one in group.members]


def _owner(report: Report) -> str:
    """Return who answers for the model, as seatrial.yaml says; "" when nobody is named there."""
    named = report.stated.owner
    return (named.technical or named.business) if named else ""


def _risks(report: Report, checks: Mapping[str, Check]) -> Sequence[Told]:
    """Return what blocks, each kind once, with the number of further components."""
    alike: dict[str, list[Finding]] = {}
    for one in blocking(report):
        alike.setdefault(one.check, []).append(one)
    return [
        replace(_with_reason(those[0], checks), others=len({one.component for one in those}) - 1)
        for those in alike.values()
    ]


def _with_reason(finding: Finding, checks: Mapping[str, Check]) -> Told:
    check = checks.get(finding.check)
    return Told(finding, check.why if check else "", check.references if check else ())
