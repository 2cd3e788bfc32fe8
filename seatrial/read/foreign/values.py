"""What does an expression in TypeScript, JavaScript or Go stand for: a text, an object, a call, a function?"""

from collections.abc import Callable, Iterator

from seatrial.read.code.python_record import Value
from seatrial.read.foreign.source import MARK, NAME, NUMBER, TEMPLATE, TEXT, Source
from seatrial.read.foreign.tokens import end_of_filling, unquoted
from seatrial.read.regex import regex

Namer = Callable[[tuple[str, ...], int], str]  #: the resolved name of a chain that stands at a token

_DEEPEST = 6  #: expressions within expressions that are kept
_MOST = 100  #: elements of one
_LONGEST = 500  #: characters of a text
_SOURCE = 120  #: characters of the source of a value
_BEFORE = frozenset({"await", "new", "&", "*", "...", "!", "yield", "typeof", "void"})
_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None, "nil": None}
_SPLITS = ("||", "??", "+", "?", "===", "==", "!==", "!=", "&&", "*", "-", "<", ">", "<=", ">=", "%", "/")
_FILLING = regex(r"\$\{")
_CHAIN = regex(r"(?:await\s+)?([\w$]{1,60}(?:\??\.[\w$]{1,60}){0,9})")
_NUMBER = regex(r"\d[\d_]*(?:\.\d+)?(?:e\d+)?")


