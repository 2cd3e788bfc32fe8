"""Exit codes are frozen: every way in which a command can end has its own, and the last line says which."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from seatrial.audit import audit
from seatrial.model.result import Report


class Ran(Protocol):
    code: int
    out: str
    err: str
    last: str


Seatrial = Callable[..., Ran]
Folder = Callable[[Mapping[str, str | bytes]], Path]


def test_0_when_nothing_is_gated(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("audit", service)

    assert ran.code == 0
    assert ran.last.startswith("seatrial: verdict=not-ready gate=none level=")
    assert ran.last.endswith(" exit=0")


def test_0_when_the_gate_passes(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("audit", service, "--fail-under", "0", "--fail-on", "never", "--max-unknown", "100")

    assert ran.code == 0
    assert " gate=pass " in ran.last


@pytest.mark.parametrize("gate", [["--fail-under", "100"], ["--fail-on", "low"]])
def test_1_when_the_gate_fails(seatrial: Seatrial, service: Path, gate: list[str]) -> None:
    ran = seatrial("audit", service, *gate)

    assert ran.code == 1
    assert " gate=fail " in ran.last


def test_1_when_the_configuration_asks_for_more(seatrial: Seatrial, service: Path) -> None:
    (service / "seatrial.yaml").write_text("gate: {fail_under: 100}\n")

    assert seatrial("audit", service).code == 1
    assert seatrial("audit", service, "--fail-under", "0").code == 0


def test_0_instead_of_1_when_asked_for(seatrial: Seatrial, service: Path) -> None:
    ran = seatrial("audit", service, "--fail-under", "100", "--exit-zero")

    assert ran.code == 0
    assert " gate=fail " in ran.last


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["audit", "--no-such-option"], "No such option: --no-such-option"),
        (["no-such-command"], "No such command 'no-such-command'"),
        (["audit", ".", "and", "more"], "unexpected extra argument"),
        (["audit", "--fail-under", "many"], "--fail-under"),
        (["audit", "--fail-under", "101"], "--fail-under"),
        (["audit", "--fail-on", "hihg"], "'hihg' is no severity; the nearest is 'high'"),
        (["audit", "--target", "prod"], "'prod' is no stage; the nearest is 'production'"),
        (["audit", "--target", "x"], "'x' is no stage (there are poc, pilot, "),
        (["audit", "--color", "pink"], "'--color' (env var: 'SEATRIAL_COLOR'): 'pink' is not one of 'auto', 'always'"),
        (["audit", "--profile", "finanse"], "there is no profile 'finanse'"),
        (["audit", "--select", "ARC-1"], "no check or dimension is called 'ARC-1'"),
        (["audit", "--as-of", "tomorrow"], "--as-of is no date: 'tomorrow'"),
        (["audit", "--as-of", "0001-01-01"], "--as-of is no date: '0001-01-01'"),
        (["audit", "--config", "/dev/zero"], "/dev/zero is larger than 10 MB, which no configuration is"),
        (["report", "/dev/zero"], "/dev/zero is larger than 200 MB, which no result is"),
        (["audit", "--output", "Dockerfile"], "Dockerfile is a file: name a folder"),
        (["audit", "-f", "json=both", "-f", "html=./both"], "two formats would be written to "),
        (["vulndb", "update", "--from", "nowhere"], "nowhere is no https address"),
        (["audit", "--format", "sarrif"], "no such format: 'sarrif'"),
        (["audit", "--format", "text", "--format", "json"], "only one format can go to standard output"),
        (["audit", "--format", "json=no/such/folder/x.json"], "its folder does not exist"),
        (["audit", "--config", "no-such.yaml"], "the configuration no-such.yaml cannot be read"),
        (["audit", "no/such/folder"], "there is no such path: no/such/folder"),
        (["gate", ".", "--baseline", "no-such.json"], "there is no baseline no-such.json: make it with"),
        (["gate", ".", "--baseline", "."], "cannot read .: Is a directory"),
        (["gate", ".", "--baseline", __file__], "cannot be used: "),
        (["audit", ""], "there is no such path: ''"),
        (["audit", __file__], "is a file: name the folder of the repository"),
        (["explain", "ARC-99"], "no check or dimension is called 'ARC-99'"),
        (["explain", "GOV"], "GOV is a dimension"),
        (["explain", "health"], "no check or dimension is called 'health'; the nearest is 'health-readiness'"),
        (["explain", "xyzzy"], "no check or dimension is called 'xyzzy' (seatrial rules lists them)"),
        (["explain", "ARC-01", "no/such/folder"], "there is no such path: no/such/folder"),
        (["explain", "ARC-01", ".", "--format", "json"], "what is found in . is told as text only"),
        (["explain", "ARC-01", "--examples", "--format", "json"], "--examples are told as text or Markdown"),
        (["explain"], "Missing argument 'ID'"),
        ([], "Usage: seatrial"),
        (["config"], "Missing command"),
    ],
)
def test_2_for_a_command_line_that_cannot_be_used(
    seatrial: Seatrial, service: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(service)

    ran = seatrial(*arguments)

    assert ran.code == 2
    assert ran.out == ""
    assert message in ran.err
    assert ran.last.endswith("gate=none exit=2")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("targte: pilot\n", "seatrial.yaml:1: unknown key 'targte'; the nearest is 'target'"),
        ("# mine\n\ntarget: prod\n", "seatrial.yaml:3: 'prod' is not valid here; the nearest is 'production'"),
        ("target: [\n", "cannot be read"),
        ("attest: {GOV-06: {statement: x, by: y, date: 9999-12-30, expires: 9999-12-31}}\n", "lasts 12 months at most"),
        ("attest: {ARC-99: {statement: x, by: y, date: 2026-01-01, expires: 2026-02-01}}\n", "ARC-99"),
    ],
)
def test_2_for_a_configuration_that_cannot_be_used(seatrial: Seatrial, service: Path, text: str, message: str) -> None:
    (service / "seatrial.yaml").write_text(text)

    for command in (["audit"], ["config", "validate"], ["config", "show"], ["explain", "GOV-01"]):
        ran = seatrial(*command, service)

        assert ran.code == 2
        assert message in ran.err


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("raise ValueError('\\x1b[31mboom')", "ValueError"),
        ("raise RecursionError", "RecursionError"),
        ("return 'fine'", "it returned str, not Graded"),
        ("return None", "it returned NoneType, not Graded"),
        ("return Graded('in-use')", "'in-use' is no grade"),
        ("return Graded(Grade.IN_USE, ('app.py',))", "'app.py' is no evidence"),
        ("return Graded.best((Grade.IN_USE, [object()]), looked_for='x')", "AttributeError"),
        ("return Graded.unknown(7)", "7 is no text"),
        ("raise SystemExit(0)", "SystemExit"),
        ("raise BaseException('boom')", "BaseException"),
    ],
)
def test_3_when_a_check_crashes_and_the_results_are_kept(
    seatrial: Seatrial, service: Path, plugin: Callable[[str], None], body: str, error: str
) -> None:
    plugin(body)

    ran = seatrial("audit", service, "--fail-under", "100", "--exit-zero")
    kept = json.loads(seatrial("audit", service, "--format", "json").out)["ledger"]

    assert ran.code == 3
    assert error in ran.out
    assert error not in ran.err
    assert "\x1b" not in ran.out
    assert " gate=fail " in ran.last
    assert {line["id"]: bool(line["crashed"]) for line in kept if line["id"] in {"ARC-01", "BAD-01"}} == {
        "ARC-01": False,
        "BAD-01": True,
    }


@pytest.mark.parametrize("words", [("-q",), ("--format", "json"), ("--format", "text=page.txt")])
def test_whoever_reads_no_page_is_told_which_check_crashed(
    seatrial: Seatrial,
    service: Path,
    plugin: Callable[[str], None],
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    plugin("raise RuntimeError('boom')")

    ran = seatrial("audit", service, *words)

    assert ran.code == 3
    assert re.search(r"^seatrial: BAD-01 crashed: RuntimeError: boom \(plugin_\d+:10\)$", ran.err, re.MULTILINE)


def test_3_when_a_plugin_cannot_be_loaded(seatrial: Seatrial, service: Path, plugin: Callable[[str], None]) -> None:
    plugin("")

    ran = seatrial("audit", service)

    assert ran.code == 3
    assert "No module named 'no_such_thing'" in ran.err
    assert "READY" in ran.out


def test_3_for_an_internal_error_without_its_traceback(
    seatrial: Seatrial, service: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("\x1b[31mboom")

    monkeypatch.setattr("seatrial.audit.audit", broken)

    ran = seatrial("audit", service)

    assert ran.code == 3
    assert "internal error: RuntimeError: \\x1b[31mboom (seatrial --debug ... shows where)" in ran.err
    assert "Traceback" not in ran.err
    assert re.fullmatch(r"seatrial: verdict=error gate=none reason=RuntimeError@[\w/]+\.py:\d+ exit=3", ran.last)
    assert "Traceback" in seatrial("--debug", "audit", service).err


def test_3_tells_its_reason_even_where_nothing_else_can_be_loaded(
    seatrial: Seatrial, service: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("seatrial.audit.audit", broken)
    monkeypatch.setattr("seatrial.report.printable.shown", broken)

    ran = seatrial("audit", service)

    assert ran.code == 3
    assert "internal error: reason=MemoryError@" in ran.err
    assert "reason=MemoryError@" in ran.last


def test_3_when_something_asks_the_process_to_exit(
    seatrial: Seatrial, service: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seatrial.audit.audit", sys.exit)

    ran = seatrial("audit", service)

    assert ran.code == 3
    assert "internal error: " in ran.err


@pytest.mark.parametrize("files", [{}, {"README.md": "# Nothing\n", "app.py": "print('hello')\n"}])
def test_4_when_there_is_nothing_to_audit_and_the_inventory_is_told(
    seatrial: Seatrial, folder: Folder, files: Mapping[str, str | bytes]
) -> None:
    root = folder(files)

    ran = seatrial("audit", root, "--format", "json", "--fail-under", "50", "--exit-zero")

    assert ran.code == 4
    assert ran.last.startswith("seatrial: verdict=nothing gate=fail ")
    assert json.loads(ran.out)["score"] is None
    assert json.loads(ran.out)["inventory"]
    assert "NOTHING TO ASSESS" in seatrial("audit", root).out


def test_4_stays_4_where_a_credential_is_told(seatrial: Seatrial, folder: Folder) -> None:
    address = "postgres://sales:" + "q7Rw9ZtK2mXv" + "@db.prod.acme.io/sales"
    root = folder({"config/prod.yaml": f"database: {address}\n"})

    ran = seatrial("audit", root, "--format", "json", "--fail-on", "high")
    stored = json.loads(ran.out)

    assert ran.code == 4
    assert [one["check"] for one in stored["findings"]] == ["SEC-01"]
    assert stored["findings"][0]["points"] == 0
    assert stored["score"] is None
    page = seatrial("audit", root).out
    assert "NOTHING TO ASSESS" in page
    assert "SEC-01 no-secrets-committed" in page


def test_5_when_more_is_unknown_than_allowed(
    seatrial: Seatrial, service: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seatrial.audit.audit", _half_blind)

    ran = seatrial("audit", service, "--max-unknown", "20")

    assert ran.code == 5
    assert " gate=inconclusive " in ran.last
    assert seatrial("audit", service, "--max-unknown", "20", "--exit-zero").code == 0
    assert seatrial("audit", service, "--max-unknown", "20", "--fail-under", "100").code == 1


def test_130_when_interrupted(seatrial: Seatrial, service: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("seatrial.audit.audit", interrupted)

    ran = seatrial("audit", service)

    assert ran.code == 130
    assert ran.err == "seatrial: interrupted\nseatrial: verdict=error gate=none exit=130\n"


def test_a_file_that_cannot_be_read_is_told_and_ends_nothing(seatrial: Seatrial, service: Path) -> None:
    (service / "broken.py").write_bytes(b"def \x00(:\n\xff\xfe")
    (service / "gone.py").symlink_to("/no/such/file")

    ran = seatrial("audit", service)

    assert ran.code == 0
    assert "gone.py: symbolic link out of the audited folder" in ran.out


@pytest.mark.parametrize("broken", ["HEAD", "index"])
def test_a_broken_repository_is_read_as_a_plain_folder(seatrial: Seatrial, service: Path, broken: str) -> None:
    subprocess.run(["git", "init", "-q", str(service)], check=True)
    (service / ".git" / broken).write_bytes(b"\0 broken")

    ran = seatrial("audit", service)

    assert ran.code == 0
    assert "every file that no ignore rule names is read" in ran.out


def _half_blind(*arguments: Any, **options: Any) -> Report:
    report = audit(*arguments, **options)
    (component,) = report.components
    assert component.score is not None
    return replace(report, components=(replace(component, score=replace(component.score, coverage=50.0)),))
