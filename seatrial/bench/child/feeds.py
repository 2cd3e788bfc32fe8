"""How does a recipe become the arrays that a model is fed with?

A recipe is a JSON object: ``name``, ``type`` (numpy's name, or ``string``), ``shape``, ``fill``, and what the way of
filling needs: ``low`` and ``high`` (inclusive), ``value``, ``blobs`` (indices of the message's raw bytes, one for each
set, with ``shapes``; repeated ``batch`` times along the axes ``batched``), ``sequence`` for an input that is a list of
tensors.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Recipe = Mapping[str, Any]

_BRAIN, _BRAIN_NUMBER = "bfloat16", 16

#: Sets of inputs together; with larger inputs there are fewer sets.
LARGEST_SETS = 512 << 20


def feeds(recipes: Sequence[Recipe], blobs: Sequence[bytes], count: int, seed: int) -> list[dict[str, Any]]:
    """Return up to ``count`` sets of inputs, each different, always the same for the same seed; at least one.

    Raises ``ValueError``, ``TypeError`` or ``MemoryError`` for what cannot be made.
    """
    first = _one(recipes, blobs, seed, 0)
    size = sum(getattr(value, "nbytes", 0) for value in first.values())
    fitting = max(1, min(count, LARGEST_SETS // max(size, 1)))
    return [first, *(_one(recipes, blobs, seed, at) for at in range(1, fitting))]


def _one(recipes: Sequence[Recipe], blobs: Sequence[bytes], seed: int, at: int) -> dict[str, Any]:
    import numpy as np

    made: dict[str, Any] = {}
    for place, recipe in enumerate(recipes):
        random = np.random.default_rng([seed, at, place])
        made[recipe["name"]] = _handed_over(recipe, _FILLS[recipe["fill"]](recipe, random, blobs, at))
    return made


def _typed(recipe: Recipe, values: Any) -> Any:
    """Return values in the type of the recipe, and in its shape."""
    import numpy as np

    if recipe["type"] == _BRAIN:  # numpy has no such type: its bits are the upper half of those of 32
        values = np.ascontiguousarray(values, dtype="float32").view("uint32") >> 16
    return np.ascontiguousarray(np.asarray(values).astype(_kept_as(recipe))).reshape(recipe["shape"])


def _kept_as(recipe: Recipe) -> str:
    """Return numpy's name of the type in which an input is kept."""
    return "uint16" if recipe["type"] == _BRAIN else str(recipe["type"])


def _handed_over(recipe: Recipe, array: Any) -> Any:
    """Return what onnxruntime takes: numbers of 16 bits that numpy does not know are told by their type's number."""
    if recipe["type"] == _BRAIN:
        import onnxruntime

        array = onnxruntime.OrtValue.ortvalue_from_numpy_with_onnx_type(array, _BRAIN_NUMBER)
    return [array] if recipe.get("sequence") else array


def _normal(recipe: Recipe, random: Any, _blobs: Sequence[bytes], _at: int) -> Any:
    return _typed(recipe, random.standard_normal(recipe["shape"], dtype="float32"))


def _uniform(recipe: Recipe, random: Any, _blobs: Sequence[bytes], _at: int) -> Any:
    low, high = recipe["low"], recipe["high"]
    return _typed(recipe, random.random(recipe["shape"], dtype="float32") * (high - low) + low)


def _whole(recipe: Recipe, random: Any, _blobs: Sequence[bytes], _at: int) -> Any:
    return _typed(recipe, random.integers(recipe["low"], recipe["high"], recipe["shape"], endpoint=True))


def _value(recipe: Recipe, _random: Any, _blobs: Sequence[bytes], _at: int) -> Any:
    import numpy as np

    return _typed(recipe, np.full(recipe["shape"], recipe["value"]))


def _rising(recipe: Recipe, _random: Any, _blobs: Sequence[bytes], _at: int) -> Any:
    import numpy as np

    shape = recipe["shape"]
    along = np.arange(shape[-1] if shape else 1) % (recipe["high"] + 1)
    return _typed(recipe, np.broadcast_to(along, shape))


def _text(recipe: Recipe, random: Any, _blobs: Sequence[bytes], _at: int) -> Any:
    import numpy as np

    words = np.array(recipe["words"], dtype=object)
    return words[random.integers(0, len(words), recipe["shape"])].reshape(recipe["shape"])


# Stored sets that are fewer than asked for come again with their numbers shifted: other inputs of the same kind. Whole
# numbers stay where they are, since an index or a length has its place.
def _stored(recipe: Recipe, _random: Any, blobs: Sequence[bytes], at: int) -> Any:
    import numpy as np

    chosen = recipe["blobs"][at % len(recipe["blobs"])]
    stored = np.frombuffer(blobs[chosen], dtype=_kept_as(recipe))
    if recipe["type"].startswith(("float", _BRAIN)):
        stored = np.roll(stored, at // len(recipe["blobs"]))
    whole = stored.reshape(recipe["shapes"][at % len(recipe["shapes"])])
    for axis in recipe.get("batched", ()):
        whole = np.concatenate([whole] * recipe["batch"], axis=axis)
    return whole


_FILLS: dict[str, Callable[[Recipe, Any, Sequence[bytes], int], Any]] = {
    "normal": _normal,
    "uniform": _uniform,
    "whole": _whole,
    "value": _value,
    "rising": _rising,
    "text": _text,
    "stored": _stored,
}
