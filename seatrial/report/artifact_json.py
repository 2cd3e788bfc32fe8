"""What do the records of scanned files say, for a program to read: JSON, or SARIF 2.1.0?"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from seatrial import __version__
from seatrial.artifacts import Scan
from seatrial.model.artifacts import Artifact, Finding, Gap, Import, Verdict
from seatrial.model.foreign import ForeignReport
from seatrial.report.formats.sarif_opinions import opinion_runs
from seatrial.report.formats.sarif_words import SCHEMA
from seatrial.report.printable import shown, without_surrogates
from seatrial.report.stored import Plain, canonical, plain

#: Raised with its first number when a field goes or changes its meaning.
SCHEMA_VERSION = "1.0"

_LEVELS = {Verdict.DANGEROUS: "error", Verdict.SUSPICIOUS: "warning"}
_GAP = "not-fully-read"


def scan_json(scan: Scan, others: Sequence[ForeignReport] = ()) -> bytes:
    """Return the records as JSON: one object for each file, by path; what other tools said of them, when asked."""
    said: dict[str, Plain] = {"second_opinions": [plain(one) for one in others]} if others else {}
    return canonical({
        **said,
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "seatrial", "version": __version__},
        "verdict": scan.verdict.value,
        "artifacts": [_record(one) for one in scan.artifacts],
        "passed_over": scan.passed_over,
    })  # fmt: skip


def scan_sarif(scan: Scan, others: Sequence[ForeignReport] = ()) -> bytes:
    """Return the findings as SARIF: a dangerous one is an error; what was not read is a warning too.

    Another tool that was asked has a run of its own.
    """
    rules = sorted({finding.rule for one in scan.artifacts for finding in one.findings} | {_GAP})
    results: list[Plain] = []
    for one in scan.artifacts:
        results += [_result(one, found, found.rule, _LEVELS[found.level], found.what) for found in one.findings]
        results += [_result(one, gap, _GAP, "warning", f"not fully read: {gap.why}") for gap in one.gaps]
    driver: dict[str, Plain] = {"name": "seatrial", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    runs: list[Plain] = [{"tool": {"driver": driver}, "results": results}, *opinion_runs(others)]
    return canonical({"$schema": SCHEMA, "version": "2.1.0", "runs": runs})


def _record(one: Artifact) -> dict[str, Plain]:
    return {
        "path": without_surrogates(one.path),
        "format": one.format,
        "verdict": one.verdict.value,
        "size": one.size,
        "inside": list(one.inside),
        "findings": [_finding(found) for found in one.findings],
        "gaps": [_gap(gap) for gap in one.gaps],
        "imports": [_import(name) for name in one.imports],
    }


def _finding(found: Finding) -> dict[str, Plain]:
    return {
        "rule": found.rule,
        "level": found.level.value,
        "what": without_surrogates(found.what),
        "safer": found.safer,
        "key": without_surrogates(found.key),
        "member": without_surrogates(found.member),
        "byte": found.byte,
    }


def _gap(gap: Gap) -> dict[str, Plain]:
    return {"why": without_surrogates(gap.why), "member": without_surrogates(gap.member), "byte": gap.byte}


def _import(name: Import) -> dict[str, Plain]:
    return {
        "name": without_surrogates(str(name)),
        "trust": name.trust.value,
        "called": name.called,
        "member": without_surrogates(name.member),
        "byte": name.byte,
    }


def _result(one: Artifact, item: Finding | Gap, rule: str, level: str, text: str) -> Plain:
    where = [f"in {item.member}"] if item.member else []
    where += [f"byte {item.byte}"] if item.byte is not None else []
    physical: dict[str, Plain] = {"artifactLocation": {"uri": _uri(one.path)}}
    if item.byte is not None and not item.member:
        physical["region"] = {"byteOffset": item.byte, "byteLength": 1}
    message = shown(f"{text} ({', '.join(where)})" if where else text)
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": message[:4000]},
        "locations": [{"physicalLocation": physical}],
    }


def _uri(path: str) -> str:
    """Return a path as an address: relative where it was named so."""
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(without_surrogates(Path(path).as_posix()))
