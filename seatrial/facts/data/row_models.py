"""Which functions hold each row of a table to a model of its fields: ``Row(**row)`` of pydantic, for every row?"""

from collections.abc import Iterator

from seatrial.facts.code.code_index import Defined, defined
from seatrial.facts.code.programs import Program
from seatrial.facts.data.data_rules import Rule
from seatrial.facts.data.row_checks import goes_through_rows
from seatrial.facts.web.rest_views import with_bases
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Attribute, Call
from seatrial.repo import Repo

#: Classes that refuse what does not fit their fields.
_MODELS = ("pydantic.", "pydantic_", "sqlmodel.")
_BY_METHOD = frozenset({"model_validate", "parse_obj", "model_validate_json", "parse_raw"})
_BOUNDS = frozenset({"gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length"})


@dataclass(frozen=True, slots=True)
class HeldRows:
    """One function that makes a model of each row that it goes through."""

    scope: str
    line: int
    rules: tuple[Rule, ...]


def rows_held_to_models(repo: Repo, program: Program) -> Iterator[HeldRows]:
    """Yield the functions of a program that go through rows and hold each to the types and bounds of a model."""
    looped = {call.scope for call in program.file.calls if call.scope and goes_through_rows(call)}
    seen = set[str]()
    for call in program.file.calls if looped else ():
        if call.scope in looped - seen and (fields := _fields(repo, program, call)):
            seen.add(call.scope)
            yield HeldRows(call.scope, call.line, tuple(sorted(_rules(fields))))


def _fields(repo: Repo, program: Program, call: Call) -> tuple[Attribute, ...]:
    """Return the fields of the model that a call makes of a row, none where it makes no such model."""
    name, written = call.name, call.written
    if call.last in _BY_METHOD:
        name, written = name.rpartition(".")[0], written.rpartition(".")[0]
    elif not any(key == "**" for key, _ in call.keywords):
        return ()
    found: Defined | None = defined(repo, program.path, name, written) if name else None
    owners = [owner for _, owner in with_bases(repo, found.path, found.cls)] if found and found.cls else []
    if not any(base.startswith(_MODELS) for owner in owners for base in owner.bases):
        return ()
    return tuple(item for owner in owners for item in owner.attributes)


def _rules(fields: tuple[Attribute, ...]) -> Iterator[Rule]:
    yield from (Rule.TYPE, Rule.MISSING)
    values = [item.value for item in fields if item.value is not None]
    if any(key in _BOUNDS for value in values for key, _ in value.keywords):
        yield Rule.RANGE
