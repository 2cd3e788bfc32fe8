"""What is a check worth, and to which components does it apply at all?"""

from collections.abc import Mapping

from seatrial.model import Archetype, Surface
from seatrial.rubric.schema import Row, Table, surfaces_of
from seatrial.rubric.situation import Situation


def prices(table: Table, archetype: Archetype, surfaces: Mapping[Surface, bool | None]) -> dict[str, float]:
    """Return the price of every row, in points of the archetype's budgets.

    A price depends on the table, the archetype and the surface ``llm`` alone, never on the target or on what is there,
    so that no practice changes the worth of another: budget of the dimension x weight / weights of all its rows. A row
    may have a share of the weight of its severity only, or several times it.
    """
    units = unit_prices(table, archetype, surfaces)
    return {row.id: units[row.dimension] * most_units(table, row) for row in table.rows}


def unit_prices(table: Table, archetype: Archetype, surfaces: Mapping[Surface, bool | None]) -> dict[str, float]:
    """Return the points that one unit of weight is worth, by dimension."""
    genai = surfaces.get(Surface.LLM) is not False
    sums = dict.fromkeys(table.dimensions, 0.0)
    for row in table.rows:
        if genai or not row.genai:
            sums[row.dimension] += most_units(table, row)
    budgets = table.archetypes[archetype].budgets
    return {prefix: budgets.get(prefix, 0.0) / total if total else 0.0 for prefix, total in sums.items()}


def most_units(table: Table, row: Row) -> float:
    """Return the most that a row can earn, in units of weight."""
    return table.conduct.clean if row.conduct else table.weights[row.severity] * row.share


def ruled_out(table: Table, row: Row, situation: Situation) -> str:
    """Return why a row does not apply to a component, "" when it does.

    Archetype and surfaces decide, never the presence of a control: else adding a control could lower the score.
    """
    kindred = table.archetypes[situation.archetype]
    if row.id in kindred.not_applicable:
        return f"it is not asked of {situation.archetype}"
    also = (need for need, check_ids in (kindred.also_needs or {}).items() if row.id in check_ids)
    for need in (*row.needs, *also):
        if situation.lacks(need):
            return "it has no " + " or ".join(surface.replace("-", " ") for surface in surfaces_of(need))
    return ""
