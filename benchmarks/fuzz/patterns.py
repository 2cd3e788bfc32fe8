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

from benchmarks.fuzz.nearly import Key, attacks

SECONDS = 0.1  #: of processor time for one text
KEYS = ("match", "fullmatch", "search")


class Slow(Exception):
    """A pattern took longer over one text than it may."""


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Import and yield every module of a package but its programs."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def key_of(thing: object) -> Key | None:
    """Return the text and the flags of a pattern, compiled or not yet; None for what is none."""
    if isinstance(thing, re.Pattern):
        return thing.pattern, thing.flags & ~(re.UNICODE if isinstance(thing.pattern, str) else 0)
    given = vars(thing).get("_given") if type(thing).__name__ == "_Uncompiled" else None
    return (given[0], int(given[1])) if given else None


def compiled(key: Key) -> Any:
    """Return a compiled pattern; texts and bytes are told apart by nobody here."""
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
