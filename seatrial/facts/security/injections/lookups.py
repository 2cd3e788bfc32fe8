"""Which names of a function are looked up in a closed table of the owner's, so that anything else is refused?"""

from collections.abc import Iterable, Iterator

from seatrial.facts.code.of_file import comparisons_by_scope, handlers_by_scope, once_of_file
from seatrial.read.code.python_record import Assignment, Call, PythonFile, Value
from seatrial.read.regex import regex

#: Tables by their names, wherever they are kept: constants, also of a class or of a module of settings.
_CONSTANT = regex(r"(?:\w+\.)*_?[A-Z][A-Z0-9_]+")
_ENUMS = regex(r"(?:enum\.)?(?:Str|Int)?(?:Enum|Flag)")
_TABLES = frozenset({"dict", "list"})
_LOOKS_UP = frozenset({"item", "call"})
#: What a name that stands in no table raises.
_REFUSALS = frozenset({"KeyError", "ValueError", "LookupError", "IndexError", "Exception", "BaseException"})
_REFUSES = ("raise", "return", "abort", "sys.exit")


def looked_up(
    file: PythonFile, scope: str, assignments: Iterable[Assignment], calls: Iterable[Call]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the names that a function looks up in a closed table or in an enumeration, each with its line.

    What is asked by ``get`` passes where its result is held to something that refuses it. A refusal that is caught and
    told to nobody lets everything through.
    """
    tables, kinds = _tables(file), _enumerations(file)
    for line, value in _values(assignments, calls):
        if (name := _key_of_lookup(value, tables, kinds)) and not _is_forgiven(file, scope, line):
            yield line, (name,)
    for call in calls:
        asks = call.last == "get" and call.args and call.target
        if asks and _is_closed(call.written.rpartition(".")[0], tables):
            yield from ((line, (call.args[0].text,)) for line in _refusals(file, call))


@once_of_file
def _tables(file: PythonFile) -> frozenset[str]:
    return frozenset(item.target for item in file.assignments if not item.scope and item.value.kind in _TABLES)


@once_of_file
def _enumerations(file: PythonFile) -> frozenset[str]:
    return frozenset(item.name for item in file.classes if any(_ENUMS.fullmatch(base) for base in item.bases))


def _values(assignments: Iterable[Assignment], calls: Iterable[Call]) -> Iterator[tuple[int, Value]]:
    """Yield all values by which something may be looked up, those inside of others too, each with its line."""
    waiting = [(item.line, item.value) for item in assignments]
    for call in calls:
        waiting += [(call.line, value) for value in call.values]
        waiting.append((call.line, Value("call", None, call.name, call.args, call.keywords, call.written)))
    while waiting:
        line, value = waiting.pop()
        if value.items:
            if value.kind in _LOOKS_UP:
                yield line, value
            waiting += [(line, inner) for inner in value.items]


def _key_of_lookup(value: Value, tables: frozenset[str], kinds: frozenset[str]) -> str:
    """Return the name by which a table or an enumeration is asked, "" for anything else."""
    if value.kind == "item":
        owner = value.text.partition("[")[0]
        asked = value.items[0] if value.items and _is_closed(owner, tables) else None
    else:
        asked = value.items[0] if value.kind == "call" and value.items and value.text in kinds else None
    return asked.text if asked is not None and asked.kind == "name" else ""


def _is_closed(owner: str, tables: frozenset[str]) -> bool:
    return owner in tables or bool(_CONSTANT.fullmatch(owner))


def _is_forgiven(file: PythonFile, scope: str, line: int) -> bool:
    """Tell whether the refusal is caught around it, and nothing comes of that."""
    handlers = handlers_by_scope(file).get(scope, ())
    around = (one for one in handlers if one.begins <= line < one.line and one.swallows)
    return any(not one.catches or not _REFUSALS.isdisjoint(one.catches) for one in around)


def _refusals(file: PythonFile, call: Call) -> Iterator[int]:
    """Yield the lines on which the result of a question is held to something that ends the function."""
    for item in comparisons_by_scope(file).get(call.scope, ()):
        after = item.line >= call.line and item.left.text == call.target
        if after and any(led.startswith(_REFUSES) for led in item.leads_to):
            yield item.line
