"""What does a report in SARIF 2.1.0 say? (OASIS, Static Analysis Results Interchange Format)

Whoever wrote it may be hostile: sizes and numbers are bounded, texts are cut and hold no credential, and paths stay
inside of the audited folder or are left out.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from seatrial.foreign.places import Paths, place_of
from seatrial.foreign.problem import ForeignError
from seatrial.foreign.words import message_of, severity_of, text_of
from seatrial.model.foreign import ForeignFinding, ForeignReport

_BYTES = 100_000_000
_RUNS = 20
_KEPT = 5_000  #: findings of one run


def read_sarif(path: Path | str, root: Path | str = "", paths: Collection[str] = ()) -> tuple[ForeignReport, ...]:
    """Return the runs that a SARIF file holds.

    ``root`` is where the audited folder stands, so that absolute addresses in it become its paths; ``paths`` are the
    files that it has. Raises ``ForeignError`` for what is no SARIF 2.1.0, or larger than 100 MB.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(_BYTES + 1)
    except OSError as error:
        raise ForeignError(f"{path} cannot be read: {error.strerror or error}") from None
    if len(data) > _BYTES:
        raise ForeignError(f"{path} is larger than {_BYTES:,} bytes")
    runs = runs_of(str(path), data)
    if len(runs) > _RUNS:
        raise ForeignError(f"{path} holds {len(runs)} runs: {_RUNS} are read")
    inside = Paths(str(Path(root).resolve()) if root else "", frozenset(paths))
    digest = hashlib.sha256(data).hexdigest()
    found = (report_of(run, inside) for run in runs if isinstance(run, dict))
    return tuple(replace(one, file=path.name, sha256=digest) for one in found)


def runs_of(path: str, data: bytes) -> list[Any]:
    """Return the runs of a document; raise ``ForeignError``, which names ``path``, when it is no SARIF 2.1.0."""
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ForeignError(f"{path} is no JSON, and so no SARIF") from None
    version = document.get("version") if isinstance(document, dict) else None
    runs = document.get("runs") if isinstance(document, dict) else None
    if not isinstance(runs, list) or not isinstance(version, str):
        raise ForeignError(f"{path} is no SARIF: it has no version or no runs")
    if not version.startswith("2.1."):
        raise ForeignError(f"{path} is SARIF {version[:20]}: 2.1.0 is read")
    return runs


def report_of(run: Mapping[str, Any], inside: Paths) -> ForeignReport:
    """Return what one run tells, whatever it holds."""
    driver = _inner(_inner(run, "tool"), "driver")
    results = run.get("results")
    results = results if isinstance(results, list) else []
    rules = _rules(run)
    known = [result for result in results if isinstance(result, dict)]
    open_ = [result for result in known if _is_open(result)]
    found = [_finding(result, rules, run, inside) for result in islice(open_, _KEPT)]
    findings = sorted((one for one, _ in found), key=lambda one: (-one.severity.rank, one.rule, str(one.place)))
    return ForeignReport(
        text_of(driver.get("name"), 80) or "a tool without a name",
        text_of(driver.get("semanticVersion") or driver.get("version"), 40),
        "",
        "",
        tuple(findings),
        max(0, len(open_) - _KEPT),
        len(known) - len(open_),
        sum(outside for _, outside in found),
        len(results) - len(known),
    )


def _finding(
    result: Mapping[str, Any], rules: Mapping[str, Mapping[str, Any]], run: Mapping[str, Any], inside: Paths
) -> tuple[ForeignFinding, bool]:
    rule = text_of(result.get("ruleId") or _inner(result, "rule").get("id"), 120)
    described = rules.get(rule) or rules.get(f"#{result.get('ruleIndex')}", {})
    rule = rule or text_of(described.get("id"), 120) or "a rule without a name"
    place, outside = place_of(result, run, inside)
    there = place is not None and place.path in inside.there
    return ForeignFinding(rule, message_of(result, described), severity_of(result, described), place, there), outside


def _is_open(result: Mapping[str, Any]) -> bool:
    """Tell whether a result is a finding that still holds, and that nobody has set aside."""
    suppressed = result.get("suppressions")
    asides = [one for one in suppressed if isinstance(one, dict)] if isinstance(suppressed, list) else []
    accepted = any(one.get("status", "accepted") == "accepted" for one in asides)
    fails = result.get("kind", "fail") == "fail" and result.get("level") != "none"
    return fails and not accepted and result.get("baselineState") != "absent"


def _rules(run: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Return the descriptions of rules by id, and those of the driver by ``#`` and their number."""
    tool = _inner(run, "tool")
    extensions = tool.get("extensions")
    parts = [_inner(tool, "driver"), *(extensions if isinstance(extensions, list) else ())]
    found: dict[str, Mapping[str, Any]] = {}
    for number, part in enumerate(parts):
        for at, rule in enumerate(_list(part, "rules")):
            found.setdefault(text_of(rule.get("id"), 120), rule)
            if number == 0:
                found[f"#{at}"] = rule
    return found


def _list(part: Any, name: str) -> Iterator[Mapping[str, Any]]:
    given = part.get(name) if isinstance(part, dict) else None
    yield from (one for one in (given if isinstance(given, list) else ()) if isinstance(one, dict))


def _inner(part: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = part.get(name)
    return found if isinstance(found, dict) else {}
