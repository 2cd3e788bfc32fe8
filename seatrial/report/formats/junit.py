"""How do test tabs of CI systems show a result, as JUnit XML?

One suite for each component, one case for each check that counts, those that pass included. What is unknown is
skipped with its reason, and so is what was as bad before a change, unless the gate fails by it: whoever opens its test
tab looks for what it broke, and for why it is red.
A check that crashed is an error. No properties: they would tell paths and options. Platforms follow a case by its class
and its name, so that the class names the part and the component where there are several.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import chain
from xml.etree import ElementTree as ET

from seatrial.comparison import Comparison
from seatrial.gate import Gate, Outcome
from seatrial.model import State
from seatrial.model.finding import Finding
from seatrial.model.grade_words import grade_word
from seatrial.model.ledger import LedgerLine
from seatrial.report.formats.material import Material, sentence
from seatrial.report.printable import shown
from seatrial.restructured import key

#: Characters that XML 1.0 holds in no way, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(material: Material) -> bytes:
    """Return a result as JUnit XML, as Jenkins' schema describes it."""
    report, compared = material.report, material.comparison
    fresh = _fresh(compared) if compared else {}
    known = _known(compared, fresh.keys()) - _not_allowed(material.gate) if compared else frozenset()
    found = {key(one): one for one in report.findings} | fresh
    suites = []
    for one in report.components:
        where = report.subject.from_root(one.root).strip("/")
        judged = ".".join(["seatrial", *filter(None, where.split("/"))])
        lines = [line for line in report.ledger if line.component == one.name and line.counted]
        cases = [_case(line, found.get((line.component, line.id)), judged, known) for line in lines]
        suites.append(_suite(where, cases))
    root = ET.Element("testsuites", _counts(suites), name="seatrial")
    root.extend(suites)
    ET.indent(root)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made + b"\n"


def _fresh(compared: Comparison) -> dict[tuple[str, str], Finding]:
    """Return the findings that a change brought, by component and check, with the words and places of what is new."""
    fresh: dict[tuple[str, str], Finding] = {}
    for one in compared.fresh:
        first = fresh.get(key(one.finding))
        places = (*first.places, *one.places) if first else one.places
        fresh[key(one.finding)] = replace(first or one.finding, places=places)
    return fresh


def _known(compared: Comparison, fresh: Set[tuple[str, str]]) -> Set[tuple[str, str]]:
    """Return the checks, with their components, of which a change brought nothing."""
    worse = {(one.component, one.check) for one in compared.moved if one.worse}
    return {(line.component, line.id) for line in compared.new.ledger} - fresh - worse


def _not_allowed(gate: Gate) -> Set[tuple[str, str]]:
    """Return the checks, with their components, by which a gate fails however long they have been so."""
    missed = (one for one in gate.conditions if not one.holds and one.otherwise is Outcome.FAIL)
    return frozenset(chain.from_iterable(one.against for one in missed))


def _suite(where: str, cases: Sequence[ET.Element]) -> ET.Element:
    """Return the cases of one component, by where it lies in the clone; "" is the root."""
    suite = ET.Element("testsuite", {"name": _text(f"seatrial {where}".rstrip()), "tests": str(len(cases))})
    for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        suite.set(name, str(sum(case.find(kind) is not None for case in cases)))
    suite.set("time", "0")
    suite.extend(cases)
    return suite


def _counts(suites: list[ET.Element]) -> dict[str, str]:
    return {key: str(sum(int(suite.get(key, "0")) for suite in suites)) for key in ("tests", "failures", "errors")}


def _case(line: LedgerLine, finding: Finding | None, judged: str, known: Set[tuple[str, str]]) -> ET.Element:
    case = ET.Element("testcase", {"classname": _text(f"{judged}.{line.dimension}"), "time": "0"})
    case.set("name", _text(f"{line.id} {line.name}"))
    if line.crashed:
        ET.SubElement(case, "error", {"type": "crash", "message": _text(line.crashed)})
    elif line.waived is not None:
        what = f"waived {line.waived.term}: {line.waived.because}"
        ET.SubElement(case, "skipped", {"message": _text(what)})
    elif line.state is State.UNKNOWN:
        ET.SubElement(case, "skipped", {"message": _text(f"unknown: {line.reason or line.message}")})
    elif line.state in (State.FAIL, State.PARTIAL) and (line.component, line.id) in known:
        ET.SubElement(case, "skipped", {"message": _text(f"was so before this change: {_message(line, finding)}")})
    elif line.state in (State.FAIL, State.PARTIAL):
        failure = ET.SubElement(case, "failure", {"type": line.state.value, "message": _text(_message(line, finding))})
        failure.text = _text(_detail(line, finding))
    return case


def _message(line: LedgerLine, finding: Finding | None) -> str:
    message = finding.message if finding else line.message
    return sentence(message or f"{grade_word(line.kind, line.grade)}, {grade_word(line.kind, line.required)} is asked")


def _detail(line: LedgerLine, finding: Finding | None) -> str:
    if finding is None:
        return f"caused by {line.parent}, which is missing" if line.folded else line.looked_for
    rows = [f"{finding.severity}, {grade_word(line.kind, line.grade)}", *(f"at {place}" for place in finding.places)]
    return "\n".join([*rows, *(f"fix {number}. {step}" for number, step in enumerate(finding.fix, 1))])


def _text(text: str) -> str:
    """Return text that XML can hold, line by line printable."""
    return _ILLEGAL.sub("", "\n".join(map(shown, text.split("\n"))))
