"""What profiles ask inside of checks: clauses hold a grade, never raise one, and are silent where nobody chose them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.resources import files as files_of

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seatrial.audit import Yardstick, audit
from seatrial.component import Component, components
from seatrial.facts.code.language import language
from seatrial.judging.check import Check
from seatrial.judging.clause import Answer, Unmet
from seatrial.judging.family import Block, Family
from seatrial.judging.graded import Graded
from seatrial.judging.judgement import judgement, under
from seatrial.model import Confidence, Effort, Evidence, Grade, Place, Run, Settings, Severity, Stage
from seatrial.model.demands import Demand
from seatrial.repo import Memory, Repo
from seatrial.report.stored import to_json
from seatrial.rubric import load
from seatrial.rubric.demands import demands_of
from seatrial.testing import Example, example_repo, examples

from .asked import CHECKS

ASKED = [check for check in CHECKS.values() if check.clauses]
PLAIN = load()
NAMES = tuple(PLAIN.table.profiles)
SHIPPED = files_of("seatrial.rubrics").joinpath("default.yaml").read_text(encoding="utf-8")
DAY = dt.date(2026, 7, 1)
BLOCK: Block = {
    "question": "?", "severity": Severity.HIGH, "effort": Effort.SMALL, "stage": Stage.PILOT, "why": "why",
    "fix": ("Do it.",), "references": (),
}  # fmt: skip


def plain_examples(check: Check) -> list[Example]:
    return [one for one in examples(check) if "profile:" not in one.files.get("seatrial.yaml", "")]


def opened(files: Mapping[str, str], profiles: Iterable[str]) -> Component:
    """Return the component of an example under profiles; nothing that was found out is kept from one to the next."""
    plain = example_repo(files)
    return components(Repo(plain.snapshot, load(profiles).asking(plain.settings), plain.as_of))[0]


def test_every_clause_is_asked_by_a_profile_and_every_demand_is_judged() -> None:
    declared = {(check.id, clause.name) for check in ASKED for clause in check.clauses}
    demanded = {(one.check, one.clause) for one in demands_of(PLAIN.base, NAMES)}

    assert declared == demanded


def test_every_demand_gives_the_figures_that_its_clause_names_and_says_who_asks() -> None:
    clauses = {(check.id, clause.name): clause for check in ASKED for clause in check.clauses}

    for one in demands_of(PLAIN.base, NAMES):
        told = clauses[one.check, one.clause].asked(one)
        assert "{" not in told
        assert all(f"{value:g}" in told for value in one.figures.values())
        assert one.source


@pytest.mark.parametrize("check", ASKED, ids=lambda check: check.id)
def test_a_clause_only_ever_holds_a_grade_and_says_why(check: Check) -> None:
    for example in plain_examples(check):
        before, after = (judgement(check, opened(example.files, names)) for names in ((), NAMES))
        assert (after.applies, after.grade is None) == (before.applies, before.grade is None)
        assert not _raised(before, after)
        assert after.grade == before.grade or any(one.told in after.message for one in after.unmet)


@pytest.mark.parametrize("check", ASKED, ids=lambda check: check.id)
def test_without_a_profile_a_check_is_asked_and_nobody_else(check: Check) -> None:
    for example in plain_examples(check)[:4]:
        component = opened(example.files, ())
        own = None if check.when is not None and not check.when(component) else check.judge(component)
        assert own is None or judgement(check, component) == replace(own, language=language(component))


def test_without_a_profile_the_result_is_the_same_to_the_byte_as_if_nobody_could_ask_anything() -> None:
    files = examples(CHECKS["GOV-07"])[3].files
    bare = {check_id: replace(check, clauses=()) for check_id, check in CHECKS.items()}

    reports = [audit(Memory(files), Yardstick(checks=checks), as_of=DAY) for checks in (CHECKS, bare)]

    assert len({to_json(replace(report, run=Run())) for report in reports}) == 1


def test_the_mark_of_the_table_covers_what_is_asked_and_nothing_that_nobody_chose() -> None:
    content = yaml.safe_load(SHIPPED)
    for profile in content["profiles"].values():
        del profile["demands"]
    silent = yaml.safe_dump(content).encode()

    assert load(text=silent).used == PLAIN.used
    assert load(["finance"], text=silent).used.sha256 != load(["finance"]).used.sha256


def _raised(before: Graded, after: Graded) -> bool:
    if before.grade is None or after.grade is None:
        return False
    return after.grade > before.grade or after.confidence > before.confidence


# What becomes of a judgement, for any judgement and any answers.

grades = st.sampled_from(list(Grade))
evidence = st.builds(
    Evidence, st.just(Place("app.py", 3)), st.sampled_from("abcdef"), st.sampled_from(list(Confidence))
)
judgements = st.builds(Graded, grades, st.lists(evidence, max_size=3).map(tuple))
demands = st.builds(
    Demand, st.sampled_from(NAMES), st.just("ACME-01"), st.sampled_from(["a", "b", "c"]),
    st.sampled_from([Grade.ABSENT, Grade.PRESENT, Grade.SUBSTANTIVE]), st.just("law"),
)  # fmt: skip


@st.composite
def answered(draw: st.DrawFn) -> tuple[Demand, Answer, Unmet | None]:
    demand, met = draw(demands), draw(st.booleans())
    shown = tuple(draw(st.lists(evidence, max_size=2)))
    missing = None if met else Unmet(demand, demand.clause, "it is not there", "Do it.")
    return demand, Answer(met, "it is not there", shown), missing


def test_what_is_absent_stays_certain_whatever_a_clause_found() -> None:
    demand = Demand("finance", "ACME-01", "a", Grade.ABSENT, "law")
    met = Answer(met=True, said="it is there", evidence=(Evidence(Place("app.py", 3), "a", Confidence.LIKELY),))

    assert under(Graded(Grade.ABSENT), [(demand, met, None)]).confidence is Confidence.VERIFIED


@given(judgements, st.lists(answered(), max_size=5), answered())
def test_more_clauses_never_make_a_grade_better(
    graded: Graded, answers: list[tuple[Demand, Answer, Unmet | None]], one_more: tuple[Demand, Answer, Unmet | None]
) -> None:
    some, more = under(graded, answers), under(graded, [*answers, one_more])

    assert not _raised(graded, some)
    assert not _raised(some, more)
    assert all(one in more.unmet for one in some.unmet)
    assert {item.what for item in graded.evidence} <= {item.what for item in some.evidence}


@given(judgements, st.lists(answered(), max_size=5))
def test_a_held_grade_is_the_least_that_an_unmet_clause_allows(
    graded: Graded, answers: list[tuple[Demand, Answer, Unmet | None]]
) -> None:
    held = under(graded, answers)
    least = min((one.without for one, _, missing in answers if missing), default=Grade.IN_USE)

    assert graded.grade is not None
    assert held.grade == min(graded.grade, least)
    assert held.plain == (graded.grade if graded.grade > least else None)


def test_a_demand_that_nothing_installed_judges_is_not_met() -> None:
    acme = Family("ACME", "Acme")
    acme.practice("ACME-01", **BLOCK)(_in_use)
    demand = Demand("finance", "ACME-01", "escrow", Grade.PRESENT, "law")
    repo = Repo(Memory({"app.py": "x = 1"}), Settings(demands=(demand,)), DAY)

    held = judgement(acme.checks[0], components(repo)[0])

    assert held.grade is Grade.PRESENT
    assert held.message == "finance asks for escrow; nothing that is installed judges it"


def _in_use(component: Component) -> Graded:
    del component
    return Graded(Grade.IN_USE, (Evidence(Place("app.py", 1), "it is used"),))


def test_no_clause_stands_on_a_bad_conduct_nor_on_another_family() -> None:
    for declare in ("conduct", "nothing"):
        acme = Family("ACME", "Acme")
        if declare == "conduct":
            acme.conduct("ACME-01", **BLOCK)(_in_use)
        acme.clause("ACME-01", asks="more", fix="Do more.")(lambda component, demand: None)
        with pytest.raises(ValueError, match="no practice of this family"):
            _ = acme.checks


def test_a_clause_is_declared_once() -> None:
    acme = Family("ACME", "Acme")

    def escrow(component: Component, demand: Demand) -> Answer | None:
        del component, demand
        return None

    acme.clause("ACME-01", asks="more", fix="Do more.")(escrow)

    with pytest.raises(ValueError, match="the clause escrow of ACME-01 is declared twice"):
        acme.clause("ACME-01", asks="more", fix="Do more.")(escrow)
