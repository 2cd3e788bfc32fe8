"""With what is a model fed so that it runs? Guesses are tried in the process that holds the model."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from seatrial.bench.inputs.axes import Shapes, axes
from seatrial.bench.inputs.drafts import Draft, as_feeds, from_sets
from seatrial.bench.inputs.feeding import Feeds
from seatrial.bench.inputs.fills import filled
from seatrial.bench.inputs.graph import GraphFacts, graph_facts
from seatrial.bench.inputs.hints import hints
from seatrial.bench.inputs.specs import NoInput, Spec, specs
from seatrial.bench.inputs.stored import stored_sets
from seatrial.bench.observed import Cause, Unmeasured
from seatrial.bench.process.child_process import ChildProcess
from seatrial.bench.process.reasons import refusal
from seatrial.config.problem import nearest

_SEARCH_S = 10.0
_MOST_NUMBERS = 1 << 24  #: of all inputs in a try that is not the first guess: larger ones take all the time
#: Beyond the time of the search: a single try may be the first run of a large model.
_PATIENCE_S = 30.0
#: Sizes that models like: small counts, sides of pictures, lengths of texts and signals.
_COMMON = (
    1, 2, 3, 4, 8, 16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 299, 320, 384, 416, 448, 512, 576, 640, 768,
    1024, 1536, 2048, 4096, 8000, 16000,
)  # fmt: skip
#: What is tried for two dimensions at once: all pairs of these.
_IN_PAIRS = 12
LARGEST = 400


def feeds(
    child: ChildProcess, signature: Iterable[Mapping[str, Any]], model: Path, root: Path, shapes: Shapes, seed: int = 0
) -> Feeds | Unmeasured:
    """Return inputs that the model, loaded in ``child``, was seen to accept.

    The user's ``shapes`` (sizes by the name of an input) rule, then whole sets of inputs that are stored beside the
    model, then what graph and files say, then guesses, then the first of many sizes that runs. Files are looked for
    from the model's folder up to ``root``.
    """
    try:
        wanted = specs(signature)
        _refuse_unknown(shapes, wanted)
        sets = () if shapes else stored_sets(model, root, wanted)
        graph = graph_facts(model)
        if sets:
            return _searched(child, from_sets(sets, wanted), graph, seed)
        hinted = hints(model, root)
        sized = [(spec, axes(spec, hinted, shapes)) for spec in wanted]
    except NoInput as error:
        return Unmeasured(Cause.REFUSED, str(error))
    return _searched(child, [Draft(spec, of, filled(spec, of, hinted, graph)) for spec, of in sized], graph, seed)


def _refuse_unknown(shapes: Shapes, wanted: Sequence[Spec]) -> None:
    names = [spec.name for spec in wanted]
    for name in shapes:
        if name not in names:
            meant = nearest(name, names) or f"; it takes {', '.join(names)}"
            raise NoInput(f"the model has no input '{name}' for the shape that is given{meant}")


def _searched(child: ChildProcess, drafts: Sequence[Draft], graph: GraphFacts, seed: int) -> Feeds | Unmeasured:
    """Try the drafts as they are, then with other sizes for what is free."""
    free = {axis.key: axis.size for draft in drafts for axis in draft.axes if axis.key}
    first, *others = [[draft.sized(one) for draft in drafts] for one in assignments(free, graph.weight_sizes)]
    candidates = [first, *(one for one in others if _numbers(one) <= _MOST_NUMBERS)]
    ran = _first(child, candidates, 1, seed)
    if isinstance(ran, Unmeasured):
        return ran
    chosen = candidates[ran]
    for wide in (False, True):
        wider = [draft.batched(wide=wide) for draft in chosen]
        more = _first(child, [wider], 2, seed) if any(one.filled.recipe.batched for one in wider) else None
        if more == 0:
            return as_feeds(wider, seed, batchable=True)
    return as_feeds(chosen, seed, batchable=False)


def _numbers(drafts: Sequence[Draft]) -> int:
    return sum(prod(draft.filled.recipe.shape) for draft in drafts)


def _first(child: ChildProcess, candidates: Sequence[Sequence[Draft]], batch: int, seed: int) -> int | Unmeasured:
    """Return which candidate is the first that runs."""
    asked = {
        "candidates": [[dict(one.filled.recipe.at_batch(batch)) for one in drafts] for drafts in candidates],
        "seconds": _SEARCH_S,
        "seed": seed,
    }
    blobs = tuple(blob for draft in candidates[0] for blob in draft.blobs)
    answer = child.ask("try", asked, blobs, _SEARCH_S + _PATIENCE_S)
    if isinstance(answer, Unmeasured):
        return answer
    ran, errors = answer.head.get("ran"), answer.head.get("errors")
    if isinstance(ran, int) and 0 <= ran < len(candidates):
        return ran
    first = refusal("refused", str(errors[0]) if isinstance(errors, list) and errors else "")
    if first.cause is Cause.OUT_OF_MEMORY:
        return first
    tries = (
        f"{len(errors or ())} inputs were tried" if len(candidates) > 1 else "the input that fits its graph was tried"
    )
    return Unmeasured(Cause.REFUSED, f"no input was found that it accepts ({tries}): {first.reason}")


def assignments(guess: Mapping[str, int], weights: Sequence[int]) -> Iterator[dict[str, int]]:
    """Yield sizes for the free dimensions: the guess, then one of them changed, all alike, and two changed.

    Sizes of the model's own weights come first: a product wants one of them. ``LARGEST`` of them at most.
    """
    sizes = tuple(dict.fromkeys((*(size for size in weights if size <= _COMMON[-1]), *_COMMON)))
    seen: set[tuple[int, ...]] = set()
    for candidate in _all(guess, sizes):
        values = tuple(candidate.values())
        if values not in seen:
            seen.add(values)
            yield candidate
        if len(seen) == LARGEST:
            return


def _all(guess: Mapping[str, int], sizes: Sequence[int]) -> Iterator[dict[str, int]]:
    yield dict(guess)
    for size in sizes:
        yield from ({**guess, key: size} for key in guess)
    if len(guess) > 1:
        yield from (dict.fromkeys(guess, size) for size in sizes)
    for pair in product(sizes[:_IN_PAIRS], repeat=2):
        for at, first in enumerate(guess):
            yield from ({**guess, first: pair[0], second: pair[1]} for second in [*guess][at + 1 :])
