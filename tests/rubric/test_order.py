"""The next steps stand in the order in which a good team takes them: most for its work, and foundations first."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.interview.declared import DECLARED
from seatrial.model import Effort, Grade, Level, Stage, Step
from seatrial.rubric import Assessment, Rubric, Situation, load
from seatrial.rubric.order import LEVEL, WORK, Choice, Closed, in_order

from .conftest import assessed

Maker = Callable[..., Situation]
ROWS = {row.id: row for row in load().table.rows}
IDS = [f"X-{number:02}" for number in range(8)]
PAPERS = {"GOV-01": "A", "BIZ-01": "A", "GOV-03": "A", "BIZ-02": "A", "PRF-01": "A"}
some_grades = st.dictionaries(st.sampled_from(sorted(ROWS)), st.sampled_from(["A", "P", "S", "unknown"]))
some_choices = st.lists(
    st.tuples(
        st.sampled_from(IDS),
        st.floats(0, 20),
        st.sampled_from(list(Effort)),
        st.sets(st.sampled_from(["a", "b", "c"])),
        st.lists(st.sampled_from(IDS), max_size=3),
    ),
    unique_by=lambda one: one[0],
)
steady = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def choice(
    check: str, points: float, effort: Effort = Effort.SMALL, gates: str = "", after: tuple[str, ...] = ()
) -> Choice:
    step = Step(check, "", ".", points, effort, "Do it.", after=after)
    return Choice(step, points, tuple((Level.PILOT, gate) for gate in gates))


def closed(gates: str = "") -> dict[Level, Closed]:
    return {Level.PILOT: Closed(LEVEL, frozenset(gates))}


def ordered(*choices: Choice, gates: str = "") -> list[str]:
    return [step.check for step in in_order(choices, closed(gates))]


@steady
@given(drawn=some_choices)
def test_every_step_is_taken_once_and_in_one_order_whatever_the_order_of_asking(
    drawn: list[tuple[str, float, Effort, set[str], list[str]]],
) -> None:
    choices = [
        choice(check, points, effort, "".join(sorted(gates)), tuple(after))
        for check, points, effort, gates, after in drawn
    ]

    taken = ordered(*choices, gates="abc")

    assert sorted(taken) == sorted(one.step.check for one in choices)
    assert taken == ordered(*reversed(choices), gates="abc")


@steady
@given(drawn=some_choices)
def test_nothing_stands_before_what_it_builds_on(drawn: list[tuple[str, float, Effort, set[str], list[str]]]) -> None:
    later = {check: tuple(one for one in after if one < check) for check, _, _, _, after in drawn}  # without circles
    choices = [choice(check, points, effort, "", later[check]) for check, points, effort, _, _ in drawn]

    taken = ordered(*choices)

    for check, after in later.items():
        assert all(taken.index(one) < taken.index(check) for one in after if one in taken)


def test_a_circle_of_foundations_ends() -> None:
    assert ordered(choice("A-1", 1, after=("A-2",)), choice("A-2", 2, after=("A-1",))) == ["A-1", "A-2"]


def test_most_points_for_the_work_come_first_and_of_equal_ones_the_smaller_work() -> None:
    assert ordered(choice("A-1", 3, Effort.MEDIUM), choice("A-2", 2)) == ["A-2", "A-1"]
    assert ordered(choice("A-1", 4, Effort.MEDIUM), choice("A-2", 2)) == ["A-2", "A-1"]
    assert list(WORK) == sorted(WORK, key=lambda effort: WORK[effort])


def test_what_completes_a_level_comes_soon_after_the_rest_of_it() -> None:
    most, last, other = choice("A-1", 1, gates="abcd"), choice("A-2", 0, gates="e"), choice("A-3", 2)

    assert ordered(most, last, other, gates="abcde") == ["A-1", "A-2", "A-3"]
    assert ordered(last, other, gates="abcde") == ["A-3", "A-2"]


def test_a_gate_with_two_ways_is_opened_once() -> None:
    one, other, points = choice("A-1", 0.2, gates="a"), choice("A-2", 0.1, gates="a"), choice("A-3", 1)

    assert ordered(one, other, points, gates="ab") == ["A-1", "A-3", "A-2"]


def test_what_people_only_declare_is_one_step_that_says_what_it_really_earns(rubric: Rubric, service: Maker) -> None:
    made = assessed(rubric, service(Stage.PRODUCTION), {**PAPERS, "SEC-07": "A"})
    said = assessed(rubric, service(Stage.PRODUCTION), {**dict.fromkeys(PAPERS, "S"), "SEC-07": "A"})

    (step,) = (one for one in made.steps if one.keys)

    assert set(step.checks) == set(PAPERS)
    assert step.keys == ("kpi", "decision", "owner", "risk", "slo")
    assert step.points == pytest.approx(said.score.lower - made.score.lower)
    assert (step.opens.count(Level.PILOT), step.effort) == (5, Effort.SMALL)
    assert "`seatrial interview`" in step.action
    assert said.level.name > made.level.name
    assert not any(one.keys for one in said.steps)


def test_an_owner_that_is_only_likely_is_declared_with_the_rest(rubric: Rubric, service: Maker) -> None:
    made = assessed(rubric, service(Stage.PRODUCTION), {**PAPERS, "GOV-01": "S?"})

    (step,) = (one for one in made.steps if one.keys)

    assert "owner" in step.keys
    assert step.opens.count(Level.PILOT) == 5


def test_one_declaration_alone_keeps_the_step_of_its_check(rubric: Rubric, service: Maker) -> None:
    made = assessed(rubric, service(Stage.PRODUCTION), {"PRF-01": "A"})

    assert [(step.check, step.also, step.keys) for step in made.steps] == [("PRF-01", (), ())]


def test_tests_that_ci_does_not_run_are_one_step_with_running_them(rubric: Rubric, service: Maker) -> None:
    made = assessed(rubric, service(Stage.PRODUCTION), {"OPS-01": "S", "OPS-02": "A"})

    (step,) = made.steps

    assert step.checks == ("OPS-02", "OPS-01")
    assert step.points == pytest.approx(100 - made.score.lower)


@pytest.mark.parametrize(
    ("first", "then"),
    [("OPS-01", "OPS-02"), ("MON-03", "MON-04"), ("DAT-06", "OPS-03"), ("PRF-02", "PRF-07"), ("DAT-02", "DAT-11")],
)
def test_what_a_practice_builds_on_comes_first_where_it_is_missing(
    rubric: Rubric, service: Maker, first: str, then: str
) -> None:
    order = [step.check for step in assessed(rubric, service(Stage.PRODUCTION), {first: "A", then: "A"}).steps]

    assert order == [first, then]


@steady
@given(grades=some_grades)
def test_the_order_keeps_what_builds_on_what_whatever_was_found(
    rubric: Rubric, service: Maker, grades: dict[str, str]
) -> None:
    made = assessed(rubric, service(Stage.PRODUCTION), grades)
    place = {check: number for number, step in enumerate(made.steps) for check in step.checks}
    absent = {line.id for line in made.ledger if line.grade is Grade.ABSENT}

    for check, number in place.items():
        for before in (*ROWS[check].parents, *ROWS[check].after):
            assert before not in absent or before not in place or place[before] <= number


def test_a_blocker_of_the_same_work_and_price_stands_before_what_is_none(rubric: Rubric, service: Maker) -> None:
    steps = assessed(rubric, service(Stage.PRODUCTION), {"OPS-03": "A", "OPS-04": "A"}).steps

    assert [step.check for step in steps] == ["OPS-03", "OPS-04"]


def test_a_closed_gate_is_a_step_even_where_it_earns_nothing(rubric: Rubric, service: Maker) -> None:
    dirty = {row.id: "A" for row in rubric.table.rows if row.dimension == "SEC"}
    made: Assessment = assessed(rubric, service(Stage.PRODUCTION), dirty)

    assert {"SEC-01", "SEC-02", "SEC-15"} <= {step.check for step in made.steps}


def test_a_bad_thing_comes_early_where_its_dimension_has_nothing_left_to_lose(rubric: Rubric, service: Maker) -> None:
    bare = {row: "A" for row in rubric.rows if row.startswith(("SEC", "OPS"))}

    first, *_ = assessed(rubric, service(), bare).steps

    assert (first.check, first.points) == ("SEC-01", 0.0)


def test_the_rubric_and_the_interview_name_the_same_declarations() -> None:
    assert {row.id for row in ROWS.values() if row.declare} == set(DECLARED)
