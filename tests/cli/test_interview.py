"""``seatrial interview`` as people meet it: on a terminal, one question after another."""

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest

pty = pytest.importorskip("pty")

EXAMPLE = Path(__file__).parents[2] / "examples" / "churn-api"
DAY = ("--as-of", "2026-11-25")
#: Gates that people open, below candidate.
ORGANISATIONAL = {"BIZ-01", "BIZ-02", "GOV-01", "GOV-03", "PRF-01"}
#: What is typed when a key is asked for, in turn; Enter where nothing is named.
PILOT = {
    "owner.technical": ["team-churn-ml"],
    "owner.business": ["nobody", "Head of Retention"],
    "risk.eu_ai_act": ["low", "limited"],
    "risk.reason": ["it ranks offers: # nothing about a person"],
    "risk.decided_by": ["risk-office"],
    "risk.date": ["2027-09-01", "2026-09-01"],
    "risk.risks": ["wrong offers annoy customers: capped", "stale model: retrained monthly", "leak: no names kept"],
    "slo.p95_ms": ["0", "80"],
    "slo.availability": ["99.5"],
    "slo.throughput_rps": ["50"],
    "slo.window": ["30d"],
    "kpi.name": ["churn_rate"],
    "kpi.unit": ["%"],
    "kpi.baseline": ["two", "2.4"],
    "kpi.target": ["1.9"],
    "kpi.by": ["30.6.2027", "2027-06-30"],
    "kpi.owner": ["head-of-retention"],
    "decision.criteria": ["0.3 points fewer leave in the pilot, else it stops"],
    "decision.benefit": ["a lot", "120,000 EUR a year"],
    "decision.cost": ["35,000 EUR a year"],
    "decision.review_date": ["2020-01-01", "2027-03-31"],
}
STATEMENT = {
    "attest.GOV-09.by": ["platform-team"],
    "attest.GOV-09.statement": ["the forge asks for one approval on main"],
    "attest.GOV-09.expires": ["2028-11-25", "2027-05-25"],
    "attest.GOV-09.link": ["https://intranet.example.org/adr/88"],
}


class Ran(Protocol):
    code: int
    out: str
    err: str


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a copy of the example that nobody has answered for."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "churn-api", ignore=shutil.ignore_patterns("__pycache__")))


def interview(folder: Path, answers: Mapping[str, Iterable[str]], *options: str) -> tuple[int, str]:
    """Answer an interview on a terminal; ``^C`` presses Ctrl-C. Return the exit code and all that was shown."""
    turns = {key: iter(typed) for key, typed in answers.items()}
    command = [str(Path(sys.executable).with_name("seatrial")), "interview", str(folder), *DAY, *options]
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment = {**unmeasured, "TERM": "dumb", "COLUMNS": "200", "CI": "1"}
    ours, theirs = pty.openpty()
    inherited = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores Ctrl-C
    try:
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    finally:
        signal.signal(signal.SIGINT, inherited)
        os.close(theirs)
    try:
        shown = _talk(process, ours, turns)
        return process.wait(timeout=60), shown
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _talk(process: "subprocess.Popen[bytes]", terminal: int, turns: Mapping[str, Iterator[str]]) -> str:
    shown, answered = "", 0
    while chunk := _read(terminal):
        shown += chunk
        if shown.endswith("  > "):
            rows = [row.strip().partition(":")[0] for row in shown[answered:].splitlines() if row.startswith("  ")]
            key = next(row for row in reversed(rows) if row in turns or re.fullmatch(r"[a-z]+\.[\w.-]+", row))
            answered = len(shown)
            typed = next(turns.get(key, iter(())), "")
            if typed == "^C":
                _interrupt(process, terminal)
            else:
                os.write(terminal, f"{typed}\n".encode())
    return shown.replace("\r\n", "\n")


def _interrupt(process: "subprocess.Popen[bytes]", terminal: int) -> None:
    """Press Ctrl-C until something happens: one that comes before the line is read at all is lost."""
    for _ in range(40):
        process.send_signal(signal.SIGINT)
        if select.select([terminal], [], [], 0.25)[0]:
            return


