"""Which fields does a record have that a call stores, as far as the text around it tells?"""

from collections.abc import Iterable, Iterator

from seatrial.facts.code.code_index import Defined, contents, contents_of, defined, function_at, value_at
from seatrial.facts.code.programs import Program
from seatrial.facts.operations.records.record_parts import Part, parts_of
from seatrial.facts.operations.records.record_sinks import UNDER_KEYS, numbers_itself, row_of, table_of
from seatrial.facts.operations.records.sql_statements import Statement, columns_by_table, statement
from seatrial.facts.web.rest_views import with_bases
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Columns into which a whole conversation goes, whatever it holds: ``conversation_log = JSONField()``.
HOLDS_ALL = regex(r"(?:^|_)(?:log|logs|history|messages|data|json|payload|transcript|state|events?|turns|extra)$")
#: How many, how large, of what kind, in which file: nothing of what was answered.
_ABOUT_IT = caseless(
    r"(?:^|\.)(?:len|type|id|shape|dtype|size|columns|value_counts|nunique|keys|ndim|device|count|exists)(?:\(|$)"
    r"|_?(?:file|path|dir|folder|type|shape|url|uri|name|format|size|mode|count)s?$"
    r"|_(?:time|seconds|secs|duration|latency|elapsed|ms)$"
)
#: What is taken out of an answer, and is none of it: ``result["doc_id"]``.
_ASIDE = regex(r"""\[["'](\w*(?:id|ids|uuid|name|pages?|count|size|path|url|status|type|user|email))["']\]$""")
#: What a class of rows holds besides its columns: rows of other tables.
_RELATED = caseless(r"(?:^|\.)(?:relationship|backref|association_proxy|ManyToManyField|ReverseRelation)$")
#: Names of tables and objects that are handed over whole.
_A_WHOLE = caseless(
    r"(?:^|_)(?:df|frame|rows?|records?|data|results?|payload|batch|predictions?|forecasts?|scores|outputs?|items?)(?:_df)?$"
)
_ITS_ID, _ITS_TIME = frozenset({Part.ID}), frozenset({Part.TIME})
_WORD = regex(r"[A-Za-z_]\w*")
_FIELDS_AT_LEAST = 3  #: keywords of a constructor before it is taken for that of a record


def names_in(value: Value) -> Iterator[str]:
    """Yield the names that a message or a payload shows."""
    if value.kind == "item" and (key := _ASIDE.search(value.text)):
        yield key[1]
        return
    if value.kind in ("name", "item") and not _ABOUT_IT.search(value.text):
        yield value.text
    if value.kind == "call" and _ABOUT_IT.search(value.text.partition("(")[0]):
        return
    for part in value.parts:
        yield from names_in(part)


def written_fields(repo: Repo, program: Program, call: Call, keys: set[str]) -> set[str]:
    """Return the names of what is written: keys, keywords, the columns of an INSERT and of the class of a row."""
    stated = {name for one in statements(repo, program, call) if one.writes for name in columns_of(repo, one)}
    if stated and not any(map(HOLDS_ALL.search, stated)):
        return stated  # what is inserted is known to the last column, whatever else its function puts together
    found = keys | stated
    for other in contents_of(repo, program.file).calls.get(call.scope, ()):
        if _is_record(other) or _is_clause(other):
            found |= {name for name, _ in other.keywords}
            found |= columns(repo, _class(repo, program.path, other.name, other.written))
            for value in other.args if other.last == "values" else ():
                found |= {name for name, _ in value.keywords}
    for row in (*stored_rows(repo, program.path, call), *rows_of_keeper(repo, program.path, call)):
        found |= columns(repo, row)
    found |= {name for name, _ in call.keywords if name not in {"key", "value", "topic"}}
    if call.last in UNDER_KEYS:  # the key that it is found by again, and what stands under it
        found |= {"id", *payload(repo, program, call)}
    return found


def statements(repo: Repo, program: Program, call: Call) -> tuple[Statement, ...]:
    """Return the statements of SQL that a call is given, as they stand there or behind a name."""
    return statements_at(repo, program.path, call)


def statements_at(repo: Repo, path: str, call: Call) -> tuple[Statement, ...]:
    """Return the statements of SQL that a call of a file is given."""
    texts = (*texts_in(call), *_constants(repo, path, call))
    return tuple(one for text in texts if (one := statement(text)) is not None)


def columns_of(repo: Repo, written: Statement) -> frozenset[str]:
    """Return the columns that a statement writes, and those that its table fills by itself: an id and the time.

    A row that is there already, and is given the answer, keeps what stands in it beside that. A statement whose columns
    are put together where it runs, ``INSERT INTO rows ({columns})``, fills what its table has.
    """
    there = columns_by_table(repo).get(written.table, ())
    open_list = not written.columns or any("{" in name for name in written.columns)  # put together where it runs
    if open_list or (written.updates and Part.OUTPUT in parts_of(written.columns)):
        return written.columns.union(there)
    return written.columns.union(filter(fills_itself, there))


def fills_itself(column: str) -> bool:
    """Tell a column that a table gives each row, as a rule: its number, and when it came."""
    return parts_of((column,)) in (_ITS_ID, _ITS_TIME)


def stored_rows(repo: Repo, path: str, call: Call) -> Iterator[Defined]:
    """Yield the classes of what a call stores: of the row itself, of what its function was given, of a statement.

    ``Row(...).save()``; ``def save(self, record: Row)``; ``insert(Row)``.
    """
    if row := row_of(repo, path, call):
        yield row
    function, given = function_at(repo, path, call.scope), named_words(call)
    names = [(item.annotation, "") for item in (function.parameters if function else ()) if item.name in given]
    named = (part for value in call.args for part in (value, *value.items) if part.kind == "name")
    for name, written in (*names, *((part.name, part.text) for part in named)):
        if found := _class(repo, path, name, written):
            yield found


