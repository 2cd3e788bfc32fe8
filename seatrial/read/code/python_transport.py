"""How does the record of a Python file travel between processes?

As plain tuples, in which each value is a number in one table: pickling the named tuples one by one costs as much as
parsing the file. The bytes come from our own worker of the same version, and are never stored.
"""

import marshal
from collections.abc import Iterable
from typing import Any, TypeAlias

from seatrial.read.code.python_record import (
    Assignment,
    Attribute,
    Call,
    Class,
    Comparison,
    Function,
    Handler,
    Import,
    Mentions,
    Parameter,
    PythonFile,
    Text,
    Value,
)

Row: TypeAlias = tuple[Any, ...]
Keywords: TypeAlias = tuple[tuple[str, Value], ...]


def pack(record: PythonFile) -> bytes:
    """Return the record as bytes for ``unpack``."""
    table = _Table()
    body = (
        record.path,
        record.lines,
        [tuple(x) for x in record.imports],
        [table.function(x) for x in record.functions],
        [table.class_(x) for x in record.classes],
        [table.call(x) for x in record.calls],
        [(x[0], table.number(x.value), *x[2:]) for x in record.assignments],
        [(table.number(x.left), x[1], table.number(x.right), *x[3:]) for x in record.comparisons],
        [(x[0], table.number(x.value), *x[2:]) for x in record.loops],
        [tuple(x) for x in record.texts],
        [tuple(x) for x in record.handlers],
        [tuple(x) for x in record.mentions],
        record[12:],
    )
    return marshal.dumps((table.rows, body))


class _Table:
    """The values of one file, each once, those within a value before it."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._numbers: dict[int, int] = {}

    def number(self, value: Value) -> int:
        number = self._numbers.get(id(value))
        if number is None:
            kind, literal, name, items, keywords, text = value
            row = (kind, literal, name, self.numbers(items), self.keywords(keywords), text)
            number = self._numbers[id(value)] = len(self.rows)
            self.rows.append(row)
        return number

    def numbers(self, values: tuple[Value, ...]) -> tuple[int, ...]:
        return tuple([self.number(value) for value in values]) if values else ()

    def keywords(self, pairs: Keywords) -> tuple[tuple[str, int], ...]:
        return tuple([(key, self.number(value)) for key, value in pairs]) if pairs else ()

    def optional(self, value: Value | None) -> int | None:
        return None if value is None else self.number(value)

    def call(self, x: Call) -> Row:
        return (*x[:5], self.numbers(x.args), self.keywords(x.keywords), *x[7:])

    def function(self, x: Function) -> Row:
        parameters = tuple([(p.name, p.annotation, self.optional(p.default)) for p in x.parameters])
        return (*x[:3], parameters, x.returns, tuple([self.call(c) for c in x.decorators]), *x[6:])

    def class_(self, x: Class) -> Row:
        fields = tuple([(a.name, a.annotation, self.optional(a.value), a.line) for a in x.attributes])
        decorators = tuple([self.call(c) for c in x.decorators])
        return (*x[:4], self.keywords(x.keywords), decorators, fields, *x[7:])


def unpack(data: bytes) -> PythonFile:
    """Return the record that was packed."""
    rows, body = marshal.loads(data)  # noqa: S302 -- from our own worker, through a pipe
    values = _Values(rows)
    path, lines, imports, functions, classes, calls, assignments, comparisons, loops, *others = body
    texts, handlers, mentions, rest = others
    return PythonFile(
        path,
        lines,
        tuple([Import(*x) for x in imports]),
        tuple([values.function(x) for x in functions]),
        tuple([values.class_(x) for x in classes]),
        tuple([values.call(x) for x in calls]),
        tuple([Assignment(x[0], values[x[1]], *x[2:]) for x in assignments]),
        tuple([Comparison(values[x[0]], x[1], values[x[2]], *x[3:]) for x in comparisons]),
        tuple([Assignment(x[0], values[x[1]], *x[2:]) for x in loops]),
        tuple([Text(*x) for x in texts]),
        tuple([Handler(*x) for x in handlers]),
        tuple([Mentions(*x) for x in mentions]),
        *rest,
    )


class _Values:
    """The values of one file by number."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._values: list[Value] = []
        for kind, literal, name, items, keywords, text in rows:
            value = Value(kind, literal, name, self.several(items), self.keywords(keywords), text)
            self._values.append(value)

    def __getitem__(self, number: int) -> Value:
        return self._values[number]

    def several(self, numbers: tuple[int, ...]) -> tuple[Value, ...]:
        values = self._values
        return tuple([values[number] for number in numbers]) if numbers else ()

    def keywords(self, pairs: tuple[tuple[str, int], ...]) -> Keywords:
        values = self._values
        return tuple([(key, values[number]) for key, number in pairs]) if pairs else ()

    def optional(self, number: int | None) -> Value | None:
        return None if number is None else self._values[number]

    def call(self, x: Row) -> Call:
        return Call._make((*x[:5], self.several(x[5]), self.keywords(x[6]), *x[7:]))

    def function(self, x: Row) -> Function:
        parameters = tuple([Parameter(name, spelled, self.optional(default)) for name, spelled, default in x[3]])
        return Function._make((*x[:3], parameters, x[4], tuple([self.call(c) for c in x[5]]), *x[6:]))

    def class_(self, x: Row) -> Class:
        fields = tuple([Attribute(name, spelled, self.optional(value), line) for name, spelled, value, line in x[6]])
        return Class._make((*x[:4], self.keywords(x[4]), tuple([self.call(c) for c in x[5]]), fields, *x[7:]))
