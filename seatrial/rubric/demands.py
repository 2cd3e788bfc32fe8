"""What do profiles ask of single checks, beyond their severity, stage and gates?"""

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from seatrial.judging.check import Check
from seatrial.model.demands import Demand
from seatrial.rubric.schema import Table


def demands_of(table: Table, profiles: Iterable[str]) -> tuple[Demand, ...]:
    """Return the demands of these profiles by check, clause and profile; each of several is asked on its own."""
    return tuple(sorted(_demands(table, profiles), key=lambda one: (one.check, one.clause, one.profile)))


def clauses_of(table: Table, check_id: str) -> tuple[str, ...]:
    """Return the names of the clauses that any profile asks of a check."""
    asked = (profile.demands or {} for profile in table.profiles.values())
    return tuple(sorted({name for demands in asked for name in demands.get(check_id, {})}))


def asked_besides(table: Table, check: Check) -> tuple[tuple[Demand, str], ...]:
    """Return what profiles may ask of one check, in the words of its clauses with the figures of the table."""
    clauses = {clause.name: clause for clause in check.clauses}
    demands = (one for one in demands_of(table, table.profiles) if one.check == check.id and one.clause in clauses)
    return tuple((one, clauses[one.clause].asked(one)) for one in demands)


def _demands(table: Table, profiles: Iterable[str]) -> Iterator[Demand]:
    for name in profiles:
        for check_id, clauses in (table.profiles[name].demands or {}).items():
            for clause, bound in clauses.items():
                figures = MappingProxyType(dict(bound.figures or {}))
                yield Demand(name, check_id, clause, bound.without, bound.source, figures)
