"""What a clause that is not met does to a fix, to a person's word, and to a table that asks for nonsense."""

import datetime as dt
from importlib.resources import files

import pytest

from seatrial.config import ConfigError, parse
from seatrial.judging.check import Check
from seatrial.judging.clause import Unmet
from seatrial.judging.graded import Graded
from seatrial.judging.judged import Judged
from seatrial.model import Archetype, Attestation, Evidence, Grade, Place, Stage, State
from seatrial.model.demands import Demand
from seatrial.repo import Memory, Repo
from seatrial.rubric import Rubric, Situation, assess, load
from seatrial.rubric.fix import steps
from seatrial.rubric.standing import standings

from .conftest import AS_OF, check_of, judged

SHIPPED = files("seatrial.rubrics").joinpath("default.yaml").read_text(encoding="utf-8")
FINANCE = load(["finance"])
DEMAND = Demand("finance", "GOV-07", "kept-for-years", Grade.PRESENT, "law")
UNMET = Unmet(DEMAND, "records that are kept for at least 5 years", "nothing says so", "Keep {it:them}.")
SEEN = (Evidence(Place("app.py", 1), "a record"),)


def check() -> Check:
    return check_of(FINANCE.rows["GOV-07"])


def held(plain: Grade | None, grade: Grade) -> Graded:
    return Graded(grade, SEEN, message=UNMET.told, unmet=(UNMET,), plain=plain)


def attested(*clauses: str) -> Attestation:
    day = dt.date(2026, 10, 1)
    return Attestation(
        "GOV-07", Grade.SUBSTANTIVE, "kept by the archive", "me", day, dt.date(2027, 9, 1), "", Place(""), clauses
    )


def situation(*attestations: Attestation) -> Situation:
    return Situation(Archetype.ONLINE_SERVICE, Stage.PRODUCTION, AS_OF, attestations=attestations)


@pytest.mark.parametrize(
    ("graded", "expected"),
    [
        (held(Grade.IN_USE, Grade.PRESENT), ("Keep them.",)),
        (held(Grade.SUBSTANTIVE, Grade.PRESENT), ("Keep them.", "Do GOV-07 in the app.")),
        (held(None, Grade.PRESENT), ("Do GOV-07 in the app.", "Keep them.")),
    ],
)
def test_what_holds_the_grade_is_to_be_done_first(graded: Graded, expected: tuple[str, ...]) -> None:
    assert steps(Judged(check(), graded), Archetype.ONLINE_SERVICE) == expected


@pytest.mark.parametrize(
    ("clauses", "counts"),
    [((), Grade.PRESENT), (("access-logged",), Grade.PRESENT), (("kept-for-years",), Grade.SUBSTANTIVE)],
)
def test_a_word_says_nothing_of_a_clause_that_it_does_not_name(clauses: tuple[str, ...], counts: Grade) -> None:
    graded = held(Grade.IN_USE, Grade.PRESENT)
    found = standings(FINANCE.table, situation(attested(*clauses)), [Judged(check(), graded)])["GOV-07"]

    assert found.attested is not None
    assert found.attested.grade is counts


def test_a_word_for_a_row_counts_in_full_where_no_clause_is_open() -> None:
    found = standings(FINANCE.table, situation(attested()), [Judged(check(), Graded(Grade.PRESENT, SEEN))])["GOV-07"]

    assert found.attested == attested()


def test_the_finding_tells_the_profile_the_clause_and_the_step() -> None:
    others = [one for one in judged(FINANCE, {}) if one.check.id != "GOV-07"]
    assessment = assess(
        FINANCE, situation(), [*others, Judged(check(), held(Grade.IN_USE, Grade.PRESENT))],
        Repo(Memory({"app.py": "line"}), as_of=AS_OF),
    )  # fmt: skip
    (finding,) = assessment.findings
    (line,) = (one for one in assessment.ledger if one.id == "GOV-07")

    assert (finding.check, finding.message, finding.fix) == ("GOV-07", UNMET.told, ("Keep them.",))
    assert line.state is State.PARTIAL


def test_an_attestation_names_a_clause_that_a_profile_knows(rubric: Rubric) -> None:
    text = "attest:\n  GOV-07: {statement: s, by: me, date: 2026-10-02, expires: 2027-04-02, clauses: [%s]}\n"
    known = rubric.known()

    config = parse("seatrial.yaml", (text % "kept-for-years").encode(), AS_OF, known)
    with pytest.raises(ConfigError) as caught:
        parse("seatrial.yaml", (text % "kept-for-year").encode(), AS_OF, known)

    assert config.attestations[0].clauses == ("kept-for-years",)
    assert str(caught.value) == (
        "seatrial.yaml:2: no profile asks for a clause 'kept-for-year' of GOV-07; the nearest is 'kept-for-years'"
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("      GOV-11:\n        validation", "      GOV-99:\n        validation", "unknown check 'GOV-99'"),
        ("      GOV-11:\n        validation", "      SEC-01:\n        validation", "SEC-01 is a bad conduct"),
        ("validation-dated: {without: present", "validation-dated: {without: in-use", "the clause would ask nothing"),
        ("validation-dated: {without: present, ", "validation-dated: {", "'without' is missing"),
    ],
)
def test_a_table_that_asks_for_nonsense_is_refused_with_the_line(old: str, new: str, problem: str) -> None:
    assert old in SHIPPED

    with pytest.raises(ConfigError) as caught:
        load(text=SHIPPED.replace(old, new, 1).encode(), path="own.yaml")

    assert "own.yaml:" in str(caught.value)
    assert problem in str(caught.value)
