"""Does a pickle unfold to more than whoever looks through it can bear: by sharing, or by nesting?

A container in which another stands ten times, in which another stands ten times, and so on, costs a few bytes: the memo
gives the same object again. It is loaded at once, and whoever copies, compares or prints it never ends. So the objects
below a container are counted where it takes one from the memo, as if each were there on its own.
"""

from seatrial.read.artifacts.pickles.nouns import Oddities

#: Objects that a container may unfold to.
_UNFOLDED = 1_000_000_000
#: Containers whose weight is kept.
_WEIGHTS = 500_000
#: Nested things that are closed one after the other, and marks that are open at once; the recursion of a pickler ends
#: at a thousand.
_CLOSED, MARKS = 5_000, 100_000

_DEEP = "is nested deeper than any pickler writes, which can crash whoever looks through it"
_WIDE = "unfolds to more than 10^9 objects, so that whoever looks through it never ends"


class Bombs:
    """What is counted while the opcodes of one pickle are followed."""

    def __init__(self, oddities: Oddities) -> None:
        self._oddities = oddities
        self._closed_at = self._closings = 0
        self._weights: dict[int, int] = {}  #: by container: the objects below one that shares some
        self.on_stack: list[tuple[int, int]] = []  #: such containers on the stack: height and weight

    def clear(self) -> None:
        """Forget what lay on the stack of the pickle before."""
        self.on_stack.clear()
        self._weights.clear()

    def recalled(self, item: object, height: int) -> None:
        """Note that a container from the memo lies at a height of the stack: two owners share it."""
        weight = self._weights.get(_key(item), 1)
        self._drop(height)
        self.on_stack.append((height, weight))

    def contains(self, owner: object, height: int, above: int, at: int) -> None:
        """Note that a container at a height, maybe new there, now owns what lay from ``above`` on."""
        weight = self._drop(above)
        if not weight:
            return
        self._drop(height)
        weight += 1 if height == above else self._weights.get(_key(owner), 1)  # a new one has no past
        if weight > _UNFOLDED:
            self._oddities.note("pickle-bomb", _WIDE, at)
        weight = min(weight, 2 * _UNFOLDED)
        if len(self._weights) < _WEIGHTS:
            self._weights[_key(owner)] = weight
        self.on_stack.append((height, weight))

    def closed(self, at: int) -> None:
        """Note that an opcode put an item into its container; thousands in a row close what is nested that deep."""
        self._closings = self._closings + 1 if at - self._closed_at <= 3 else 1
        self._closed_at = at
        if self._closings > _CLOSED:
            self._oddities.note("pickle-depth", _DEEP, at)

    def opened(self, marks: int, at: int) -> None:
        """Note how many marks are open."""
        if marks > MARKS:
            self._oddities.note("pickle-depth", _DEEP, at)

    def _drop(self, height: int) -> int:
        weight = 0
        while self.on_stack and self.on_stack[-1][0] >= height:
            weight += self.on_stack.pop()[1]
        return weight


def _key(item: object) -> int:
    """Return what tells a container from others: its position, of a tuple its identity, which is larger."""
    return item if type(item) is int else id(item)
