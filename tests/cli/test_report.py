"""A stored result is rendered again without its repository, compared with another, and refused when it is none."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest


@pytest.fixture
def result(seatrial: Callable[..., Any], service: Path, tmp_path: Path) -> Path:
    """Return the stored result of a small service that is gone."""
    file = tmp_path / "result.json"
    assert seatrial("audit", service, "-q", "-f", "text", "-f", f"json={file}", "-f", f"sarif={file}.sarif").code == 0
    rmtree(service)
    return file


def test_a_result_is_rendered_as_the_audit_did(seatrial: Callable[..., Any], result: Path) -> None:
    assert seatrial("report", result, "-f", "json").out == result.read_text()
    assert seatrial("report", result, "-f", "sarif").out == Path(f"{result}.sarif").read_text()


def test_the_terminal_report_needs_no_repository(seatrial: Callable[..., Any], result: Path) -> None:
    ran = seatrial("report", result, "--color", "never", "-v")

    assert ran.code == 0
    assert "taken for" in ran.out
    assert "SEC-02" in ran.out


@pytest.mark.parametrize(
    ("given", "link"),
    [
        (
            {"GITHUB_SERVER_URL": "https://git.example", "GITHUB_REPOSITORY": "a/b"},
            "](https://git.example/a/b/blob/57a8856/",
        ),
        ({"CI_PROJECT_URL": "https://git.example/a/b"}, "](https://git.example/a/b/-/blob/57a8856/"),
        ({"CI_PROJECT_URL": "javascript:alert(1)"}, ""),
        ({}, ""),
    ],
)
def test_in_a_job_the_places_of_a_comment_lead_to_the_commit(
    seatrial: Callable[..., Any], result: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], link: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    stored = json.loads(result.read_text())
    stored["subject"] |= {"commit": "57a8856", "dirty": False}
    result.write_text(json.dumps(stored))

    told = seatrial("report", result, "-f", "markdown").out

    assert (link in told) if link else ("](" not in told)


def test_several_formats_go_to_files(seatrial: Callable[..., Any], result: Path, tmp_path: Path) -> None:
    files = {name: tmp_path / f"out.{name}" for name in ("junit", "gitlab", "csv", "markdown", "badge", "github")}

    assert seatrial("report", result, *(f"-f{name}={file}" for name, file in files.items())).code == 0
    assert all(file.stat().st_size for file in files.values())


def test_a_result_without_a_commit_makes_no_statement(seatrial: Callable[..., Any], result: Path) -> None:
    ran = seatrial("report", result, "-f", "intoto")

    assert ran.code == 2
    assert "names no commit" in ran.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[1]", "no stored result"),
        (b'{"schema_version": "9.0"}', "schema version is 9.0"),
        (b'{"schema_version": "1.0", "tool": 3}', "tool"),
    ],
)
def test_what_is_no_result_is_refused_with_its_reason(
    seatrial: Callable[..., Any], tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(content)

    for arguments in (("report", file), ("diff", file, file)):
        ran = seatrial(*arguments)
        assert ran.code == 2
        assert said in ran.err
        assert len(ran.err.splitlines()) <= 2


def test_a_truncated_result_is_refused(seatrial: Callable[..., Any], result: Path) -> None:
    result.write_bytes(result.read_bytes()[:-100])

    assert seatrial("report", result).code == 2


def test_a_missing_result_and_a_folder_are_refused(seatrial: Callable[..., Any], tmp_path: Path) -> None:
    assert "none.json cannot be read: No such file" in seatrial("report", tmp_path / "none.json").err
    assert "is a folder" in seatrial("report", tmp_path).err


@pytest.fixture
def older(result: Path, tmp_path: Path) -> Path:
    """Return an earlier result, in which a blocker was not there yet and another finding was."""
    document = json.loads(result.read_text())
    document["findings"] = [one for one in document["findings"] if one["check"] != "SEC-02"]
    document["findings"][0]["fingerprint"] = "0" * 64
    document["findings"][0]["marks"] = []
    file = tmp_path / "older.json"
    file.write_text(json.dumps(document))
    return file


def test_a_difference_is_told_in_three_ways(seatrial: Callable[..., Any], result: Path, older: Path) -> None:
    text, plain, page = (seatrial("diff", older, result, *more) for more in ((), ("-f", "json"), ("-f", "markdown")))

    assert "New (2)" in text.out
    assert "Fixed (1)" in text.out
    assert "SEC-02" in {one["check"] for one in json.loads(plain.out)["fresh"]}
    assert page.out.splitlines()[1].startswith("### seatrial: ")
    assert "**New**" in page.out


def test_the_same_result_differs_in_nothing(seatrial: Callable[..., Any], result: Path) -> None:
    assert seatrial("diff", result, result).out.startswith("0 new; 0 fixed;")


def test_markdown_against_an_earlier_result_tells_the_changes(
    seatrial: Callable[..., Any], result: Path, older: Path
) -> None:
    assert "**New**" in seatrial("report", result, "-f", "markdown", "--against", older).out


def test_every_format_of_the_command_has_its_renderer() -> None:
    from importlib import import_module

    from seatrial.report.formats.renderers import FORMATS

    assert set(import_module("seatrial.cli.outputs").FORMATS) == {"text", "json", "mlbom", *FORMATS}


def test_a_folder_gets_the_result_and_its_three_readings(
    seatrial: Callable[..., Any], service: Path, tmp_path: Path
) -> None:
    ran = seatrial("audit", service, "-q", "-o", tmp_path / "out" / "of it")

    assert ran.code == 0
    assert ran.out
    assert {file.name for file in (tmp_path / "out" / "of it").iterdir()} == {
        "result.json",
        "report.html",
        "summary.md",
        "results.sarif",
    }
    assert seatrial("audit", service, "-o", service / "Dockerfile").code == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes by name on this system")
def test_a_pipe_is_written_to_and_stays_a_pipe(seatrial: Callable[..., Any], result: Path, tmp_path: Path) -> None:
    pipe, got = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()

    assert seatrial("report", result, "-f", f"json={pipe}").code == 0
    reader.join(10)
    assert pipe.is_fifo()
    assert got == [result.read_bytes()]


MEASURED = Path(__file__).parents[2] / "docs" / "gpu" / "encoder-float16.json"


def test_a_stored_benchmark_is_rendered_too(seatrial: Callable[..., Any], tmp_path: Path) -> None:
    page = tmp_path / "bench.html"

    ran = seatrial("report", MEASURED, "-f", f"html={page}", "-f", "markdown")

    assert ran.code == 0
    assert "# Benchmark of encoder-float16" in ran.out
    assert "Latency under load, cuda:0" in page.read_text()


@pytest.mark.parametrize(
    ("given", "words"),
    [(("-f", "sarif"), "no such format: 'sarif' (there are text, json"), (("--suppressed",), "only audits have")],
)
def test_what_only_an_audit_has_is_refused_of_a_benchmark(
    seatrial: Callable[..., Any], given: tuple[str, ...], words: str
) -> None:
    ran = seatrial("report", MEASURED, *given)

    assert ran.code == 2
    assert words in ran.err
