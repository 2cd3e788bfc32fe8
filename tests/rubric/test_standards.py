"""The crosswalk: clauses name checks that exist, checks cite clauses that exist, and nothing is called compliance."""

import re
from collections.abc import Callable

import pytest

from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks
from seatrial.rubric import Rubric, Situation, load
from seatrial.rubric.standards import Clause, Shown, Standard, ml_test_score, names, rows, standard

from .conftest import assessed

ROWS = load().rows
CHECKS = load_checks().checks
#: How checks cite a standard: the pattern of a reference, the standard, and how its clause is called there.
CITED = (
    (r"MTS-(Data|Model|Infra|Mon)(\d)", "ml-test-score"),
    (r"(GV|MP|MS|MG) (\d\.\d+)", "nist-ai-rmf"),
    (r"AIA (\d+)", "eu-ai-act"),
    (r"42001 (A\.\d+\.\d+(?:\.\d+)?)", "iso-42001"),
    (r"(ML\d\d)", "owasp-ml"),
    (r"(LLM\d\d)", "owasp-llm"),
    (r"(AML\.[TM]\d{4})", "mitre-atlas"),
    (r"GMLP (\d+)", "gmlp"),
)
LONG = {"GV": "GOVERN", "MP": "MAP", "MS": "MEASURE", "MG": "MANAGE", "Mon": "Monitor"}


@pytest.mark.parametrize("name", names())
def test_a_standard_names_only_rows_of_the_rubric(name: str) -> None:
    unknown = {check for clause in standard(name).clauses for check in clause.checks} - ROWS.keys()

    assert not unknown


@pytest.mark.parametrize("name", names())
def test_the_clauses_of_a_standard_are_told_apart(name: str) -> None:
    ids = [clause.id for clause in standard(name).clauses]

    assert len(ids) == len(set(ids))


def cited(reference: str) -> tuple[str, str] | None:
    """Return the standard and the clause that a reference means; None for sources that are no standard of ours."""
    for pattern, name in CITED:
        if found := re.fullmatch(pattern + r"(?:\.\d+)?", reference):
            return name, " ".join(LONG.get(part, part) for part in found.groups())
    return None


def has(asked: Standard, clause: str) -> bool:
    number = re.compile(rf"(?:^|[^\d.]){re.escape(clause)}(?:$|[^\d])")
    return any(number.search(one.id) for one in asked.clauses)


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.id)
def test_a_check_cites_only_clauses_that_exist(check: Check) -> None:
    known = [(reference, cited(reference)) for reference in check.references]

    assert [reference for reference, at in known if at and not has(standard(at[0]), at[1])] == []


@pytest.mark.parametrize("reference", ["AIA 999", "MTS-Infra9", "GV 9.1", "AML.T9999"])
def test_a_clause_that_does_not_exist_is_seen(reference: str) -> None:
    at = cited(reference)
    assert at is not None

    assert not has(standard(at[0]), at[1])


def test_the_published_counts_of_the_frameworks() -> None:
    assert len(standard("ml-test-score").clauses) == 28
    assert len(standard("nist-ai-rmf").clauses) == 72
    assert len(standard("iso-42001").clauses) == 38


def test_no_standard_is_ever_called_complied_with() -> None:
    said = " ".join((*Shown, *(clause.title for name in names() for clause in standard(name).clauses)))

    assert not re.search(r"\b(?:complies|compliant|certified)\b", said, re.IGNORECASE)


Maker = Callable[..., Situation]


@pytest.mark.parametrize(("default", "score"), [("A", 0), ("P", 0), ("S", 3.5), ("U", 7)])
def test_the_ml_test_score_counts_a_half_for_what_is_done_and_one_for_what_is_automated(
    rubric: Rubric, service: Maker, default: str, score: float
) -> None:
    assert ml_test_score(assessed(rubric, service(), {}, default).ledger).score == score


def test_the_ml_test_score_is_the_least_of_its_sections(rubric: Rubric, service: Maker) -> None:
    got = ml_test_score(assessed(rubric, service(), {"OPS-08": "A", "OPS-09": "A"}, "U").ledger)

    assert {name: points for name, points, _ in got.sections} == {"Data": 7, "Model": 7, "Infra": 5, "Monitor": 7}
    assert got.score == 5


def clause(*checks: str) -> Standard:
    return Standard("x", "X", "nowhere", (Clause("1", "a clause", checks),))


@pytest.mark.parametrize(
    ("grades", "shown"),
    [
        ({"ARC-02": "U", "DAT-03": "U"}, Shown.EVIDENCE),
        ({"ARC-02": "U", "DAT-03": "A"}, Shown.SOME),
        ({"ARC-02": "A", "DAT-03": "A"}, Shown.NONE),
        ({"ARC-02": "A", "DAT-03": "unknown"}, Shown.UNKNOWN),
        ({"ARC-02": "not-applicable", "DAT-03": "not-applicable"}, Shown.NOT_ASKED),
    ],
)
def test_a_clause_is_shown_as_far_as_its_checks_pass(
    rubric: Rubric, service: Maker, grades: dict[str, str], shown: Shown
) -> None:
    (row,) = rows(clause("ARC-02", "DAT-03"), assessed(rubric, service(), grades).ledger)

    assert row.shown is shown


def test_what_no_check_shows_is_left_to_people(rubric: Rubric, service: Maker) -> None:
    (row,) = rows(clause(), assessed(rubric, service(), {}).ledger)

    assert row.shown is Shown.BY_PEOPLE
