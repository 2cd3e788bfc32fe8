"""Which words must a text hold, at least one of them, for a pattern to be found in it?

Most texts hold none of them, and to look for ten words takes a twentieth of what the engine takes, which tries every
alternative at every character.
"""

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any, TypeAlias

Words: TypeAlias = tuple[str, ...]
Part: TypeAlias = tuple[Any, Any]  #: operation and argument, as the parser of ``re`` gives them

_MOST = 32  #: words that are still looked for faster than the engine searches
_SHORTEST = 2  #: letters; what is shorter stands in every text
_OF_ASCII = frozenset("ıſİ\u212a")  #: letters beyond ASCII that are i, s and k to a pattern without cases
_NO_WIDTH = frozenset({"AT", "ASSERT", "ASSERT_NOT"})


def required_words(text: str, flags: int) -> Words:
    """Return words of which every text holds one in which the pattern is found; () when there are no such words.

    Where the pattern, or a part of it, makes no difference between upper and lower case, the words are lower-case, and
    the promise holds for the lower case of texts of ASCII.
    """
    try:
        words = _of_sequence(import_module("re._parser").parse(text, flags))
    except (ImportError, AttributeError, TypeError, RecursionError):
        return ()  # another Python, whose parser has other parts
    if without_cases(text, flags):
        if any(_OF_ASCII & set(word) for word in words):
            return ()
        words = frozenset(word.lower() for word in words if word.isascii())  # no text of ASCII holds the others
    short = {word for word in words if not any(other != word and other in word for other in words)}
    return tuple(sorted(short)) if 0 < len(short) <= _MOST else ()


def without_cases(text: str, flags: int) -> bool:
    """Tell whether a pattern, or a part of it, makes no difference between upper and lower case."""
    return bool(flags & re.IGNORECASE) or re.search(r"\(\?[a-zA-Z]*i", text) is not None


def _of_sequence(parts: Iterable[Part]) -> frozenset[str]:
    """Return the best of the words that the parts of a sequence ask for; each part must be found."""
    return max(_words_of_parts(parts), key=_worth, default=frozenset())


def _words_of_parts(parts: Iterable[Part]) -> Iterator[frozenset[str]]:
    letters: list[Part] = []
    for operation, argument in parts:
        name = str(operation)
        if name == "LITERAL":
            letters.append((operation, argument))
        elif name not in _NO_WIDTH:
            yield from _word(letters)
            yield _of_part(name, argument, letters)
            letters = []
    yield from _word(letters)


def _word(letters: list[Part]) -> Iterator[frozenset[str]]:
    if len(letters) >= _SHORTEST:
        yield frozenset({"".join([chr(letter) for _, letter in letters])})


def _of_part(name: str, argument: Any, before: list[Part]) -> frozenset[str]:
    """Return the words that one part asks for; what stands directly before it may begin them."""
    if name == "SUBPATTERN":
        return _of_sequence([*before, *argument[3]])
    if name == "ATOMIC_GROUP":
        return _of_sequence([*before, *argument])
    if name.endswith("_REPEAT"):
        return _of_sequence([*before, *argument[2]]) if argument[0] else frozenset()
    if name == "BRANCH":
        ways = [_of_sequence([*before, *way]) for way in argument[1]]
        return frozenset().union(*ways) if all(ways) else frozenset()
    return frozenset()


def _worth(words: frozenset[str]) -> tuple[bool, int, int]:
    """Rank long words before short ones, and few before many; none at all is the worst."""
    return 0 < len(words) <= _MOST, min(map(len, words), default=0), -len(words)
