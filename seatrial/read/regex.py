"""Regular expressions that are compiled when they are first used: a run asks less than half of the hundreds there are.

To compile them all at import took a sixth of the time that the audit of a small repository takes.
"""

import re
from functools import cached_property
from typing import AnyStr, Generic, cast

from seatrial.read.kept_patterns import compiled


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
        self.__dict__[name] = found
        return found


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern to be asked by its methods; ``re.sub(pattern, ...)`` and its like take compiled ones only."""
    return cast("re.Pattern[AnyStr]", _Uncompiled(text, flags))


__all__ = ["regex"]
