"""A candidate may be left with a few known gaps: they are its conditions, and production asks for them again."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from seatrial.model import Archetype, Level
from seatrial.rubric import Rubric, Situation, assess, load
from tests.repositories import repo_of

from .conftest import assessed, judged

Maker = Callable[..., Situation]
TWO = {"SEC-07": "A", "OPS-02": "P"}


def test_two_practices_that_are_known_to_fall_short_are_conditions(rubric: Rubric, service: Maker) -> None:
    level = assessed(rubric, service(), TWO).level

    assert (level.name, level.engineering, level.outright) == (Level.CANDIDATE, Level.CANDIDATE, Level.PILOT)
    assert [(hold.check, hold.found, hold.level) for hold in level.conditions] == [
        ("OPS-02", "present", Level.CANDIDATE),
        ("SEC-07", "absent", Level.CANDIDATE),
    ]
    assert level.engineering_conditions == level.conditions
    assert level.told == "candidate on 2 conditions"
    assert level.engineering_told == "candidate on 2 conditions (OPS-02, SEC-07)"


@pytest.mark.parametrize(
    "grades",
    [
        pytest.param({**TWO, "DAT-04": "A"}, id="a third"),
        pytest.param({"SEC-12": "A"}, id="something bad"),
        pytest.param({"SEC-07": "unknown"}, id="something unknown"),
    ],
)
def test_what_is_no_condition_closes_the_candidate(rubric: Rubric, service: Maker, grades: dict[str, str]) -> None:
    level = assessed(rubric, service(), grades).level

    assert (level.name, level.engineering, level.conditions) == (Level.PILOT, Level.PILOT, ())
    assert {hold.check for hold in level.held_by} == set(grades)


def test_a_floor_is_no_condition(rubric: Rubric, service: Maker) -> None:
    data = [row.id for row in rubric.table.rows if row.dimension == "DAT" and not row.conduct]

    level = assessed(rubric, service(), {**dict.fromkeys(data, "A"), "DAT-01": "P", "DAT-02": "P", "DAT-04": "P"}).level

    assert level.engineering is Level.PILOT
    assert ("dimension", "DAT") in {(hold.what, hold.check) for hold in level.held_by}


@pytest.mark.parametrize("level", [Level.POC, Level.PILOT, Level.PRODUCTION, Level.MISSION_CRITICAL])
def test_no_other_level_allows_any(rubric: Rubric, level: Level) -> None:
    assert rubric.table.levels[level].conditions == 0


def test_production_asks_for_the_conditions_again(rubric: Rubric, service: Maker) -> None:
    with_more = assessed(rubric, service(), {**TWO, "MON-07": "A"}).level

    assert [(hold.check, hold.level) for hold in with_more.held_by] == [
        ("OPS-02", Level.CANDIDATE),
        ("SEC-07", Level.CANDIDATE),
        ("OPS-02", Level.PRODUCTION),
        ("MON-07", Level.PRODUCTION),
        ("SEC-07", Level.PRODUCTION),
    ]
    assert with_more.flip is not None
    assert {"OPS-02", "SEC-07", "MON-07"} <= set(with_more.flip.checks)


def test_a_condition_of_the_highest_level_is_still_a_step(rubric: Rubric, service: Maker) -> None:
    made = assessed(rubric, service(archetype=Archetype.LIBRARY), {"SEC-07": "A"})

    assert (made.level.name, made.level.next, made.level.held_by) == (Level.CANDIDATE, None, ())
    assert [hold.check for hold in made.level.conditions] == ["SEC-07"]
    assert [step.opens for step in made.steps if "SEC-07" in step.checks] == [(Level.CANDIDATE,)]


def test_what_an_industry_asks_is_no_condition(service: Maker) -> None:
    finance = load(["finance"])

    assert assessed(finance, service(), {"SEC-07": "A"}).level.name is Level.PILOT


def test_a_table_of_ones_own_may_allow_none(service: Maker) -> None:
    shipped = load()
    candidate = replace(shipped.table.levels[Level.CANDIDATE], conditions=0)
    strict = replace(shipped, table=replace(shipped.table, levels={**shipped.table.levels, Level.CANDIDATE: candidate}))

    made = assess(strict, service(), judged(strict, {"SEC-07": "A"}), repo_of({}))

    assert made.level.name is Level.PILOT
    assert {hold.check for hold in made.level.held_by} == {"SEC-07"}
