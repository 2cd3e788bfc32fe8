"""What does one program in TypeScript, JavaScript or Go hold? Its tokens are walked once, and forgotten."""

from collections.abc import Iterator

from seatrial.read.code.python_record import Assignment, Attribute, Call, Class, Function, last_part
from seatrial.read.foreign.exports import exports
from seatrial.read.foreign.foreign_record import ForeignFile, Mention, Said
from seatrial.read.foreign.names import Names, imports
from seatrial.read.foreign.scopes import Span, blocks, spans
from seatrial.read.foreign.source import KEYWORDS, MARK, NAME, TEMPLATE, TEXT, Source
from seatrial.read.foreign.tokens import GO, JAVASCRIPT, unquoted
from seatrial.read.foreign.values import Values
from seatrial.read.reader import Reader
from seatrial.read.text import decode

_MOST = 5_000  #: calls, mentions and texts of one file
_SHORT = 300  #: characters of a text
_SETS = frozenset({"=", ":="})
_NOT_CALLED = KEYWORDS | {"super", "constructor"}


def read_program(path: str, data: bytes) -> ForeignFile:
    """Read one program; what is broken in it costs the statement that it stands in."""
    text = decode(data)
    source = Source(text, GO if path.endswith(".go") else JAVASCRIPT)
    return _Walk(path, source).record(text.count("\n") + 1)


PROGRAM = Reader("foreign-program", 3, read_program, limit=300_000)


