"""What is sent to a service: method, path, headers and body, and where they come from?"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from seatrial.model.benchmark import BenchAssumption, Input
from seatrial.model.record import dataclass

DISTINCT = 8  #: bodies that take turns, so that no cache answers
LARGEST = 64 << 20  #: bytes of all bodies together
JSON = {"Content-Type": "application/json", "Accept": "application/json"}


class NoRequest(ValueError):
    """Nothing that can be sent; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request."""

    method: str
    path: str
    body: bytes = b""  #: b"" is none
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> Mapping[str, Any]:
        """Return it without its body, as a process that sends it is told."""
        return {"method": self.method, "path": self.path, "headers": dict(self.headers)}


@dataclass(frozen=True, slots=True)
class Requests:
    """The requests that take turns, what they hold, and what was taken for granted."""

    requests: tuple[Request, ...]
    inputs: tuple[Input, ...] = ()
    assumptions: tuple[BenchAssumption, ...] = ()
    synthetic: bool = True  #: nobody who knows the service gave them


def encoded(value: Any) -> bytes:
    """Return a value as JSON bytes."""
    return json.dumps(value, separators=(",", ":")).encode()


def document(text: bytes, what: str) -> Mapping[str, Any]:
    """Return the JSON object that a service answered. Raises NoRequest."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NoRequest(f"{what} is no JSON") from None
    if not isinstance(found, dict):
        raise NoRequest(f"{what} is no JSON object")
    return found


def within_limits(requests: Sequence[Request]) -> tuple[Request, ...]:
    """Return requests whose bodies are not too large together. Raises NoRequest."""
    if sum(len(request.body) for request in requests) > LARGEST:
        raise NoRequest(f"the requests have more than {LARGEST >> 20} MiB")
    return tuple(requests)
