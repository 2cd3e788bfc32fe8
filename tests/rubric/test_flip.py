"""The least work that opens a level does open it, and no other set of fixes takes less."""

from collections.abc import Callable, Mapping
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.model import Level
from seatrial.rubric import Rubric, Situation, load
from seatrial.rubric.flip import WORK

from .conftest import assessed

Maker = Callable[..., Situation]
ROWS = {row.id: row for row in load().table.rows}
some_grades = st.dictionaries(st.sampled_from(sorted(ROWS)), st.sampled_from(["A", "P", "S", "A?", "U?", "unknown"]))
few_grades = st.dictionaries(st.sampled_from(sorted(ROWS)), st.sampled_from(["A", "P"]), max_size=7)
steady = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def work(checks: tuple[str, ...]) -> int:
    return sum(WORK[ROWS[one].effort] for one in checks)


def reached(rubric: Rubric, situation: Situation, grades: Mapping[str, str], fixed: tuple[str, ...]) -> Level:
    return assessed(rubric, situation, {**grades, **dict.fromkeys(fixed, "U")}).level.outright


@steady
@given(grades=some_grades)
def test_the_fixes_of_a_set_open_the_next_level(rubric: Rubric, service: Maker, grades: dict[str, str]) -> None:
    level = assessed(rubric, service(), grades).level
    if level.next is None or level.flip is None:
        return

    assert level.flip.level is level.next
    assert reached(rubric, service(), grades, level.flip.checks) >= level.next


@steady
@given(grades=few_grades)
def test_no_cheaper_set_opens_it(rubric: Rubric, service: Maker, grades: dict[str, str]) -> None:
    level = assessed(rubric, service(), grades).level
    if level.next is None or level.flip is None or not level.flip.exact:
        return

    cheaper = (
        fixed
        for size in range(len(grades))
        for fixed in combinations(sorted(grades), size)
        if work(fixed) < work(level.flip.checks)
    )
    assert not any(reached(rubric, service(), grades, fixed) >= level.next for fixed in cheaper)


@pytest.mark.parametrize(
    ("grades", "checks"),
    [
        ({"SEC-01": "A"}, ("SEC-01",)),
        ({"BIZ-01": "A", "PRF-01": "A"}, ("BIZ-01", "PRF-01")),
        ({"MON-04": "A", "MON-05": "P"}, None),
    ],
)
def test_closed_gates_are_opened(
    rubric: Rubric, service: Maker, grades: dict[str, str], checks: tuple[str, ...] | None
) -> None:
    flip = assessed(rubric, service(), grades).level.flip

    assert flip is not None
    assert flip.exact
    assert checks is None or flip.checks == checks


def test_the_top_needs_nothing(rubric: Rubric, service: Maker) -> None:
    assert assessed(rubric, service(), {}).level.flip is None


def test_a_floor_is_reached_by_the_cheapest_points(rubric: Rubric, service: Maker) -> None:
    poor = dict.fromkeys(ROWS, "P")

    level = assessed(rubric, service(), poor).level

    assert level.flip is not None
    assert level.next is not None
    assert reached(rubric, service(), poor, level.flip.checks) >= level.next
    assert len(level.flip.checks) < len(ROWS) / 2


def test_points_for_what_is_bad_reach_the_score_and_not_the_floor_of_a_dimension(
    rubric: Rubric, service: Maker
) -> None:
    bad = {row.id: "P" for row in rubric.table.rows if row.conduct and row.dimension == "SEC"}
    undone = {row.id: "A" for row in rubric.table.rows if not row.conduct and row.dimension == "SEC"}
    grades = bad | undone

    level = assessed(rubric, service(), grades).level

    assert level.flip is not None
    assert level.next is not None
    assert reached(rubric, service(), grades, level.flip.checks) >= level.next
