"""What is one call of a service over HTTP: a request on a connection that stays open, and its whole answer?

The other side is not trusted: an answer has a largest size and a longest time, no redirect is followed, no proxy is
asked, and only the address that was resolved and allowed by the parent is connected to.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import Any

#: An answer of a model of more bytes is an error.
LARGEST = 16 << 20
_PART = 1 << 16
#: How an answer begins that says error where its status says success.
_ERROR_BODIES = (b'{"error"', b'{"errors"')
_SHOWN = 200


class Answered(Exception):
    """The service said no."""


class Unanswered(Exception):
    """The service said nothing, or cannot be reached."""


class Connection:
    """One connection to the service; each thread has its own."""

    def __init__(self, to: Mapping[str, Any]) -> None:
        self._to = to
        self._open: http.client.HTTPConnection | None = None

    def call(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
        """Return the body of the answer. Raises ``Answered`` for another status than success, and ``Unanswered``."""
        try:
            return self._asked_again(method, path, headers, body)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Unanswered(f"{method} {path} got no answer: {_why(error)}") from None

    def _asked_again(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
        fresh = self._open is None
        try:
            return self._exchange(method, path, headers, body)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.close()
            if fresh:
                raise
            # the service closed a connection that was idle: whoever keeps connections asks once more
            return self._exchange(method, path, headers, body)

    def close(self) -> None:
        """Close the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _exchange(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
        until = monotonic() + self._to["timeout_s"]
        if self._open is None:
            self._open = _connected(self._to)
        self._open.request(method, path, body, dict(headers))
        answer = self._open.getresponse()
        whole = self._read(answer, until)
        if answer.will_close:
            self.close()
        if not 200 <= answer.status < 300:
            raise Answered(f"{method} {path} was answered {answer.status}: {_shown(whole)}")
        if whole[:16].lstrip().startswith(_ERROR_BODIES):
            raise Answered(f"{method} {path} was answered {answer.status}, and an error: {_shown(whole)}")
        return whole

    def _read(self, answer: http.client.HTTPResponse, until: float) -> bytes:
        parts, size = [], 0
        while part := answer.read(_PART):
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise self._broken(f"an answer of more than {LARGEST >> 20} MiB")
            if monotonic() > until:
                raise self._broken(f"an answer that took longer than {self._to['timeout_s']:g} s")
        if answer.length:  # fewer bytes came than the service announced
            raise self._broken("an answer that breaks off")
        return b"".join(parts)

    def _broken(self, what: str) -> Answered:
        self.close()
        return Answered(what)


def calls(to: Mapping[str, Any], requests: Sequence[Mapping[str, Any]], bodies: Sequence[bytes]) -> list[Any]:
    """Return one call for each request; a call takes the connection of the thread that makes it."""
    kept = threading.local()

    def call(request: Mapping[str, Any], body: bytes | None) -> bytes:
        if not hasattr(kept, "connection"):
            kept.connection = Connection(to)
        connection: Connection = kept.connection
        return connection.call(request["method"], request["path"], request["headers"], body)

    made: list[Callable[[], bytes]] = [
        partial(call, request, body or None) for request, body in zip(requests, bodies, strict=True)
    ]
    return made


def _connected(to: Mapping[str, Any]) -> http.client.HTTPConnection:
    """Connect to the resolved address; a certificate is checked against the name that the user wrote."""
    connection = http.client.HTTPConnection(to["host"], to["port"], timeout=to["timeout_s"])
    sock = socket.create_connection((to["address"], to["port"]), to["timeout_s"])
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sock = ssl.create_default_context().wrap_socket(sock, server_hostname=to["host"]) if to["tls"] else sock
    connection.auto_open = 0
    return connection


def _shown(body: bytes) -> str:
    return body[:_SHOWN].decode("utf-8", "replace").strip() or "(nothing)"


def _why(error: Exception) -> str:
    """Return what happened on the way, without the numbers of the system's errors."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    if isinstance(error, TimeoutError):
        return "it took too long"
    if isinstance(error, OSError):
        return (error.strerror or str(error) or type(error).__name__).lower()
    return f"what it says is no HTTP ({type(error).__name__})"
