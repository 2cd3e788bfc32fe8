"""Where is a row put together that others hand over, and what does it get there: by a statement, or by its class?"""

from seatrial.facts.code.code_index import Defined, calls_in
from seatrial.facts.operations.records.record_fields import columns, columns_of, fills_itself, statements_at
from seatrial.facts.operations.records.record_sinks import table_of
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class Maker:
    """The function of the owner that writes a row in the end."""

    path: str = ""  #: the file in which the row is put together; none where it is handed over whole
    columns: frozenset[str] = frozenset()  #: that are written there, and those that the table fills by itself


def maker_of(repo: Repo, end: tuple[str, str]) -> Maker:
    """Return what a function that keeps what it is handed makes of it: ``INSERT INTO``, or ``Row(score=score)``.

    Who adds a column does it there, in whatever file the answer is given.
    """
    calls = tuple(calls_in(repo, *end))
    written = [one for call in calls for one in statements_at(repo, end[0], call) if one.writes]
    stated = frozenset(name for one in written for name in columns_of(repo, one))
    rows = [(call, row) for call in calls if (row := _row_of(repo, end[0], call))]
    given = {name for call, _ in rows for name, _ in call.keywords}
    filled = {name for _, row in rows for name in columns(repo, row) if fills_itself(name)}
    return Maker(end[0] if stated or rows else "", stated | given | filled)


def _row_of(repo: Repo, path: str, call: Call) -> Defined | None:
    """Return the class of a row that is put together column by column; one that is copied whole adds nothing here."""
    named = call.last[:1].isupper() and call.keywords and all(name != "**" for name, _ in call.keywords)
    return table_of(repo, path, call.name, call.written) if named else None
