"""What would a model be fed with, before it was tried, and how does a record tell it afterwards?"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from seatrial.bench.inputs.axes import Axis
from seatrial.bench.inputs.feeding import DISTINCT, Feeds, Recipe
from seatrial.bench.inputs.fills import Filled
from seatrial.bench.inputs.specs import Spec
from seatrial.bench.inputs.stored import StoredSet
from seatrial.model.bench_setup import Dimension, Input, Provenance
from seatrial.model.benchmark import BenchAssumption
from seatrial.model.record import dataclass

_VARYING = ("normal", "uniform", "whole", "text", "stored")
_GUESSED = (Provenance.HEURISTIC, Provenance.SEARCH)


@dataclass(frozen=True, slots=True)
class Draft:
    """One input as it would be fed."""

    spec: Spec
    axes: tuple[Axis, ...]
    filled: Filled
    blobs: tuple[bytes, ...] = ()  #: stored values, if it has some

    def sized(self, sizes: Mapping[str, int]) -> "Draft":
        """Return it with other sizes for the free dimensions; those that differ were found by search."""
        changed = tuple(
            replace(axis, size=sizes[axis.key], provenance=Provenance.SEARCH, source="the first that ran")
            if axis.key in sizes and sizes[axis.key] != axis.size
            else axis
            for axis in self.axes
        )
        recipe = replace(self.filled.recipe, shape=tuple(axis.size for axis in changed))
        return replace(self, axes=changed, filled=replace(self.filled, recipe=recipe))

    def batched(self, *, wide: bool) -> "Draft":
        """Return it with the axes that grow with the batch: those that count rows, with ``wide`` all nameless ones."""
        grow = tuple(
            at for at, axis in enumerate(self.axes)
            if axis.batch or (wide and axis.key and not axis.symbol and axis.size == 1)
        )  # fmt: skip
        return replace(self, filled=replace(self.filled, recipe=replace(self.filled.recipe, batched=grow)))


def from_sets(sets: Sequence[StoredSet], wanted: Sequence[Spec]) -> list[Draft]:
    """Return what stored sets of inputs feed; the blobs of input i in set s have the number i * sets + s."""
    source = sets[0].source if len(sets) == 1 else f"{sets[0].source} and {len(sets) - 1} more"
    return [_from_sets(sets, spec, at, source) for at, spec in enumerate(wanted)]


def _from_sets(sets: Sequence[StoredSet], spec: Spec, at: int, source: str) -> Draft:
    values = [one.values[at] for one in sets]
    axes = tuple(
        Axis(size) if isinstance(said, int)
        else Axis(size, said or "", Provenance.REPO_FILE, source, batch=place == 0)
        for place, (size, said) in enumerate(zip(values[0].shape, spec.shape, strict=True))
    )  # fmt: skip
    recipe = Recipe(
        spec.name, spec.type, values[0].shape, "stored", shapes=tuple(value.shape for value in values),
        blobs=tuple(range(at * len(sets), (at + 1) * len(sets))),
    )  # fmt: skip
    return Draft(spec, axes, Filled(recipe, Provenance.REPO_FILE, source), tuple(value.data for value in values))


def as_feeds(drafts: Sequence[Draft], seed: int, *, batchable: bool) -> Feeds:
    """Return what is fed, with everything that was assumed for it."""
    inputs = tuple(_input(draft) for draft in drafts)
    return Feeds(
        recipes=tuple(draft.filled.recipe for draft in drafts),
        blobs=tuple(blob for draft in drafts for blob in draft.blobs),
        count=DISTINCT,
        seed=seed,
        inputs=inputs,
        assumptions=tuple(one for draft in drafts for one in _assumed(draft)),
        synthetic=any(axis.provenance in _GUESSED and not axis.batch for draft in drafts for axis in draft.axes),
        batchable=batchable,
    )


def _input(draft: Draft) -> Input:
    dims = tuple(Dimension(axis.size, axis.symbol, axis.provenance, axis.source) for axis in draft.axes)
    distinct = DISTINCT if draft.filled.recipe.fill in _VARYING else 1
    if draft.blobs and not draft.spec.real:
        distinct = min(len(draft.blobs), DISTINCT)
    return Input(draft.spec.name, draft.spec.type, dims, draft.filled.provenance, draft.filled.rule, distinct)


def _assumed(draft: Draft) -> list[BenchAssumption]:
    """Return what was assumed for an input, in sentences: each size that the graph does not fix, and its values."""
    name = draft.spec.name
    found = [
        BenchAssumption("", f"{_dimension(name, at, axis)} is {axis.size}", axis.provenance, axis.source)
        for at, axis in enumerate(draft.axes)
        if axis.provenance is not Provenance.GRAPH
    ]
    return [*found, BenchAssumption("", f"values of input '{name}'", draft.filled.provenance, draft.filled.rule)]


def _dimension(name: str, at: int, axis: Axis) -> str:
    symbol = f" ({axis.symbol})" if axis.symbol else ""
    return f"dimension {at}{symbol} of input '{name}'"
