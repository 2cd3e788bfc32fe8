"""Which patterns of the engine take long over texts that are made to make them take long?

``python -m benchmarks.fuzz.patterns``, in a process of its own, as a test starts it too: it imports every module, finds
every pattern, makes texts of it that nearly match, and asks each pattern as the code asks it. Work is bounded by
processor time of this process, which a busy machine does not move. Prints one line for each slow pattern.
"""

import ast
import importlib
import pkgutil
import re
import signal
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

LENGTH = 1_000  #: letters; a text of that length may take the square of it, and no more
SECONDS = 0.1  #: of processor time for one text
KEYS = ("match", "fullmatch", "search")
_FLAG = re.UNICODE

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


class Slow(Exception):
    """A pattern took longer over one text than it may."""


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
    parts = set(repeated(tree_of(*key)))
    for before, pump in sorted(parts | {("", pump) for _, pump in parts}):
        for end in ("\x00", "\n!"):
            text = before + pump * (LENGTH // len(pump)) + end
            yield text.encode("latin-1", "replace") if isinstance(key[0], bytes) else text


def modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def key_of(thing: object) -> Key | None:
    if isinstance(thing, re.Pattern):
        return thing.pattern, thing.flags & ~(_FLAG if isinstance(thing.pattern, str) else 0)
    given = vars(thing).get("_given") if type(thing).__name__ == "_Uncompiled" else None
    return (given[0], int(given[1])) if given else None


def compiled(key: Key) -> Any:
    text: Any = key[0]
    return re.compile(text, key[1])


def held(thing: object, depth: int = 4) -> Iterator[Key]:
    """Yield the patterns in a constant of a module, in whatever it holds too."""
    if key := key_of(thing):
        yield key
    elif depth and isinstance(thing, Mapping):
        for inner in (*thing.keys(), *thing.values()):
            yield from held(inner, depth - 1)
    elif depth and isinstance(thing, tuple | list | frozenset | set):
        for inner in thing:
            yield from held(inner, depth - 1)


def asked(found: Iterable[ModuleType]) -> dict[Key, set[str]]:
    """Return every pattern with the ways in which it is asked: a name's methods; what is passed on, by all its text."""
    ways: dict[Key, set[str]] = {}
    for module in found:
        names = {name: key for name, thing in vars(module).items() if (key := key_of(thing))}
        inner = {key for name, thing in vars(module).items() if name not in names for key in held(thing)}
        for key in inner:
            ways.setdefault(key, set())
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
                ways.setdefault(names[node.value.id], set()).add(node.attr if node.attr in KEYS[:2] else "search")
    return ways


def main() -> None:
    """Print the slow patterns, and on standard error how many texts were tried."""
    warnings.simplefilter("ignore")
    import seatrial

    def stop(_: int, __: FrameType | None) -> None:
        raise Slow

    signal.signal(signal.SIGVTALRM, stop)
    count = 0
    for key, ways in asked(modules(seatrial)).items():
        # what is found in a table, and whose use is not seen, is searched for: that takes longest
        method = "search" if "search" in ways else next(iter(sorted(ways)), "search")
        texts = list(attacks(key))
        count += len(texts)
        if slow := next((text for text in texts if not _is_soon(getattr(compiled(key), method), text)), None):
            print(f"slow: {key[0]!r} by {method} over {slow[:30]!r}")
    print(f"{count} texts", file=sys.stderr)


def _is_soon(ask: Callable[[str | bytes], object], text: str | bytes) -> bool:
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        ask(text)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except Slow:
        return False
    return True


if __name__ == "__main__":
    main()
