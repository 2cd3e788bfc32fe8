"""The roadmap is one that a tech lead would sign: what blocks now, quick wins beside it, foundations first."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.model import Archetype, Effort, Hold, Level, Severity, Stage, Step
from seatrial.model.component_report import ComponentReport
from seatrial.model.result import Report
from seatrial.report.executive.actions import actions, title_of
from seatrial.report.executive.decision import Decision, decision
from seatrial.report.executive.roadmap import Phase, roadmap

IDS = [f"X-{number:02}" for number in range(60)]
some_steps = st.lists(
    st.tuples(
        st.sampled_from(IDS), st.sampled_from(list(Effort)), st.booleans(), st.lists(st.sampled_from(IDS), max_size=2)
    ),
    unique_by=lambda one: one[0],
    max_size=40,
)


def step(
    check: str,
    effort: Effort = Effort.SMALL,
    *,
    opens: tuple[Level, ...] = (),
    after: tuple[str, ...] = (),
    do: str = "",
) -> Step:
    return Step(check, "a-practice", ".", 1.0, effort, do or f"Do {check}.", opens, after=after)


def with_steps(report: Report, *steps: Step) -> Report:
    """Return a report with these steps alone; those that open a gate of the pilot are what it waits for."""
    (component,) = report.components
    assert component.level is not None
    held = tuple(Hold(Level.PILOT, "gate", one.check) for one in steps if Level.PILOT in one.opens)
    parts = (replace(component, steps=steps, level=replace(component.level, held_by=held)),)
    return replace(report, components=parts, findings=(), ledger=())


def found(phase: Phase) -> list[str]:
    return [check for action in phase.actions for check in action.checks]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=some_steps)
def test_every_step_is_on_it_once_and_never_before_what_it_builds_on(
    service: Report, drawn: Sequence[tuple[str, Effort, bool, list[str]]]
) -> None:
    seen: list[str] = []
    steps = []
    for check, effort, opens, after in drawn:  # as the engine orders them: foundations first
        steps.append(step(check, effort, opens=(Level.PILOT,) if opens else (), after=tuple(set(after) & set(seen))))
        seen.append(check)

    phases = roadmap(with_steps(service, *steps))

    assert sum(len(phase.actions) + phase.more for phase in phases) == len(steps)
    when = {check: number for number, phase in enumerate(phases) for check in found(phase)}
    for one in steps:
        assert all(when[before] <= when[one.check] for before in one.after if before in when and one.check in when)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=some_steps)
def test_now_and_next_are_no_longer_than_they_are(
    service: Report, drawn: Sequence[tuple[str, Effort, bool, list[str]]]
) -> None:
    steps = [step(check, effort, opens=(Level.PILOT,) if opens else ()) for check, effort, opens, _ in drawn]

    now, following, _ = roadmap(with_steps(service, *steps))

    assert now.work.most <= 10
    assert following.work.most <= 20


def test_what_the_next_level_waits_for_is_done_now_even_where_much_brings_more(service: Report) -> None:
    many = [step(check, Effort.MEDIUM) for check in IDS[:20]]
    gate = step("Z-01", Effort.MEDIUM, opens=(Level.PILOT,), after=("Z-00",))

    now, *_ = roadmap(with_steps(service, *many, step("Z-00"), gate))

    assert found(now)[-2:] == ["Z-00", "Z-01"]
    assert len(found(now)) == 3  # half of the time is left for one of the others


def test_what_only_the_next_target_asks_for_is_done_now_where_the_next_level_waits_for_it(service: Report) -> None:
    (component,) = service.components
    assert component.level is not None
    ahead = replace(service.findings[1], check="DAT-02", ahead=True, points=0.0, severity=Severity.MEDIUM)
    held = (Hold(Level.PILOT, "gate", "DAT-02"),)
    parts = (replace(component, steps=(), level=replace(component.level, held_by=held)),)

    now, *_ = roadmap(replace(service, components=parts, findings=(ahead,)))

    assert found(now) == ["DAT-02"]


def test_a_blocking_risk_is_done_now(service: Report) -> None:
    now, *_ = roadmap(replace(service, components=(replace(service.components[0], steps=()),)))

    assert "SEC-02" in found(now)


def test_of_an_act_that_takes_long_only_what_blocks_is_reckoned_for_now(service: Report) -> None:
    act = replace(step("SEC-02", Effort.LARGE, do="Judge it in one run."), also=("BIZ-01", "X-01"))
    report = replace(with_steps(service, act), findings=service.findings, ledger=service.ledger)

    (action,) = actions(report)
    now, *_ = roadmap(report)

    assert action.efforts == (Effort.LARGE,)
    assert action.urgent == (Effort.MEDIUM,)  # of SEC-02, which blocks
    assert found(now) == ["SEC-02", "BIZ-01", "X-01"]


def test_what_several_components_need_is_told_once_and_done_as_often_as_it_differs(several: Report) -> None:
    def having(part: ComponentReport, *steps: Step) -> ComponentReport:
        return replace(part, steps=tuple(replace(one, component=part.name) for one in steps))

    api, batch = several.components
    same, own = step("A-01"), step("A-02", do="Guard the api.")
    parts = (having(api, same, own), having(batch, step("A-03"), same, replace(own, action="Guard the batch.")))

    every = actions(replace(several, components=parts, findings=(), ledger=()))

    assert [(one.checks, one.components, len(one.efforts)) for one in every] == [
        (("A-01",), 2, 1),
        (("A-03",), 1, 1),
        (("A-02",), 2, 2),
    ]


def test_a_step_of_several_checks_is_as_severe_as_the_worst(service: Report) -> None:
    (component,) = service.components
    joined = replace(step("BIZ-01"), also=("SEC-02",))

    (action, *_) = actions(replace(service, components=(replace(component, steps=(joined,)),)))

    assert (action.checks, action.severity, action.blocks) == (("BIZ-01", "SEC-02"), Severity.BLOCKER, True)


@pytest.mark.parametrize(
    ("name", "title"), [("model-quality-gate", "Model quality gate"), ("ci-runs-tests", "CI runs tests")]
)
def test_the_name_of_a_check_reads_as_a_title(name: str, title: str) -> None:
    assert title_of(name) == title


@pytest.mark.parametrize(
    ("archetype", "top", "recommended", "because"),
    [
        (Archetype.ONLINE_SERVICE, Level.MISSION_CRITICAL, "Do not approve go-live", "the level reached is poc"),
        (
            Archetype.LIBRARY,
            Level.CANDIDATE,
            "Do not build a product on it yet",
            "candidate is the highest for a library",
        ),
        (
            Archetype.RESEARCH_CODE,
            Level.PILOT,
            "Do not take it into a product yet",
            "pilot is the highest for research",
        ),
    ],
)
def test_what_is_recommended_fits_what_the_repository_is(
    service: Report, archetype: Archetype, top: Level, recommended: str, because: str
) -> None:
    (component,) = service.components
    assert component.level is not None
    taken, level = replace(component.taken, archetype=archetype), replace(component.level, top=top)

    def at(target: Stage) -> Decision:
        assert component.score is not None
        score = replace(component.score, target=target)
        return decision(replace(service, components=(replace(component, taken=taken, level=level, score=score),)))

    made = at(Stage.PRODUCTION)

    assert made.recommended == recommended
    assert at(Stage.PILOT).recommended == "Do not start the pilot yet"
    assert "1 blocking risk is open" in made.because
    assert because in made.because
