"""The gate decides who may depend on a component; the number only ranks the work."""

from collections.abc import Callable
from importlib.resources import files

import pytest

from seatrial.config.problem import ConfigError
from seatrial.model import Archetype, Level, Stage, Surface
from seatrial.rubric import Rubric, Situation, assess, load
from seatrial.rubric.ladder import Climb
from seatrial.rubric.score import scored
from tests.repositories import repo_of

from .conftest import assessed, attested, judged

Maker = Callable[..., Situation]
TOP = Level.MISSION_CRITICAL


@pytest.mark.parametrize(
    ("grades", "name", "engineering"),
    [
        ({}, TOP, TOP),
        ({"BIZ-01": "A"}, Level.POC, TOP),
        ({"PRF-01": "A"}, Level.POC, TOP),
        ({"SEC-01": "A"}, Level.EXPERIMENT, Level.PILOT),
        ({"SEC-01": "P"}, TOP, TOP),
        ({"SEC-01": "A?"}, TOP, TOP),
        ({"SEC-01": "unknown"}, Level.EXPERIMENT, Level.PILOT),
        ({"SEC-20": "A"}, Level.EXPERIMENT, Level.EXPERIMENT),
        ({"SEC-02": "not-applicable"}, TOP, TOP),
        ({"ARC-01": "S"}, Level.CANDIDATE, Level.CANDIDATE),
        ({"ARC-01": "U?"}, Level.POC, Level.POC),
        ({"ARC-01": "U?P"}, Level.CANDIDATE, Level.CANDIDATE),
        ({"SEC-04": "unknown"}, Level.PILOT, Level.PILOT),
        ({"SEC-04": "unknown P"}, TOP, TOP),
        ({"SEC-05": "A"}, Level.CANDIDATE, Level.CANDIDATE),
        ({"MON-04": "A"}, Level.PRODUCTION, Level.PRODUCTION),
        ({"MON-04": "A", "MON-05": "P"}, Level.CANDIDATE, Level.CANDIDATE),
        ({"GOV-06": "A"}, Level.CANDIDATE, TOP),
        ({"GOV-10": "A"}, Level.CANDIDATE, TOP),
    ],
)
def test_gates_decide_the_level(
    rubric: Rubric, service: Maker, grades: dict[str, str], name: Level, engineering: Level
) -> None:
    level = assessed(rubric, service(), grades).level

    assert (level.name, level.engineering) == (name, engineering)


def test_a_credential_is_asked_of_the_engineering_once_its_release_is_decided(rubric: Rubric, service: Maker) -> None:
    level = assessed(rubric, service(), {"SEC-01": "A", "SEC-07": "A"}).level
    (first,) = level.held_by

    assert (first.check, first.level) == ("SEC-01", Level.POC)
    assert {(hold.check, hold.level) for hold in level.engineering_held_by} == {
        ("SEC-01", Level.CANDIDATE),  # it is bad, so no condition, though one gap alone would be
        ("SEC-07", Level.CANDIDATE),
    }


def test_a_table_of_ones_own_may_ask_everything_of_the_engineering_where_it_asks_it_of_all(service: Maker) -> None:
    text = files("seatrial.rubrics").joinpath("default.yaml").read_text(encoding="utf-8")
    plain = load(text=text.replace(", later: {SEC-01: candidate}", "").encode())
    named = text.replace("later: {SEC-01: candidate}", "later: {SEC-99: candidate}")

    assert assessed(plain, service(), {"SEC-01": "A"}).level.engineering is Level.EXPERIMENT
    with pytest.raises(ConfigError, match="SEC-99"):
        load(text=named.encode())


def test_a_gate_is_dropped_and_listed_when_its_question_does_not_arise(rubric: Rubric, service: Maker) -> None:
    surfaces = {Surface.PEOPLE_AFFECTING: False, Surface.PERSONAL_DATA: False, Surface.REGULATED: False}

    level = assessed(rubric, service(surfaces=surfaces), {"GOV-04": "A", "GOV-06": "A", "GOV-10": "A"}).level

    assert level.name is TOP
    assert {"GOV-06 at least substantive", "GOV-10 at least substantive"} <= set(level.dropped)


@pytest.mark.parametrize(
    ("archetype", "top"),
    [
        (Archetype.LIBRARY, Level.CANDIDATE),
        (Archetype.RESEARCH_CODE, Level.PILOT),
        (Archetype.NOTEBOOK_POC, Level.POC),
        (Archetype.BATCH_JOB, TOP),
        (Archetype.LLM_APP, TOP),
    ],
)
def test_the_ladder_stops_where_the_archetype_does(
    rubric: Rubric, service: Maker, archetype: Archetype, top: Level
) -> None:
    level = assessed(rubric, service(archetype=archetype), {}).level

    assert (level.name, level.engineering, level.top, level.next) == (
        top, top, top, None,
    )  # fmt: skip


