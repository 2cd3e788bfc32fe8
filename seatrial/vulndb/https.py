"""How is something fetched over the network, without trusting whoever answers?"""

import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPMessage
from typing import IO

from seatrial.vulndb.problem import AdvisoryError

_PIECE = 1_000_000  #: bytes
_SILENCE = 30.0  #: seconds without an answer
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def pieces(request: urllib.request.Request, most: int, seconds: float) -> Iterator[bytes]:
    """Yield the answer piece by piece; raise ``AdvisoryError`` when there is none, or more than is borne.

    Only HTTPS is spoken, also after a redirection; plain HTTP is for a server on this machine. Proxies of the
    environment are used.
    """
    _allowed(request.full_url)
    end, size = time.monotonic() + seconds, 0
    host = urllib.parse.urlsplit(request.full_url).netloc
    with _failures_in_words(host), urllib.request.build_opener(_Redirects).open(request, timeout=_SILENCE) as answer:
        while piece := answer.read(_PIECE):
            size += len(piece)
            if size > most:
                raise AdvisoryError(f"{host} sends more than {most:,} bytes")
            if time.monotonic() > end:
                raise AdvisoryError(f"{host} takes longer than {seconds:.0f} seconds")
            yield piece


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows nobody to where answers can be changed on their way."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        _allowed(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _allowed(address: str) -> None:
    parts = urllib.parse.urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        raise AdvisoryError(f"{address} is no https address")


@contextmanager
def _failures_in_words(host: str) -> Iterator[None]:
    """Turn every way in which a network fails into one sentence."""
    try:
        yield
    except urllib.error.HTTPError as error:
        error.close()
        raise AdvisoryError(f"{host} answers {error.code} {error.reason}") from None
    except urllib.error.URLError as error:
        raise AdvisoryError(f"{host} cannot be reached: {error.reason}") from None
    except (HTTPException, OSError, ValueError) as error:
        raise AdvisoryError(f"{host} broke off: {str(error) or type(error).__name__}") from None
