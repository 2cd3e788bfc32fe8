"""How is data fetched, and the service asked? Proved on a server of this machine."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.request import Request

import pytest

from seatrial.vulndb.https import pieces
from seatrial.vulndb.online import ask
from seatrial.vulndb.problem import AdvisoryError
from seatrial.vulndb.sources import read
from seatrial.vulndb.update import update
from tests.vulndb.entries import entry

HOLE = entry("GHSA-1", "torch", ("introduced", "0"), ("fixed", "2.0"))
OK: dict[str, str] = {}


def test_an_update_is_kept_whole(serve: Any, archived: Callable[..., bytes], tmp_path: Path) -> None:
    kept = tmp_path / "cache" / "seatrial" / "advisories.gz"
    with serve({"/all.zip": (200, OK, archived(HOLE))}) as (address, _):
        data = update(f"{address}/all.zip", kept)

    assert (data.source, data.count) == ("OSV", 1)
    assert dict(read(kept).of) == dict(data.of)
    assert [file.name for file in kept.parent.iterdir()] == ["advisories.gz"]


@pytest.mark.parametrize(
    "answer", [(200, OK, b"no archive"), (404, OK, b""), (200, {"Content-Length": "99"}, b"cut off")]
)
def test_a_failed_update_leaves_what_was_there(serve: Any, tmp_path: Path, answer: tuple[int, Any, bytes]) -> None:
    kept = tmp_path / "advisories.gz"
    kept.write_bytes(b"as before")
    with serve({"/all.zip": answer}) as (address, _), pytest.raises(AdvisoryError):
        update(f"{address}/all.zip", kept)

    assert kept.read_bytes() == b"as before"
    assert list(tmp_path.iterdir()) == [kept]


def test_more_than_is_borne_is_not_taken(serve: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("seatrial.vulndb.update._MOST", 1_000)
    with serve({"/": (200, OK, bytes(2_000))}) as (address, _), pytest.raises(AdvisoryError, match="more than 1,000"):
        update(f"{address}/", tmp_path / "a.gz")


def test_only_https_is_spoken_to_others(serve: Any, tmp_path: Path) -> None:
    with pytest.raises(AdvisoryError, match="no https address"):
        update("http://osv.example/all.zip", tmp_path / "a.gz")
    with pytest.raises(AdvisoryError, match="no https address"):
        update("file:///etc/passwd", tmp_path / "a.gz")
    moved = {"/": (302, {"Location": "http://osv.example/"}, b"")}
    with serve(moved) as (address, _), pytest.raises(AdvisoryError, match="no https address"):
        update(f"{address}/", tmp_path / "a.gz")


def test_nobody_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(AdvisoryError, match="cannot be reached"):
        update("http://127.0.0.1:9/all.zip", tmp_path / "a.gz")


def test_the_service_is_asked_for_names_and_versions_alone(serve: Any) -> None:
    batch = {"results": [{}, {"vulns": [{"id": "GHSA-1"}]}]}
    answers = {
        "/v1/querybatch": (200, OK, json.dumps(batch).encode()),
        "/v1/vulns/GHSA-1": (200, OK, json.dumps(HOLE).encode()),
    }
    with serve(answers) as (address, bodies):
        data = ask([("torch", "9.9"), ("numpy", "1.0")], address)

    assert json.loads(bodies[0]) == {
        "queries": [
            {"package": {"name": "numpy", "ecosystem": "PyPI"}, "version": "1.0"},
            {"package": {"name": "torch", "ecosystem": "PyPI"}, "version": "9.9"},
        ]
    }
    assert data.asked == frozenset({"numpy==1.0", "torch==9.9"})
    assert "9.9" in data.of["torch"][0].versions  # the service says so, whatever the range
    assert data.of["numpy"] == ()


@pytest.mark.parametrize(
    "answers",
    [
        {"results": [{"vulns": [{"id": "GHSA-1"}]}]},  # whose entry cannot be had
        {"results": [{"next_page_token": "more"}]},
    ],
)
def test_a_package_without_a_whole_answer_is_not_asked(serve: Any, answers: object) -> None:
    with serve({"/v1/querybatch": (200, OK, json.dumps(answers).encode())}) as (address, _):
        assert ask([("torch", "1.0")], address).asked == frozenset()


@pytest.mark.parametrize("content", [b"<html>", b"[]", b'{"results": []}', b'{"results": [7]}'])
def test_a_service_that_answers_something_else_is_refused(serve: Any, content: bytes) -> None:
    with serve({"/v1/querybatch": (200, OK, content)}) as (address, _), pytest.raises(AdvisoryError):
        ask([("torch", "1.0")], address)


def test_a_server_that_never_ends_is_left(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1_000.0])
    monkeypatch.setattr("seatrial.vulndb.https.time.monotonic", lambda: next(clock))
    with serve({"/": (200, OK, b"x")}) as (address, _), pytest.raises(AdvisoryError, match="longer than 5 seconds"):
        list(pieces(Request(f"{address}/"), 10, 5))  # noqa: S310 -- of our own server
