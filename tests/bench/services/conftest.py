"""Services that are started for a test, on this machine, and ended after it."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(port: int) -> None:
    for _ in range(600):
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)
    raise AssertionError("the service did not start")


@pytest.fixture(scope="module")
def churn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of examples/churn-api; 200 predictions after GET /stall it stands still for 400 ms."""
    folder = tmp_path_factory.mktemp("stalled")
    (folder / "stalled.py").write_text(
        "import sys, time\n"
        "sys.path.insert(0, '.')\n"
        "from churn.service import app as service\n"
        "seen = 0\n"
        "async def app(scope, receive, send):\n"
        "    global seen\n"
        "    seen = 1 if scope.get('path') == '/stall' else seen + (seen > 0)\n"
        "    if seen == 201:\n"
        "        seen = 0\n"
        "        time.sleep(0.4)\n"
        "    await service(scope, receive, send)\n"
    )
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "stalled:app", "--app-dir", str(folder), "--port", str(port)]
    started = subprocess.Popen(
        [*command, "--log-level", "error"],
        cwd=ROOT / "examples" / "churn-api",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        started.terminate()
        started.wait()


Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def served() -> Iterator[Callable[[Answer], str]]:
    """Return what starts a service of one function and returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                answer(self)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                answer(self)

            def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 -- its name
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(body)
