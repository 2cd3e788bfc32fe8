"""Does a stall of 400 ms show, in examples/churn-api over HTTP? By a schedule, and for comparison by a closed loop."""

import http.client
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from benchmarks.bench.outcome import Outcome, judged
from seatrial.bench.load.serve import Served, serve
from seatrial.bench.observed import Block
from seatrial.bench.queueing.arrivals import Traffic
from seatrial.bench.services.http_system import HttpSession, HttpSystem, service
from seatrial.bench.statistics.percentiles import percentile
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

NUMBERS = (5,)
_ROOT = Path(__file__).resolve().parents[2]
_STALL_S, _AFTER = 0.4, 300
_AT_LEAST_MS = 300.0
#: Around the service, which runs as it is: so many requests after GET /stall it stands still once.
_AROUND = f"""
import sys, time
sys.path.insert(0, ".")
from churn.service import app as service
seen = 0

async def app(scope, receive, send):
    global seen
    seen = 1 if scope.get("path") == "/stall" else seen + (seen > 0)
    if seen == {_AFTER}:
        seen = 0
        time.sleep({_STALL_S})
    await service(scope, receive, send)
"""


def measure(quick: bool) -> Iterator[Outcome]:
    """Yield one outcome: a stall is no matter of a quiet machine."""
    with _started() as url:
        system = service(url)
        assert isinstance(system, HttpSystem), system
        closed = _closed(system, url)
        opened = _opened(system, url, 3.5 if quick else 5.0)
    measured = f"{opened:.0f} ms (closed loop {closed:.1f})"
    held = opened >= _AT_LEAST_MS > closed
    yield judged(5, "p99 with a stall of 400 ms, churn-api over HTTP", measured, f">= {_AT_LEAST_MS:g} ms", held)


def _closed(system: HttpSystem, url: str) -> float:
    session = _session(system, 1)
    _stall_soon(url)
    block = session.block(1.0, minimum_runs=700)
    session.close()
    assert isinstance(block, Block), block
    return percentile(sorted(block.latencies_ns), 0.99) / 1e6


def _opened(system: HttpSystem, url: str, seconds: float) -> float:
    session = _session(system, 16)
    _stall_soon(url)
    run = serve(session, Traffic(200, seed=1), seconds)
    session.close()
    assert isinstance(run, Served), run
    return run.record.p99_ms or 0.0


def _session(system: HttpSystem, connections: int) -> HttpSession:
    configuration = Configuration(device="service", options=(("callers", str(connections)),))
    session = system.start(configuration, Limits())
    assert isinstance(session, HttpSession), session
    return session


def _stall_soon(url: str) -> None:
    with closing(http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)) as connection:
        connection.request("GET", "/stall")
        connection.getresponse().read()


@contextmanager
def _started() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, closing(socket.socket()) as free:
        (Path(folder) / "around.py").write_text(_AROUND, encoding="utf-8")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        command = [sys.executable, "-m", "uvicorn", "around:app", "--app-dir", folder, "--port", str(port)]
        quietly = subprocess.DEVNULL
        server = subprocess.Popen(command, cwd=_ROOT / "examples" / "churn-api", stdout=quietly, stderr=quietly)
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def _wait(port: int) -> None:
    for _ in range(600):
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)
    raise AssertionError("the service did not start")