def test_only_some_attestations_open_gates(rubric: Rubric, service: Maker) -> None:
    grades = {"GOV-01": "A", "ARC-01": "A"}

    level = assessed(rubric, service(attestations=map(attested, grades)), grades).level

    assert [hold.check for hold in level.held_by if hold.what == "gate"] == ["ARC-01"]


def test_an_attestation_that_has_expired_opens_nothing_and_holds_production(rubric: Rubric, service: Maker) -> None:
    ended = attested("GOV-01", days=-1)

    held = assessed(rubric, service(attestations=[ended]), {"GOV-01": "A"}).level
    fine = assessed(rubric, service(attestations=[ended]), {}).level

    assert held.name is Level.POC
    assert (fine.name, fine.engineering) == (Level.CANDIDATE, TOP)
    assert [(hold.what, hold.check) for hold in fine.held_by] == [("expired", "GOV-01")]


def test_too_large_a_share_of_attested_gates_holds_a_level(service: Maker) -> None:
    text = files("seatrial.rubrics").joinpath("default.yaml").read_text().replace("attested: 60", "attested: 6")
    strict = load(text=text.encode())

    level = assessed(strict, service(attestations=[attested("GOV-01")]), {"GOV-01": "A"}).level

    assert [(hold.what, hold.requires) for hold in level.held_by] == [("attested", "at most 6")]


def test_a_gate_whose_row_is_not_written_holds_the_level(rubric: Rubric, service: Maker) -> None:
    written = [one for one in judged(rubric, {}) if one.check.id != "OPS-01"]

    made = assess(rubric, service(), written, repo_of({}))

    assert (made.level.name, made.level.engineering) == (Level.POC, Level.POC)
    assert [(hold.what, hold.check) for hold in made.level.held_by] == [("unwritten", "OPS-01")]
    assert [made.score.lower, made.score.coverage] == pytest.approx([100, 100])
    assert made.score.unwritten == 1


def test_a_dimension_has_a_floor_from_the_level_on_whose_gates_ask_something_of_it(
    rubric: Rubric, service: Maker
) -> None:
    grades = dict.fromkeys([row.id for row in rubric.table.rows if row.dimension == "MON" and not row.conduct], "A")
    level = assessed(rubric, service(), grades).level

    without_data = dict.fromkeys([row.id for row in rubric.table.rows if row.id.startswith("DAT")], "A")

    assert assessed(rubric, service(), without_data).level.engineering is Level.POC  # though DAT-01 is people's to tell
    assert (level.name, level.engineering) == (Level.CANDIDATE, Level.CANDIDATE)
    assert ("dimension", "MON") in {(hold.what, hold.check) for hold in level.held_by}


def test_the_floor_of_a_dimension_asks_what_is_done_there_and_not_twice_what_is_bad(
    rubric: Rubric, service: Maker
) -> None:
    half_done = {"SEC-05": "A", "SEC-07": "P"}
    nothing_done = half_done | {"SEC-07": "A", "SEC-08": "A", "SEC-13": "A"}

    with_dirt = _held_at_candidate(rubric, service, {**half_done, "SEC-02": "P", "SEC-18": "A"})

    assert ("dimension", "SEC") not in with_dirt
    assert ("gate", "SEC-15") in _held_at_candidate(rubric, service, {**half_done, "SEC-15": "A"})
    assert ("dimension", "SEC") in _held_at_candidate(rubric, service, nothing_done)


def test_a_floor_of_the_candidate_is_reached_by_what_no_gate_asks_since_gates_tell_the_rest_by_name(
    rubric: Rubric, service: Maker
) -> None:
    undone = {"SEC-05": "A", "SEC-07": "A"}  # asked by production, and a condition here
    level = assessed(rubric, service(), undone).level

    assert (level.engineering_told, level.engineering_held_by[0].level) == (
        "candidate on 1 condition (SEC-07)",
        Level.CANDIDATE,
    )
    assert ("dimension", "SEC") in _held_at_candidate(rubric, service, {**undone, "SEC-08": "A", "SEC-13": "A"})


def _held_at_candidate(rubric: Rubric, service: Maker, grades: dict[str, str]) -> set[tuple[str, str]]:
    situation = service()
    climb = Climb(rubric, situation, scored(rubric, situation, judged(rubric, grades)))
    return {(hold.what, hold.check) for level in (Level.PILOT, Level.CANDIDATE) for hold in climb.holds(level)}


