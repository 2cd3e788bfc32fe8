"""How do test tabs of CI systems show a result, as JUnit XML?

One suite for each component, one case for each check that counts, those that pass included. What is unknown is
skipped with its reason, a check that crashed is an error. No properties: they would tell paths and options. Platforms
follow a case by its class and its name, so that the class names the part and the component where there are several.
"""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from seatrial.model import State
from seatrial.model.finding import Finding
from seatrial.model.ledger import LedgerLine
from seatrial.report.formats.material import Material, sentence
from seatrial.report.printable import shown
from seatrial.report.words import grade_word

#: Characters that XML 1.0 holds in no way, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(material: Material) -> bytes:
    """Return a result as JUnit XML, as Jenkins' schema describes it."""
    report = material.report
    found = {(one.component, one.check): one for one in report.findings}
    suites = [
        _suite(report.subject.from_root(one.root), [e for e in report.ledger if e.component == one.name], found)
        for one in report.components
    ]
    root = ET.Element("testsuites", _counts(suites), name="seatrial")
    root.extend(suites)
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _suite(root: str, ledger: Iterable[LedgerLine], found: dict[tuple[str, str], Finding]) -> ET.Element:
    """Return the cases of one component, by where it lies in the clone; "" is the root."""
    where = root.strip("/")
    judged = ".".join(["seatrial", *filter(None, where.split("/"))])
    cases = [_case(line, found.get((line.component, line.id)), judged) for line in ledger if line.counted]
    name = f"seatrial {where}" if where else "seatrial"
    suite = ET.Element("testsuite", {"name": _text(name), "tests": str(len(cases))})
    for kind, key in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(key, str(sum(case.find(kind) is not None for case in cases)))
    suite.set("time", "0")
    suite.extend(cases)
    return suite


def _counts(suites: list[ET.Element]) -> dict[str, str]:
    return {key: str(sum(int(suite.get(key, "0")) for suite in suites)) for key in ("tests", "failures", "errors")}


def _case(line: LedgerLine, finding: Finding | None, judged: str) -> ET.Element:
    case = ET.Element("testcase", {"classname": _text(f"{judged}.{line.dimension}"), "time": "0"})
    case.set("name", _text(f"{line.id} {line.name}"))
    if line.crashed:
        ET.SubElement(case, "error", {"type": "crash", "message": _text(line.crashed)})
    elif line.waived is not None:
        told = f"waived {line.waived.term}: {line.waived.because}"
        ET.SubElement(case, "skipped", {"message": _text(told)})
    elif line.state is State.UNKNOWN:
        ET.SubElement(case, "skipped", {"message": _text(f"unknown: {line.reason or line.message}")})
    elif line.state in (State.FAIL, State.PARTIAL):
        failure = ET.SubElement(case, "failure", {"type": line.state.value, "message": _text(_message(line, finding))})
        failure.text = _text(_detail(line, finding))
    return case


def _message(line: LedgerLine, finding: Finding | None) -> str:
    told = finding.message if finding else line.message
    return sentence(told or f"{grade_word(line.kind, line.grade)}, {grade_word(line.kind, line.required)} is asked")


def _detail(line: LedgerLine, finding: Finding | None) -> str:
    if finding is None:
        return f"caused by {line.parent}, which is missing" if line.folded else line.looked_for
    rows = [f"{finding.severity}, {grade_word(line.kind, line.grade)}", *(f"at {place}" for place in finding.places)]
    return "\n".join([*rows, *(f"fix {number}. {step}" for number, step in enumerate(finding.fix, 1))])


def _text(text: str) -> str:
    """Return text that XML can hold, line by line printable."""
    return _ILLEGAL.sub("", "\n".join(map(shown, text.split("\n"))))
