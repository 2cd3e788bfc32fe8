"""Is a rubric whole? Everything that types cannot say: ids that exist, budgets of 100, tables without holes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from seatrial.config.problem import nearest
from seatrial.model import Archetype, Grade, Level, Severity, Stage
from seatrial.rubric.schema import Bound, Table, surfaces_of

Path: TypeAlias = tuple[str | int, ...]
Problem: TypeAlias = tuple[Path, str]


def problems(table: Table) -> Iterator[Problem]:
    """Yield what is wrong with a table, and where."""
    yield from _rows(table)
    yield from _unpriced(table)
    yield from _holes(table)
    if not 0 <= table.unasked <= 1:
        yield ("unasked",), f"'unasked' is {table.unasked:g}: it is a share, from 0 to 1"
    for archetype, kindred in table.archetypes.items():
        at: Path = ("archetypes", archetype)
        if sum(kindred.budgets.values()) != 100:
            yield (*at, "budgets"), f"the budgets add up to {sum(kindred.budgets.values()):g}, not to 100"
        yield from _ids(table, (*at, "not_applicable"), kindred.not_applicable)
        yield from _unknown((*at, "budgets"), kindred.budgets, table.dimensions, "dimension")
        for need, check_ids in (kindred.also_needs or {}).items():
            yield from _needs((*at, "also_needs", need), need)
            yield from _ids(table, (*at, "also_needs", need), check_ids)
    for level, rung in table.levels.items():
        for index, gates in enumerate(rung.gates):
            at = ("levels", level, "gates", index)
            yield from _ids(table, at, (one for name in gates.checks for one in name.split("|")))
            yield from _needs((*at, "when"), gates.when)
    for name, profile in table.profiles.items():
        early = (one for check_ids in (profile.required_from or {}).values() for one in check_ids)
        yield from _ids(table, ("profiles", name), (*profile.raises, *profile.gates, *early))
        yield from _demands(table, ("profiles", name, "demands"), profile.demands or {})


def _demands(table: Table, at: Path, demands: Mapping[str, Mapping[str, Bound]]) -> Iterator[Problem]:
    yield from _ids(table, at, demands)
    conduct = {row.id for row in table.rows if row.conduct}
    for check_id, clauses in demands.items():
        if check_id in conduct:
            yield (*at, check_id), f"{check_id} is a bad conduct, of which no clause can ask more"
        for name, bound in clauses.items():
            if bound.without is Grade.IN_USE:
                yield (*at, check_id, name), "'without' is in-use: the clause would ask nothing"


def _rows(table: Table) -> Iterator[Problem]:
    counts = Counter(row.id for row in table.rows)
    parents = {row.id: row.parents for row in table.rows}
    before = {row.id: (*row.parents, *row.after) for row in table.rows}
    for index, row in enumerate(table.rows):
        at: Path = ("rows", index)
        if counts[row.id] > 1:
            yield at, f"the check {row.id} stands here {counts[row.id]} times"
        yield from _unknown((*at, "id"), [row.dimension], table.dimensions, "dimension")
        for key, named in (("parents", row.parents), ("after", row.after), ("brings", row.brings)):
            yield from _ids(table, (*at, key), named)
        if row.id in _ancestors(row.id, parents):
            yield (*at, "parents"), f"{row.id} cannot be its own parent"
        if row.id in _ancestors(row.id, before):
            yield (*at, "after"), f"{row.id} would have to come before itself"
        for need in row.needs:
            yield from _needs((*at, "needs"), need)
        if row.share <= 0:
            yield (*at, "share"), f"the share of {row.id} is {row.share:g}: it must be above 0"
    yield from _unknown(("engineering",), table.engineering.dimensions, table.dimensions, "dimension")
    yield from _ids(table, ("engineering",), (*table.engineering.without, *table.engineering.later))


def _unpriced(table: Table) -> Iterator[Problem]:
    """Yield the rows that count nothing in any kind of repository, since nobody gave their dimension a budget."""
    paid = {name for kindred in table.archetypes.values() for name, budget in kindred.budgets.items() if budget > 0}
    for index, row in enumerate(table.rows):
        if row.dimension in table.dimensions and row.dimension not in paid:
            yield ("rows", index), f"{row.id} counts nothing: {row.dimension} has no budget in any archetype"


def _ancestors(check_id: str, parents: Mapping[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = list(parents.get(check_id, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += parents.get(one, ())
    return found


def _holes(table: Table) -> Iterator[Problem]:
    yield from _missing(("weights",), table.weights, Severity)
    yield from _missing(("required",), table.required, Stage)
    for stage, grades in table.required.items():
        yield from _missing(("required", stage), grades, Severity)
        for grade in sorted(set(grades.values()) - set(table.credits)):
            yield ("credits",), f"there are no credits for the required grade {grade}"
    for required, shares in table.credits.items():
        yield from _missing(("credits", required), shares, Grade)
    yield from _missing(("archetypes",), table.archetypes, set(Archetype) - {Archetype.NOT_ML})
    yield from _missing(("levels",), table.levels, set(Level) - {Level.EXPERIMENT})


def _missing(at: Path, given: Iterable[str], asked: Iterable[str]) -> Iterator[Problem]:
    for word in sorted(set(map(str, asked)) - set(map(str, given))):
        yield at, f"'{word}' is missing"


def _ids(table: Table, at: Path, check_ids: Iterable[str]) -> Iterator[Problem]:
    return _unknown(at, check_ids, [row.id for row in table.rows], "check")


def _unknown(at: Path, given: Iterable[str], valid: Iterable[str], what: str) -> Iterator[Problem]:
    valid = list(valid)
    for name in given:
        if name not in valid:
            yield at, f"unknown {what} '{name}'{nearest(name, valid)}"


def _needs(at: Path, need: str) -> Iterator[Problem]:
    try:
        surfaces_of(need) if need else ()
    except ValueError as error:
        yield at, f"unknown surface: {error}"
