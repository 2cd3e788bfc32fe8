"""Which texts nearly match a pattern, so that it takes long to see that they do not?"""

import importlib
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

LENGTH = 1_000  #: letters; a text of that length may take the square of it, and no more
constants: Any = importlib.import_module("re._constants")
tree_of: Any = importlib.import_module("re._parser").parse
REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT)
#: One letter of each class, and of each class's opposite.
LETTERS = {
    constants.CATEGORY_SPACE: " ", constants.CATEGORY_NOT_SPACE: "a", constants.CATEGORY_WORD: "a",
    constants.CATEGORY_NOT_WORD: " ", constants.CATEGORY_DIGIT: "0", constants.CATEGORY_NOT_DIGIT: "a",
}  # fmt: skip
CLASSES = {
    constants.CATEGORY_SPACE: r"\s", constants.CATEGORY_NOT_SPACE: r"\S", constants.CATEGORY_WORD: r"\w",
    constants.CATEGORY_NOT_WORD: r"\W", constants.CATEGORY_DIGIT: r"\d", constants.CATEGORY_NOT_DIGIT: r"\D",
}  # fmt: skip
Key = tuple[str | bytes, int]


def texts_like(parsed: Iterable[tuple[Any, Any]], most: int = 4) -> list[str]:
    """Return a few texts that a parsed pattern, or a part of one, may match."""
    found = [""]
    for operation, argument in parsed:
        parts = texts_of(operation, argument)
        found = [text + part for text in found for part in parts[:most]][:most]
    return found


def texts_of(operation: Any, argument: Any) -> list[str]:
    """Return a few texts that one part of a parsed pattern may match."""
    made = _TEXTS.get(operation)
    return made(argument) if made else [""]


def often(argument: tuple[int, Any, Any]) -> list[str]:
    """Return what is repeated as often as it must be, or once and not at all."""
    least, most, inner = argument
    if least:
        return [text * least for text in texts_like(inner)]
    return [texts_like(inner)[0], ""] if most else [""]


def letters_of(items: list[tuple[Any, Any]]) -> list[str]:
    """Return letters that a class holds, a few where it only says what it does not hold."""
    if items[0][0] is not constants.NEGATE:
        return list(dict.fromkeys(letter for item in items for letter in letter_of(*item)))
    body = "".join(spelled(*item) for item in items[1:])
    allowed = re.compile(f"[^{body}]")
    return [letter for letter in ' a0-_./":,([{<=\n!~' if allowed.match(letter)][:6] or ["\x01"]


_TEXTS: dict[Any, Callable[[Any], list[str]]] = {
    constants.LITERAL: lambda code: [chr(code)],
    constants.NOT_LITERAL: lambda code: [letter for letter in 'a ."' if ord(letter) != code],
    constants.IN: letters_of,
    constants.ANY: lambda _: ["a", " ", "."],
    constants.BRANCH: lambda argument: [texts_like(branch, 2)[0] for branch in argument[1]][:6],
    constants.SUBPATTERN: lambda argument: texts_like(argument[3]),
    constants.ATOMIC_GROUP: texts_like,
    **dict.fromkeys(REPEATS, often),
}


def letter_of(operation: Any, argument: Any) -> list[str]:
    """Return one letter of a member of a class."""
    if operation is constants.RANGE:
        return [chr(argument[0])]
    return [LETTERS.get(argument, "a")] if operation is constants.CATEGORY else [chr(argument)]


def spelled(operation: Any, argument: Any) -> str:
    """Return a member of a class as it is written in one."""
    if operation is constants.RANGE:
        return f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
    return CLASSES.get(argument, r"\s") if operation is constants.CATEGORY else re.escape(chr(argument))


def repeated(parsed: Iterable[tuple[Any, Any]], before: str = "") -> Iterator[tuple[str, str]]:
    """Yield what leads to each part that may be repeated at will, and what may be repeated there."""
    for operation, argument in parsed:
        if operation in REPEATS:
            _, most, inner = argument
            if most is constants.MAXREPEAT or int(most) > 50:
                yield from ((before, text) for text in texts_like(inner) if text)
            yield from repeated(inner, before)
        elif operation is constants.BRANCH:
            for branch in argument[1]:
                yield from repeated(branch, before)
        elif operation in (constants.SUBPATTERN, constants.ATOMIC_GROUP, constants.ASSERT, constants.ASSERT_NOT):
            inner = argument if operation is constants.ATOMIC_GROUP else argument[-1]
            yield from repeated(inner, before)
        before += texts_of(operation, argument)[0]


def attacks(key: Key) -> Iterator[str | bytes]:
    """Yield texts that repeat what a pattern repeats, and end in what it does not match."""
    parts = set(repeated(tree_of(*key)))
    for before, pump in sorted(parts | {("", pump) for _, pump in parts}):
        for end in ("\x00", "\n!"):
            text = before + pump * (LENGTH // len(pump)) + end
            yield text.encode("latin-1", "replace") if isinstance(key[0], bytes) else text
    if key[1] & re.MULTILINE and isinstance(key[0], str):
        yield "\n" * 20 * LENGTH  # where each line is looked at from its beginning, blank ones are gone through once
