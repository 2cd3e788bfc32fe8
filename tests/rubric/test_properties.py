"""No good practice ever lowers a score, and nothing unreadable raises it."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.model import Archetype, Attestation, Grade, Level, Score, Stage, Surface
from seatrial.rubric import Situation, load
from seatrial.rubric.gates import Held
from seatrial.rubric.ladder import Climb, levels_up_to
from seatrial.rubric.schema import Row
from seatrial.rubric.score import score_of, scored

from .conftest import AS_OF, UNKNOWN, assessed, judged

RUBRIC = load()
ROWS = RUBRIC.table.rows
LADDER = ("A", "P", "S", "U")

grades = st.fixed_dictionaries({row.id: st.sampled_from((*LADDER, UNKNOWN, "P?")) for row in ROWS})


def word(row: Row, grade: Grade = Grade.SUBSTANTIVE) -> Attestation:
    return Attestation(row.id, grade, "so it is", "a-team", AS_OF, AS_OF + dt.timedelta(days=100))


situations = st.builds(
    lambda archetype, target, off, attested: Situation(
        archetype, target, AS_OF, surfaces=dict.fromkeys(off, False), attestations=tuple(attested)
    ),
    st.sampled_from([one for one in Archetype if one is not Archetype.NOT_ML]),
    st.sampled_from(list(Stage)),
    st.sets(st.sampled_from(list(Surface))),
    st.lists(st.sampled_from(ROWS).map(word), max_size=20),
)


def score(situation: Situation, graded: dict[str, str]) -> Score:
    return score_of(scored(RUBRIC, situation, judged(RUBRIC, graded)))


def not_lower(new: Score, old: Score) -> bool:
    return new.lower >= old.lower - 1e-9 and new.upper >= old.upper - 1e-9


@given(situations, grades, st.sampled_from(ROWS))
@settings(max_examples=150)
def test_raising_one_grade_by_one_step_never_lowers_the_score(
    situation: Situation, graded: dict[str, str], row: Row
) -> None:
    letter = graded[row.id][0] if graded[row.id] in LADDER else "A"
    higher = LADDER[min(LADDER.index(letter) + 1, 3)]

    assert not_lower(
        score(situation, {**graded, row.id: higher}),
        score(situation, {**graded, row.id: letter}),
    )


@given(situations, grades, st.sampled_from(ROWS), st.sampled_from([Grade.PRESENT, Grade.SUBSTANTIVE]))
@settings(max_examples=150)
def test_attesting_one_more_practice_never_lowers_the_score(
    situation: Situation, graded: dict[str, str], row: Row, grade: Grade
) -> None:
    more = Situation(
        situation.archetype,
        situation.target,
        situation.as_of,
        surfaces=situation.surfaces,
        attestations=(*situation.attestations, word(row, grade)),
    )

    assert not_lower(score(more, graded), score(situation, graded))


@given(situations, grades, st.sampled_from(ROWS), st.sampled_from(LADDER))
@settings(max_examples=100)
def test_making_evidence_unreadable_never_raises_the_headline(
    situation: Situation, graded: dict[str, str], row: Row, letter: str
) -> None:
    clean = "U" if row.conduct else letter  # dirt that nobody can read costs nothing, and opens no gate: see below

    readable = score(situation, {**graded, row.id: clean})

    assert score(situation, {**graded, row.id: UNKNOWN}).lower <= readable.lower + 1e-9


def open_gates(situation: Situation, graded: dict[str, str]) -> set[str]:
    climb = Climb(RUBRIC, situation, scored(RUBRIC, situation, judged(RUBRIC, graded)))
    gates = (gate for level in levels_up_to(Level.MISSION_CRITICAL) for gate in climb.gates(level))
    return {gate.name for gate in gates if gate.held in {Held.EVIDENCE, Held.ATTESTED}}


@given(situations, grades, st.sampled_from(ROWS))
@settings(max_examples=100)
def test_making_anything_unreadable_opens_no_gate(situation: Situation, graded: dict[str, str], row: Row) -> None:
    assert open_gates(situation, {**graded, row.id: UNKNOWN}) <= open_gates(situation, graded)


@given(situations, grades)
@settings(max_examples=100)
def test_the_ledger_adds_up_to_the_score(situation: Situation, graded: dict[str, str]) -> None:
    made = assessed(RUBRIC, situation, graded)
    by_dimension: dict[str, float] = {}
    for line in made.ledger:
        by_dimension[line.dimension] = by_dimension.get(line.dimension, 0.0) + line.earned

    total = sum(max(0.0, earned) for earned in by_dimension.values())

    assert abs(total - made.score.lower) < 1e-6
    assert 0 <= made.score.lower <= made.score.upper + 1e-9 <= 100 + 1e-6


@given(situations, grades)
@settings(max_examples=60)
def test_a_gain_is_what_rescoring_with_the_check_passed_brings(situation: Situation, graded: dict[str, str]) -> None:
    made = assessed(RUBRIC, situation, graded)
    letter = {grade: name for name, grade in zip(LADDER, Grade, strict=True)}
    line = next((one for one in made.ledger if one.gain > 0 and one.required), None)
    if line is None or line.required is None:
        return

    passed = score(situation, {**graded, line.id: letter[line.required]})

    assert abs(made.score.lower + line.gain - passed.lower) < 1e-6


@given(grades)
@settings(max_examples=20)
def test_the_ladder_never_passes_the_top_of_an_archetype(graded: dict[str, str]) -> None:
    situation = Situation(Archetype.RESEARCH_CODE, Stage.PRODUCTION, AS_OF)

    assert assessed(RUBRIC, situation, graded, "U").level.name <= Level.PILOT
