"""How is the compiling of patterns kept from one run to the next? As Python keeps bytecode: beside it, if it may.

A small audit asks hundreds of patterns, whose compiling takes a fifth of its time. What ``re`` makes of a pattern is a
list of numbers for the engine; these are kept under its text and flags, for exactly this Python, with the words that a
text must hold for it to be found. Whatever does not fit, or another Python than CPython, compiles anew: nothing but
time depends on the file.
"""

import marshal
import re
import sys
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import cache_from_source
from typing import Any, AnyStr, TypeAlias

from seatrial.beside_bytecode import keep, kept

_Key: TypeAlias = tuple[str | bytes, int]
_Made: TypeAlias = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]  #: the arguments of the engine

_Words: TypeAlias = tuple[tuple[str, ...], bool]

_FORM = 3  #: of the file
_FILE = f"{cache_from_source(__file__)}.marshal"
_compiled_anew: set[_Key] = set()


def compiled(text: AnyStr, flags: int) -> re.Pattern[AnyStr]:
    """Return a pattern as ``re.compile`` does."""
    if found := _kept().get((text, int(flags))):
        try:
            pattern: re.Pattern[AnyStr] = _engine().compile(text, *found[0])
            return pattern
        except (RuntimeError, TypeError, ValueError, OverflowError):
            pass  # whatever the file holds, it is no pattern of this engine
    _compiled_anew.add((text, int(flags)))
    return re.compile(text, flags)


def words_of(text: str, flags: int) -> _Words:
    """Return the words of which a text must hold one for a pattern to be found in it, and whether cases are none."""
    if found := _kept().get((text, int(flags))):
        return found[1]
    from seatrial.read.required_words import required_words, without_cases

    return required_words(text, int(flags)), without_cases(text, int(flags))


def store() -> None:
    """Keep what was compiled anew, where Python may keep bytecode."""
    if not _compiled_anew or sys.dont_write_bytecode or sys.implementation.name != "cpython":
        return
    try:
        made = {key: (_made(*key), _words(*key)) for key in _compiled_anew}
    except (AttributeError, ImportError):
        return  # a Python whose engine has other parts
    with suppress(ValueError):
        keep(_FILE, _this_python(), marshal.dumps(_kept() | made))


@cache
def _kept() -> dict[_Key, tuple[_Made, _Words]]:
    found: dict[_Key, tuple[_Made, _Words]] = {}
    known = kept(_FILE, _this_python()) if sys.implementation.name == "cpython" else None
    if known is not None:
        with suppress(ValueError, EOFError, TypeError):
            found = marshal.loads(known)  # noqa: S302 -- trusted as far as the bytecode beside it
    return found


def _this_python() -> bytes:
    return repr((sys.version, _engine().MAGIC, _FORM)).encode()


def _words(text: str | bytes, flags: int) -> _Words:
    return words_of(text, flags) if isinstance(text, str) else ((), False)


def _engine() -> Any:
    return import_module("_sre")


def _made(text: str | bytes, flags: int) -> _Made:
    """Return what ``re`` hands to its engine."""
    parsed = import_module("re._parser").parse(text, flags)
    code = import_module("re._compiler")._code(parsed, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    return (int(flags | state.flags), [int(one) for one in code], state.groups - 1, dict(state.groupdict), tuple(names))
