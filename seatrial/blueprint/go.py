"""What does an action of a Go template come to, as far as it is plain?"""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from seatrial.blueprint.values import Unknown, Value, changed, on_one_line, unknown

_TOKEN = re.compile(r"\s+|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|:?=|[()|,]|-?\d+(?:\.\d+)?|[$.]?\w*(?:\.\w+)*")
_LONGEST = 2_000  #: characters of an action
_DEEPEST = 20  #: brackets inside of each other
_Term: TypeAlias = "str | list[_Term]"


def go(action: str, names: Mapping[str, Value]) -> Value:
    """Return the value of a pipeline under the names that are known: ``.`` is what the dot stands for."""
    parts = _parsed(action)
    return unknown(action) if parts is None else _pipeline(parts, names)


def _parsed(action: str) -> list[_Term] | None:
    """Return an action as words in nested lists; None for what is no plain action."""
    stack: list[list[_Term]] = [[]]
    at = 0
    while at < len(action) <= _LONGEST:
        found = _TOKEN.match(action, at)
        if found is None or not found[0]:
            return None
        at, word = found.end(), found[0].strip()
        if word == "(":
            stack.append([])
        elif word == ")" and len(stack) > 1:
            inside = stack.pop()
            stack[-1].append(inside)
        elif word and word != ")":
            stack[-1].append(word)
        if len(stack) > _DEEPEST:
            return None
    return stack[0] if len(stack) == 1 and at == len(action) else None


def _pipeline(parts: list[_Term], names: Mapping[str, Value]) -> Value:
    steps: list[list[_Term]] = [[]]
    for part in parts:
        if part == "|":
            steps.append([])
        else:
            steps[-1].append(part)
    value = _command(steps[0], (), names)
    for step in steps[1:]:
        value = _command(step, (value,), names)
    return value


def _command(words: list[_Term], piped: tuple[Value, ...], names: Mapping[str, Value]) -> Value:
    if not words:
        return Unknown()
    first, *rest = words
    given = (*(_operand(one, names) for one in rest), *piped)
    if isinstance(first, str) and first in _FUNCTIONS:
        return _FUNCTIONS[first](given)
    if not given:
        return _operand(first, names)
    known = [one for one in given if isinstance(one, Unknown)]
    return known[-1] if known else changed(str(first), given[-1], ()) if piped else unknown(str(first))


def _operand(term: _Term, names: Mapping[str, Value]) -> Value:
    if isinstance(term, list):
        return _pipeline(term, names)
    if term[:1] in ("`", '"'):
        return term[1:-1]
    if term in ("true", "false"):
        return term == "true"
    if term[:1] not in (".", "$"):
        return int(term) if term.isdigit() else unknown(term)
    root, *steps = (names.get("."), *filter(None, term[1:].split("."))) if term[0] == "." else _variable(term, names)
    for step in steps:
        root = root.get(str(step), Unknown(str(step))) if isinstance(root, Mapping) else Unknown(str(step))
    return root


def _variable(term: str, names: Mapping[str, Value]) -> tuple[Value, ...]:
    name, *steps = term.split(".")
    return (names.get("." if name == "$" else name, Unknown(name[1:] or "value")), *steps)


def _equal(given: tuple[Value, ...]) -> Value:
    doubt = next((one for one in given if isinstance(one, Unknown)), None)
    return doubt if doubt is not None else given[:1] != () and given[0] in given[1:]


def _not(given: tuple[Value, ...]) -> Value:
    return given[0] if given and isinstance(given[0], Unknown) else not (given and given[0])


def _decides(*, value: bool) -> Callable[[tuple[Value, ...]], Value]:
    def joined(given: tuple[Value, ...]) -> Value:
        for one in given:
            if not isinstance(one, Unknown) and bool(one) is value:
                return one
        return next((one for one in given if isinstance(one, Unknown)), given[-1] if given else None)

    return joined


def _unequal(given: tuple[Value, ...]) -> Value:
    return _not((_equal(given),))


def _printed(given: tuple[Value, ...]) -> Value:
    return next((one for one in given if isinstance(one, Unknown)), None) or "".join(map(on_one_line, given))


def _formatted(given: tuple[Value, ...]) -> Value:
    """Fill the places of a format one by one; the values are known by now, or stand there by their names."""
    text, values = (on_one_line(given[0]) if given else ""), iter(given[1:])
    return re.sub(r"%[a-z]", lambda _: on_one_line(next(values, None)), text)


_FUNCTIONS: Mapping[str, Callable[[tuple[Value, ...]], Value]] = {
    "eq": _equal, "ne": _unequal, "not": _not, "or": _decides(value=True), "and": _decides(value=False),
    "print": _printed, "printf": _formatted,
}  # fmt: skip
