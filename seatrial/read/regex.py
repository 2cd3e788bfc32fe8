"""Regular expressions that are compiled when they are first used: a run asks less than half of the hundreds there are.

To compile them all at import took a sixth of the time that the audit of a small repository takes. And a search looks
for the words first of which one must be there: in a large repository most texts hold none.
"""

import re
import sys
from collections.abc import Callable
from functools import cached_property
from typing import AnyStr, Generic, TypeAlias, cast

from seatrial.read.pattern_cache import compiled, words_of

Search: TypeAlias = Callable[..., re.Match[str] | None]


class _Uncompiled(Generic[AnyStr]):
    """Stands for a pattern: the first look at an attribute compiles it; what was looked at stays here."""

    def __init__(self, text: AnyStr, flags: int) -> None:
        self._given: tuple[AnyStr, int] = (text, flags)

    @cached_property
    def _compiled(self) -> re.Pattern[AnyStr]:
        return compiled(*self._given)

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        found: object = getattr(self._compiled, name)
        text, flags = self._given
        if name == "search" and isinstance(text, str):
            words, without_cases = words_of(text, flags)
            found = _quick(cast(Search, found), words, without_cases=without_cases)
        self.__dict__[name] = found
        return found


_NEAR = 2_000  #: characters that are searched sooner than a long text is asked for a word


def _quick(search: Search, words: tuple[str, ...], *, without_cases: bool) -> Search:
    """Return a search that asks the engine only of texts that hold one of the words."""
    if not words:
        return search

    def quick(text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        if endpos - pos < _NEAR:  # a look around one place of many, for which the whole text is not gone through
            return search(text, pos, endpos)
        if without_cases:
            if not text.isascii():
                return search(text, pos, endpos)
            held = text.lower()
        else:
            held = text
        for word in words:
            if word in held:
                return search(text, pos, endpos)
        return None

    return quick


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern to be asked by its methods; ``re.sub(pattern, ...)`` and its like take compiled ones only."""
    return cast("re.Pattern[AnyStr]", _Uncompiled(text, flags))


def caseless(text: str) -> re.Pattern[str]:
    """Return a pattern of words in capital or small letters."""
    return regex(text, re.IGNORECASE)


__all__ = ["caseless", "regex"]
