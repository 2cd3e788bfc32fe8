"""Which table judges? Loads a rubric file, checks it, and applies profiles."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any

from seatrial.config import Known, KnownCheck
from seatrial.config.problem import ConfigError
from seatrial.config.source import Source, yaml_source
from seatrial.config.typed import schema_of, validated
from seatrial.judging.check import Check
from seatrial.model import Level, Notice, Place, RubricUsed, Settings
from seatrial.model.demands import Demand
from seatrial.model.record import dataclass
from seatrial.rubric.demands import clauses_of, demands_of
from seatrial.rubric.engineering import engineering_levels
from seatrial.rubric.profiles import raised_by, under
from seatrial.rubric.schema import Profile, Row, Rung, Table
from seatrial.rubric.shipped import DEFAULT, shipped
from seatrial.rubric.whole import problems


@dataclass(frozen=True, slots=True)
class Rubric:
    """An effective table with its fingerprint."""

    table: Table
    base: Table  #: before profiles
    rows: Mapping[str, Row]  #: by check id
    engineering: Mapping[Level, Rung]  #: the levels as the engineering climbs them
    used: RubricUsed  #: what a result says about it
    demands: tuple[Demand, ...] = ()  #: what the profiles ask of single checks

    def under(self, profiles: Iterable[str]) -> "Rubric":
        """Return the rubric under other profiles. Raises ``KeyError`` for a profile that it does not have."""
        names = tuple(dict.fromkeys(profiles))
        return self if names == self.used.profiles else _rubric(self.base, names)

    def asking(self, settings: Settings) -> Settings:
        """Return the settings of a repository with what the profiles ask of it besides."""
        return replace(settings, demands=self.demands) if self.demands else settings

    def known(self, checks: Iterable[Check] = ()) -> Known:
        """Return what a configuration may name: the rows, the profiles, and installed checks that have no row."""
        base = self.base
        rows = [
            KnownCheck(row.id, row.severity, row.attest is not None, raised_by(base, row.id), clauses_of(base, row.id))
            for row in base.rows
        ]
        others = [KnownCheck(check.id, check.severity) for check in checks if check.id not in self.rows]
        return Known((*rows, *others), tuple(self.base.profiles))


def load(profiles: Iterable[str] = (), *, text: bytes | None = None, path: str = DEFAULT) -> Rubric:
    """Load a rubric, the shipped one unless its text is given.

    Raises ``ConfigError`` with line and nearest valid name when it is not whole.
    """
    table = shipped() if text is None else _read(yaml_source(path, text))
    profiles = tuple(dict.fromkeys(profiles))
    if wrong := [_no_profile(path, table, name) for name in profiles if name not in table.profiles]:
        raise ConfigError(wrong)
    return _rubric(table, profiles)


def schema() -> str:
    """Return the JSON Schema of a rubric file."""
    return schema_of(Table, "Rubric of seatrial")


def _read(source: Source) -> Table:
    table = validated(source, Table)
    if wrong := [Notice(source.place(at), message) for at, message in problems(table)]:
        raise ConfigError(wrong)
    return table


def _no_profile(path: str, table: Table, name: str) -> Notice:
    return Notice(Place(path), f"there is no profile '{name}' among {', '.join(table.profiles)}")


def _rubric(base: Table, profiles: tuple[str, ...]) -> Rubric:
    return _own(profiles) if base is shipped() else _made(base, profiles)


@cache
def _own(profiles: tuple[str, ...]) -> Rubric:
    """Return our own rubric, which each of many commits asks for."""
    return _made(shipped(), profiles)


def _made(base: Table, profiles: tuple[str, ...]) -> Rubric:
    table, demands = under(base, profiles), demands_of(base, profiles)
    judging = [table, demands] if demands else table
    canonical = json.dumps(judging, default=_by_field, sort_keys=True, separators=(",", ":"))
    used = RubricUsed(table.name, table.version, hashlib.sha256(canonical.encode()).hexdigest(), profiles)
    return Rubric(table, base, {row.id: row for row in table.rows}, engineering_levels(table), used, demands)


#: Fields that judge nothing: demands of profiles that nobody chose (the chosen stand beside), and what orders steps.
_JUDGES_NOTHING: Mapping[type, frozenset[str]] = {
    Profile: frozenset({"demands"}),
    Row: frozenset({"after", "brings", "declare"}),
}


def _by_field(noun: Any) -> dict[str, object]:
    """Return what of a noun is judged by."""
    if isinstance(noun, Mapping):
        return dict(noun)
    left_out = _JUDGES_NOTHING.get(type(noun), frozenset())
    return {field.name: getattr(noun, field.name) for field in fields(noun) if field.name not in left_out}
