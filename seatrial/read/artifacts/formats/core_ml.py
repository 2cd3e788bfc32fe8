"""Which native classes does a Core ML model need for its layers?"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.messages import Message as Value
from seatrial.read.artifacts.formats.messages import Messages
from seatrial.read.artifacts.formats.outside import leaves
from seatrial.read.artifacts.formats.protobuf_kinds import Message, kind_of

_SAFER = "layers that Core ML has: coremltools.convert(model, convert_to='mlprogram') without custom operators"
_NETWORKS = frozenset({303, 403, 500})
_PIPELINES, _PIPELINE = frozenset({200, 201, 202}), 202
_CUSTOM_MODEL, _LINKED, _CUSTOM_LAYER, _CLASS_NAME = 555, 556, 500, 10
_DEEPEST = 16


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    yield from _model(Messages(budget), part.data, "", 0)


def _model(read: Messages, message: Value, key: str, depth: int) -> Iterator[Told]:
    if depth > _DEEPEST:
        yield Gap("models are nested deeper than is read")
        return
    for field in read.fields(message):
        if field.number in _NETWORKS:
            for layer in read.inside(field.value, 1):
                yield from _layer(read, layer, key)
        elif field.number in _PIPELINES:
            pipelines = [field.value] if field.number == _PIPELINE else read.inside(field.value, 1)
            for at, model in enumerate(one for pipeline in pipelines for one in read.inside(pipeline, 1)):
                yield from _model(read, model, f"{key}pipeline[{at}] ", depth + 1)
        elif field.number == _CUSTOM_MODEL:
            what = f"the whole model is the native class {read.text(field.value, _CLASS_NAME)[:100]} of the app"
            yield _custom(what, f"{key}customModel")
        elif field.number == _LINKED:
            yield from _linked(read, field.value, key)


def _layer(read: Messages, message: Value, key: str) -> Iterator[Finding]:
    for custom in read.inside(message, _CUSTOM_LAYER):
        what = f"a layer is the native class {read.text(custom, _CLASS_NAME)[:100]} of the app"
        yield _custom(what, f"{key}layer {read.text(message, 1)[:200]}")


def _linked(read: Messages, message: Value, key: str) -> Iterator[Finding]:
    """A linked model names another file, by texts with a default each."""
    for file in read.inside(message, 1):
        for parameter in read.inside(file, 1, 2):
            place = read.text(parameter, 1)
            if leaves(place):
                what = f"links to the model {place[:200]}, which is outside of its folder"
                yield Finding("coreml-outside", Verdict.DANGEROUS, what, _SAFER, f"{key}linkedModel")


def _custom(what: str, key: str) -> Finding:
    return Finding("coreml-custom", Verdict.SUSPICIOUS, what, _SAFER, key)


CORE_ML = FormatReader("Core ML", lambda part: kind_of(part) is Message.CORE_ML, _read)
