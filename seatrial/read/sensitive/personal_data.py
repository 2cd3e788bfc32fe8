"""Which columns of a table, and which records of a JSON file, hold values that identify people?"""

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from seatrial.model.record import dataclass
from seatrial.read.reader import Reader
from seatrial.read.regex import caseless, regex
from seatrial.read.sensitive.personal_formats import FORMATS, Identifier, emails
from seatrial.read.sensitive.table_rows import Row, table_rows

_ROWS = 5000  #: rows of one file that are looked at
_SHORTEST = 6  #: characters of the shortest value that any format allows, an address
_CONTACTS, _TEXTS = (
    2,
    5,
)  #: addresses at most, and texts for each at least, before it is where readers are told to write
_ENOUGH = 0.8  #: share of a column's values that must hold its format, before a checksum is more than chance
_NAME = regex(r"(?:first|last|full|given|family|patient|customer|client|employee|person)_?name|surname|name")
_BIRTH = regex(r"dob|birth_?(?:date|day)|date_?of_?birth|born|geburtsdatum|fecha_?(?:de_?)?nacimiento")
_DATE = regex(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")
_LONGEST_NAME = 324  #: characters that DICOM allows in a person's name
_PATIENT = regex(rb"\x10\x00\x10\x00PN(?P<size>..)", re.DOTALL)
_NO_PATIENT = caseless(
    r"anon\w*|de-?ident\w*|patient\W*\w{0,4}|test\w*|none|unknown|phantom.*|[\d\W_]*|[A-Z0-9]{1,4}|\w*\d\w*"
)
_MARK = b'"resourceType"'
_MOST = 5_000  #: resources of one file that are looked at


@dataclass(frozen=True, slots=True)
class Identified:
    """Values of one kind in one column."""

    kind: Identifier
    column: str  #: as written
    rows: int  #: rows with such a value
    line: int  #: of the first of them in the file


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What one file of records was searched for."""

    path: str
    columns: tuple[str, ...] = ()
    rows: int = 0  #: rows that were looked at
    found: tuple[Identified, ...] = ()
    complete: bool = True  #: False when there are more rows than are looked at


def parse_personal_data(path: str, data: bytes) -> PersonalData:
    """Search a table (CSV, TSV, the texts of XLSX), records (JSON, JSON lines) or an image of a patient (DICOM)."""
    if data[128:132] == b"DICM":
        return PersonalData(path, found=tuple(_patient(data)))
    if lines := fhir_patients(path, data):
        return PersonalData(
            path, rows=len(lines), found=(Identified(Identifier.FHIR, "Patient", len(lines), lines[0]),)
        )
    rows = table_rows(path, data)
    numbered = list(itertools.islice(rows, _ROWS + 1))
    looked_at = numbered[:_ROWS]
    columns = tuple(looked_at[0][1]) if looked_at else ()
    found = tuple(_identified(columns, looked_at))
    return PersonalData(path, columns, len(looked_at), found, len(numbered) <= _ROWS)


PERSONAL_DATA = Reader("personal data", 4, parse_personal_data, limit=50_000_000)


def _identified(columns: tuple[str, ...], rows: list[tuple[int, Row]]) -> Iterator[Identified]:
    for column in columns:
        called = _plain(column)
        filled = [(line, value) for line, row in rows if (value := row.get(column, "").strip())]
        values = {value for _, value in filled if len(value) >= _SHORTEST}  # most columns hold few, many times
        kinds: set[Identifier] = set()
        for form in FORMATS:
            if form.kind not in kinds and (form.column is None or form.column.search(called)):
                holding = set(filter(form.holds, values))
                holding = set() if form.kind is Identifier.EMAIL and _tells_where_to_write(holding) else holding
                lines = [line for line, value in filled if value in holding] if holding else []
                if lines and (form.kind is Identifier.EMAIL or len(lines) >= _ENOUGH * len(filled)):
                    kinds.add(form.kind)
                    yield Identified(form.kind, column, len(lines), lines[0])
    yield from _named_with_birth(columns, rows)


def _tells_where_to_write(texts: set[str]) -> bool:
    """Tell whether many texts give the same one or two addresses: answers of a help desk name its mailbox."""
    found = {address for text in texts for address in emails(text)}
    prose = all(not any(len(text) < 2 * len(address) for address in emails(text)) for text in texts)
    return prose and len(found) <= _CONTACTS and len(texts) >= _TEXTS * len(found)


def _named_with_birth(columns: Iterable[str], rows: list[tuple[int, Row]]) -> Iterator[Identified]:
    called = {column: _plain(column) for column in columns}
    name = next((column for column, known in called.items() if _NAME.fullmatch(known)), None)
    birth = next((column for column, known in called.items() if _BIRTH.fullmatch(known)), None)
    if name is None or birth is None:
        return
    lines = [n for n, row in rows if row.get(name, "").strip() and _DATE.fullmatch(row.get(birth, "").strip())]
    if lines:
        yield Identified(Identifier.NAME_AND_BIRTH, name, len(lines), lines[0])


def _plain(column: str) -> str:
    """Return a column's name in one spelling: DateOfBirth and "date of birth" are date_of_birth."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[\s-]+", "_", column).lower()


def _patient(data: bytes) -> Iterator[Identified]:
    """Yield the patient of a DICOM file, when its name is a name."""
    match = _PATIENT.search(data, 0, 20_000)
    if match is None:
        return
    size = min(int.from_bytes(match["size"], "little"), _LONGEST_NAME)
    name = data[match.end() : match.end() + size].decode("latin-1").strip(" \0^")
    if name and not _NO_PATIENT.fullmatch(name):
        yield Identified(Identifier.DICOM, "PatientName", 1, 0)


def fhir_patients(path: str, data: bytes) -> tuple[int, ...]:
    """Return the line of each patient with a family name and a day of birth, 0 where lines tell nothing.

    Patients of Synthea, which nobody is, are left out: the file names their maker.
    """
    if _MARK not in data or b"synthea" in data.lower():
        return ()
    numbered = _lines(data) if path.lower().endswith((".ndjson", ".jsonl")) else ((0, one) for one in _resources(data))
    return tuple(line for _, (line, one) in zip(range(_MOST), numbered, strict=False) if _is_known(one))


def _lines(data: bytes) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if _MARK in line:
            yield from ((number, one) for one in _resources(line))


def _resources(data: bytes) -> Iterator[Any]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return
    entries = document.get("entry") if isinstance(document, dict) else document
    for entry in entries if isinstance(entries, list) else [document]:
        yield entry.get("resource", entry) if isinstance(entry, dict) else None


def _is_known(resource: Any) -> bool:
    if not isinstance(resource, dict) or resource.get("resourceType") != "Patient" or not resource.get("birthDate"):
        return False
    names = resource.get("name")
    return any(isinstance(name, dict) and name.get("family") for name in (names if isinstance(names, list) else ()))
