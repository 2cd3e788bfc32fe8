"""Which sentences state something, and which take it back or only plan it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.documents import industry_words as words
from seatrial.facts.documents.excerpts import excerpt
from seatrial.facts.documents.stated import stated
from seatrial.facts.documents.tail_targets import tail_targets
from seatrial.model import Settings, Slo
from seatrial.repo import Memory, Repo
from tests.repositories import component_of


def lines(text: str, pattern: str, path: str = "docs/a.md") -> list[int]:
    component = component_of({path: f"# Title\n\n{text}\n"})
    return [one.place.line for one in stated(component, getattr(words, pattern), "says it")]


@pytest.mark.parametrize(
    ("pattern", "text", "line"),
    [
        ("LATE_LABELS", "Chargebacks arrive up\nto 120 days after the payment.", 3),
        ("LATE_LABELS", "| what | when |\n|---|---|\n| labels | final after 90 days |", 5),
        ("LATE_LABELS", "The label delay is sixty days.", 3),
        ("DOWNTIME", "When the model is unavailable, nurses score by hand.", 3),
        ("SEASON", "Peak on Black Friday, 27 Nov.", 3),
        ("SEASON", "In december the christmas rush triples the load.", 3),
        ("SCALED_OUT", "Scaling out from 2 to 8 took 42 s.", 3),
        ("SCALED_OUT", "We measured 35 seconds until the new replicas answered.", 3),
        ("CLINICIANS_CHECKED", "Two cardiologists reviewed the heat maps of 40 cases.", 3),
        ("CLINICIANS_CHECKED", "The explanations were rated as useful by 11 physicians.", 3),
        ("CHANGE_PLAN", "See the predetermined change control plan.", 3),
        ("OTHER_SITE", "Recall at an external hospital is 0.91.", 3),
    ],
)
def test_a_statement_is_found_over_lines_and_in_tables(pattern: str, text: str, line: int) -> None:
    assert lines(text, pattern) == [line]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("LATE_LABELS", "There is no label delay of 60 days."),
        ("LATE_LABELS", "The model is trained every 30 days."),
        ("DOWNTIME", "TODO: downtime procedure."),
        ("SEASON", "The peak is on Black Friday."),
        ("SCALED_OUT", "Scale-up stabilization window: 60 s."),
        ("SCALED_OUT", "We should measure how long scaling out takes, perhaps 40 s."),
        ("CLINICIANS_CHECKED", "The explanations were not yet reviewed by clinicians."),
        ("CLINICIANS_CHECKED", "Clinicians can use the service."),
        ("CHANGE_PLAN", "A PCCP is planned. We do not have a PCCP."),
    ],
)
def test_what_is_denied_planned_or_about_something_else_is_no_statement(pattern: str, text: str) -> None:
    assert lines(text, pattern) == []


def test_records_of_changes_and_archives_state_nothing() -> None:
    said = "See the predetermined change control plan."

    assert lines(said, "CHANGE_PLAN", "CHANGELOG.md") == []
    assert lines(said, "CHANGE_PLAN", ".claude/agents/merger.md") == []
    assert lines(said, "CHANGE_PLAN", "docs/course/plan.md") == []
    assert lines(said, "CHANGE_PLAN", ".planning/phases/01/01-CONTEXT.md") == []
    assert lines(said, "CHANGE_PLAN", "docs/superpowers/plans/2026-05-28-queues.md") == []
    assert lines(said, "CHANGE_PLAN", "docs/archive/plan.md") == []


def test_a_target_names_its_percentile() -> None:
    said = (
        "Latency p99: under 80 ms.",
        "Latency, 95th percentile: under 40 ms.",
        "Latency: under 9 ms.",
        "Response time: under 200 ms average, under 0.5 s 99th percentile",
        "Latency: 99.9 % of requests under 90 ms, 99% of the calls under 60 ms",
        "| quality | p50 | p99 |\n|---|---|---|\n| latency | < 10 ms | < 70 ms |",
    )
    text = "# Service levels\n\n" + "\n\n".join(said)
    repo = Repo(Memory({"docs/slo.md": text}), Settings(slo=Slo(p99_ms=90)))

    found = [(one.rank, one.number) for one in tail_targets(repo)]
    assert found == [(99.9, 90), (99, 60), (99, 70), (99, 80), (99, 90), (99, 500), (95, 40), (50, 10)]


def test_a_long_line_ends_at_a_word_and_a_short_one_is_whole() -> None:
    assert excerpt("answers in time, optimize if needed", 24) == "answers in time, …"
    assert excerpt("answers in time") == "answers in time"
    assert excerpt("x" * 30, 10) == "x" * 9 + "…"


@given(st.text(), st.integers(2, 40))
def test_it_is_never_longer_than_asked_and_begins_as_the_line_does(text: str, most: int) -> None:
    said = excerpt(text, most)

    assert len(said) <= most
    assert said == text or text.startswith(said.removesuffix("…").rstrip())
