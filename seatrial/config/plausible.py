"""Which numbers and names of a configuration cannot be, though their types are right?"""

from collections.abc import Iterator
from dataclasses import fields

from seatrial.config.file import File
from seatrial.config.problem import nearest_of
from seatrial.config.source import Source
from seatrial.model import Assumption, Notice
from seatrial.model.settings import AI_ACT_CLASSES

_ABOVE_ZERO = ("predictions_per_second", "peak_to_average")


def implausible(source: Source, file: File) -> Iterator[Notice]:
    """Yield a notice for each value of its type that makes no sense, at the place where it stands."""
    yield from _risk_class(source, file)
    yield from _assumptions(source, file)
    yield from _shapes(source, file)


def _risk_class(source: Source, file: File) -> Iterator[Notice]:
    said = file.risk.eu_ai_act if file.risk else ""
    if said and said not in AI_ACT_CLASSES:
        what = f"'{said}' is no risk class{nearest_of(said, AI_ACT_CLASSES)}"
        yield Notice(source.place(("risk", "eu_ai_act")), what)


def _assumptions(source: Source, file: File) -> Iterator[Notice]:
    """Yield what no case can be worked out from: bounds in the wrong order, and numbers below what they can be."""
    for item in fields(file.value) if file.value else ():
        assumed = getattr(file.value, item.name)
        if isinstance(assumed, Assumption):
            place, value = source.place(("value", item.name)), assumed.value
            low = value if assumed.low is None else assumed.low
            high = value if assumed.high is None else assumed.high
            if not low <= value <= high:
                yield Notice(place, f"'{item.name}': low <= value <= high does not hold")
            least = min(low, value)
            if least < 0 or (least == 0 and item.name in _ABOVE_ZERO):
                word = "above 0" if item.name in _ABOVE_ZERO else "0 or more"
                yield Notice(place, f"'{item.name}' is {least:g}: it must be {word}")
            if not assumed.owner.strip():
                yield Notice(place, f"'{item.name}' has no owner: name who answers for the number")


def _shapes(source: Source, file: File) -> Iterator[Notice]:
    """Yield the sizes that no array has."""
    for model, shapes in file.bench.shapes.items():
        for name, shape in shapes.items():
            if any(size < 1 for size in shape):
                place = source.place(("bench", "shapes", model, name))
                yield Notice(place, f"'{name}' has a size below 1: write each size of the array, [1, 3, 224, 224]")
