"""What is a model fed with: recipes that the process under test makes arrays of, and what they were taken from?"""

from collections.abc import Mapping
from typing import Any

from seatrial.model.bench_setup import Input
from seatrial.model.benchmark import BenchAssumption
from seatrial.model.record import dataclass

#: Inputs that are all the same flatter: caches and branches learn them.
DISTINCT = 8


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one input is filled. ``fill`` is one of those that ``child/feeds.py`` knows."""

    name: str
    type: str  #: numpy's name, "bfloat16" or "string"
    shape: tuple[int, ...]
    fill: str
    low: float = 0  #: the least value, inclusive
    high: float = 0  #: the largest value, inclusive
    value: float = 0
    words: tuple[str, ...] = ()
    blobs: tuple[int, ...] = ()  #: stored values: which of the raw bytes, one for each set
    shapes: tuple[tuple[int, ...], ...] = ()  #: of the stored values
    sequence: bool = False
    batched: tuple[int, ...] = ()  #: axes that grow with the batch

    def at_batch(self, batch: int) -> Mapping[str, Any]:
        """Return it as the process under test reads it, for so many rows."""
        shape = [size * batch if axis in self.batched else size for axis, size in enumerate(self.shape)]
        whole = self.type not in ("bool", "string") and not self.type.startswith(("float", "bfloat"))
        return {
            "name": self.name, "type": self.type, "shape": shape, "fill": self.fill,
            "low": int(self.low) if whole else self.low, "high": int(self.high) if whole else self.high,
            "value": int(self.value) if whole else self.value, "words": self.words, "blobs": self.blobs,
            "shapes": self.shapes, "sequence": self.sequence, "batched": self.batched, "batch": batch,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feeds:
    """Sets of inputs that a model was seen to accept."""

    recipes: tuple[Recipe, ...]
    blobs: tuple[bytes, ...] = ()
    count: int = DISTINCT
    seed: int = 0
    inputs: tuple[Input, ...] = ()  #: the same in the words of a record, with the provenance of every number
    assumptions: tuple[BenchAssumption, ...] = ()
    synthetic: bool = False  #: a shape was guessed, so that a verdict says little about real use
    batchable: bool = False  #: whether more rows in one call were accepted

    def asked(self, batch: int) -> dict[str, Any]:
        """Return what the process under test is told."""
        return {"recipes": [one.at_batch(batch) for one in self.recipes], "count": self.count, "seed": self.seed}
