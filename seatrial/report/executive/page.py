"""How does a stored result become one HTML file for people who decide?"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from seatrial.judging.check import Check
from seatrial.model import Archetype, Severity
from seatrial.model.finding import Finding
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.report.executive.case import business_case
from seatrial.report.executive.clauses import clause_counts
from seatrial.report.executive.decision import DAYS, blocking, confidence, days, decision, unsettled
from seatrial.report.executive.drawings import BAR, bar, latencies, trend
from seatrial.report.executive.glossary import GLOSSARY
from seatrial.report.executive.roadmap import roadmap
from seatrial.report.foreign import agreement_text
from seatrial.report.formats.material import Material
from seatrial.report.html import filled
from seatrial.report.measured import figure
from seatrial.report.plots.plots import plots
from seatrial.report.signatures import WORDS as SIGNATURE_WORDS
from seatrial.report.signatures import signature_text
from seatrial.report.stored import to_json
from seatrial.report.vulnerabilities import by_package, standing
from seatrial.report.words import TAKEN_FOR, TIME, WHO_MAY_DEPEND, grade_word

FINDINGS: Final = 500  #: told one by one; the rest is counted by check, which keeps the file below 1 MB
_SIGNS: Final = {Severity.BLOCKER: "✖", Severity.HIGH: "▲", Severity.MEDIUM: "●", Severity.LOW: "○"}
_RISKS: Final = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with what its check says about it."""

    finding: Finding
    why: str
    references: tuple[str, ...]


def to_html(material: Material) -> bytes:
    """Return the page. The same material gives the same bytes."""
    return filled("report.html.j2", **_context(material))


def _context(material: Material) -> Mapping[str, object]:
    report = material.report
    told = [_told(one, material.checks) for one in report.findings if not one.waived]
    main = report.headline
    risks = blocking(report)
    return {
        "report": report,
        "gate": material.gate,
        "main": main,
        "decision": decision(report),
        "confidence": confidence(report),
        "risks": [_told(one, material.checks) for one in risks[:_RISKS]],
        "risk_count": len(risks),
        "work": days(one.effort for one in risks),
        "phases": roadmap(report),
        "flip_work": days(main.level.flip.efforts) if main.level and main.level.flip else "",
        "bars": [bar(one) for one in main.score.dimensions if one.price] if main.score else [],
        "bar_width": BAR,
        "history": _history(material.earlier, report),
        "unsettled": unsettled(report),
        "known": standing(report.vulnerabilities),
        "agreed": [agreement_text(one) for one in report.imported],
        "signed": [signature_text(one) for one in report.signatures],
        "signature_words": SIGNATURE_WORDS,
        "vulnerable": [
            holes for holes in by_package(report.vulnerabilities.found).values() if holes[0].scope == "runtime"
        ],
        "waived": [one for one in report.findings if one.waived],
        "told": told[:FINDINGS],
        "untold": _by_check(told[FINDINGS:]),
        "clauses": clause_counts(report),
        "case": business_case(report),
        "plots": plots(report.run.charts),
        "latencies": [] if report.run.charts else latencies(report.measured),
        "figure": figure,
        "owner": _owner(report),
        "glossary": GLOSSARY,
        "digest": hashlib.sha256(to_json(report)).hexdigest(),
        "signs": _SIGNS,
        "times": TIME,
        "days": DAYS,
        "taken_for": TAKEN_FOR,
        "may_depend": WHO_MAY_DEPEND,
        "grade_word": grade_word,
        "not_ml": Archetype.NOT_ML,
    }


def _owner(report: Report) -> str:
    """Return who answers for the model, as seatrial.yaml says; "" when nobody is named there."""
    named = report.stated.owner
    return (named.technical or named.business) if named else ""


def _told(finding: Finding, checks: Mapping[str, Check]) -> Told:
    check = checks.get(finding.check)
    return Told(finding, check.why if check else "", check.references if check else ())


def _history(earlier: Sequence[Report], report: Report) -> Mapping[str, object] | None:
    """Return the trend: date, score and level of each result of the same rubric; None without an earlier one."""
    same = [one for one in earlier if one.rubric.sha256 == report.rubric.sha256]
    rows = [one for one in (*same, report) if one.score and one.level]
    if len(rows) < 2:
        return None
    numbers = [one.score.lower for one in rows if one.score]
    return {"rows": rows, "line": trend(numbers), "left_out": len(earlier) - len(same)}


def _by_check(told: Iterable[Told]) -> Sequence[tuple[str, int]]:
    counts: dict[str, int] = {}
    for one in told:
        counts[one.finding.check] = counts.get(one.finding.check, 0) + 1
    return sorted(counts.items())