class _Walk:
    """What is noted of one program."""

    def __init__(self, path: str, source: Source) -> None:
        self._path = path
        self._source = source
        self._spans = spans(source)
        self._imports = imports(source)
        self._scopes = self._scope_by_token()
        self._names = Names(source, self._imports, self._makers(), self._spans)
        heads = {span.head: span.name for span in self._spans if not span.is_class}
        self._values = Values(source, self._named_at, heads)
        self._heads = heads
        self._conditional = blocks(source, "if", "else")
        self._caught = blocks(source, "catch")
        self._owned = dict[str, list[Span]]()
        for span in self._spans:
            if span.owner and not span.is_class:
                self._owned.setdefault(span.owner, []).append(span)

    def record(self, lines: int) -> ForeignFile:
        calls = tuple(self._calls())
        return ForeignFile(
            self._path,
            "JavaScript" if self._source.form.patterns else "Go",
            lines,
            self._source.at(1) if self._source.at(0) == "package" else "",
            self._imports,
            tuple(exports(self._source, self._heads)) if self._source.form.patterns else (),
            tuple(self._function(span) for span in self._spans if not span.is_class),
            tuple(self._class(span) for span in self._spans if span.is_class),
            calls,
            tuple(self._assignments()),
            tuple(self._mentions()),
            tuple(self._texts()),
        )

    def _scope_by_token(self) -> list[str]:
        """Return the scope of each token: the innermost function or class that it stands in."""
        found = [""] * (self._source.size + 1)
        open_: list[Span] = []
        waiting = list(reversed(self._spans))
        for position in range(self._source.size):
            while open_ and open_[-1].end <= position:
                open_.pop()
            while waiting and waiting[-1].start <= position:
                open_.append(waiting.pop())
            found[position] = open_[-1].name if open_ else ""
        return found

    def _named_at(self, parts: tuple[str, ...], position: int) -> str:
        return self._names.of(parts, self._scopes[position])

    def _makers(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return what names hold, as the beginning of what is assigned to them says, by scope."""
        source, found = self._source, dict[tuple[str, str], tuple[str, ...]]()
        owners = {span.name: span.owner for span in self._spans if span.owner}
        for position, target in self._targets():
            begun = position + 1
            while source.at(begun) in ("await", "new", "&", "(", "*"):
                begun += 1
            parts, _ = source.chain_from(begun, source.size)
            scope = self._scopes[position]
            if target.startswith("this."):
                scope = owners.get(scope, scope)
            if parts and parts[0] != "require":
                found.setdefault((scope, target), parts)
        return found

    def _targets(self) -> Iterator[tuple[int, str]]:
        """Yield the marks by which something is assigned, with the name that it is assigned to."""
        source = self._source
        for position, token in enumerate(source.tokens):
            if token.kind != MARK or token.text not in _SETS:
                continue
            before = position - 1
            if source.at(before) == ")" or source.at(before) == "}":
                continue
            before = self._before_type(before)
            if not source.form.patterns and source.at(before - 1) == ",":  # value, err := made()
                while source.at(before - 1) == "," and source.is_name(before - 2):
                    before -= 2
            if source.is_name(before) or source.at(before - 1) == ".":
                parts = [source.at(before)]
                while source.at(before - 1) == "." and source.tokens[before - 2].kind == NAME and len(parts) < 5:
                    before -= 2
                    parts.append(source.at(before))
                yield position, ".".join(reversed(parts))

    def _before_type(self, position: int) -> int:
        """Step back over the type of what is declared: ``const app: Express =``."""
        if not self._source.form.patterns:
            return position
        here = position
        while here > max(0, position - 12) and self._source.at(here) not in (";", "{", "}", ",", "("):
            if self._source.at(here) == ":" and self._source.is_name(here - 1):
                declared = self._source.at(here - 2) in (
                    "const",
                    "let",
                    "var",
                    "private",
                    "readonly",
                    "public",
                    "static",
                )
                return here - 1 if declared else position
            here = (
                self._source.mates[here] - 1
                if self._source.at(here) in (")", "]") and here in self._source.mates
                else here - 1
            )
        return position

    def _calls(self) -> Iterator[Call]:
        source, count = self._source, 0
        for position, token in enumerate(source.tokens):
            is_literal = token.text == "{" and not source.form.patterns and self._is_literal(position)
            if not (token.kind == MARK and (token.text == "(" or is_literal)) or count >= _MOST:
                continue
            parts, begun = source.chain_before(position)
            if not parts or parts[-1] in _NOT_CALLED or self._defines(position, begun):
                continue
            count += 1
            yield self._call(position, begun, parts)

    def _call(self, position: int, begun: int, parts: tuple[str, ...]) -> Call:
        source, scope = self._source, self._scopes[position]
        name, written = self._names.of(parts, scope), ".".join(parts)[:120]
        if source.at(position) == "(":
            args, keywords = self._values.arguments(position)
        else:
            value = self._values.of(begun, source.mates.get(position, position) + 1)
            args, keywords = (), value.keywords
        around = (("if", self._conditional), ("catch", self._caught))
        inside = (*self._words_before(begun), *(word for word, holds in around if holds[position]))
        end = source.line(source.mates.get(position, position))
        target = self._target(begun)
        return Call(
            name, written, source.line(begun), 0, scope, args, keywords, target, inside, end, last_part(name, written)
        )

    def _words_before(self, begun: int) -> Iterator[str]:
        """Yield what is done with a call at once: it is waited for, made by ``new``, thrown, returned, a decorator."""
        here = begun - 1
        while self._source.at(here) in ("await", "new", "throw", "return", "@"):
            yield self._source.at(here)
            here -= 1

    def _target(self, begun: int) -> str:
        """Return the name that the result of a call is assigned to."""
        source, here = self._source, begun - 1
        while source.at(here) in ("await", "new", "&", "("):
            here -= 1
        if source.at(here) in _SETS:
            before = self._before_type(here - 1)
            while source.at(before - 1) == "," and not source.form.patterns:
                before -= 2
            return source.at(before) if source.is_name(before) else ""
        return ""

    def _defines(self, position: int, begun: int) -> bool:
        """Tell the head of a function, or of a method, from a call."""
        source = self._source
        if source.at(begun - 1) in ("function", "func", "type", "interface"):
            return True
        return begun in self._heads and source.at(position) == "("

    def _is_literal(self, position: int) -> bool:
        """Tell a literal of a struct of Go from a block."""
        if not self._source.is_name(position - 1):
            return False
        parts, begun = self._source.chain_before(position)
        before = self._source.at(begun - 1)
        return bool(parts) and before in ("=", ":=", "(", ",", "&", "return", ":", "{", "]")

    def _assignments(self) -> Iterator[Assignment]:
        for count, (position, target) in enumerate(self._targets()):
            if count >= _MOST:
                return
            value = self._values.of(position + 1, self._source.end_of(position + 1))
            scope = self._scopes[position]
            yield Assignment(target, value, self._source.line(position), scope, target)

    def _mentions(self) -> Iterator[Mention]:
        source, seen = self._source, set[tuple[str, str]]()
        for position, token in enumerate(source.tokens):
            starts = token.kind == NAME and source.at(position + 1) in (".", "?.")
            if not starts or source.at(position - 1) in (".", "?.") or len(seen) >= _MOST:
                continue
            parts, _ = source.chain_from(position, source.size)
            key = (self._scopes[position], ".".join(parts[:6])[:120])
            if len(parts) > 1 and key not in seen:
                seen.add(key)
                yield Mention(*key, token.line)

    def _texts(self) -> Iterator[Said]:
        count = 0
        for position, token in enumerate(self._source.tokens):
            if token.kind in (TEXT, TEMPLATE) and len(token.text) > 4 and count < _MOST:
                count += 1
                yield Said(unquoted(token)[:_SHORT], token.line, self._scopes[position])

    def _function(self, span: Span) -> Function:
        source = self._source
        end = source.line(min(span.end, source.size - 1))
        marks = tuple(self._marks(span.head))
        waits = source.at(span.head - 1) == "async" or source.at(span.head) == "async"
        return Function(span.name, source.line(span.head), end, span.parameters, "", marks, waits, span.owner)

    def _class(self, span: Span) -> Class:
        inside = self._owned.get(span.name, [])
        methods = tuple(one.name.rpartition(".")[2] for one in inside)
        bases = tuple(self._names.of(tuple(base.split(".")), "") for base in span.bases)
        head = span.head
        while self._source.at(head - 1) in ("export", "default", "abstract"):
            head -= 1
        end = self._source.line(min(span.end, self._source.size - 1))
        return Class(
            span.name,
            self._source.line(span.head),
            end,
            bases,
            (),
            tuple(self._marks(head)),
            self._fields(span),
            methods,
        )

    def _fields(self, span: Span) -> tuple[Attribute, ...]:
        made = (one for one in self._owned.get(span.name, ()) if one.name.endswith(".constructor"))
        return tuple(Attribute(one.name, one.annotation) for way in made for one in way.parameters if one.annotation)

    def _marks(self, head: int) -> Iterator[Call]:
        """Yield the decorators that stand before a class or a method, the nearest first."""
        source, here = self._source, head - 1
        while source.at(here) in ("async", "public", "private", "protected", "static", "export", "default", "abstract"):
            here -= 1
        for _ in range(20):
            opening = source.mates.get(here, here) if source.at(here) == ")" else here + 1
            parts, begun = source.chain_before(opening)
            if not parts or source.at(begun - 1) != "@":
                return
            name, written = self._names.of(parts, ""), ".".join(parts)
            args, keywords = self._values.arguments(opening) if source.at(here) == ")" else ((), ())
            yield Call(name, written, source.line(begun), 0, "", args, keywords, last=last_part(name, written))
            here = begun - 2