def test_a_low_score_and_a_low_dimension_hold_a_level(rubric: Rubric, service: Maker) -> None:
    grades = dict.fromkeys([row.id for row in rubric.table.rows if row.dimension == "DAT" and not row.conduct], "A")
    grades |= {"DAT-01": "P", "DAT-02": "P", "DAT-04": "P"}

    level = assessed(rubric, service(Stage.PRODUCTION), {**grades, "DAT-05": "A"}).level

    assert level.name is Level.PILOT
    assert ("dimension", "DAT") in {(hold.what, hold.check) for hold in level.held_by}
    assert any(hold.message == f"Data & reproducibility is below its floor for {hold.level}" for hold in level.held_by)


def test_too_little_coverage_holds_even_the_first_level(service: Maker) -> None:
    text = files("seatrial.rubrics").joinpath("default.yaml").read_text(encoding="utf-8")
    strict = load(text=text.replace("coverage: 50", "coverage: 90", 1).encode())
    level = assessed(strict, service(), {"SEC-01": "U", "SEC-02": "U", "SEC-20": "U"}, "unknown").level

    assert level.name is Level.EXPERIMENT
    assert [(hold.what, hold.requires) for hold in level.held_by] == [("coverage", "90")]


def test_what_holds_a_level_says_what_was_seen_and_what_to_do(rubric: Rubric, service: Maker) -> None:
    level = assessed(rubric, service(), {"BIZ-01": "A"}).level
    hold = level.held_by[0]

    assert (level.next, hold.requires, hold.found) == (Level.PILOT, "at least substantive", "absent")
    assert (hold.message, hold.step) == ("nothing of it was found", "Do BIZ-01 in the app.")
    assert "BIZ-02 at least present" in level.opened
    (dirt,) = assessed(rubric, service(), {"SEC-01": "A"}).level.held_by
    assert (dirt.found, dirt.requires) == ("found", "clean")


def test_a_profile_adds_gates_at_the_stage_of_their_rows(service: Maker) -> None:
    grades = {"ARC-08": "P", "SEC-12": "P"}

    plain = assessed(load(), service(), grades).level
    finance = assessed(load(["finance"]), service(), grades).level
    healthcare = assessed(load(["healthcare"]), service(), grades).level

    assert (plain.name, finance.name, healthcare.name) == (TOP, Level.PILOT, Level.POC)


def test_what_is_enough_and_only_likely_is_told_as_likely(rubric: Rubric, service: Maker) -> None:
    (likely,) = assessed(rubric, service(), {"ARC-01": "U?"}).level.held_by
    (little,) = assessed(rubric, service(), {"ARC-01": "A?"}).level.held_by

    assert likely.message.startswith("only likely: ")
    assert not little.message.startswith("only likely: ")


@pytest.mark.parametrize("target", [Stage.PILOT, Stage.PRODUCTION])
@pytest.mark.parametrize(("points", "engineering"), [(0, Level.CANDIDATE), (99, Level.POC)])
def test_a_level_asks_for_points_for_production_whatever_the_target(
    service: Maker, target: Stage, points: int, engineering: Level
) -> None:
    text = files("seatrial.rubrics").joinpath("default.yaml").read_text(encoding="utf-8")
    own = load(text=text.replace("    headline: 25\n", f"    headline: {points}\n").encode())
    level = assessed(own, service(target), {"OPS-02": "A"}).level

    assert level.engineering is engineering
    held = [hold for hold in level.engineering_held_by if hold.what == "headline"]
    assert [hold.message for hold in held] == ["too few of 100 points for production"] * bool(points)


@pytest.mark.parametrize(("points", "engineering"), [(0, Level.CANDIDATE), (99, Level.PILOT)])
def test_an_archetype_may_be_asked_for_other_points_than_the_level(
    service: Maker, points: int, engineering: Level
) -> None:
    text = files("seatrial.rubrics").joinpath("default.yaml").read_text(encoding="utf-8")
    own = load(text=text.replace("headline: {candidate: 55}", f"headline: {{candidate: {points}}}").encode())

    assert assessed(own, service(Stage.PRODUCTION), {"OPS-02": "A"}).level.engineering is engineering


def test_what_opens_a_level_brings_the_points_for_production_that_lack(rubric: Rubric, service: Maker) -> None:
    pilot = {
        "BIZ-01",
        "BIZ-02",
        "GOV-01",
        "GOV-03",
        "PRF-01",
        "DAT-01",
        "OPS-01",
        "ARC-01",
        "SEC-01",
        "SEC-02",
        "SEC-20",
    }
    bare = {row.id: "A" for row in rubric.table.rows if row.id not in pilot and row.stage > Stage.PILOT}
    level = assessed(rubric, service(Stage.PRODUCTION), {**bare, **dict.fromkeys(pilot, "P")}).level

    assert "headline" in {hold.what for hold in level.engineering_held_by}
    assert level.flip is not None
    fixed = {**bare, **dict.fromkeys(pilot, "P"), **dict.fromkeys(level.flip.checks, "U")}
    assert assessed(rubric, service(Stage.PRODUCTION), fixed).level.outright >= Level.PILOT
