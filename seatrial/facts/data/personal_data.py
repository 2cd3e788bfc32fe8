"""Which files of the repository hold records that identify people?"""

from seatrial.facts import fact
from seatrial.facts.ci.hooks import guards
from seatrial.facts.code.notebooks import notebooks
from seatrial.model import Evidence
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless
from seatrial.read.sensitive.personal_data import PERSONAL_DATA, Identified, PersonalData
from seatrial.read.sensitive.personal_formats import FORMATS, Identifier, emails
from seatrial.repo import Repo, Role, role
from seatrial.repo.problems import is_pointer

_TABLES = frozenset({".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".dcm", ".dicom"})
#: Tables that are not read: what they hold is not known.
_OTHER_TABLES = frozenset({".parquet", ".xls", ".feather", ".arrow", ".sqlite", ".sqlite3", ".db", ".sav", ".dta"})
_FEW = 10  #: tables that were read for each that was not, before a search is no search
_ENOUGH = 3  #: rows with a value that identifies somebody, from which a file is about people
_MADE_UP = caseless(r"synth|fake|mock|dummy|generated|simulat|placeholder")
#: Fields of a letter that name letters, and no people.
_OF_A_MESSAGE = caseless(r"(?:message|content)-id|in-reply-to|^\W*references\b")
#: Columns of data sets that everybody has: what they say about people was published long ago.
_PUBLIC = (
    {"passengerid", "survived", "pclass"},
    {"education-num", "hours-per-week"},
    {"creditability"},
    {"customerid", "gender", "seniorcitizen", "tenure"},
)


__all__ = [
    "Identifier", "PersonalRecords", "UnreadTable", "data_scanners", "personal_records", "unread_tables",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonalRecords(AtLine):
    """Values of one kind that identify people, in one column of one file or in the output of a notebook."""

    path: str
    role: Role
    kind: Identifier
    rows: int
    line: int = 0
    column: str = ""
    made_up: bool = False  #: the file's name says that nobody real is in it

    @property
    def own(self) -> bool:
        """Whether it stands outside of tests, examples and documentation."""
        return self.role is Role.OWN

    @property
    def shows_people(self) -> bool:
        """Whether it tells that people are kept: an address in one text of many is an accident, a picture is none."""
        return self.rows >= _ENOUGH or self.kind is Identifier.DICOM

    @property
    def what(self) -> str:
        rows = "1 row" if self.rows == 1 else f"{self.rows:,} rows"
        return f"{self.kind} in {rows}" + (f" of the column {self.column[:60]}" if self.column else "")


@fact
def personal_records(repo: Repo) -> tuple[PersonalRecords, ...]:
    """Return what identifies people in tables, JSON records, medical images and outputs of notebooks, by place."""
    found = [record for data in _tables(repo) if not _public(data) for record in _of_table(repo, data)]
    found += [record for notebook in notebooks(repo) for record in _printed(repo, notebook.path)]
    return tuple(sorted(found, key=lambda record: record.place))


@dataclass(frozen=True, slots=True)
class UnreadTable:
    """A table of which not everything was searched."""

    path: str
    reason: str
    partly: bool = False  #: a limit of ours, or one of many tables: absence is stated with what was left out

    @property
    def is_pointer(self) -> bool:
        """Whether its content is kept elsewhere by a digest."""
        return is_pointer(self.reason)

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@fact
def unread_tables(repo: Repo) -> tuple[UnreadTable, ...]:
    """Return the tables that could not be searched, or only in part."""
    unread = repo.unread(PERSONAL_DATA, _paths(repo, _TABLES))
    few = len(unread) * _FEW <= len(_tables(repo))
    lost = [UnreadTable(file.path, file.reason, few or file.reason.startswith("larger")) for file in unread]
    cut = [
        UnreadTable(data.path, f"only its first {data.rows:,} rows were searched", partly=True)
        for data in _tables(repo)
        if not data.complete
    ]
    other = [
        UnreadTable(path, "a table in a format that is not read", partly=True) for path in _paths(repo, _OTHER_TABLES)
    ]
    return (*lost, *cut, *other)


def data_scanners(repo: Repo) -> tuple[Evidence, ...]:
    """Return what would stop the next such file: a scanner for personal data as a hook or in CI."""
    return guards(
        repo, "presidio", "piicatcher", "octopii", "pii-codex", "pii-detector", "hawk-eye", "hawk_scanner", "datafog"
    )


def _tables(repo: Repo) -> tuple[PersonalData, ...]:
    return repo.records(PERSONAL_DATA, _paths(repo, _TABLES))


def _paths(repo: Repo, suffixes: frozenset[str]) -> tuple[str, ...]:
    named = repo.matching(lambda path: posix(path).suffix.lower() in suffixes)
    return tuple(path for path in named if not role(repo, path).is_foreign)


def _public(data: PersonalData) -> bool:
    columns = {column.lower() for column in data.columns}
    return any(known <= columns for known in _PUBLIC)


def _of_table(repo: Repo, data: PersonalData) -> list[PersonalRecords]:
    made_up = bool(_MADE_UP.search(data.path))
    return [_record(repo, data.path, found, made_up=made_up) for found in data.found]


def _record(repo: Repo, path: str, found: Identified, *, made_up: bool) -> PersonalRecords:
    return PersonalRecords(path, role(repo, path), found.kind, found.rows, found.line, found.column, made_up)


def _printed(repo: Repo, path: str) -> list[PersonalRecords]:
    """Count the lines of a notebook's printed output that hold an address or a number of a person, each person once.

    Whoever prints a letter shows its sender in many lines, and names of messages that look like addresses.
    """
    notebook = next(one for one in notebooks(repo) if one.path == path)
    lines = [(cell.line, line) for cell in notebook.cells for line in cell.printed.split("\n")]
    by_kind: dict[Identifier, list[int]] = {}
    known: set[str] = set()
    for number, line in lines:
        people = set(emails(line)) - known if not _OF_A_MESSAGE.search(line) else set()
        known |= people
        if people:
            by_kind.setdefault(Identifier.EMAIL, []).append(number)
        for word in line.split():
            for form in FORMATS:
                if form.kind in (Identifier.SSN, Identifier.IBAN) and form.holds(word):
                    by_kind.setdefault(form.kind, []).append(number)
    return [PersonalRecords(path, role(repo, path), kind, len(found), found[0]) for kind, found in by_kind.items()]
