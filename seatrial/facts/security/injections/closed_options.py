"""Which names of a function hold one of a closed list, since a command line takes nothing else?"""

from collections.abc import Iterator

from seatrial.facts.code.of_file import calls_by_scope, first_functions
from seatrial.read.code.python_record import Call, Function, PythonFile, Value

_DECLARES = frozenset({"option", "argument"})
_LISTS = frozenset({"list", "tuple"})


def closed_options(file: PythonFile, scope: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the names that options of click and argparse close, each with the line from which on they do."""
    function = first_functions(file).get(scope)
    if function is not None:
        yield from ((function.line, (name,)) for name in _of_click(function))
    calls = calls_by_scope(file).get(scope, ())
    parsed = [call for call in calls if call.last == "parse_args" and call.target]
    for call in calls if parsed else ():
        choices = call.keyword("choices")
        if call.last == "add_argument" and choices is not None and _is_written(choices):
            yield parsed[0].line, (f"{parsed[0].target}.{_name(call)}",)


def _of_click(function: Function) -> Iterator[str]:
    """Yield the parameters of which each option gives a written value, or one of a written list."""
    marks = [mark for mark in function.decorators if mark.last in _DECLARES]
    names = {_name(mark) for mark in marks}
    yield from (name for name in sorted(names) if all(map(_is_closed, (m for m in marks if _name(m) == name))))


def _is_closed(mark: Call) -> bool:
    kind, flag = mark.keyword("type"), mark.keyword("flag_value")
    chosen = kind is not None and kind.kind == "call" and kind.text.rpartition(".")[2] == "Choice"
    if chosen and kind is not None:
        return any(map(_is_written, kind.items))
    return flag is not None and flag.kind == "literal"


def _is_written(value: Value) -> bool:
    """Tell a list that stands there, or that a constant of the owner's holds."""
    if value.text.rpartition(".")[2].isupper():
        return True
    return value.kind in _LISTS and all(item.kind == "literal" for item in value.items)


def _name(call: Call) -> str:
    """Return the parameter that an option fills: what it is told to, else its longest name."""
    dest = call.keyword("dest")
    words = [word for value in call.args if (word := value.string)]
    plain = [word for word in words if word.isidentifier()]
    longest = max(words, key=len, default="")
    return (dest.string if dest else "") or next(iter(plain), longest.lstrip("-").replace("-", "_"))
