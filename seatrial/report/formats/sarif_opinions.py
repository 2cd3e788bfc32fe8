"""How do the words of tools that were asked for a second opinion stand in SARIF? In a run of its own for each."""

from collections.abc import Callable, Iterable
from urllib.parse import quote

from seatrial.model.foreign import ForeignFinding, ForeignReport
from seatrial.report.foreign import agreement_text
from seatrial.report.formats.sarif_rules import Json
from seatrial.report.formats.sarif_words import LEVELS, NOWHERE
from seatrial.report.printable import shown, without_surrogates

_REASONS = 100  #: files that were not read, of one tool


def opinion_runs(reports: Iterable[ForeignReport], from_root: Callable[[str], str] = str) -> list[Json]:
    """Return a run for each tool that seatrial asked itself; a report that somebody brought is SARIF already."""
    return [_run(one, from_root) for one in reports if one.asked]


def _run(report: ForeignReport, from_root: Callable[[str], str]) -> Json:
    rules = sorted({shown(one.rule) for one in report.findings})
    driver: Json = {"name": shown(report.tool), "rules": [{"id": rule} for rule in rules]}
    if report.version:
        driver["version"] = shown(report.version)
    lines = [f"not assessed: {shown(report.failed)}"] if report.failed else []
    lines += [f"{shown(path)}: {shown(reason)}" for path, reason in report.missed[:_REASONS]]
    lines += ["there is nothing here for it to read"] if report.idle else []
    lines += ["not all that it was given was read to its end"] if report.partial else []
    notes: list[Json] = [{"level": "warning", "message": {"text": text}} for text in lines]
    if agreed := agreement_text(report):
        notes.append({"level": "note", "message": {"text": agreed}})
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"seatrial/second-opinion/{shown(report.tool)}/{shown(from_root(''))}"},
        "invocations": [{"executionSuccessful": not report.failed, "toolExecutionNotifications": notes}],
        "results": [_result(one, rules.index(shown(one.rule)), from_root) for one in report.findings],
    }


def _result(finding: ForeignFinding, rule: int, from_root: Callable[[str], str]) -> Json:
    place = finding.place or NOWHERE
    where: Json = {"artifactLocation": {"uri": quote(without_surrogates(from_root(place.path)), safe="/")}}
    if place.line:
        where["region"] = {"startLine": place.line}
    return {
        "ruleId": shown(finding.rule),
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": shown(finding.message or finding.rule)},
        "locations": [{"physicalLocation": where}],
    }
