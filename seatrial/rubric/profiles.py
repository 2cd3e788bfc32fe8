"""What becomes of the table when an industry asks for more?"""

from collections.abc import Iterable
from dataclasses import replace

from seatrial.model import Grade, Level, Stage
from seatrial.rubric.schema import Gates, Profile, Row, Rung, Table


def under(table: Table, names: Iterable[str]) -> Table:
    """Return the effective table: severities raised, stages moved ahead, gates added; nothing is ever lowered.

    Of several profiles the larger counts: a severity rises one step however many of them raise it.
    """
    profiles = [table.profiles[name] for name in names]
    if not profiles:
        return table
    rows = tuple(_row(row, profiles) for row in table.rows)
    gated = {check_id for profile in profiles for check_id in profile.gates}
    levels = {level: _rung(level, rung, rows, gated) for level, rung in table.levels.items()}
    return replace(table, rows=rows, levels=levels)


def raised_by(table: Table, check_id: str) -> tuple[str, ...]:
    """Return the profiles that raise a row's severity."""
    return tuple(name for name, profile in table.profiles.items() if _raises(profile, check_id))


def _raises(profile: Profile, check_id: str) -> bool:
    return check_id in profile.raises or check_id in profile.gates


def _row(row: Row, profiles: list[Profile]) -> Row:
    severity = row.severity.raised() if any(_raises(profile, row.id) for profile in profiles) else row.severity
    earlier = [stage for profile in profiles for stage in _required_from(profile, row.id)]
    return replace(row, severity=severity, stage=min([row.stage, *earlier]))


def _required_from(profile: Profile, check_id: str) -> list[Stage]:
    return [stage for stage, check_ids in (profile.required_from or {}).items() if check_id in check_ids]


def _rung(level: Level, rung: Rung, rows: tuple[Row, ...], gated: set[str]) -> Rung:
    """Add the gates of a level. One check is asked once: a gate takes the place of a weaker one on the same check."""
    added = {row.id for row in rows if row.id in gated and row.stage.value == level.value}
    added -= {name for gates in rung.gates if _asks_more(gates) for name in gates.checks}
    if not added:
        return rung
    kept = (gates if gates.when or _asks_more(gates) else _without(gates, added) for gates in rung.gates)
    new = Gates(Grade.SUBSTANTIVE, tuple(row.id for row in rows if row.id in added))
    return replace(rung, gates=(*(gates for gates in kept if gates.checks), new))


def _asks_more(gates: Gates) -> bool:
    """Tell whether gates ask at least what a profile asks, of everybody."""
    return gates.at_least >= Grade.SUBSTANTIVE and not gates.when


def _without(gates: Gates, check_ids: set[str]) -> Gates:
    return replace(gates, checks=tuple(name for name in gates.checks if name not in check_ids))
