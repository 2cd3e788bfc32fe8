"""What stands in the file of a baseline, and is it whole?

The file is canonical JSON: sorted, ASCII, the same bytes for the same findings. It ends with a digest of everything
else in it. The digest keeps nobody from forging one; it shows what was cut off, merged or edited by hand.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields

from seatrial.model import Severity
from seatrial.model.record import dataclass

NAME = "seatrial-baseline.json"
LIMIT = 50_000_000  #: bytes of a file that is read; a hundred thousand findings have as many
_KIND = "baseline of seatrial, 1"
_REMEDY = "take the version of git back, or delete it and run seatrial baseline create"


class BaselineError(Exception):
    """A baseline cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One finding that was there when the baseline was made; all text is as reports print it, without secrets."""

    check: str
    path: str  #: "" for a practice that is missing
    component: str
    severity: Severity
    message: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings that were there."""

    commit: str  #: "" outside git
    day: dt.date
    rubric: str  #: SHA-256 of the table by which it was judged
    findings: tuple[Listed, ...] = ()  #: by check, then by path

    @property
    def fingerprints(self) -> frozenset[str]:
        """Return what the findings are followed by."""
        return frozenset(one.fingerprint for one in self.findings)


def to_json(baseline: Baseline) -> bytes:
    """Return a baseline as the bytes of its file."""
    listed = [{part.name: str(getattr(one, part.name)) for part in fields(one)} for one in baseline.findings]
    head = {"commit": baseline.commit, "day": baseline.day.isoformat(), "rubric_sha256": baseline.rubric}
    whole: dict[str, object] = {"kind": _KIND, **head, "findings": listed}
    return _canonical({**whole, "sha256": _digest(whole)})


def from_json(data: bytes) -> Baseline:
    """Return the baseline that a file holds. Raises ``BaselineError`` for what is cut off, edited or foreign."""
    if len(data) > LIMIT:
        raise BaselineError(f"it is larger than {LIMIT // 1_000_000} MB, which no baseline is")
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        raise BaselineError(f"it is no JSON, or was cut off: {_REMEDY}") from None
    if not isinstance(whole, dict) or "baseline of seatrial" not in str(whole.get("kind")):
        raise BaselineError("it is no baseline: make one with seatrial baseline create")
    if whole["kind"] != _KIND:
        raise BaselineError(f"it was made by another version of seatrial ({str(whole['kind'])[:40]!r}): {_REMEDY}")
    if whole.pop("sha256", None) != _digest(whole):
        raise BaselineError(f"it was edited by hand, merged or cut off: {_REMEDY}")
    try:
        return _baseline(whole)
    except (KeyError, TypeError, ValueError):
        raise BaselineError(f"it lacks what a baseline holds: {_REMEDY}") from None


def _baseline(whole: Mapping[str, object]) -> Baseline:
    listed = whole["findings"]
    if not isinstance(listed, list):
        raise TypeError
    found = tuple(_entry_of_row(one) for one in listed)
    return Baseline(str(whole["commit"]), dt.date.fromisoformat(str(whole["day"])), str(whole["rubric_sha256"]), found)


def _entry_of_row(one: Mapping[str, object]) -> Listed:
    said = {part.name: str(one[part.name]) for part in fields(Listed)}
    return Listed(
        said["check"], said["path"], said["component"], Severity(said["severity"]), said["message"],
        said["fingerprint"],
    )  # fmt: skip


def _digest(whole: Mapping[str, object]) -> str:
    return hashlib.sha256(_canonical(whole)).hexdigest()


def _canonical(whole: Mapping[str, object]) -> bytes:
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=True).encode() + b"\n"
