"""Which places are of one kind, so that the first few stand for many?

A repository may have sixty voices and forty loads, and one line among them carries the claim. Items are of one kind
when they say the same but for names, numbers and paths.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from seatrial.read.regex import regex
from seatrial.report.terminal.lines import Line, Span, line

Item = TypeVar("Item")
FEW = 3  #: of one kind that are shown
_NAME = regex(r"`[^`]*`|'[^']*'|\S*(?:[\d_./:\\]|[a-z][A-Z])\S*")


def kind(said: str) -> str:
    """Return what is said with every name, number and path left out: what is in quotes, or has other signs in it."""
    return _NAME.sub("*", said)


def folded(items: Iterable[Item], sentence: Callable[[Item], str], *, each: bool) -> Iterator[tuple[Item, int]]:
    """Yield the first few items of each kind, and with the last of them how many more there are; all of them for each.

    ``told`` is what is said of an item. Kinds stand in the order in which they are first seen.
    """
    kinds: dict[str, list[Item]] = {}
    for number, item in enumerate(items):
        kinds.setdefault(str(number) if each else kind(sentence(item)), []).append(item)
    for alike in kinds.values():
        shown = alike if len(alike) == FEW + 1 else alike[:FEW]  # a line for one more would save nothing
        more = len(alike) - len(shown)
        yield from ((item, more if item is shown[-1] else 0) for item in shown)


def more_line(pad: str, more: int) -> Line:
    """Return the line that stands for the rest of a kind."""
    return line(pad, Span(f"and {more:,} more of this kind (-vv)", "muted"))
