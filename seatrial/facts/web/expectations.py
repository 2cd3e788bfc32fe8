"""What must an endpoint answer so that a test of it passes?"""

import re
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts.code.code_index import calls_in, function_at
from seatrial.facts.testing.tests import Case
from seatrial.facts.web.sent_requests import sent_by
from seatrial.read.code.python_record import Comparison, PythonFile, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: What is measured of an answer or stands around it, and says nothing of what stands in it.
_MEASURED = caseless(
    r"\.(?:headers|cookies)(?![a-z])|(?<![a-z])(?:times?|elapsed|durations?|latenc|memory|throughput|rps|(?:per_)?sec(?:ond)?s?(?![a-z])|success_rate)"
)
_AROUND = regex(r"\.(?:headers|cookies)(?![a-z])")
#: What a status is called: of the answer, or in a body that repeats or replaces it: ``answer.json()["code"]``.
_STATUS = regex(r"status|\[['\"](?:error_?)?code['\"]\]|\.get\(['\"](?:error_?)?code['\"]\)")
_ENDING = regex(r"(?:^|[.\s])(?:assert|raise|return|fail|exit|_exit|abort|skip)\b")
_READING = regex(r"json|loads")  #: calls that take an answer apart


def expected(repo: Repo, file: PythonFile, case: Case) -> tuple[frozenset[int], bool]:
    """Return the statuses that a test expects, and whether it looks at what stands in the answer.

    The methods of its class that send its request, and judge the answer for it, are part of the test.
    """
    parts = (case.name, *dict.fromkeys(_sending_methods(repo, file, case)))
    found = [_expected_by(repo, file, replace(case, name=name)) for name in parts]
    return frozenset().union(*(statuses for statuses, _ in found)), any(content for _, content in found)


def _sending_methods(repo: Repo, file: PythonFile, case: Case) -> Iterator[str]:
    cls = case.name.rpartition(".")[0]
    for call in calls_in(repo, file.path, case.name) if cls else ():
        method = call.written.removeprefix("self.")
        if method != call.written and sent_by(repo, file, f"{cls}.{method}", (file, case.name)):
            yield f"{cls}.{method}"


def _expected_by(repo: Repo, file: PythonFile, case: Case) -> tuple[frozenset[int], bool]:
    statuses: set[int] = set()
    others = 0
    for item in _compared(file, case):
        found, said = _statuses(item.left) | _statuses(item.right), _said(item)
        if found and _STATUS.search(said):
            statuses |= found if _decides(item) else set()
        elif "assert" in item.leads_to and not _MEASURED.search(said):
            others += 1
    calls = calls_in(repo, file.path, case.name)
    for call in calls:
        if "status" in call.written or any("status" in value.text for value in call.args):
            statuses |= {status for value in call.args for status in _statuses(value)}
        elif call.last.startswith(("assert", "validate", "check_")):
            others += not any(_AROUND.search(value.text) for value in call.args)
    function = function_at(repo, file.path, case.name)
    if function and function.asserts > len(statuses) + others and not others:
        others += any(_READING.search(call.last) for call in calls)
    return frozenset(statuses), others > 0


def _compared(file: PythonFile, case: Case) -> list[Comparison]:
    """Return the comparisons of a test and of the functions inside it."""
    inner = f"{case.name}."
    return [item for item in file.comparisons if item.scope == case.name or item.scope.startswith(inner)]


def _decides(item: Comparison) -> bool:
    """Tell whether a comparison ends a test, and is not the condition under which it goes on to look at something."""
    return any(map(_ENDING.search, item.leads_to))


def _said(item: Comparison) -> str:
    return f"{item.left.text} {item.right.text} {item.left.name} {item.right.name}"


def is_refused(file: PythonFile, case: Case, expected: frozenset[int]) -> bool:
    """Tell whether all statuses that a test expects, or asks about, are those of failures."""
    compared = (item for item in _compared(file, case) if _STATUS.search(_said(item)))
    asked = (_statuses(item.left) | _statuses(item.right) for item in compared)
    spoken = expected.union(*asked)
    return bool(spoken) and min(spoken) >= 400


def takes_failures(repo: Repo, file: PythonFile, case: Case) -> bool:
    """Tell whether a failure of the endpoint passes the test.

    It does where every comparison of a status that lets success through lets a failure through too, and where success
    is no more than the condition under which the test looks at the answer.
    """
    items = _compared(file, case)
    asserted = [_statuses(item.left) | _statuses(item.right) for item in items if "assert" in item.leads_to]
    good = [found for found in asserted if any(status < 400 for status in found)]
    if good:
        return all(any(status >= 400 for status in found) for found in good)
    kept = {item.line for item in file.assignments if item.scope == case.name}  # asked later, perhaps
    guards = [
        item for item in items
        if not _decides(item) and item.operator == "==" and item.line not in kept
        and any(200 <= status < 300 for status in _statuses(item.left) | _statuses(item.right))
    ]  # fmt: skip
    calls = calls_in(repo, file.path, case.name)
    return bool(guards) and not any(_READING.search(call.last) and "if" not in call.inside for call in calls)


def _statuses(value: Value) -> set[int]:
    if isinstance(value.literal, int) and not isinstance(value.literal, bool) and 100 <= value.literal < 600:
        return {value.literal}
    named = re.search(r"HTTP_(\d{3})", value.name) if value.name else None
    if named:
        return {int(named[1])}
    if value.name.endswith(("UNPROCESSABLE_ENTITY", "UNPROCESSABLE_CONTENT")):
        return {422}
    return {status for item in value.items for status in _statuses(item)} if value.kind == "list" else set()