def _read(terminal: int) -> str:
    if not select.select([terminal], [], [], 60)[0]:
        raise TimeoutError("the interview says nothing")
    try:
        return os.read(terminal, 65536).decode()
    except OSError:  # the other side has closed
        return ""


def held(seatrial: Callable[..., Ran], folder: Path) -> set[str]:
    """Return the checks that hold the next level, as an audit tells it."""
    (component,) = json.loads(seatrial("audit", folder, *DAY, "-f", "json").out)["components"]
    return {hold["check"] for hold in component["level"]["held_by"]}


def test_an_interview_opens_every_gate_below_candidate_that_people_open(
    seatrial: Callable[..., Ran], example: Path
) -> None:
    (example / "seatrial.yaml").write_text("")
    assert held(seatrial, example) >= ORGANISATIONAL

    code, shown = interview(example, PILOT)

    assert code == 0, shown
    assert not held(seatrial, example) & ORGANISATIONAL
    assert "! 'two' is no number: write digits alone, as 80 or 0.42" in shown
    assert "! '30.6.2027' is no date: write it as YYYY-MM-DD" in shown
    assert "! 'nobody' names nobody who can be asked" in shown
    assert "+ BIZ-01 at least substantive" in shown
    assert "- DAT-01 at least present: " in shown
    assert seatrial("config", "validate", example).code == 0


def test_started_again_it_asks_only_what_is_open(seatrial: Callable[..., Ran], example: Path) -> None:
    interview(example, {**PILOT, "kpi.owner": [], "slo.p95_ms": ["80", "q"], "slo.availability": ["q"]})
    before = (example / "seatrial.yaml").read_text()

    code, shown = interview(example, PILOT)
    after = (example / "seatrial.yaml").read_text()

    assert code == 0
    assert "owner.technical:" not in shown
    assert "risk." not in shown
    assert after.startswith(before)
    assert not held(seatrial, example) & ORGANISATIONAL


def test_it_goes_on_with_the_statements_of_the_level_that_is_named(seatrial: Callable[..., Ran], example: Path) -> None:
    interview(example, PILOT)
    before = (example / "seatrial.yaml").read_text()

    code, shown = interview(example, STATEMENT, "--target", "candidate")
    added = (example / "seatrial.yaml").read_text().removeprefix(before)

    assert code == 0
    assert "! a statement lasts 12 months at most: until 2027-11-25" in shown
    assert "+ GOV-09 at least present, by a person's word" in shown
    assert added == (
        "\n# Is each change of model, prompt or code approved by someone other than its author, with a record?\n"
        "attest:\n  GOV-09:\n    grade: S\n    statement: the forge asks for one approval on main\n"
        "    by: platform-team\n"
        '    date: 2026-11-25\n    expires: 2027-05-25\n    link: "https://intranet.example.org/adr/88"\n'
    )


@pytest.mark.parametrize(("typed", "ended"), [("q", 0), ("^C", 130)])
def test_whoever_leaves_keeps_what_was_answered(example: Path, typed: str, ended: int) -> None:
    code, shown = interview(example, {**PILOT, "risk.decided_by": [typed]})
    written = (example / "seatrial.yaml").read_text()

    assert code == ended
    assert "kept 4 answers" in shown
    assert written.endswith('  reason: "it ranks offers: # nothing about a person"\n')


def test_without_a_terminal_nobody_is_asked(seatrial: Callable[..., Ran], example: Path) -> None:
    ran = seatrial("interview", example)

    assert ran.code == 2
    assert "an interview needs a terminal" in ran.err
    assert not (example / "seatrial.yaml").exists()


def test_nothing_is_written_through_a_link(example: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("schema: 1\n")
    (example / "seatrial.yaml").symlink_to(tmp_path / "elsewhere")

    code, _ = interview(example, PILOT)

    assert code == 2
    assert (tmp_path / "elsewhere").read_text() == "schema: 1\n"
