"""What does a statement of SQL write, and which columns has the table that it writes to?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.code import python_files
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_LARGEST = 300_000
_LONGEST = 8_000  #: of the columns of one table
#: A query that an object mapper puts together, ``select(Row)``, reads as well; what it inserts is told by its row.
_COMMENTS = r"\s*(?:(?:--[^\n]*\n|/\*[^*]*\*/)\s*)*"
_VERB = caseless(
    rf"{_COMMENTS}(?:select\b|(?:insert|update|delete|with|create|alter|drop|truncate|merge|replace|copy)\s)"
    r"(?!\s*(?:the|an?|your|this)\s+(?!(?:from|as|set)\b)\w)"  # Create a prediction
)
#: What writes no row: all other statements do, in whatever dialect.
_READS = caseless(rf"{_COMMENTS}(?:select|with|create|alter|drop|truncate|delete)\b")
#: A long statement is kept in part: what is cut off names columns as well.
_INSERT = caseless(
    r"\b(?:insert\s+(?:(?:or\s+)?\w+\s+)?into|insert\s+overwrite|replace\s+into)\s+(?:table\s+)?"
    r"([\w.\"`\[\]{}]+)\s*(?:\(([^()]*)(?:\)|\Z))?"
)
_UPDATE = caseless(r"\bupdate\s+(?:only\s+)?([\w.\"`\[\]{}]+)(?:\s+(?:as\s+)?\w+)?\s+set\s+(.*)\Z")
_SET = regex(r"(?:^|,)\s*(?:\w+\.)?[\"`]?(\w+)[\"`]?\s*=")
_WHERE = caseless(r"\bwhere\b")
_CREATE = caseless(r"\bcreate\s+(?:\w+\s+)?table\s+(?:if\s+not\s+exists\s+)?([\w.\"`\[\]{}]+)\s*\(")
_COMMENT = regex(r"--[^\n]*")
_COLUMN = regex(r"\s*[\"`\[]?(\w+)")
_NO_COLUMN = frozenset({"primary", "foreign", "unique", "constraint", "check", "key", "index", "exclude", "like"})


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, as far as it tells what it writes."""

    writes: bool
    table: str = ""  #: without its schema, in small letters
    columns: frozenset[str] = frozenset()
    updates: bool = False  #: a row that is there already


def statement(text: str) -> Statement | None:
    """Return what a text says as a statement of SQL; None where it is none."""
    if not _VERB.match(text):
        return None
    if found := _INSERT.search(text):
        return Statement(writes=True, table=_bare(found[1]), columns=frozenset(_listed(found[2] or "")))
    if found := _UPDATE.search(_on_one_line(text)):
        return Statement(
            writes=True, table=_bare(found[1]), columns=frozenset(_SET.findall(_WHERE.split(found[2])[0])), updates=True
        )
    return Statement(writes=not _READS.match(text))


def inserted_columns(sql: str) -> tuple[str, ...]:
    """Return the columns that a statement of SQL inserts, none where it names none."""
    found = _INSERT.search(sql)
    return _listed(found[2]) if found and found[2] else ()


@fact
def columns_by_table(repo: Repo) -> Mapping[str, tuple[str, ...]]:
    """Return the columns that statements give tables, in files of SQL and in code, tests among it, by bare name."""
    written = (path for path in repo.matching(lambda path: path.lower().endswith(".sql")))
    coded = (file.path for file in python_files(repo) if any(_CREATE.search(text.value) for text in file.texts))
    paths = (path for path in (*written, *coded) if path in repo.entries and repo.entries[path].size <= _LARGEST)
    return grouped(pair for path in paths for pair in _tables(repo.text_or_empty(path, _LARGEST)))


def _tables(text: str) -> Iterator[tuple[str, str]]:
    found = list(_CREATE.finditer(text))
    ends = (*(one.start() for one in found[1:]), len(text))
    for one, end in zip(found, ends, strict=False):
        for part in _parts(_COMMENT.sub("", text[one.end() : min(end, one.end() + _LONGEST)])):
            column = _COLUMN.match(part)
            if column and column[1].lower() not in _NO_COLUMN:
                yield _bare(one[1]), column[1]


def _parts(text: str) -> Iterator[str]:
    """Yield what commas part, up to the bracket that ends the list; what stands in brackets of its own is no part."""
    depth, start = 0, 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (sign == "," and depth == 0):
            yield text[start:at]
            start = at + 1
        if depth < 0:
            return


def _listed(columns: str) -> tuple[str, ...]:
    return tuple(name for column in columns.split(",") if (name := column.strip(' \n\t"`[]')))


def _bare(table: str) -> str:
    return table.rpartition(".")[2].strip('"`[]').lower()


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
