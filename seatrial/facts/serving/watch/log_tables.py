"""Which tables of settings have log lines written as JSON, and does a handler use that?"""

from collections.abc import Iterator

from seatrial.facts.code.code_index import meaning
from seatrial.facts.deployment.set_variables import set_variables
from seatrial.facts.serving.watch.log_setup import JSON_FORMAT, LogSetup, words
from seatrial.model import Place
from seatrial.read.code.python_record import PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FACTORY = "()"  #: the key by which a table of settings names what makes a formatter
#: A variable of the environment, and the default for where it is not set.
_ASKED_FOR = regex(r"(?:environ\.get|getenv)\(\s*[\"'](\w+)[\"'](?:\s*,\s*[\"'](\w+)[\"'])?")


def named_formatters(repo: Repo, file: PythonFile, own: frozenset[tuple[str, str]]) -> Iterator[LogSetup]:
    """Yield where a table of settings names a formatter of the owner's: ``"()": LineFormatter``, or its dotted name."""
    tables = {text.scope: text.line for text in reversed(file.texts) if text.value == _FACTORY}
    named = [(item.scope, file.path, name) for item in file.mentions if item.scope in tables for name in item.names]
    named += [(text.scope, "", text.value) for text in file.texts if text.scope in tables and "." in text.value]
    last = {name for _, name in own}
    for scope, path, name in named:
        made = meaning(repo, path, name) if name.rpartition(".")[2] in last else None
        if made and (made.path, made.scope) in own:
            what = f"{made.scope} writes log lines as JSON"
            yield LogSetup(Place(file.path, tables[scope]), what, scope, structured=True)


def tabled(repo: Repo, files: tuple[PythonFile, ...]) -> Iterator[LogSetup]:
    """Yield the tables that ``dictConfig`` is given by their names, and that have a handler write JSON."""
    given = {table for file in files for table in _given(repo, file)}
    for file in files:
        for table in file.assignments:
            if (file.path, table.target) in given and _writes_json(repo, file, table.value):
                what = f"{table.target} has log lines written as JSON"
                yield LogSetup(Place(file.path, table.line), what, table.scope, structured=True)


def _given(repo: Repo, file: PythonFile) -> Iterator[tuple[str, str]]:
    """Yield the file and the name of each table that logging is set up by."""
    by_call = [value for call in file.calls if call.last == "dictConfig" for value in call.args]
    by_server = [value for call in file.calls for key, value in call.keywords if key == "log_config"]
    for value in (*by_call, *by_server):
        if value.kind == "name":
            found = meaning(repo, file.path, value.name)
            yield (found.path, found.scope) if found and found.kind == "value" else (file.path, value.text)


def _writes_json(repo: Repo, file: PythonFile, table: Value) -> bool:
    """Tell whether a handler of a table has a formatter that writes JSON."""
    made, handlers = table.keyword("formatters"), table.keyword("handlers")
    if made is None or handlers is None:
        return False
    names = {name for name, how in made.keywords if any(map(JSON_FORMAT.search, words((how,))))}
    chosen = (handler.keyword("formatter") for _, handler in handlers.keywords)
    return bool(names) and any(_is_one_of(repo, file, one, names) for one in chosen if one is not None)


def _is_one_of(repo: Repo, file: PythonFile, chosen: Value, names: set[str]) -> bool:
    """Tell whether a formatter is one of these, by its name or by a variable whose default or manifest says so."""
    if chosen.kind != "name":
        return chosen.literal in names
    asked = next((item for item in file.assignments if item.target == chosen.text and not item.scope), None)
    variable = _ASKED_FOR.search(asked.value.text) if asked else None
    if variable is None:
        return False
    return variable[2] in names or any(key == variable[1] and value in names for _, key, value in set_variables(repo))
