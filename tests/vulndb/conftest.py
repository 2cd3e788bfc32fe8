"""A server on this machine, and archives of OSV as it publishes them."""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from threading import Thread
from typing import Any

import pytest

Answers = Mapping[str, tuple[int, Mapping[str, str], bytes]]
Serve = Callable[[Answers], Any]


def archive(*entries: Mapping[str, Any]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        for one in entries:
            out.writestr(f"{one.get('id', 'broken')}.json", json.dumps(one))
    return packed.getvalue()


@pytest.fixture
def archived() -> Callable[..., bytes]:
    """Return what packs entries as OSV does."""
    return archive


@contextmanager
def served(answers: Answers) -> Iterator[tuple[str, list[bytes]]]:
    """Answer paths on a port of this machine; yield its address and the bodies that came."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            bodies.append(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            code, headers, content = answers.get(self.path, (404, {}, b""))
            self.send_response(code)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET  # noqa: N815 -- named by the class of the standard library

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", bodies
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def serve() -> Serve:
    """Return what answers requests on this machine."""
    return served
