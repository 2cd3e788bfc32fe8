"""What one act answers is one step, which names it, counts it whole, and comes no later than the best of its parts."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.judging.judged import Judged
from seatrial.model import Archetype, Effort, Evidence, Level, Place, Stage, Step, Waiver, WaiverReason
from seatrial.repo import Memory, Repo
from seatrial.rubric import Assessment, Rubric, Situation, assess, load
from seatrial.rubric.acts import effort_of_all
from seatrial.rubric.order import LEVEL, Choice, Closed, in_order

from .conftest import AS_OF, check_of, graded

Maker = Callable[..., Situation]
HANDBOOK = "Write the handbook, {page:docs/runbook.md}."
ROWS = sorted(row.id for row in load().table.rows)
ANY = st.dictionaries(st.sampled_from(ROWS), st.sampled_from(["A", "P", "S", "unknown", "not-applicable"]), max_size=30)


def judged(
    rubric: Rubric, grades: Mapping[str, str], acts: Mapping[str, str], pages: Mapping[str, str] | None = None
) -> tuple[Judged, ...]:
    """Return judgements of checks that say what act they are part of, and on which page."""
    named = {one: {"page": page} for one, page in (pages or {}).items()}
    return tuple(
        Judged(
            replace(check_of(row), act=acts.get(row.id, "")),
            graded(grades.get(row.id, "U")).naming(**named.get(row.id, {})),
        )
        for row in rubric.table.rows
    )


def made(rubric: Rubric, situation: Situation, those: tuple[Judged, ...]) -> Assessment:
    return assess(rubric, situation, those, Repo(Memory({"app.py": "line"}), as_of=AS_OF))


def test_two_findings_of_one_act_are_one_step_with_the_points_of_both(rubric: Rubric, service: Maker) -> None:
    grades = {"MON-07": "A", "MON-08": "A"}
    acts = dict.fromkeys(grades, HANDBOOK)

    found = made(rubric, service(Stage.PRODUCTION), judged(rubric, grades, acts))

    assert {one.check: one.act for one in found.findings} == dict.fromkeys(
        grades, "Write the handbook, docs/runbook.md."
    )
    (step,) = found.steps
    assert step.action == "Write the handbook, docs/runbook.md."
    assert set(step.checks) == set(grades)
    assert step.points == pytest.approx(sum(one.points for one in found.findings))


def test_what_stands_alone_is_told_by_its_own_first_step(rubric: Rubric, service: Maker) -> None:
    found = made(rubric, service(Stage.PRODUCTION), judged(rubric, {"MON-07": "A"}, {"MON-07": HANDBOOK}))

    assert [(one.act, one.fix) for one in found.findings] == [("", ("Do MON-07 in the app.",))]
    assert [step.action for step in found.steps] == ["Do MON-07 in the app."]


def test_what_keeps_several_from_running_is_mended_once_each_cause_by_itself(rubric: Rubric, service: Maker) -> None:
    lost, old = "Dockerfile copies a.txt, which nothing brings", "ci.yml sets up Python 3.8, which >=3.12 refuses"
    causes = {
        "SEC-05": lost,
        "PRF-04": lost,
        "MON-04": lost,
        "OPS-02": old,
        "DAT-09": old,
        "MON-07": "start.sh is lost",
    }
    those = tuple(
        replace(one, graded=replace(graded("P"), stopped=Evidence(Place("app.py", 1), cause)).naming(stopped=cause))
        if (cause := causes.get(one.check.id))
        else one
        for one in judged(rubric, {}, {})
    )

    found = made(rubric, service(Stage.PRODUCTION), those)

    steps = {step.action: step for step in found.steps}
    by_cause = steps[f"Mend what keeps it from running: {lost}."]
    assert {*by_cause.checks} == {"SEC-05", "PRF-04", "MON-04"}
    assert by_cause.effort is min(
        (check_of(rubric.rows[one]).effort for one in by_cause.checks), key=list(Effort).index
    )
    assert {*steps[f"Mend what keeps it from running: {old}."].checks} == {"OPS-02", "DAT-09"}
    assert [one.act for one in found.findings if one.check == "MON-07"] == [""]


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        ({"MON-07": "ops/RUN.md"}, "ops/RUN.md"),
        ({"MON-07": "ops/RUN.md", "MON-08": "ops/RUN.md"}, "ops/RUN.md"),
        ({"MON-07": "ops/RUN.md", "MON-08": "docs/harm.md"}, "docs/runbook.md"),
    ],
)
def test_an_act_names_a_file_that_all_of_it_agree_on(
    rubric: Rubric, service: Maker, pages: Mapping[str, str], told: str
) -> None:
    grades = {"MON-07": "A", "MON-08": "A"}

    found = made(rubric, service(Stage.PRODUCTION), judged(rubric, grades, dict.fromkeys(grades, HANDBOOK), pages))

    assert {one.act for one in found.findings} == {f"Write the handbook, {told}."}


def test_what_is_waived_is_part_of_no_act(rubric: Rubric, service: Maker) -> None:
    grades = {"MON-07": "A", "MON-08": "A", "OPS-09": "A"}
    waiver = Waiver("MON-07", WaiverReason.ACCEPTED_RISK, "for now", "ann", AS_OF.replace(month=12))

    found = made(
        rubric, service(Stage.PRODUCTION, waivers=[waiver]), judged(rubric, grades, dict.fromkeys(grades, HANDBOOK))
    )

    assert {one.check for one in found.findings if one.act} == {"MON-08", "OPS-09"}
    assert "MON-07" not in {check for step in found.steps for check in step.checks}


def test_what_is_ahead_of_the_target_is_no_part_of_what_is_asked_for_now(rubric: Rubric, service: Maker) -> None:
    grades = {"MON-07": "A", "OPS-09": "A", "GOV-16": "A"}  # the last is asked by what is critical

    found = made(rubric, service(Stage.PRODUCTION), judged(rubric, grades, dict.fromkeys(grades, HANDBOOK)))

    assert {one.check: bool(one.act) for one in found.findings} == {"MON-07": True, "OPS-09": True, "GOV-16": False}
    assert {check for step in found.steps for check in step.checks} == {"MON-07", "OPS-09"}


def test_a_blocker_is_not_held_up_by_the_company_it_is_in() -> None:
    def choice(check: str, points: float, effort: Effort, *parts: Choice) -> Choice:
        return Choice(Step(check, "", ".", points, effort, "Do it."), points, (), parts)

    blocker, rest = choice("A-01", 6.0, Effort.MEDIUM), choice("A-02", 0.1, Effort.LARGE)
    act, other = choice("A-01", 6.1, Effort.LARGE, blocker, rest), choice("B-01", 4.0, Effort.MEDIUM)

    assert [one.check for one in in_order([other, act], {Level.PILOT: Closed(LEVEL, frozenset())})] == ["A-01", "B-01"]


@pytest.mark.parametrize(
    ("parts", "whole"), [("S", "S"), ("SS", "S"), ("SSS", "M"), ("MSSS", "M"), ("MM", "M"), ("MMM", "L"), ("LLL", "L")]
)
def test_an_act_takes_as_long_as_its_longest_part_and_longer_for_many(parts: str, whole: str) -> None:
    assert effort_of_all([Effort(one) for one in parts]) is Effort(whole)


@given(
    grades=ANY, acts=st.dictionaries(st.sampled_from(ROWS), st.sampled_from(["Do this.", "Do that."])), data=st.data()
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_acts_move_no_score_and_no_finding_and_lose_no_step(
    rubric: Rubric, service: Maker, grades: Mapping[str, str], acts: Mapping[str, str], data: st.DataObject
) -> None:
    situation = service(data.draw(st.sampled_from(list(Stage))))
    apart, together = (made(rubric, situation, judged(rubric, grades, some)) for some in ({}, acts))

    assert (apart.score, apart.level, apart.ledger) == (together.score, together.level, together.ledger)
    assert [replace(one, act="") for one in apart.findings] == [replace(one, act="") for one in together.findings]
    told = [check for step in together.steps for check in step.checks]
    assert len(told) == len(set(told))
    assert {check for step in apart.steps for check in step.checks} <= set(told)


def test_a_check_of_another_archetype_or_case_may_be_other_work(rubric: Rubric) -> None:
    check = replace(
        check_of(rubric.rows["OPS-09"]),
        act="Deploy.",
        act_when={"by hand": "Write.", Archetype.LIBRARY: ""},
        fix_for={Archetype.LIBRARY: ("Yank it.",), Archetype.BATCH_JOB: ("Rerun it.",)},
        fix_when={"by hand": ("Write it down.",)},
    )

    assert check.act_of(Archetype.ONLINE_SERVICE) == "Deploy."
    assert check.act_of(Archetype.BATCH_JOB) == "Deploy."
    assert check.act_of(Archetype.LIBRARY) == ""
    assert check.act_of(Archetype.LIBRARY, "by hand") == "Write."
    assert check.act_of(Archetype.ONLINE_SERVICE, done=(1,)) == ""
    left = replace(check, act_when={"3": "Rehearse."})
    assert [left.act_of(done=done) for done in ((1,), (2,), (1, 2), (1, 2, 3))] == ["", "Deploy.", "Rehearse.", ""]
