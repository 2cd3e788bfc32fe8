"""Is a text put together of what the owner wrote, by lists, loops and conditions, and of nothing else?"""

from collections.abc import Iterator

from seatrial.read.code.python_record import Assignment, Call, Function, PythonFile, Value
from seatrial.read.regex import regex

_DEEPEST = 8  #: names that lead to other names, and texts inside texts
_MAKES_TEXT = regex(
    r"(?:^|\.)(?:join|format|strip|lstrip|rstrip|upper|lower|title|replace|dedent|list|tuple|sorted|set)$"
)
_MAKES_NUMBERS = frozenset({"range", "len", "int", "float", "round", "abs", "min", "max", "sum"})
#: Objects of settings: ``pricing_config.table``, ``self.settings.schema``.
_SETTINGS = regex(r"(?:^|\.)(?:\w+_)?(?:settings|config|cfg)\.\w+$")
_NUMBER = regex(r"(?:typing\.)?(?:Optional\[)?(?:int|float|bool)\]?(?:\s*\|\s*None)?")
_GROWS = ("append", "extend", "insert", "add")
_ALLOWS = ("append", "extend", "add")


class ClosedTexts:
    """The texts of one function that hold nothing but what is written in its module."""

    def __init__(self, file: PythonFile, scope: str) -> None:
        self._file, self._scope = file, scope
        self._function: Function | None = file.function(scope)
        self._made = [item for item in file.assignments if item.scope == scope]
        self._calls = [call for call in file.calls if call.scope == scope]

    def holds(self, value: Value, deep: int = _DEEPEST) -> bool:
        """Tell a text, or a list of texts, that nobody but the owner decides on."""
        if deep <= 0 or value.kind == "literal":
            return value.kind == "literal"
        if value.kind == "name":
            return self._is_closed_name(value, deep)
        if value.kind == "item":
            return _is_constant_name(value.text.partition("[")[0])
        if value.kind == "comprehension":
            return self._is_closed_loop(value, deep)
        if value.kind == "call":
            return self._is_closed_call(value, deep)
        if is_choice(value):
            return all(self.holds(item, deep - 1) for item in value.items[1:])
        within = value.kind in ("fstring", "operation", "list") or (value.kind == "other" and bool(value.items))
        return within and all(self.holds(item, deep - 1) for item in value.items)

    def _is_closed_name(self, value: Value, deep: int) -> bool:
        name = value.text
        if _is_constant_name(name) or _SETTINGS.search(name):
            return True
        given = self._function.parameters if self._function else ()
        names = [one.name.lstrip("*") for one in given if one.name not in ("self", "cls")]
        if name not in names:
            return self._is_closed_variable(name, deep)
        annotation = next(one.annotation for one in given if one.name.lstrip("*") == name)
        made = [item for item in self._made if item.target == name]
        handed = bool(_NUMBER.fullmatch(annotation)) or self._is_handed_closed(names.index(name), name, deep)
        return handed and all(self.holds(one.value, deep - 1) for one in made)

    def _is_handed_closed(self, place: int, name: str, deep: int) -> bool:
        """Tell a parameter of a function for its module alone, by its underscore, which all calls here hand closed."""
        last = self._scope.rpartition(".")[2]
        calls = [call for call in self._file.calls if call.last == last and call.scope != self._scope]
        given = [(call.scope, call.argument(place, name)) for call in calls] if last.startswith("_") else []
        return bool(given) and all(
            value is not None and ClosedTexts(self._file, scope).holds(value, deep - 1) for scope, value in given
        )

    def _is_closed_variable(self, name: str, deep: int) -> bool:
        """Tell a variable of which all that it is given, and all that is added to it, is closed."""
        made, put_in = self._of(name), [*self._put_in(name)]
        over = [one.value for one in self._file.loops if (one.scope, one.target) == (self._scope, name)]
        if over and not made:
            return all(self.holds(one, deep - 1) for one in over)
        if not made or not all(self._is_closed_or_grows(one.value, name, deep) for one in made):
            return False
        return all(self.holds(one, deep - 1) or self._is_allowed(call, one) for call, one in put_in)

    def _is_closed_or_grows(self, value: Value, name: str, deep: int) -> bool:
        """Tell a closed text, and one to which closed texts are added: ``filters += " AND user = %s"``."""
        parts = value.items if value.kind == "operation" and not is_choice(value) else (value,)
        return all(_is_same(one, name) or self.holds(one, deep - 1) for one in parts)

    def _of(self, name: str) -> list[Assignment]:
        own = [item for item in self._made if item.target == name]
        return own or [item for item in self._file.assignments if not item.scope and item.target == name]

    def _put_in(self, name: str) -> Iterator[tuple[Call, Value]]:
        names = {f"{name}.{last}" for last in _GROWS}
        yield from ((call, one) for call in self._calls if call.written in names for one in call.args)

    def _is_allowed(self, call: Call, value: Value) -> bool:
        """Tell a name that is put in where it stands in a closed list: ``if field in ALLOWED: parts.append()``."""
        if call.last not in _ALLOWS or "if" not in call.inside:
            return False
        held = {
            item.left.text
            for item in self._file.comparisons
            if item.scope == self._scope and item.operator == "in" and item.line < call.line
            if any(lead in (call.written, call.name) for lead in item.leads_to) and self._is_list(item.right)
        }
        parts = value.items if value.kind == "fstring" else (value,)
        return bool(parts) and all(part.text in held for part in parts)

    def _is_list(self, value: Value) -> bool:
        if value.kind == "name":
            return _is_constant_name(value.text) or any(self._is_list(one.value) for one in self._of(value.text))
        return (
            value.kind in ("list", "dict") and bool(value.items) and all(one.kind == "literal" for one in value.items)
        )

    def _is_closed_loop(self, value: Value, deep: int) -> bool:
        """Tell texts that a loop makes of a closed list: its element names nothing else of the function."""
        if not value.items[1:] or not all(self.holds(one, deep - 1) for one in value.items[1:]):
            return False
        given = {one.name.lstrip("*") for one in self._function.parameters} if self._function else set()
        given |= {item.target for item in self._made}
        return all(name.partition(".")[0] not in given for name in _names_in(value.items[0]))

    def _is_closed_call(self, value: Value, deep: int) -> bool:
        last = (value.name or value.text).rpartition(".")[2]
        if last in _MAKES_NUMBERS:
            return True
        owner = value.text.rpartition(".")[0]
        by_text = bool(_MAKES_TEXT.search(value.text)) and (
            not owner.isidentifier() or self._is_closed_variable(owner, deep)
        )
        return by_text and all(self.holds(part, deep - 1) for part in value.parts)


def is_choice(value: Value) -> bool:
    """Tell ``clean(name) if name else "none"``, whose condition comes first and gives no value itself."""
    first = value.items[0].text if value.kind == "operation" and value.items else ""
    return bool(first) and f" if {first} else " in value.text


def _is_constant_name(text: str) -> bool:
    last = text.rpartition(".")[2]
    return last.isupper() and last.strip("_") != ""


def _is_same(value: Value, name: str) -> bool:
    return value.kind == "name" and value.text == name


def _names_in(value: Value) -> Iterator[str]:
    if value.kind in ("name", "call", "item"):
        yield value.text
    for part in value.parts:
        yield from _names_in(part)
