"""A service is load-tested as its users would, and whatever it answers, we are still there."""

import http.client
import json
import re
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from seatrial.bench.load.serve import serve
from seatrial.bench.observed import Block, Cause, Unmeasured
from seatrial.bench.queueing.arrivals import Pattern, Traffic
from seatrial.bench.queueing.limit import Target
from seatrial.bench.services.http_system import HttpSession, HttpSystem, service
from seatrial.bench.services.requests import NoRequest
from seatrial.bench.system import Limits
from seatrial.model.bench_setup import Configuration

from .conftest import Answer, send

ONE, MANY = (Configuration(device="http", options=(("callers", count),)) for count in ("1", "16"))
Serve = Callable[[Answer], str]


def started(system: HttpSystem | Unmeasured, configuration: Configuration = ONE) -> HttpSession:
    assert isinstance(system, HttpSystem)
    session = system.start(configuration, Limits())
    assert isinstance(session, HttpSession), session
    return session


def refused(system: HttpSystem | Unmeasured) -> Unmeasured:
    assert isinstance(system, HttpSystem)
    failure = system.start(ONE, Limits())
    assert isinstance(failure, Unmeasured)
    return failure


def payload(tmp_path: Path) -> Path:
    (tmp_path / "body.json").write_text("{}")
    return tmp_path / "body.json"


def stall_soon(url: str) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
    connection.request("GET", "/stall")
    connection.getresponse().read()
    connection.close()


def test_a_stall_is_seen_by_a_schedule_and_hidden_by_a_closed_loop(churn: str) -> None:
    system = service(churn)
    alone = started(system)
    stall_soon(churn)
    block = alone.block(0.1, minimum_runs=300)
    alone.close()
    session = started(system, MANY)
    stall_soon(churn)
    run = serve(session, Traffic(250, Pattern.CONSTANT), 2.8, target=Target(0.3))
    session.close()

    assert isinstance(block, Block)
    assert not isinstance(run, Unmeasured)
    closed = sorted(block.latencies_ns)
    assert closed[-1] > 400e6 * 0.99  # it met a stall, too
    assert run.record.errors == block.errors == 0
    assert run.record.p99_ms is not None
    assert run.record.p99_ms >= 300
    assert closed[int(len(closed) * 0.99) - 1] / 1e6 < run.record.p99_ms / 2
    assert run.record.over is not None
    assert run.record.over > 0.01


def test_requests_are_made_from_what_the_service_tells(churn: str) -> None:
    system = service(churn)

    assert isinstance(system, HttpSystem)
    bodies = [json.loads(request.body) for request in system.requests.requests]
    assert len(bodies) == 8
    assert all(0 <= body["tenure_months"] <= 600 and body["contract"] == "monthly" for body in bodies)
    assert all(isinstance(body["support_calls"], int) for body in bodies)


def test_the_processes_that_answer_are_no_neighbours(churn: str) -> None:
    session = started(service(churn))

    assert len(session.pids) >= 2
    session.close()


def test_a_server_of_the_inference_protocol_is_asked(served: Serve) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        metadata = {"inputs": [{"name": "x", "datatype": "FP32", "shape": [-1, 2]}]}
        send(request, json.dumps(metadata if request.command == "GET" else {"outputs": []}).encode())

    session = started(service(f"{served(answer)}/v2/models/m"))
    block = session.block(0.05)
    session.close()

    assert isinstance(block, Block)
    assert block.errors == 0


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (422, b'{"detail": "no"}', 'was answered 422: {"detail": "no"}'),
        (500, b"", r"was answered 500: \(nothing\)"),
        (302, b"", "was answered 302"),
        (200, b'{"error": "model not loaded"}', "and an error"),
    ],
)
def test_an_answer_that_says_no_is_an_error(served: Serve, tmp_path: Path, status: int, body: bytes, told: str) -> None:
    asked: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        send(request, body, status, Location="/elsewhere")

    failure = refused(service(f"{served(answer)}/predict", payload=payload(tmp_path)))

    assert failure.cause is Cause.REFUSED
    assert re.search(told, failure.reason)
    assert set(asked) == {"/predict"}


