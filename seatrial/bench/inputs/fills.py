"""With which values is an input filled, so that a model takes them for what it knows?"""

from collections.abc import Sequence

from seatrial.bench.inputs.axes import Axis
from seatrial.bench.inputs.feeding import Recipe
from seatrial.bench.inputs.graph import GraphFacts
from seatrial.bench.inputs.hints import Hints
from seatrial.bench.inputs.specs import Spec
from seatrial.model.bench_setup import Provenance
from seatrial.model.record import dataclass
from seatrial.read.regex import regex

_RATE = regex(r"^sr$|sample_?rate|sampling_?rate")
_MASK = regex(r"mask")
_SEGMENT = regex(r"token_type|segment")
_POSITION = regex(r"position")
_LENGTH = regex(r"len(gth)?s?$")
_STATE = regex(r"^(state|h|c|h0|c0|hidden|cell|mems?)(_\w*)?$|past|cache")
_SWITCH = regex(r"^(use|is|return|output|enable)_|branch|training")
_WORDS = ("harbour", "anchor", "tide", "a longer sentence about the sea", "42", "Ümlaut", "keel", "buoy")
#: An index of which nothing is known: small enough for every table.
_SAFE = 1


@dataclass(frozen=True, slots=True)
class Filled:
    """A recipe, and who says that its values are right."""

    recipe: Recipe
    provenance: Provenance
    rule: str


def filled(spec: Spec, axes: Sequence[Axis], hints: Hints, graph: GraphFacts) -> Filled:
    """Return how an input is filled."""
    if spec.type == "string":
        return _guess(spec, axes, "text", "words", words=_WORDS)
    if spec.type == "bool":
        switch = bool(_SWITCH.search(spec.name.lower()))
        return _guess(spec, axes, "value", "off") if switch else _guess(spec, axes, "whole", "true or false", high=1)
    return _whole(spec, axes, hints, graph) if spec.whole else _real(spec, axes, hints)


def _whole(spec: Spec, axes: Sequence[Axis], hints: Hints, graph: GraphFacts) -> Filled:
    name = spec.name.lower()
    if special := _special(spec, axes, hints):
        return special
    if _MASK.search(name):
        return _guess(spec, axes, "value", "nothing is masked", value=1)
    if _SEGMENT.search(name):
        return _guess(spec, axes, "value", "one segment")
    bound = graph.bound(spec.name)
    fill = "rising" if _POSITION.search(name) else "whole"
    if bound is not None:
        high = max(bound.below - 1, 0)
        return Filled(_recipe(spec, axes, fill, high=high), Provenance.GRAPH, f"below {bound.below}, {bound.rule}")
    known = hints.get("positions" if fill == "rising" else "vocabulary")
    if known is not None:
        recipe = _recipe(spec, axes, fill, high=known.value - 1)
        return Filled(recipe, Provenance.REPO_FILE, f"below {known.value}, {known.source}")
    if spec.type == "uint8" and len(axes) >= 3:
        return _guess(spec, axes, "whole", "a picture of noise", high=255)
    return _guess(spec, axes, fill, "0 and 1: nothing tells how large a value may be", high=_SAFE)


def _real(spec: Spec, axes: Sequence[Axis], hints: Hints) -> Filled:
    name = spec.name.lower()
    if special := _special(spec, axes, hints):
        return special
    if _MASK.search(name):
        return _guess(spec, axes, "value", "nothing is masked", value=1)
    if _STATE.search(name):
        return _guess(spec, axes, "value", "an empty state")
    return _guess(spec, axes, "normal", "normally distributed")


def _special(spec: Spec, axes: Sequence[Axis], hints: Hints) -> Filled | None:
    """Return the filling of a scalar whose meaning its name tells: a sampling rate or a length."""
    name = spec.name.lower()
    if _RATE.search(name):
        rate = hints.get("rate")
        if rate is None:
            return _guess(spec, axes, "value", "16 kHz, by its name", value=16_000)
        return Filled(_recipe(spec, axes, "value", value=rate.value), Provenance.REPO_FILE, rate.source)
    if len(axes) <= 1 and _LENGTH.search(name):
        return _guess(spec, axes, "value", "the shortest length", value=1)
    return None


def _guess(
    spec: Spec,
    axes: Sequence[Axis],
    fill: str,
    rule: str,
    *,
    high: int = 0,
    value: int = 0,
    words: tuple[str, ...] = (),
) -> Filled:
    return Filled(_recipe(spec, axes, fill, high=high, value=value, words=words), Provenance.HEURISTIC, rule)


def _recipe(
    spec: Spec, axes: Sequence[Axis], fill: str, *, high: int = 0, value: int = 0, words: tuple[str, ...] = ()
) -> Recipe:
    return Recipe(
        spec.name, spec.type, tuple(axis.size for axis in axes), fill, 0, high, value, words, sequence=spec.sequence,
        batched=tuple(at for at, axis in enumerate(axes) if axis.batch),
    )  # fmt: skip
