"""How is a service over HTTP put under test: described by itself or by a file, and asked on connections that stay open?

The requests are made by processes of our own, so that the clock of the load is none of ours. A closed loop asks on one
connection unless the configuration has more ``callers``; a schedule should have as many as requests can be on the way.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from seatrial.bench.child.wire import Message
from seatrial.bench.observed import Cause, Started, Tensor, Unmeasured
from seatrial.bench.process import child_start
from seatrial.bench.process.answers import understood
from seatrial.bench.process.child_session import ChildSession
from seatrial.bench.services import kserve, openapi, payload_file
from seatrial.bench.services.address import Address, address
from seatrial.bench.services.listeners import listeners
from seatrial.bench.services.requests import NoRequest, Requests, document
from seatrial.bench.system import Limits
from seatrial.bench.work import Work
from seatrial.model.bench_setup import Configuration
from seatrial.model.record import dataclass

CONNECTIONS = 16  #: of a schedule, unless said
TIMEOUT_S = 30.0  #: of one request
_WARM_S = 0.2
_GET_S = 40.0


@dataclass(frozen=True, slots=True)
class HttpSystem:
    """A service, and the requests that it is asked."""

    to: Address
    requests: Requests

    @property
    def name(self) -> str:
        """Return its address."""
        return self.to.name

    def start(self, configuration: Configuration, limits: Limits) -> "HttpSession | Unmeasured":
        """Connect, ask once and warm up, from as many processes as there are instances."""
        session = HttpSession(listeners(self.to.port) if self.to.local else ())
        failed = session.begin(None, configuration.instances, limits.memory_bytes)
        failed = failed or session.connect(self._orders(configuration), self._bodies(), limits.start_s)
        if failed is not None:
            session.close()
            return failed
        return session

    def _orders(self, configuration: Configuration) -> Mapping[str, Any]:
        callers = int(dict(configuration.options).get("callers", "1"))
        orders = [one.told for one in self.requests.requests]
        return {"to": _target(self.to), "requests": orders, "callers": callers, "warm_s": _WARM_S}

    def _bodies(self) -> tuple[bytes, ...]:
        return tuple(one.body for one in self.requests.requests)


class HttpSession(ChildSession):
    """Processes of ours that ask a service."""

    def __init__(self, served_by: tuple[int, ...]) -> None:
        super().__init__()
        self._served_by = served_by

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes that ask, and those of this machine that answer."""
        return (*super().pids, *self._served_by)

    def connect(self, asked: Mapping[str, Any], bodies: tuple[bytes, ...], limit_s: float) -> Unmeasured | None:
        """Connect and warm up all of them."""
        answers = self._all("connect", asked, limit_s, bodies)
        started = answers if isinstance(answers, Unmeasured) else understood(lambda: _slowest_start(answers))
        if isinstance(started, Unmeasured):
            return started
        self.started = started
        return None

    def outputs(self) -> tuple[Tensor, ...] | Unmeasured:
        """Refuse: answers of a service are no tensors."""
        return Unmeasured(Cause.REFUSED, "answers of a service are not compared")

    def profile(self) -> Work | Unmeasured:
        """Refuse: nobody sees the operators of a service."""
        return Unmeasured(Cause.REFUSED, "a service cannot be profiled from outside")


def service(
    url: str, *, allowed: Collection[str] = (), payload: Path | None = None, seed: int = 0
) -> HttpSystem | Unmeasured:
    """Return a service as a system under test: its requests from a file, or from what it tells of itself.

    Raises BadAddress for an address that no load is sent to, and NoRequest when nobody tells what to send.
    """
    to = address(url, allowed)
    if payload is not None:
        return HttpSystem(to, payload_file.sent(payload, to.path))
    model = kserve.metadata_path(to.path)
    found = _fetched(to, model or openapi.SOURCE)
    if isinstance(found, Unmeasured) and found.cause is not Cause.REFUSED:
        return found
    if isinstance(found, Unmeasured):
        raise NoRequest(f"the service does not tell what to send ({found.reason}): give it by --payload FILE")
    if model:
        return HttpSystem(to, kserve.requests(document(found, model), model, seed))
    return HttpSystem(to, openapi.requests(document(found, openapi.SOURCE), to.path, seed))


def _fetched(to: Address, path: str) -> bytes | Unmeasured:
    """Fetch a description in a process that ends, however long the service takes."""
    child = child_start.start(None, 0)
    if isinstance(child, Unmeasured):
        return child
    try:
        answer = child.ask("get", {"to": _target(to), "path": path}, (), _GET_S)
        return answer if isinstance(answer, Unmeasured) else understood(lambda: answer.blobs[0])
    finally:
        child.close()


def _target(to: Address) -> Mapping[str, Any]:
    return {"host": to.host, "port": to.port, "address": to.address, "tls": to.tls, "timeout_s": TIMEOUT_S}


def _slowest_start(answers: list[Message]) -> Started:
    slowest = max(answers, key=lambda one: int(one.head["first_run_ns"]))
    return Started(first_run_ns=int(slowest.head["first_run_ns"]), distinct=int(slowest.head["sets"]))
