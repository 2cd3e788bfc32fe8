"""What does code scanning show of the check behind an alert: question, reason, fix, weight?"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from seatrial.alerts import Alert
from seatrial.judging.check import Check
from seatrial.model import Severity
from seatrial.model.finding import Finding
from seatrial.report.formats.material import SHORT, cut, sentence
from seatrial.report.printable import shown
from seatrial.report.references import in_full

Json: TypeAlias = dict[str, Any]

_NAME, _TAGS = 255, 20  #: characters of a rule's name, and tags, that GitHub takes
#: GitHub's scale for alerts of security: critical above 9, high from 7, medium from 4, low below.
_SECURITY = {Severity.BLOCKER: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
_PROBLEM = {
    Severity.BLOCKER: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "recommendation",
}


def rules_of(kept: Iterable[Alert], checks: Mapping[str, Check]) -> tuple[list[Json], dict[str, int]]:
    """Return the rules that alerts refer to, by id, and the index of each.

    A check that is not installed, as that of a plugin elsewhere, is told by its finding alone.
    """
    findings = {one.finding.check: one.finding for one in kept}
    rules = [_rule(finding, checks.get(check)) for check, finding in sorted(findings.items())]
    return rules, {check: at for at, check in enumerate(sorted(findings))}


def _rule(finding: Finding, check: Check | None) -> Json:
    question = check.question if check else sentence(shown(finding.message))
    why = check.why if check else question
    steps = check.steps() if check else tuple(map(shown, finding.fix))
    text = "\n".join([why, "", *(f"{number}. {step}" for number, step in enumerate(steps, 1))])
    return {
        "id": finding.check,
        "name": cut(_camel(finding.name), _NAME),
        "shortDescription": {"text": cut(question, SHORT)},
        "fullDescription": {"text": cut(why, SHORT)},
        "help": {"text": text, "markdown": _markdown(question, why, steps, check)},
        "defaultConfiguration": {"level": "warning"},
        "properties": _properties(finding, check),
    }


def _properties(finding: Finding, check: Check | None) -> Json:
    secure = finding.check.startswith("SEC-")
    dimension = finding.check.rpartition("-")[0]
    cwe = [ref.lower() for ref in (check.references if check else ()) if ref.startswith("CWE-")]
    tags = [*(["security"] if secure else []), f"seatrial/{dimension}", *(f"external/cwe/{one}" for one in cwe)]
    made: Json = {"tags": tags[:_TAGS], "precision": "high", "problem.severity": _PROBLEM[finding.severity]}
    return made | ({"security-severity": _SECURITY[finding.severity]} if secure else {})


def _markdown(question: str, why: str, steps: Iterable[str], check: Check | None) -> str:
    parts = [f"**{question}**", why, "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))]
    if check and check.references:
        parts.append("\n".join(f"- {in_full(one)}" for one in check.references))
    return "\n\n".join(part for part in parts if part)


def _camel(name: str) -> str:
    """Return a name that differs from the id, as the format asks: ``SafeModelDeserialization``."""
    return "".join(word.capitalize() for word in shown(name).split("-")) or "Check"
