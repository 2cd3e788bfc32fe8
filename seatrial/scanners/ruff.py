"""What does ruff say about the security of Python code? Under its own rules: the owner's settings have no say."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seatrial.model.scan import NO_SYNTAX, Seen
from seatrial.repo.repo import Repo
from seatrial.scanners.files import Given
from seatrial.scanners.process import Output
from seatrial.scanners.program import NotAssessed
from seatrial.scanners.scanner import Answer, Scanner

_LIMIT = 2_000_000  #: bytes of a file, as for our own reader of Python


def _give(repo: Repo, paths: tuple[str, ...], given: Given) -> None:
    given.as_they_are(repo, paths, _LIMIT)


def _command(given: Given, folder: Path) -> tuple[str, ...]:
    """Name the files in a list, since a command line may be too short for a large repository."""
    listed = folder / "files"
    listed.write_text("".join(f"{path}\n" for path in given.paths), encoding="utf-8")
    return (
        "check", "--isolated", "--no-cache", "--select", "S", "--ignore", "S101", "--ignore-noqa", "--exit-zero",
        "--output-format", "json", f"@{listed}",
    )  # fmt: skip


def _understood(output: Output, given: Given) -> Answer:
    """Read a list of findings. What ruff cannot decode, or leaves out, only its complaints tell."""
    if output.code != 0:
        raise NotAssessed(f"it ended with exit {output.code}")
    try:
        alerts = json.loads(output.told)
        seen = tuple(
            sorted({one for item in alerts for one in _seen(item, given)}, key=lambda one: (one.path, one.line))
        )
        broken = {
            given.repository_path(item["filename"]) for item in alerts if item["code"] in (None, "invalid-syntax")
        }
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotAssessed("its answer is no list of findings") from None
    passed = {path for where, path in given.paths.items() if where in output.complained}
    missed = dict.fromkeys(broken, NO_SYNTAX) | dict.fromkeys(passed, "left it out")
    return Answer(seen, tuple(sorted(missed.items())))


def _seen(item: dict[str, Any], given: Given) -> Iterator[Seen]:
    path, place = given.repository_path(str(item["filename"])), item["location"]
    if str(item["code"]).startswith("S"):
        yield Seen(str(item["code"]), path, int(place["row"]), int(place["column"]), str(item["message"])[:200])


RUFF = Scanner("ruff", "ruff", _give, _command, _understood)
