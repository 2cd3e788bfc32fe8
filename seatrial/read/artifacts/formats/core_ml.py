"""Which native classes does a Core ML model need for its layers?"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.messages import all_fields, inside, text
from seatrial.read.artifacts.formats.outside import leaves
from seatrial.read.artifacts.formats.protobuf_kinds import Message, kind_of

_SAFER = "layers that Core ML has: coremltools.convert(model, convert_to='mlprogram') without custom operators"
_NETWORKS = frozenset({303, 403, 500})
_PIPELINES = frozenset({200, 201, 202})
_CUSTOM_MODEL, _LINKED, _CUSTOM_LAYER, _CLASS_NAME = 555, 556, 500, 10
_DEEPEST = 16


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    yield from _model(part.data, "", budget, 0)


def _model(message: memoryview | int, key: str, budget: Budget, depth: int) -> Iterator[Told]:
    budget.step()
    if depth > _DEEPEST:
        yield Gap("models are nested deeper than is read")
        return
    for field in all_fields(message):
        if field.number in _NETWORKS:
            for layer in inside(field.value, 1):
                yield from _layer(layer.value, key)
        elif field.number in _PIPELINES:
            inner = [field] if field.number == 202 else list(inside(field.value, 1))
            for at, model in enumerate(each for one in inner for each in inside(one.value, 1)):
                yield from _model(model.value, f"{key}pipeline[{at}] ", budget, depth + 1)
        elif field.number == _CUSTOM_MODEL:
            what = f"the whole model is the native class {text(field.value, _CLASS_NAME)[:100]} of the app"
            yield _custom(what, f"{key}customModel")
        elif field.number == _LINKED:
            yield from _linked(field.value, key)


def _layer(message: memoryview | int, key: str) -> Iterator[Finding]:
    for custom in inside(message, _CUSTOM_LAYER):
        what = f"a layer is the native class {text(custom.value, _CLASS_NAME)[:100]} of the app"
        yield _custom(what, f"{key}layer {text(message, 1)}")


def _linked(message: memoryview | int, key: str) -> Iterator[Finding]:
    """A linked model names another file, by texts with a default each."""
    for file in inside(message, 1):
        for parameter in (*inside(file.value, 1), *inside(file.value, 2)):
            place = text(parameter.value, 1)
            if leaves(place):
                what = f"links to the model {place[:200]}, which is outside of its folder"
                yield Finding("coreml-outside", Verdict.DANGEROUS, what, _SAFER, f"{key}linkedModel")


def _custom(what: str, key: str) -> Finding:
    return Finding("coreml-custom", Verdict.SUSPICIOUS, what, _SAFER, key)


CORE_ML = FormatReader("Core ML", lambda part: kind_of(part) is Message.CORE_ML, _read)
