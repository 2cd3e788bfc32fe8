"""Which table judges? Loads a rubric file, checks it, and applies profiles."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files

import yaml

from seatrial.check import Check
from seatrial.config import Known, KnownCheck
from seatrial.config.problem import ConfigError
from seatrial.config.source import Source, yaml_source
from seatrial.config.typed import schema_of, validated
from seatrial.model import Notice, RubricUsed
from seatrial.model.record import dataclass
from seatrial.rubric.profiles import raised_by, under
from seatrial.rubric.schema import Row, Table
from seatrial.rubric.whole import problems

DEFAULT = "default.yaml"


@dataclass(frozen=True, slots=True)
class Rubric:
    """An effective table with its fingerprint."""

    table: Table
    base: Table  #: before profiles
    rows: Mapping[str, Row]  #: by check id
    used: RubricUsed  #: what a result says about it

    def under(self, profiles: Iterable[str]) -> "Rubric":
        """Return the rubric under other profiles. Raises ``KeyError`` for a profile that it does not have."""
        names = tuple(dict.fromkeys(profiles))
        return self if names == self.used.profiles else _rubric(self.base, names)

    def known(self, checks: Iterable[Check] = ()) -> Known:
        """Return what a configuration may name: the rows, the profiles, and installed checks that have no row."""
        rows = [
            KnownCheck(row.id, row.severity, row.attest is not None, raised_by(self.base, row.id))
            for row in self.base.rows
        ]
        others = [KnownCheck(check.id, check.severity) for check in checks if check.id not in self.rows]
        return Known((*rows, *others), tuple(self.base.profiles))


def load(profiles: Iterable[str] = (), *, text: bytes | None = None, path: str = DEFAULT) -> Rubric:
    """Load a rubric, the shipped one unless its text is given.

    Raises ``ConfigError`` with line and nearest valid name when it is not whole.
    """
    source, table = _shipped() if text is None else _read(yaml_source(path, text))
    wrong = [Notice(source.place(at), message) for at, message in problems(table)]
    wrong += [_no_profile(source, table, name) for name in profiles if name not in table.profiles]
    if wrong:
        raise ConfigError(wrong)
    return _rubric(table, tuple(dict.fromkeys(profiles)))


def schema() -> str:
    """Return the JSON Schema of a rubric file."""
    return schema_of(Table, "Rubric of seatrial")


@cache
def _shipped() -> tuple[Source, Table]:
    """Read our own table once, and the fast way: its lines are not needed, since a test finds its faults."""
    text = files("seatrial.rubrics").joinpath(DEFAULT).read_bytes()
    content = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 -- both are safe
    return _read(Source(DEFAULT, content))


def _read(source: Source) -> tuple[Source, Table]:
    return source, validated(source, Table)


def _no_profile(source: Source, table: Table, name: str) -> Notice:
    return Notice(source.place(("profiles",)), f"there is no profile '{name}' among {', '.join(table.profiles)}")


def _rubric(base: Table, profiles: tuple[str, ...]) -> Rubric:
    table = under(base, profiles)
    canonical = json.dumps(asdict(table), sort_keys=True, separators=(",", ":"))
    used = RubricUsed(table.name, table.version, hashlib.sha256(canonical.encode()).hexdigest(), profiles)
    return Rubric(table, base, {row.id: row for row in table.rows}, used)
