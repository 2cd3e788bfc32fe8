"""What does a level ask of the engineering alone? Not of what people declare, and of some things later."""

from collections.abc import Mapping
from dataclasses import replace

from seatrial.model import Level
from seatrial.rubric.schema import Gates, Rung, Table


def engineering_checks(table: Table) -> frozenset[str]:
    """Return the checks that tell what the engineering reaches: no target that people declare is among them."""
    listed = table.engineering
    return frozenset(
        row.id for row in table.rows if row.dimension in listed.dimensions and row.id not in listed.without
    )


def engineering_levels(table: Table) -> dict[Level, Rung]:
    """Return the levels as the engineering climbs them: what it is asked later has its gates there."""
    later = table.engineering.later
    return {
        level: replace(rung, gates=(*_staying(level, rung, later), *_due(level, table, later)))
        for level, rung in table.levels.items()
    }


def _staying(level: Level, rung: Rung, later: Mapping[str, Level]) -> list[Gates]:
    kept = [
        replace(one, checks=tuple(name for name in one.checks if later.get(name, level) <= level)) for one in rung.gates
    ]
    return [one for one in kept if one.checks]


def _due(level: Level, table: Table, later: Mapping[str, Level]) -> list[Gates]:
    return [
        replace(one, checks=(name,))
        for below, rung in table.levels.items()
        if below < level
        for one in rung.gates
        for name in one.checks
        if later.get(name) is level
    ]
