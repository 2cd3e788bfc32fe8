"""A profile and the overlay of generative AI ask for more: they never lower anything, alone or together."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.judging.clause import Answer, Unmet
from seatrial.judging.judged import Judged
from seatrial.judging.judgement import under
from seatrial.model import Archetype, Grade, Level, Stage, State, Surface
from seatrial.repo import Memory, Repo
from seatrial.rubric import Rubric, Situation, assess, load
from seatrial.rubric.prices import prices, ruled_out
from seatrial.rubric.schema import Table

from .conftest import AS_OF, assessed, judged
from .test_properties import LADDER, ROWS, grades, situations

PLAIN = load()
NAMES = tuple(PLAIN.table.profiles)
COMBINED = tuple(names for count in range(1, len(NAMES) + 1) for names in combinations(NAMES, count))
UNDER = {names: load(names) for names in COMBINED}
MACHINES = [one for one in Archetype if one is not Archetype.NOT_ML]
#: What any gate of any profile asks for: with it, nothing but the floors and a person's word hold a component.
GATED = {
    check_id
    for rubric in (PLAIN, *UNDER.values())
    for rung in rubric.table.levels.values()
    for gates in rung.gates
    for name in gates.checks
    for check_id in name.split("|")
}


def gates_at(table: Table, level: Level) -> set[tuple[str, Grade]]:
    return {(name, gates.at_least) for gates in table.levels[level].gates for name in gates.checks}


def fewer(names: tuple[str, ...]) -> list[Rubric]:
    """Return the rubrics of what a combination adds to."""
    return [PLAIN, *(UNDER[other] for other in COMBINED if set(other) < set(names))]


@pytest.mark.parametrize("names", COMBINED, ids="+".join)
def test_severity_stage_and_required_grade_only_rise(names: tuple[str, ...]) -> None:
    new, required = UNDER[names], PLAIN.table.required

    for old in fewer(names):
        for row in old.table.rows:
            raised = new.rows[row.id]
            assert raised.severity >= row.severity
            assert raised.stage <= row.stage
            assert all(asked[raised.severity] >= asked[row.severity] for asked in required.values())


@pytest.mark.parametrize("names", COMBINED, ids="+".join)
def test_gates_are_only_added_and_no_floor_moves(names: tuple[str, ...]) -> None:
    new = UNDER[names].table

    for old in fewer(names):
        for level, rung in old.table.levels.items():
            below = [one for other in new.levels if other <= level for one in gates_at(new, other)]
            for name, at_least in gates_at(old.table, level):  # a gate may come earlier, with the stage of its row
                assert max(grade for other, grade in below if other == name) >= at_least
            assert replace(new.levels[level], gates=()) == replace(rung, gates=())


@pytest.mark.parametrize("names", COMBINED, ids="+".join)
def test_no_level_asks_for_one_check_twice_because_of_a_profile(names: tuple[str, ...]) -> None:
    for rung in UNDER[names].table.levels.values():
        asked = [name for gates in rung.gates if not gates.when for name in gates.checks]
        assert len(asked) == len(set(asked))


@pytest.mark.parametrize("names", COMBINED, ids="+".join)
@pytest.mark.parametrize("archetype", MACHINES)
@pytest.mark.parametrize("llm", [True, False])
def test_no_raised_row_loses_weight_against_one_that_is_not(
    names: tuple[str, ...], archetype: Archetype, llm: bool
) -> None:
    surfaces = {Surface.LLM: llm}
    old, new = (prices(table, archetype, surfaces) for table in (PLAIN.table, UNDER[names].table))

    for dimension in PLAIN.table.dimensions:
        rows = [row for row in ROWS if row.dimension == dimension and not row.conduct and old[row.id]]
        raised = [new[row.id] / old[row.id] for row in rows if UNDER[names].rows[row.id].severity > row.severity]
        kept = [new[row.id] / old[row.id] for row in rows if UNDER[names].rows[row.id].severity == row.severity]
        assert min(raised, default=1.0) >= max(kept, default=0.0) - 1e-9


#: Components that stand near the floors, since a component with closed gates says nothing about them.
near_floors = st.fixed_dictionaries(
    {row.id: st.sampled_from("U" if row.id in GATED else ("A", "A", "P", "U")) for row in ROWS}
)


@given(situations, st.one_of(near_floors, grades), st.sampled_from(COMBINED))
@settings(max_examples=150)
def test_no_component_is_higher_under_a_profile(
    situation: Situation, graded: dict[str, str], names: tuple[str, ...]
) -> None:
    plain, under = (assessed(rubric, situation, graded) for rubric in (PLAIN, UNDER[names]))

    assert under.level.name <= plain.level.name
    assert under.level.engineering <= plain.level.engineering
    assert not (under.level.name < under.level.top and not under.level.held_by)


@given(situations, grades, st.sampled_from(COMBINED))
@settings(max_examples=60)
def test_what_passes_under_a_profile_passes_without(
    situation: Situation, graded: dict[str, str], names: tuple[str, ...]
) -> None:
    plain, under = (assessed(rubric, situation, graded) for rubric in (PLAIN, UNDER[names]))
    before = {line.id: line for line in plain.ledger}

    for line in under.ledger:
        old = before[line.id]
        assert line.severity >= old.severity
        assert line.grade == old.grade
        if old.required and line.state is State.PASS:
            assert old.state is State.PASS
        assert line.required is None or old.required is None or line.required >= old.required


def held(rubric: Rubric, graded: dict[str, str], open_clauses: set[str]) -> list[Judged]:
    """Return judgements of which these clauses are not met, as ``seatrial.judging.judgement`` makes them."""
    found = []
    for one in judged(rubric, graded):
        demands = [x for x in rubric.demands if x.check == one.check.id and x.clause in open_clauses]
        missing = [(x, Answer(met=False), Unmet(x, x.clause, "it is not there")) for x in demands]
        found.append(replace(one, graded=under(one.graded, missing) if missing and one.graded.grade else one.graded))
    return found


CLAUSES = sorted({one.clause for rubric in UNDER.values() for one in rubric.demands})


@given(situations, grades, st.sampled_from(COMBINED), st.sets(st.sampled_from(CLAUSES)))
@settings(max_examples=15)
def test_a_clause_that_is_not_met_lifts_neither_score_nor_level_whatever_people_state(
    situation: Situation, graded: dict[str, str], names: tuple[str, ...], open_clauses: set[str]
) -> None:
    rubric, repo = UNDER[names], Repo(Memory({"app.py": "line"}), as_of=AS_OF)

    met, unmet = (assess(rubric, situation, held(rubric, graded, some), repo) for some in (set(), open_clauses))

    assert unmet.level.name <= met.level.name <= assessed(PLAIN, situation, graded).level.name
    assert unmet.score.lower <= met.score.lower + 1e-9
    assert unmet.score.upper <= met.score.upper + 1e-9
    for line, old in zip(unmet.ledger, met.ledger, strict=True):
        assert line.earned <= old.earned + 1e-9


def test_the_weight_that_a_profile_moves_lifts_nobody_over_a_floor() -> None:
    service = Situation(Archetype.LIBRARY, Stage.PRODUCTION, AS_OF)
    graded = {row.id: "U" if row.id in GATED else "A" for row in ROWS}

    for names in COMBINED:
        held = assessed(UNDER[names], service, graded).level
        assert held.name <= assessed(PLAIN, service, graded).level.name


@pytest.mark.parametrize("archetype", MACHINES)
def test_the_overlay_only_adds_rows(archetype: Archetype) -> None:
    for rubric in (PLAIN, *UNDER.values()):
        without, with_it = (
            {row.id for row in ROWS if not ruled_out(rubric.table, row, situation)}
            for situation in (
                Situation(archetype, Stage.PRODUCTION, AS_OF, surfaces={Surface.LLM: llm, Surface.RAG: llm})
                for llm in (False, True)
            )
        )
        assert without <= with_it


@given(situations, st.sampled_from([None, *COMBINED]), st.sampled_from(LADDER))
@settings(max_examples=60)
def test_the_overlay_drops_no_gate(situation: Situation, names: tuple[str, ...] | None, letter: str) -> None:
    rubric = UNDER[names] if names else PLAIN
    off = replace(situation, surfaces={**situation.surfaces, Surface.LLM: False})
    on = replace(situation, surfaces={**situation.surfaces, Surface.LLM: True})

    plain, overlaid = (assessed(rubric, one, dict.fromkeys((row.id for row in ROWS), letter)) for one in (off, on))

    if plain.level.name == overlaid.level.name:
        assert set(overlaid.level.dropped) <= set(plain.level.dropped)