def test_errors_under_load_are_counted_and_are_too_slow(served: Serve, tmp_path: Path) -> None:
    count = iter(range(10**9))

    def answer(request: BaseHTTPRequestHandler) -> None:
        send(request, b"{}", 500 if next(count) % 2 else 200)

    session = started(service(f"{served(answer)}/predict", payload=payload(tmp_path)))
    run = serve(session, Traffic(100, Pattern.CONSTANT), 0.5, target=Target(10))
    session.close()

    assert not isinstance(run, Unmeasured)
    assert run.record.errors == 25
    assert run.record.over == 0.5
    assert run.slow(10).sum() == 25


def test_a_service_that_closes_idle_connections_is_asked_again(served: Serve, tmp_path: Path) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        send(request, b"{}")
        request.close_connection = True

    session = started(service(f"{served(answer)}/predict", payload=payload(tmp_path)))
    block = session.block(0.05, minimum_runs=20)
    session.close()

    assert isinstance(block, Block)
    assert block.errors == 0


def test_a_service_that_says_close_is_asked_on_a_new_connection(served: Serve, tmp_path: Path) -> None:
    session = started(
        service(f"{served(lambda request: send(request, b'{}', Connection='close'))}/p", payload=payload(tmp_path))
    )
    block = session.block(0.05, minimum_runs=20)
    session.close()

    assert isinstance(block, Block)
    assert block.errors == 0


def test_an_answer_without_end_is_an_error(served: Serve, tmp_path: Path) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        with suppress(OSError):
            while True:
                request.wfile.write(b"x" * 65536)

    failure = refused(service(f"{served(answer)}/predict", payload=payload(tmp_path)))

    assert "more than 16 MiB" in failure.reason


def test_an_answer_that_breaks_off_is_an_error(served: Serve, tmp_path: Path) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(b"{}")
        request.close_connection = True

    failure = refused(service(f"{served(answer)}/predict", payload=payload(tmp_path)))

    assert "breaks off" in failure.reason


def test_what_speaks_no_http_is_refused(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:

        def talk() -> None:
            with suppress(OSError):
                while True:
                    one, _ = listening.accept()
                    one.recv(65536)
                    one.sendall(b"SSH-2.0-x\r\n")
                    one.close()

        threading.Thread(target=talk, daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/predict"
        failure = refused(service(url, payload=payload(tmp_path)))
        described = service(url)
        listening.shutdown(socket.SHUT_RDWR)

    assert failure.cause is Cause.UNAVAILABLE
    assert "is no HTTP" in failure.reason
    assert isinstance(described, Unmeasured)


def test_a_service_that_describes_nothing_is_asked_with_a_payload_only(served: Serve) -> None:
    with pytest.raises(NoRequest, match="give it by --payload FILE"):
        service(served(lambda request: send(request, b"", 404)))


def test_nobody_there_is_said_in_one_sentence(tmp_path: Path) -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/predict"
        failure = refused(service(url, payload=payload(tmp_path)))

    assert failure.cause is Cause.UNAVAILABLE
    assert failure.reason == "POST /predict got no answer: connection refused"


def test_a_service_that_never_answers_ends_by_the_limit(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        system = service(f"http://127.0.0.1:{listening.getsockname()[1]}/p", payload=payload(tmp_path))
        assert isinstance(system, HttpSystem)
        failure = system.start(ONE, Limits(start_s=0.5))

    assert isinstance(failure, Unmeasured)
    assert failure.cause is Cause.TIMED_OUT


def test_a_service_is_neither_profiled_nor_compared(served: Serve, tmp_path: Path) -> None:
    session = started(service(f"{served(lambda request: send(request, b'{}'))}/p", payload=payload(tmp_path)))
    session.close()

    assert isinstance(session.profile(), Unmeasured)
    assert isinstance(session.outputs(), Unmeasured)
