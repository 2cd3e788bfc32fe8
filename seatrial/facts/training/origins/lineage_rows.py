"""Which rows of a team's own tables tell the origin of a model?"""

from collections.abc import Iterable, Iterator

from seatrial.facts.code.programs import Program
from seatrial.facts.training.origins.model_origin import Origin, origin_of_key
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.regex import caseless

_SQL = caseless(r"\binsert\s+(?:or\s+\w+\s+)?into\s+[\w.\"`\[\]{}]+\s*\(([^()]{3,2000})\)")
#: Calls by which a row gets into a table, by the last part of their names.
_ROWS = frozenset({"values", "insert_one", "put_item", "update_one", "create", "upsert", "insert_rows_json"})
_ASKED = frozenset({Origin.COMMIT, Origin.DATA, Origin.PARAMETERS})
_LEAST = 2  #: kinds of origin that make a row one about how something was made


def rows_of_origin(program: Program) -> Iterator[tuple[str, int, Origin]]:
    """Yield column, line and origin of what rows tell of how a model was made.

    A row of any name counts when it tells two of commit, data and parameters: nothing else is described so. It is an
    object of a class that is made with them, values that are handed to a table, or the columns of an INSERT.
    """
    for line, columns in (*_made(program.file), *_inserted(program.file)):
        origins = {name: origin for name in columns if (origin := origin_of_key(name))}
        if len(_ASKED.intersection(origins.values())) >= _LEAST:
            yield from ((name, line, origin) for name, origin in origins.items())


def _made(file: PythonFile) -> Iterator[tuple[int, Iterable[str]]]:
    stored = {
        call.scope for call in file.calls if call.last in {"add", "add_all", "merge", "bulk_save_objects", "save"}
    }
    for call in file.calls:
        if call.last in _ROWS or (call.last[:1].isupper() and call.scope in stored):
            yield call.line, _names(call)


def _names(call: Call) -> list[str]:
    given = [name for name, _ in call.keywords]
    return given + [name for value in call.args if value.kind == "dict" for name, _ in value.keywords]


def _inserted(file: PythonFile) -> Iterator[tuple[int, Iterable[str]]]:
    for text in file.texts:
        for found in _SQL.finditer(text.value):
            yield text.line, [name.strip(' \n\t"`[]') for name in found[1].split(",")]
