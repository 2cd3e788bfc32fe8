"""A model that is surely slower than at the base fails the gate; what does not compare never passes for good."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.audit import audit
from seatrial.bench.records.stored import to_json
from seatrial.comparison import compare
from seatrial.gate import Change, Gate, Outcome, Policy, gate
from seatrial.gate.latency import paces
from seatrial.model.benchmark import (
    Block,
    Configuration,
    Disturbance,
    Estimate,
    Machine,
    Record,
    Run,
    Scenario,
    Subject,
)
from seatrial.model.result import Report
from seatrial.repo import Memory
from seatrial.report.difference import difference_lines
from seatrial.report.formats.markdown import to_markdown
from seatrial.report.formats.material import Material
from seatrial.report.gated import gate_lines
from seatrial.report.glyphs import UNICODE
from seatrial.report.stored import from_json as report_from_json
from seatrial.report.stored import to_json as report_to_json
from seatrial.report.terminal.paint import plain
from tests.gate.test_change import Repository

DAY = dt.date(2026, 11, 26)
NAME = "models/churn.onnx"
OLD = Path(__file__, "../../../examples/churn-api", NAME).resolve().read_bytes()
NEW = OLD.replace(b"churn", b"chosn", 1)
HERE, THERE = "a" * 16, "b" * 16


def record(
    model: bytes, p50: float, p99: float = 9.0, *, width: float = 0.01, drift: float = 0.02, **more: Any
) -> bytes:
    """Return a record with intervals of a relative half width, whose blocks lie off by ``drift`` at most."""
    at = Configuration(intra_threads=more.pop("threads", 1))
    note, seen = more.pop("note", ""), Disturbance(pace_us=more.pop("pace", None))
    estimates = [
        Estimate(
            NAME, metric, value, value * (1 - width), value * (1 + width), "ms", n=5000, configuration=at, note=note
        )
        for metric, value in (("p50_ms", p50), ("p99_ms", p99))
    ]
    blocks = [
        Block(0, number, 100, 0.2, 1e6 * p50 * (1 + drift * (number % 3 - 1)), disturbance=seen) for number in range(12)
    ]
    whole = Record(
        started=f"{more.pop('day', '2026-11-01')}T10:00:00+00:00",
        machine=Machine(cpu="Example CPU", cores=4, identity=more.pop("machine", HERE)),
        subjects=(Subject(NAME, sha256=hashlib.sha256(model).hexdigest()),),
        runs=(Run(NAME, at, Scenario.SINGLE, blocks=tuple(blocks)),),
        estimates=tuple(estimates),
    )
    return to_json(replace(whole, **more))


@cache
def result(model: bytes, data: bytes) -> Report:
    code = "import onnxruntime\nonnxruntime.InferenceSession('models/churn.onnx')\n"
    report = audit(Memory({NAME: model, "seatrial-bench.json": data, "app.py": code}), as_of=DAY)
    return report_from_json(report_to_json(report))


def held(old: Report, new: Report, allowed: float = 5.0) -> Gate:
    return gate(new, Policy(latency=allowed), Change(compare(old, new)))


def told(old: Report, new: Report) -> list[str]:
    return [one.problem for one in paces(old, new)]


def base() -> Report:
    return result(OLD, record(OLD, 1.0))


def test_a_model_that_is_surely_slower_fails() -> None:
    made = held(base(), result(NEW, record(NEW, 1.2)))

    assert made.outcome is Outcome.FAIL
    assert made.conditions[0].found == "models/churn.onnx p50 +20 %"


@pytest.mark.parametrize("p50", [0.8, 1.0, 1.03])
def test_what_intervals_and_noise_explain_passes(p50: float) -> None:
    assert held(base(), result(NEW, record(NEW, p50))).outcome is Outcome.PASS


@pytest.mark.parametrize("pace", [None, 250.0])
def test_a_model_that_is_slower_at_the_same_speed_of_the_processor_fails(pace: float | None) -> None:
    made = held(result(OLD, record(OLD, 1.0, pace=230.0)), result(NEW, record(NEW, 1.4, pace=pace)))

    assert made.outcome is Outcome.FAIL


def test_a_slower_tail_fails_as_well() -> None:
    assert held(base(), result(NEW, record(NEW, 1.0, 11.0))).outcome is Outcome.FAIL


def test_the_same_difference_on_a_machine_that_drifts_proves_nothing() -> None:
    assert held(base(), result(NEW, record(NEW, 1.2, drift=0.2))).outcome is Outcome.PASS


def test_a_policy_says_how_much_longer_it_may_take() -> None:
    slower = result(NEW, record(NEW, 1.2))

    assert held(base(), slower, 20).outcome is Outcome.PASS
    assert gate(slower, Policy(), Change(compare(base(), slower))).outcome is Outcome.NONE


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (record(OLD, 1.0), record(NEW, 0.5, machine=THERE), "it was measured on another machine"),
        (record(OLD, 1.0), record(OLD, 1.0), "the model changed since it was measured"),
        (record(OLD, 1.0), record(NEW, 1.0, day="2026-01-01"), "more than 180 days ago"),
        (record(OLD, 1.0, day="2026-01-01"), record(NEW, 1.0), "at the base its record is of 2026-01-01"),
        (record(OLD, 1.0), record(NEW, 1.0, threads=2), "in another setup than at the base (cpu, 1 thread)"),
        (record(OLD, 1.0), record(NEW, 1.0, note="disturbed"), "its record says: disturbed"),
        (record(OLD, 1.0), record(NEW, 1.0, width=0.5), "too roughly"),
        (record(OLD, 1.0), record(NEW, 1.0, runs=()), "too few blocks"),
        (record(OLD, 1.0, pace=230.0), record(NEW, 1.4, pace=310.0), "the processor took +35 % for the same work"),
        (record(OLD, 1.0, pace=310.0), record(NEW, 1.0, pace=230.0), "the processor took -26 % for the same work"),
        (record(OLD, 1.0), record(NEW, 1.0, estimates=()), "no record measures it any more"),
        (record(OLD, 1.0), b"{}", "no record measures it any more"),
    ],
)
def test_what_does_not_compare_is_told_and_never_passes(old: bytes, new: bytes, why: str) -> None:
    before, after = result(OLD, old), result(NEW, new)

    assert told(before, after)
    assert all(why in one for one in told(before, after))
    assert held(before, after).outcome is Outcome.INCONCLUSIVE


def test_what_nobody_measured_anew_and_nothing_changed_is_no_news() -> None:
    old = result(OLD, record(OLD, 1.0, day="2026-01-01"))

    assert told(old, old) == []
    assert held(old, old).outcome is Outcome.PASS


def test_a_model_that_is_gone_needs_no_record() -> None:
    after = audit(Memory({"app.py": "import onnxruntime\n"}), as_of=DAY)

    assert told(base(), after) == []


@given(st.floats(0.5, 2.0), st.floats(0.0, 0.1), st.floats(0.0, 0.1))
def test_the_least_factor_is_never_more_than_the_factor(ratio: float, width: float, noise: float) -> None:
    (before, *_) = base().latencies
    low, high = before.value * ratio * (1 - width), before.value * ratio * (1 + width)
    after = replace(before, value=before.value * ratio, low=low, high=high, noise=noise, sha256="c" * 64)
    (pace,) = paces(replace(base(), latencies=(before,)), replace(base(), latencies=(after,)))

    assert 1 <= pace.least <= max(pace.ratio, 1)


def test_the_name_of_a_model_is_data_in_every_output() -> None:
    (before, *_) = base().latencies
    hostile = "\x1b[31m<b>|::error::`@all`"
    named = replace(before, model=hostile)
    old, new = (replace(base(), latencies=(one,)) for one in (named, replace(named, value=2.0, low=2.0, high=2.0)))
    change = Change(compare(old, new))
    held_to = gate(new, Policy(latency=5), change)
    text = plain([*gate_lines(held_to, (), UNICODE), *difference_lines(change.compared, UNICODE)])
    page = to_markdown(Material(new, gate=held_to, comparison=change.compared)).decode()

    assert "+100 %" in text
    assert "+100 %" in page
    assert "\x1b" not in text + page
    assert not {"<b>", "`@all`"} & set(page.split())
    assert "|::error" not in page


def test_a_change_is_held_to_it_straight_from_git_and_by_stored_results(
    tmp_path: Path, run_seatrial: Callable[..., Any]
) -> None:
    team = Repository(tmp_path / "churn")
    (team.root / "models").mkdir()
    code = "import onnxruntime\nmodel = onnxruntime.InferenceSession('models/churn.onnx')\n"
    for at, (model, p50) in enumerate(((OLD, 1.0), (NEW, 1.4))):
        (team.root / NAME).write_bytes(model)
        (team.root / "seatrial-bench.json").write_bytes(record(model, p50))
        team.commit(app_py=code, seatrial_yaml="schema: 1\ngate: {latency: 5}\n")
        run_seatrial("audit", team.root, "--as-of", DAY, "-q", "-f", f"json={tmp_path}/{at}.json")
    policy = ("--config", team.root / "seatrial.yaml", "--color", "never")
    commits = run_seatrial("gate", team.root, "--base", "HEAD~1", "--as-of", DAY, "--color", "never")
    stored = run_seatrial("gate", tmp_path / "1.json", "--against", tmp_path / "0.json", *policy)
    comment = run_seatrial("gate", team.root, "--base", "HEAD~1", "--as-of", DAY, "-f", "markdown")

    for ran in (commits, stored):
        assert ran.code == 1
        assert "measured latency: models/churn.onnx p50 +40 %, at most 5 % longer asked" in ran.out
        assert "models/churn.onnx p50 (cpu, 1 thread): 1.00 ms to 1.40 ms, +40 %" in ran.out
    assert "### seatrial: gate failed, 1 model slower" in comment.out
    assert "**Measured latency**" in comment.out
