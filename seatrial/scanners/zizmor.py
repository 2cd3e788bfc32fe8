"""What does zizmor say about workflows of GitHub? Without a network, and deaf to comments that ask it to look away."""

import json
import re
from pathlib import Path
from typing import Any

from seatrial.model.scan import Seen
from seatrial.repo.repo import Repo
from seatrial.scanners.files import Given
from seatrial.scanners.process import Output
from seatrial.scanners.program import NotAssessed
from seatrial.scanners.scanner import Answer, Scanner

_LIMIT = 2_000_000  #: bytes of a file
_DONE = re.compile(r"completed (\S+)\s*$", re.MULTILINE)


def _give(repo: Repo, paths: tuple[str, ...], given: Given) -> None:
    given.copies(repo, paths, _LIMIT)


def _command(given: Given, _: Path) -> tuple[str, ...]:
    return (
        "--offline", "--no-exit-codes", "--collect", "all", "--no-config", "--no-ignores", "--no-progress",
        "--color", "never", "--format", "json-v1", *given.paths,
    )  # fmt: skip


def _understood(output: Output, given: Given) -> Answer:
    """Read a list of findings; a file whose end is not reported was dropped, as zizmor drops what it cannot parse."""
    done = {given.paths[path] for path in _DONE.findall(output.complained) if path in given.paths}
    missed = tuple((path, "could not read it") for path in sorted(set(given.paths.values()) - done))
    if output.code != 0:
        raise NotAssessed(f"it ended with exit {output.code}")
    if not done:
        raise NotAssessed("it read none of the files")
    try:
        seen = [_seen(item, given) for item in json.loads(output.told)]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise NotAssessed("its answer is no list of findings") from None
    return Answer(tuple(sorted(set(seen), key=lambda one: (one.path, one.line, one.rule))), missed)


def _seen(item: dict[str, Any], given: Given) -> Seen:
    places = item["locations"]
    primary = next((place for place in places if place["symbolic"]["kind"] == "Primary"), places[0])
    start = primary["concrete"]["location"]["start_point"]
    weight = item["determinations"]
    return Seen(
        str(item["ident"]),
        given.repository_path(str(primary["symbolic"]["key"]["Local"]["verbatim_path"])),
        int(start["row"]) + 1,
        int(start["column"]) + 1,
        str(item["desc"])[:200],
        sure=weight["confidence"] == "High",
    )


ZIZMOR = Scanner("zizmor", "zizmor", _give, _command, _understood)