def rows_of_keeper(repo: Repo, path: str, call: Call) -> Iterator[Defined]:
    """Yield the classes of the rows that the object whose method is called keeps: it was given them when it was made.

    ``super().__init__(model=Chat)``; ``model = Chat`` in its class; ``chats = Keeper(Chat)`` for ``chats.create(row)``.
    """
    owner, written = call.name.rpartition(".")[0], call.written.rpartition(".")[0]
    found, held = defined(repo, path, owner, written), value_at(repo, path, owner, written)
    if found is not None and found.cls is not None:
        inside = contents(repo, found.path)
        given = [value for item in inside.calls.get(f"{found.name}.__init__", ()) for value in item.values]
        given += [item.value for item in found.cls.attributes if item.value is not None]
        yield from _tables(repo, found.path, given)
    if held is not None:
        file, name = held
        made = [item.value for item in file.assignments if item.target == name and item.value.kind == "call"]
        yield from _tables(repo, file.path, [value for item in made for value in item.parts])


def _tables(repo: Repo, path: str, values: Iterable[Value]) -> Iterator[Defined]:
    named = (value for value in values if value.kind == "name" and value.name)
    found = (table_of(repo, path, value.name, value.text) for value in named)
    return (one for one in found if one is not None)


def payload(repo: Repo, program: Program, call: Call) -> set[str]:
    """Return the names of what a call hands to a function of the owner: no more than what stands in its arguments."""
    found = {name for name, _ in call.keywords if name != "**"}
    inside = contents(repo, program.path)
    for value in call.values:
        made = [item.value for item in inside.given.get(value.text, ()) if item.scope == call.scope]
        for part in (value, *made):
            found |= {name for name, _ in part.keywords} if _is_made(part) else set()
            found |= (
                columns(repo, _class(repo, program.path, part.name, part.text.partition("(")[0]))
                if part.name
                else set()
            )
        found |= {name.rpartition(".")[2] for name in names_in(value)}
    return found


def is_handed_whole(repo: Repo, program: Program, call: Call) -> bool:
    """Tell whether a call stores what was made elsewhere, of which no field is seen: ``save(predictions)``."""
    if statements(repo, program, call) or any(stored_rows(repo, program.path, call)):
        return False
    inside = contents(repo, program.path)
    named = (value.text for value in call.values if value.kind == "name" and _A_WHOLE.search(value.text))
    made = ([one.value for one in inside.given.get(name, ()) if one.scope == call.scope] for name in named)
    return any(not any(map(_is_made, values)) for values in made)


def tells_about(name: str) -> bool:
    """Tell a name for how an answer looks or where it lies, ``output_format``, from one for the answer."""
    return bool(_ABOUT_IT.search(name))


def texts_in(call: Call) -> Iterator[str]:
    """Yield the texts that a call is given."""
    for value in call.args:
        for part in (value, *value.items):
            text = part.string or part.text
            if text:
                yield text


def inserts(repo: Repo, program: Program, call: Call) -> bool:
    """Tell whether a statement that is executed puts a row into a table: most of them read."""
    texts = (*texts_in(call), *_constants(repo, program.path, call))
    return any("insert" in text.lower() or "merge into" in text.lower() for text in texts)


def _is_made(value: Value) -> bool:
    """Tell a record that is put together in its place, a dictionary or an object of a class, from other calls."""
    return value.kind == "dict" or (value.kind == "call" and value.name.rpartition(".")[2][:1].isupper())


def _constants(repo: Repo, path: str, call: Call) -> Iterator[str]:
    """Yield the texts behind the names that a call is given: ``cursor.execute(INSERT, row)``.

    A statement may be made of its text: ``INSERT = text("insert into ...")``.
    """
    inside = contents(repo, path)
    for value in call.args[:1] if call.args and call.args[0].kind == "name" else ():
        for item in inside.given.get(value.text, ()):
            made = item.value.items[0] if item.value.kind == "call" and item.value.items else item.value
            text = made.string or made.text
            yield from (text,) if item.scope in ("", call.scope) and text else ()


def _is_record(call: Call) -> bool:
    whole = any(name == "**" for name, _ in call.keywords)
    return call.last[:1].isupper() and (whole or len(call.keywords) >= _FIELDS_AT_LEAST)


def _is_clause(call: Call) -> bool:
    """Tell the row of an INSERT that is put together by calls: ``insert(Row).values(score=score)``."""
    return call.last == "values" and "insert" in call.written.lower()


def named_words(call: Call) -> set[str]:
    """Return the names that the arguments of a call hold, wherever in them: of ``add(Row(**data))`` row and data."""
    return {word for value in call.values for word in _words_of(value)}


def _words_of(value: Value) -> Iterator[str]:
    if value.kind != "literal":
        yield from _WORD.findall(value.text)
    for part in value.parts:
        yield from _words_of(part)


def _class(repo: Repo, path: str, name: str, written: str) -> Defined | None:
    found = defined(repo, path, name, written) if name else None
    return found if found and found.cls and found.name.rpartition(".")[2] == name.rpartition(".")[2] else None


def columns(repo: Repo, made: Defined | None, *, related: bool = False) -> set[str]:
    """Return the columns of a class of rows, those that it inherits among them: the day, from a base of all tables.

    With ``related`` also what rows of other tables say of it, as a message has its citations.
    """
    if made is None or made.cls is None:
        return set()
    attributes = [item for _, owner in with_bases(repo, made.path, made.cls) for item in owner.attributes]
    kept = (item for item in attributes if related or item.value is None or not _RELATED.search(item.value.name))
    return {item.name for item in kept} | ({"id"} if numbers_itself(made.cls) else set())