class Values:
    """Makes values of the tokens of one program."""

    def __init__(self, source: Source, name: Namer, functions: dict[int, str]) -> None:
        self._source = source
        self._name = name
        self._functions = functions  #: names of functions, by the token that they begin with

    def of(self, start: int, end: int, depth: int = 0) -> Value:
        """Return what stands between two tokens."""
        source = self._source
        while start < end and source.at(start) in _BEFORE:
            start += 1
        if start >= end or depth > _DEEPEST:
            return Value("other", text=self._text(start, end))
        if start in self._functions or source.at(start) in ("async", "function", "func"):
            return Value("lambda", name=self._functions.get(start, ""), text=self._text(start, end))
        if source.at(start) == "(" and source.mates.get(start) == end - 1:
            return self.of(start + 1, end - 1, depth)
        return (
            self._plain(start, end, depth)
            or self._split(start, end, depth)
            or Value("other", text=self._text(start, end))
        )

    def _plain(self, start: int, end: int, depth: int) -> Value | None:
        source, token = self._source, self._source.tokens[start]
        end = self._without_type(start, end)
        if end == start + 1 and token.kind in (TEXT, NUMBER, TEMPLATE):
            return self._literal(start)
        if end == start + 1 and token.text in _CONSTANTS:
            return Value("literal", _CONSTANTS[token.text])
        if token.text == "{" and source.form.patterns and source.mates.get(start) == end - 1:
            return self._object(start + 1, end - 1, depth)
        if token.text == "[":
            if source.mates.get(start) == end - 1:
                return Value("list", items=tuple(self._values_in_list(start + 1, end - 1, depth)))
            return self._typed_list(start, end, depth)
        return self._chain(start, end, depth) if token.kind == NAME else None

    def _without_type(self, start: int, end: int) -> int:
        """Return where the value itself ends, before ``as const`` and ``satisfies T``."""
        here = start
        while here < end:
            if here > start and self._source.at(here) in ("as", "satisfies") and self._source.tokens[here].kind == NAME:
                return here
            here = self._source.after(here)
        return end - 1 if self._source.at(end - 1) == "!" and end - 1 > start else end

    def _literal(self, position: int) -> Value:
        token = self._source.tokens[position]
        if token.kind == NUMBER:
            plain = _NUMBER.fullmatch(token.text)
            number = float(token.text.replace("_", "")) if plain and len(token.text) < 20 else None
            if number is None:
                return Value("other", text=token.text[:_SOURCE])
            return Value("literal", int(number) if number.is_integer() else number)
        if token.kind == TEMPLATE and self._source.form.fills and _FILLING.search(token.text):
            return self._template(token.text)
        return Value("literal", unquoted(token)[:_LONGEST])

    def _template(self, text: str) -> Value:
        """Return a text with fillings: its constant parts, and the names that are put in."""
        parts: list[str] = []
        items: list[Value] = []
        position = 1
        while (found := _FILLING.search(text, position)) and len(items) < _MOST:
            parts.append(text[position : found.start()])
            position = end_of_filling(text, found.end())
            taken = text[found.end() : position - 1].strip()
            chain = _CHAIN.match(taken)
            name = self._name(tuple(chain[1].replace("?", "").split(".")), -1) if chain else ""
            items.append(Value("name", name=name, text=taken[:_SOURCE]))
        parts.append(text[position:-1])
        return Value("fstring", items=tuple(items), text="{}".join(parts)[:_LONGEST])

    def _object(self, start: int, end: int, depth: int) -> Value:
        keys: list[Value] = []
        given: list[tuple[str, Value]] = []
        for key, value in self._entries(start, end, depth):
            keys.append(Value("literal", key))
            given.append((key, value))
        return Value("dict", items=tuple(keys), keywords=tuple(given))

    def _entries(self, start: int, end: int, depth: int) -> Iterator[tuple[str, Value]]:
        """Yield the keys of an object or a struct with their values; what is spread out has the key ``**``."""
        source = self._source
        for number, (begun, until) in enumerate(source.parts(start, end)):
            if number >= _MOST:
                return
            token = source.tokens[begun]
            key = unquoted(token) if token.kind == TEXT else token.text
            if token.text == "...":
                yield "**", self.of(begun + 1, until, depth + 1)
            elif source.at(begun + 1) == ":":
                yield key, self.of(begun + 2, until, depth + 1)
            elif token.kind == NAME and until == begun + 1:
                yield key, self.of(begun, until, depth + 1)
            else:
                named = next((at for at in range(begun, min(until, begun + 4)) if at in self._functions), None)
                if named is not None:
                    yield source.at(named), Value("lambda", name=self._functions[named])

    def _values_in_list(self, start: int, end: int, depth: int) -> Iterator[Value]:
        for number, (begun, until) in enumerate(self._source.parts(start, end)):
            if number >= _MOST:
                return
            yield self.of(begun, until, depth + 1)

    def _typed_list(self, start: int, end: int, depth: int) -> Value | None:
        """Return a list of Go: ``[]string{"a"}``."""
        opening = next((at for at in range(start, min(end, start + 8)) if self._source.at(at) == "{"), None)
        if self._source.form.patterns or opening is None or self._source.mates.get(opening) != end - 1:
            return None
        return Value("list", items=tuple(self._values_in_list(opening + 1, end - 1, depth)))

    def _chain(self, start: int, end: int, depth: int) -> Value | None:
        source = self._source
        names, behind = source.chain_from(start, end)
        if not names:
            return None
        name, text = self._name(names, start), self._text(start, end)
        if behind >= end:
            return self._called(start, end, name, depth) or Value("name", name=name, text=text)
        if source.at(behind) == "{" and not source.form.patterns and source.mates.get(behind) == end - 1:
            given = tuple(self._entries(behind + 1, end - 1, depth))
            return Value("call", name=name, keywords=given, text=text)
        opening = end - 1 if source.at(end - 1) == ")" else -1
        if opening >= 0 and (first := source.mates.get(opening)) and source.chain_before(first)[1] <= start:
            return self._called(start, end, self._name(source.chain_before(first)[0], start), depth)
        return None

    def _called(self, start: int, end: int, name: str, depth: int) -> Value | None:
        source = self._source
        opening = source.mates.get(end - 1, -1) if source.at(end - 1) == ")" else -1
        if opening <= start:
            return None
        items, keywords = self.arguments(opening, depth)
        return Value("call", name=name, items=items, keywords=keywords, text=self._text(start, end))

    def arguments(self, opening: int, depth: int = 0) -> tuple[tuple[Value, ...], tuple[tuple[str, Value], ...]]:
        """Return the arguments of a call, and the entries of those that are objects or literals of structs."""
        items = tuple(self._values_in_list(opening + 1, self._source.mates.get(opening, opening + 1), depth))
        given = [entry for item in items if item.kind in ("dict", "call") for entry in self._given(item)]
        return items, tuple(given[:_MOST])

    def _given(self, item: Value) -> tuple[tuple[str, Value], ...]:
        literal = item.kind == "dict" or (not self._source.form.patterns and not item.items)
        return item.keywords if literal else ()

    def _split(self, start: int, end: int, depth: int) -> Value | None:
        """Return what is put together by operators, with its operands."""
        source, begun, here = self._source, start, start
        pieces: list[tuple[int, int]] = []
        while here < end and len(pieces) < _MOST:
            if here > begun and source.tokens[here].kind == MARK and source.at(here) in (*_SPLITS, ":"):
                pieces.append((begun, here))
                begun = here + 1
            here = source.after(here)
        if not pieces:
            return None
        pieces.append((begun, end))
        items = tuple(self.of(first, last, depth + 1) for first, last in pieces if first < last)
        return Value("operation", items=items, text=self._text(start, end))

    def _text(self, start: int, end: int) -> str:
        words: list[str] = []
        size = 0
        for token in self._source.tokens[start : min(end, start + 40)]:
            words.append(token.text)
            size += len(token.text)
            if size > _SOURCE:
                break
        return _joined(words)[:_SOURCE]


def _joined(words: list[str]) -> str:
    """Put words together as people write them."""
    joined = ""
    for word in words:
        gap = joined and (joined[-1].isalnum() or joined[-1] in "_,$)") and (word[0].isalnum() or word[0] in "_$")
        joined += f" {word}" if gap else word
    return joined
