"""Every line of the ledger says what was asked, what was found and what it earns."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from seatrial.judging.judged import Judged
from seatrial.model import (
    Archetype,
    Grade,
    Kind,
    LedgerLine,
    Severity,
    Stage,
    State,
    Surface,
    Waiver,
    WaiverReason,
)
from seatrial.rubric import Assessment, Rubric, Situation, assess, prices, unused_waivers
from tests.repositories import repo_of

from .conftest import AS_OF, assessed, attested, check_of, graded, judged

Maker = Callable[..., Situation]


def line(made: Assessment, check: str) -> LedgerLine:
    return next(one for one in made.ledger if one.id == check)


def waiver(check: str, *paths: str, days: int = 30) -> Waiver:
    return Waiver(check, WaiverReason.ACCEPTED_RISK, "for now", "a-team", AS_OF + dt.timedelta(days=days), paths)


@pytest.mark.parametrize(
    ("check", "grade", "state", "share"),
    [
        ("ARC-02", "A", State.FAIL, 0),
        ("ARC-02", "P", State.PARTIAL, 0.5),
        ("ARC-02", "S", State.PASS, 1),
        ("ARC-02", "U", State.PASS, 1),
        ("ARC-02", "unknown", State.UNKNOWN, 0),
        ("ARC-05", "P", State.PARTIAL, 0.5),
        ("OPS-10", "P", State.PASS, 1),
        ("OPS-03", "P", State.PARTIAL, 0.4),
        ("OPS-03", "S", State.PARTIAL, 0.8),
        ("SEC-01", "A", State.FAIL, -10),
        ("SEC-01", "P", State.PARTIAL, -4),
        ("SEC-01", "S", State.PASS, 1),
    ],
)
def test_a_grade_earns_its_share_of_the_price_at_production(
    rubric: Rubric, service: Maker, check: str, grade: str, state: State, share: float
) -> None:
    found = line(assessed(rubric, service(Stage.PRODUCTION), {check: grade}), check)

    assert found.state is state
    assert found.earned == pytest.approx(share * found.price)


def test_an_attested_practice_earns_four_fifths_and_evidence_counts_when_it_is_larger(
    rubric: Rubric, service: Maker
) -> None:
    situation = service(Stage.PRODUCTION, attestations=map(attested, ["SEC-05", "MON-01", "SEC-02", "OPS-02"]))

    made = assessed(rubric, situation, {"SEC-05": "A", "MON-01": "S", "SEC-02": "A", "OPS-02": "A"})

    assert line(made, "SEC-05").earned == pytest.approx(0.64 * line(made, "SEC-05").price)
    assert line(made, "MON-01").earned == pytest.approx(line(made, "MON-01").price)
    assert line(made, "SEC-02").attested is None  # a dangerous load on a live path is not talked away
    assert line(made, "OPS-02").attested is None  # a protected branch without tests protects nothing


@pytest.mark.parametrize(
    ("check", "grade", "counts"),
    [
        ("GOV-09", "unknown", True),
        ("MON-06", "A", True),  # only who runs the system can show it
        ("MON-06", "P", False),  # some of it is here: the rest is shown here too
        ("SEC-07", "A", False),  # any repository shows it
        ("SEC-04", "unknown", False),  # nobody's word counts
        ("GOV-03", "A", False),  # it is declared by a key of its own
        ("SEC-02", "A", False),  # something bad was seen
        ("OPS-02", "unknown", False),  # a word completes what is there, and replaces nothing
    ],
)
def test_what_cannot_be_seen_tells_what_a_statement_would_add(
    rubric: Rubric, service: Maker, check: str, grade: str, counts: bool
) -> None:
    before = assessed(rubric, service(Stage.PRODUCTION), {check: grade})
    after = assessed(rubric, service(Stage.PRODUCTION, attestations=[attested(check)]), {check: grade})

    added = line(before, check).attestable
    assert (added > 0) is counts
    assert line(after, check).attestable == 0
    if counts:
        assert line(after, check).earned - line(before, check).earned == pytest.approx(added)


def test_a_bad_example_that_was_seen_is_not_talked_away(rubric: Rubric, service: Maker) -> None:
    situation = service(Stage.PRODUCTION)
    seen = graded("P").evidence
    grades = tuple(
        replace(one, graded=replace(graded("A"), evidence=seen)) if one.check.id == "SEC-11" else one
        for one in judged(rubric, {})
    )

    assert line(assess(rubric, situation, grades, repo_of({})), "SEC-11").attestable == 0


def test_unknown_is_in_the_denominator_and_earns_in_the_upper_bound_alone(rubric: Rubric, service: Maker) -> None:
    made = assessed(rubric, service(), {"OPS-03": "unknown"})
    found = line(made, "OPS-03")

    assert (found.earned, found.upper, found.reason) == (0, found.price, "the file is broken")
    assert made.score.lower == pytest.approx(100 - found.price)
    assert made.score.upper == pytest.approx(100)
    assert made.score.coverage == pytest.approx(100 - found.price)


def test_what_does_not_apply_leaves_both_sides_with_its_reason(rubric: Rubric, service: Maker) -> None:
    made = assessed(rubric, service(surfaces={Surface.API: False}), {"SEC-02": "not-applicable", "SEC-05": "A"})

    assert (line(made, "SEC-05").state, line(made, "SEC-05").reason) == (State.NOT_APPLICABLE, "it has no api")
    assert line(made, "SEC-02").reason == "there is nothing of the kind"
    assert made.score.lower == pytest.approx(sum(one.price for one in made.score.dimensions))


def test_a_tenth_of_the_price_of_what_is_not_asked_stays_open(rubric: Rubric, service: Maker) -> None:
    whole = assessed(rubric, service(), {})
    away = line(whole, "OPS-11").price
    made = assessed(rubric, service(), {"OPS-11": "not-applicable"})
    left = 100 - whole.score.lower  # what nobody asks of a service without a language model

    assert left < 1
    assert made.score.lower == pytest.approx(100 * (100 - left - away) / (100 - 0.9 * away))
    assert made.score.coverage == pytest.approx(100)


def test_a_check_ahead_of_its_stage_is_judged_and_not_counted(rubric: Rubric, service: Maker) -> None:
    found = line(assessed(rubric, service(Stage.PILOT), {"OPS-09": "A"}), "OPS-09")

    assert (found.state, found.price, found.required, found.reason) == (
        State.FAIL, 0, None, "not required before production",
    )  # fmt: skip


def test_the_consequences_of_an_absent_practice_are_one_finding(rubric: Rubric, service: Maker) -> None:
    grades = {"ARC-01": "A", "MON-03": "A", "MON-04": "A", "MON-05": "P"}

    made = assessed(rubric, service(Stage.PRODUCTION), grades)
    cause = next(finding for finding in made.findings if finding.check == "ARC-01")

    assert cause.folded == ("MON-03", "MON-04")
    assert cause.dependent == pytest.approx(line(made, "MON-03").price + line(made, "MON-04").price)
    assert {finding.check for finding in made.findings} == {"ARC-01", "MON-05"}
    assert (line(made, "MON-04").folded, line(made, "MON-04").parent) == (True, "ARC-01")
    assert line(made, "MON-05").earned > 0  # it has evidence of its own


def test_a_waiver_is_shown_and_leaves_the_score(rubric: Rubric, service: Maker) -> None:
    plain = assessed(rubric, service(), {"SEC-08": "P"})
    made = assessed(rubric, service(waivers=[waiver("SEC-08", "*.py")]), {"SEC-07": "P", "SEC-08": "P"})
    elsewhere = assessed(rubric, service(waivers=[waiver("SEC-08", "docs/")]), {"SEC-07": "P", "SEC-08": "P"})

    assert line(made, "SEC-08").waived is not None
    assert line(elsewhere, "SEC-08").waived is None
    assert made.score.lower == elsewhere.score.lower < plain.score.lower
    assert made.score.with_waivers == pytest.approx(made.score.lower + line(made, "SEC-08").gain)
    assert "SEC-08" not in {step.check for step in made.steps}


def test_a_waiver_counts_on_its_last_day_and_not_on_the_next(rubric: Rubric, service: Maker) -> None:
    grades = {"SEC-07": "P"}

    on_the_day = assessed(rubric, service(waivers=[waiver("SEC-07", days=0)]), grades)
    after = assessed(rubric, service(waivers=[waiver("SEC-07", days=-1)]), grades)

    assert (line(on_the_day, "SEC-07").waived is None, line(after, "SEC-07").waived is None) == (False, True)


def test_a_waiver_that_covers_nothing_is_told(rubric: Rubric, service: Maker) -> None:
    waivers = [waiver("SEC-07", "app.py"), waiver("SEC-08"), waiver("SEC-15", "gone/**"), waiver("OPS-03", days=-1)]
    made = assessed(rubric, service(waivers=waivers), {"SEC-07": "P", "SEC-08": "U", "SEC-15": "P"})

    notices = unused_waivers(waivers, AS_OF, made.ledger)

    assert [notice.message for notice in notices] == [
        "the waiver of SEC-08 covers nothing: it can go",
        "the waiver of SEC-15 covers nothing: it can go",
    ]


def test_a_check_without_a_row_is_listed_at_price_zero(rubric: Rubric, service: Maker) -> None:
    row = next(row for row in rubric.table.rows if row.id == "SEC-07")
    own = Judged(check_of(replace(row, id="ACME-01")), graded("A"))

    made = assess(rubric, service(), (*judged(rubric, {}), own), repo_of({}))

    assert (line(made, "ACME-01").state, line(made, "ACME-01").price) == (State.FAIL, 0)
    assert made.score.lower == pytest.approx(100)
    assert [finding.check for finding in made.findings] == ["ACME-01"]


def test_a_crash_costs_one_verdict(rubric: Rubric, service: Maker) -> None:
    found = tuple(
        replace(one, graded=graded("unknown"), crashed="KeyError: 'x'") if one.check.id == "SEC-07" else one
        for one in judged(rubric, {})
    )

    made = assess(rubric, service(), found, repo_of({}))

    assert (line(made, "SEC-07").crashed, line(made, "SEC-07").state) == ("KeyError: 'x'", State.UNKNOWN)
    assert made.score.unknown == 1


def test_prices_depend_on_nothing_but_table_archetype_and_the_genai_overlay(rubric: Rubric) -> None:
    plain = prices(rubric.table, Archetype.ONLINE_SERVICE, {Surface.LLM: False})
    genai = prices(rubric.table, Archetype.ONLINE_SERVICE, {Surface.LLM: True})
    budget = sum(price for check, price in plain.items() if check.startswith("DAT"))

    assert budget == pytest.approx(rubric.table.archetypes[Archetype.ONLINE_SERVICE].budgets["DAT"])
    assert plain["OPS-03"] > genai["OPS-03"]
    assert plain["DAT-01"] == genai["DAT-01"]


def test_a_bad_dimension_does_not_eat_what_another_earned(rubric: Rubric, service: Maker) -> None:
    clean = assessed(rubric, service(), {})
    grades = {row.id: "A" for row in rubric.table.rows if row.dimension == "SEC"}

    dirty = assessed(rubric, service(), grades)
    security = next(one for one in clean.score.dimensions if one.id == "SEC")

    assert dirty.score.lower == pytest.approx(100 - security.price)


def test_steps_are_ranked_by_points_and_name_the_gates_they_open(rubric: Rubric, service: Maker) -> None:
    made = assessed(rubric, service(), {"OPS-03": "A", "SEC-07": "A", "OPS-18": "A"})
    steps = [(step.check, step.opens[:1]) for step in made.steps]

    assert steps == [("SEC-07", ("candidate",)), ("OPS-03", ("candidate",)), ("OPS-18", ())]


def test_severity_and_weight_are_those_of_the_profile(rubric: Rubric, service: Maker) -> None:
    plain = line(assessed(rubric, service(), {}), "GOV-09")
    raised = line(assessed(rubric.under(["finance"]), service(), {}), "GOV-09")

    assert (plain.severity, raised.severity, raised.kind) == (Severity.MEDIUM, Severity.HIGH, Kind.PRACTICE)
    assert (plain.required, raised.required) == (Grade.PRESENT, Grade.SUBSTANTIVE)
    assert raised.price > plain.price


def test_a_row_with_a_share_weighs_that_much_less_beside_its_dimension(rubric: Rubric) -> None:
    half = replace(
        rubric.table, rows=tuple(replace(row, share=0.5) if row.id == "ARC-02" else row for row in rubric.table.rows)
    )
    full, shared = (prices(table, Archetype.ONLINE_SERVICE, {}) for table in (rubric.table, half))

    assert shared["ARC-02"] / shared["ARC-05"] == pytest.approx(full["ARC-02"] / full["ARC-05"] / 2)
    assert sum(shared.values()) == pytest.approx(sum(full.values()))
