"""What does a file hold that somebody gave to be sent?

One JSON document is one body; lines of JSON (``.jsonl``, ``.ndjson``) are one body each; anything else, a picture for
example, is one body as it is.
"""

import json
import mimetypes
from pathlib import Path

from seatrial.bench.services.requests import JSON, LARGEST, NoRequest, Request, Requests, within_limits
from seatrial.model.benchmark import Input, Provenance

_LINES = {".jsonl", ".ndjson"}
_MOST = 10_000  #: lines that are sent


def sent(file: Path, path: str) -> Requests:
    """Return the requests of a file to a path. Raises NoRequest."""
    parts = bodies(file)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = JSON if _is_json(file) else {"Content-Type": kind}
    requests = [Request("POST", path, body, tuple(headers.items())) for body in parts]
    given = Input("body", kind, (), Provenance.USER, file.name, len(set(parts)))
    return Requests(within_limits(requests), (given,), synthetic=False)


def bodies(file: Path) -> tuple[bytes, ...]:
    """Return the bodies that a file holds, JSON being checked. Raises NoRequest."""
    content = _content(file)
    if file.suffix.lower() in _LINES:
        lines = [line for line in content.splitlines() if line.strip()]
        if not lines or len(lines) > _MOST:
            raise NoRequest(f"{file.name} holds {len(lines):,} lines; 1 to {_MOST:,} are sent")
        for number, line in enumerate(lines, 1):
            _checked(line, f"line {number} of {file.name}")
        return tuple(lines)
    if _is_json(file):
        _checked(content, file.name)
    return (content,)


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise NoRequest(f"{file.name} cannot be read: {error.strerror}") from None
    if not content.strip():
        raise NoRequest(f"{file.name} is empty")
    if len(content) > LARGEST:
        raise NoRequest(f"{file.name} is larger than {LARGEST >> 20} MiB")
    return content


def _is_json(file: Path) -> bool:
    return file.suffix.lower() in {".json", *_LINES}


def _checked(text: bytes, what: str) -> None:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        raise NoRequest(f"{what} is no JSON") from None
