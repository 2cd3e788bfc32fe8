"""Which functions and classes does a program in TypeScript, JavaScript or Go define, and which tokens are whose?"""

from collections.abc import Iterator
from typing import NamedTuple

from seatrial.read.code.python_record import Call, Parameter
from seatrial.read.foreign.source import KEYWORDS, NAME, TEXT, Source
from seatrial.read.foreign.tokens import unquoted

_FARTHEST = 80  #: tokens of a type between parameters and body
_NO_METHODS = frozenset({"if", "for", "while", "switch", "catch", "with", "function", "return", "super"})
_NO_METHOD_BEFORE = frozenset({"function", "new", "=>", "=", "return", "await", "?", ":", "|"})
_LONGEST = 300  #: characters of the name of a scope; what is nested deeper goes by the same beginning
_TYPE_WORDS = frozenset({"interface", "struct"})


class Span(NamedTuple):
    """The tokens of one function or class."""

    start: int
    end: int
    name: str  #: qualified
    owner: str = ""  #: the class, or the type of Go's receiver
    head: int = 0  #: where its definition begins
    parameters: tuple[Parameter, ...] = ()
    is_class: bool = False
    bases: tuple[str, ...] = ()
    decorators: tuple[Call, ...] = ()


class _Found(NamedTuple):
    head: int  #: the token that its name, or its first word, stands on
    start: int  #: first token of the body
    end: int
    name: str
    parameters: tuple[Parameter, ...] = ()
    owner: str = ""
    is_class: bool = False
    bases: tuple[str, ...] = ()


def spans(source: Source) -> tuple[Span, ...]:
    """Return the functions and classes of a program, the outer before the inner; those without a name by their line."""
    found = sorted(
        _go(source) if not source.form.patterns else _javascript(source), key=lambda one: (one.start, -one.end)
    )
    named: list[Span] = []
    open_: list[Span] = []
    for one in found:
        while open_ and open_[-1].end <= one.start:
            open_.pop()
        around = open_[-1].name[:_LONGEST] if open_ else ""
        owner = one.owner or (around if open_ and open_[-1].is_class else "")
        name = ".".join(filter(None, (around or one.owner, one.name or f"fn@{source.line(one.head)}")))
        span = Span(one.start, one.end, name, owner, one.head, one.parameters, one.is_class, one.bases)
        open_.append(span)
        named.append(span)
    return tuple(named)


def blocks(source: Source, *heads: str) -> list[bool]:
    """Tell of each token whether it stands in a block that one of some words begins, as ``if`` or ``catch``."""
    found = [False] * source.size
    until = -1
    for position, token in enumerate(source.tokens):
        if token.kind == NAME and token.text in heads and source.at(position - 1) not in (".", "?."):
            here = position + 1
            while here < min(source.size, position + _FARTHEST) and source.at(here) not in ("{", ";", "}"):
                here = source.after(here)
            if source.at(here) == "{":
                until = max(until, source.mates.get(here, -1))
        found[position] = position < until
    return found


def _javascript(source: Source) -> Iterator[_Found]:
    for position, token in enumerate(source.tokens):
        if token.text == "=>":
            yield from _arrow(source, position)
        elif token.kind != NAME or source.at(position - 1) in (".", "?."):
            continue
        elif token.text == "function":
            yield from _function(source, position)
        elif token.text == "class":
            yield from _class(source, position)
        elif source.at(position + 1) in ("(", "<") and token.text not in _NO_METHODS:
            yield from _method(source, position)


def _function(source: Source, position: int) -> Iterator[_Found]:
    here = position + 1 + (source.at(position + 1) == "*")
    name = source.at(here) if source.is_name(here) else _given(source, position)
    here += source.is_name(here)
    opening = _opening(source, here)
    body = _body(source, opening) if opening else None
    if opening and body:
        yield _Found(position, body, source.mates.get(body, source.size), name, _parameters(source, opening))


def _class(source: Source, position: int) -> Iterator[_Found]:
    name = source.at(position + 1) if source.is_name(position + 1) else _given(source, position)
    here, bases = position + 1, []
    while here < min(source.size, position + _FARTHEST) and source.at(here) != "{":
        if source.at(here) == "extends":
            bases.append(".".join(source.chain_from(here + 1, source.size)[0]))
        here = source.after(here)
    if source.at(here) == "{":
        end = source.mates.get(here, source.size)
        yield _Found(position, here, end, name, is_class=True, bases=tuple(filter(None, bases)))


def _arrow(source: Source, position: int) -> Iterator[_Found]:
    closing = _before_return_type(source, position - 1)
    if source.at(closing) == ")" and closing in source.mates:
        opening = source.mates[closing]
        parameters, head = _parameters(source, opening), opening
    elif source.is_name(position - 1):
        parameters, head = (Parameter(source.at(position - 1)),), position - 1
    else:
        return
    head -= source.at(head - 1) == "async"
    body = position + 1
    end = source.mates.get(body, source.size) if source.at(body) == "{" else source.end_of(body)
    yield _Found(head, body, end, _given(source, head), parameters)


def _before_return_type(source: Source, position: int) -> int:
    """Step back over ``: Promise<Response>`` between the parameters of an arrow and its mark."""
    if source.at(position) == ")" or not source.form.patterns:
        return position
    here = position
    while here > max(0, position - _FARTHEST):
        if source.at(here) == ":" and source.at(here - 1) == ")":
            return here - 1
        if source.at(here) in (";", "=", ",", "(", "{", "=>"):
            return position
        here = source.mates[here] - 1 if source.at(here) in (")", "]", "}") and here in source.mates else here - 1
    return position


