"""To which address may load be sent?

To this machine, by an address or name that cannot mean another one, and to hosts that the user names. A name that was
not allowed is not even looked up.
"""

import ipaddress
import socket
from collections.abc import Collection
from urllib.parse import SplitResult, urlsplit

from seatrial.model.record import dataclass

_LONGEST = 2_000
_PORTS = {"http": 80, "https": 443}


class BadAddress(ValueError):
    """An address that no load is sent to; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service listens: the name that the user wrote, and the address that it meant when it was looked up."""

    tls: bool
    host: str
    port: int
    path: str  #: with its query
    address: str
    local: bool  #: on this machine

    @property
    def name(self) -> str:
        """Return it as a report shows it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{self.path}"


def is_address(text: str) -> bool:
    """Tell whether somebody means a service, rather than a path."""
    return text.lower().startswith(("http://", "https://"))


def address(url: str, allowed: Collection[str] = ()) -> Address:
    """Return what a URL means. ``allowed`` are names of hosts besides this machine. Raises BadAddress."""
    parts, port = _parts(url)
    host = (parts.hostname or "").lower()
    if not host:
        raise BadAddress(f"{url[:80]!r} names no host")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("an address with a user name or a password in it is not taken")
    local = _is_local(host)
    if not local and host not in {one.lower() for one in allowed}:
        raise BadAddress(
            f"load is sent to this machine only, and {host} is another one: allow it by --allow-host {host}"
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(
        parts.scheme == "https", host, port or _PORTS[parts.scheme], path, _resolved(host, local=local), local
    )


def _parts(url: str) -> tuple[SplitResult, int | None]:
    if len(url) > _LONGEST or not url.isascii() or any(ord(letter) <= 32 for letter in url):
        raise BadAddress("an address has no blanks or special letters, and at most 2,000 letters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadAddress(f"{url[:80]!r} is no address: {error}") from None
    if parts.scheme not in _PORTS:
        raise BadAddress(f"{url[:80]!r} begins with neither http:// nor https://")
    return parts, port


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")  # RFC 6761: never another machine


def _resolved(host: str, *, local: bool) -> str:
    """Return the address of a host; a local name must mean this machine, whatever the resolver says."""
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise BadAddress(f"the host {host} cannot be found: {error.strerror or error}") from None
    usable = [one for one in found if not local or ipaddress.ip_address(one).is_loopback]
    if not usable:
        raise BadAddress(f"{host} does not mean this machine here")
    return min(usable, key=lambda one: ":" in one)  # most servers listen on IPv4
