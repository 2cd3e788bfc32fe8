"""Which rows are in a table: CSV, TSV, JSON, JSON lines, or the texts of a workbook?"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from seatrial.read.models.zip_members import content, members
from seatrial.read.reader import Unreadable
from seatrial.read.text import decode, is_binary

Row: TypeAlias = Mapping[str, str]  #: column as written -> value


def table_rows(path: str, data: bytes) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a table by the suffix of its name, each with its line, 0 when it has none.

    Raises ``Unreadable`` for a format that is not read. A file that is broken half-way yields what was read.
    """
    if path.lower().endswith(".xlsx"):
        return _sheet(data)
    if is_binary(data):
        raise Unreadable("a table in a binary format")
    text = decode(data)
    return _records(text) if path.lower().endswith(("json", "jsonl", "ndjson")) else _table(text)


def _sheet(data: bytes) -> Iterator[tuple[int, Row]]:
    """Yield the texts of a workbook, each as a row: its columns are not followed."""
    try:
        texts = next(member for member in members(data) if member.name == "xl/sharedStrings.xml")
        inside = content(data, texts).decode("utf-8", "replace")
    except (ValueError, StopIteration):
        return
    from html import unescape  # its table of two thousand names is seldom asked

    for match in re.finditer(r"<t(?: [^>]*)?>([^<]*)</t>", inside):
        yield 0, {"text": unescape(match[1])}


def _table(text: str) -> Iterator[tuple[int, Row]]:
    """Yield the rows of a table with its lines; nothing when the first line is no header."""
    head = text[:20_000]
    first = head.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        header = [name.strip() for name in next(reader, [])]
        if len(header) < 2 and "@" in first:
            return
        for values in reader:
            yield reader.line_num, dict(zip(header, values, strict=False))
    except csv.Error:  # a NUL, or a field longer than the limit: what came before counts
        return


def _records(text: str) -> Iterator[tuple[int, Row]]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        yield from _json_lines(text)
        return
    if isinstance(document, dict):
        document = next((value for value in document.values() if isinstance(value, list)), [])
    for record in document if isinstance(document, list) else ():
        if isinstance(record, dict):
            yield 0, _texts(record)


def _json_lines(text: str) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(text.split("\n"), 1):
        try:
            record = json.loads(line) if line.startswith("{") else None
        except (ValueError, RecursionError):
            return
        if isinstance(record, dict):
            yield number, _texts(record)


def _texts(record: dict[str, object]) -> Row:
    return {key: str(value) for key, value in record.items() if isinstance(value, str | int)}