def _method(source: Source, position: int) -> Iterator[_Found]:
    """Yield what is written as a method of a class or an object: a name, parameters, and a body at once."""
    opening = _opening(source, position + 1)
    body = _body(source, opening) if opening else None
    if opening and body and source.at(position - 1) not in _NO_METHOD_BEFORE:
        yield _Found(
            position, body, source.mates.get(body, source.size), source.at(position), _parameters(source, opening)
        )


def _opening(source: Source, position: int) -> int:
    """Return where the parameters begin, ``<T>`` before them left out; 0 where there are none."""
    here = source.behind_types(position)
    return here if source.at(here) == "(" and here in source.mates else 0


def _body(source: Source, opening: int) -> int | None:
    """Return where the body begins behind parameters, a type between them left out; None where there is none."""
    here = source.mates[opening] + 1
    if source.at(here) == "{":
        return here
    if source.at(here) != ":":
        return None
    limit = min(source.size, here + _FARTHEST)
    here += 1
    while here < limit:
        text = source.at(here)
        typed = source.at(here - 1) in (":", "|", "&", "<", ",")
        if text == "{" and not typed:
            return here
        if text in (";", "=", ")", "}", "?", "(") or (
            text == ","
            and source.at(here - 1) not in (">", "]", "}")
            and source.tokens[here - 1].kind not in (NAME, TEXT)
        ):
            return None
        here = source.after(here) if text in ("{", "[") else here + 1
    return None


def _given(source: Source, head: int) -> str:
    """Return the name that an expression is given: ``const name =``, ``name:``, ``this.name =``."""
    here = head - 1
    while source.at(here) in ("async", "(", "await"):
        if source.at(here) == "(" and source.at(here - 1) not in ("=", ":"):
            return ""
        here -= 1
    if source.at(here) in ("=", ":=") and source.is_name(here - 1):
        return source.at(here - 1)
    if source.at(here) == ":" and source.at(here - 2) in ("{", ","):
        key = source.tokens[here - 1]
        return unquoted(key) if key.kind == TEXT else key.text if key.kind == NAME else ""
    if source.at(here) == "=":  # const handler: Handler =
        begun = max(0, here - 12)
        for back in range(here - 1, begun, -1):
            if source.at(back) == ":" and source.at(back - 2) in (
                "const",
                "let",
                "var",
                "readonly",
                "private",
                "public",
            ):
                return source.at(back - 1)
    return ""


def _parameters(source: Source, opening: int) -> tuple[Parameter, ...]:
    """Return the names of parameters with their types, as written; what is taken apart has none."""
    return tuple(_each_parameter(source, opening + 1, source.mates.get(opening, opening)))


def _each_parameter(source: Source, start: int, end: int) -> Iterator[Parameter]:
    for begun, until in source.parts(start, end):
        here = begun
        while (here < until and source.at(here) in ("private", "public", "protected", "readonly", "...")) or (
            source.at(here) == "@" and here < until
        ):
            here = source.after(here + 2) if source.at(here) == "@" and source.at(here + 2) == "(" else here + 1
        if not (here < until and source.tokens[here].kind == NAME):
            yield Parameter("")
            continue
        name, rest = source.at(here), here + 1
        rest += source.at(rest) == "?"
        if source.form.patterns:
            type_ = source.chain_from(rest + 1, until)[0] if source.at(rest) == ":" else ()
        else:
            while rest < until and source.at(rest) in ("*", "...", "[", "]"):
                rest += 1
            type_ = source.chain_from(rest, until)[0]
        yield Parameter(name, ".".join(type_))


def _go(source: Source) -> Iterator[_Found]:
    for position, token in enumerate(source.tokens):
        is_result = source.at(position - 1) == ")" and source.line(position - 1) == token.line
        if token.text != "func" or token.kind != NAME or is_result:
            continue
        here, owner = position + 1, ""
        receiver = _receiver(source, here)
        if receiver:
            owner, here = receiver[0].annotation, source.mates[here] + 1
        name = source.at(here) if source.is_name(here) else _given(source, position)
        here += source.is_name(here)
        opening = _go_opening(source, here)
        body = _go_body(source, source.mates[opening] + 1) if opening else None
        if opening and body:
            parameters = (*receiver, *_go_typed(_parameters(source, opening)))
            yield _Found(position, body, source.mates.get(body, source.size), name, parameters, owner)


def _receiver(source: Source, position: int) -> tuple[Parameter, ...]:
    """Return what a method of Go is called of: ``func (h *Handler) Ask(...)``."""
    behind = source.mates.get(position, -1) + 1
    named = source.at(position) == "(" and behind and source.is_name(behind) and source.at(behind + 1) == "("
    return _parameters(source, position) if named else ()


def _go_opening(source: Source, position: int) -> int:
    here = source.after(position) if source.at(position) == "[" else position
    return here if source.at(here) == "(" and here in source.mates else 0


def _go_typed(found: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Give each name its type, where several share one: ``a, b string``."""
    typed: list[Parameter] = []
    last = ""
    for one in reversed(found):
        last = one.annotation or last
        typed.append(Parameter(one.name, last))
    return tuple(reversed(typed))


def _go_body(source: Source, position: int) -> int | None:
    here = position
    while here < min(source.size, position + _FARTHEST):
        text = source.at(here)
        if text == "{" and source.at(here - 1) not in _TYPE_WORDS:
            return here
        if here > position and source.line(here) > source.line(here - 1) and text != "{":
            return None
        if text in (")", "}", ",", ";", "]"):
            return None
        here = source.after(here)
    return None


__all__ = ["KEYWORDS", "Span", "spans"]
