"""Which credentials does kingfisher find in files? It asks nobody whether they work, and no value gets further."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from seatrial.cache_folder import cache_folder
from seatrial.model.scan import Seen
from seatrial.read.sensitive.randomness import is_stand_in
from seatrial.repo.repo import Repo
from seatrial.scanners.files import Given
from seatrial.scanners.process import Output
from seatrial.scanners.program import NotAssessed
from seatrial.scanners.scanner import Answer, Scanner

_LIMIT = 20_000_000  #: bytes of a file, as for our own search
_CLEAN, _FOUND = 0, 200  #: its exit codes
_OURS = ("jwt", "private-key", "privatekey", "pem")
#: Keys that providers make for pages in browsers, where everybody reads them: of PostHog, Stripe, Mapbox and Langfuse.
_PUBLIC = ("phc_", "pk_live_", "pk_test_", "pk.eyJ", "pk-lf-")
_LONG = 16  #: characters from which four may be shown


def _give(repo: Repo, paths: tuple[str, ...], given: Given) -> None:
    given.copies(repo, paths, _LIMIT)


def _command(given: Given, _: Path) -> tuple[str, ...]:
    return (
        "scan", "--no-validate", "--no-update-check", "--no-dedup", "--no-ignore", "--git-history", "none",
        "--no-extract-archives", "--jobs", "2", "--format", "json", *_cache(), "--", *given.paths,
    )  # fmt: skip


def _cache() -> tuple[str, ...]:
    """Keep compiled rules in a folder of ours: they take seconds to make, and hold nothing of what is searched."""
    folder = cache_folder() / "kingfisher"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError):
        return ("--no-rule-cache",)
    return ("--rule-cache-dir", str(folder)) if os.access(folder, os.W_OK) else ("--no-rule-cache",)


def _understood(output: Output, given: Given) -> Answer:
    """Read the report, which is one line of several; a search that was not completed is none."""
    if output.code not in (_CLEAN, _FOUND):
        raise NotAssessed(f"it ended with exit {output.code}")
    try:
        report = next(json.loads(line) for line in output.told.splitlines() if line.startswith(b'{"findings"'))
        summary = report["audit"]["summary"]
        whole = summary["scan_partial"] == 0 == summary["scan_failed"] == summary["pending"]
        seen = {_seen(item, given) for item in report["findings"] if _counts(item)}
        version = str(report["metadata"]["kingfisher_version"])[:40]
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError):
        raise NotAssessed("its answer is no report") from None
    if not whole:
        raise NotAssessed("it did not finish its search")
    return Answer(tuple(sorted(seen, key=lambda one: (one.path, one.line, one.column, one.rule))), version=version)


def _counts(item: dict[str, Any]) -> bool:
    """Leave out what is made up or public by its own words, and kinds that our own rules judge by their content."""
    rule, value = str(item["rule"]["id"]), str(item["finding"]["snippet"])
    return not is_stand_in(value) and not value.startswith(_PUBLIC) and not any(kind in rule for kind in _OURS)


def _seen(item: dict[str, Any], given: Given) -> Seen:
    found, value = item["finding"], str(item["finding"]["snippet"])
    return Seen(
        str(item["rule"]["id"]),
        given.repository_path(str(found["path"])),
        int(found["line"]),
        max(int(found["column_start"]), 1),
        str(item["rule"]["name"])[:80],
        sure=found["confidence"] == "high",
        shown=value[: 4 if len(value) >= _LONG else 2],
        digest=hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:12],
        length=max(int(found["column_end"]) - int(found["column_start"]), len(value)),
    )


KINGFISHER = Scanner("kingfisher", "kingfisher-bin", _give, _command, _understood)
