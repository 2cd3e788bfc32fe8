"""What would a TensorFlow graph do besides computing? Every node of every function is looked at, from the wire."""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Kind, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.messages import all_fields, inside, text
from seatrial.read.artifacts.formats.outside import leaves
from seatrial.read.artifacts.formats.protobuf_kinds import Message, kind_of
from seatrial.read.artifacts.formats.tensorflow_operators import Effect, effect, target_effect
from seatrial.read.regex import regex

SAFER = "ONNX: python -m tf2onnx.convert --saved-model FOLDER --output model.onnx"
_TOLD = 200  # findings of one graph
_TEXT_NODE = regex(rb"\bop:\s*\"([A-Za-z_][\w>]*)\"")
_TEXT = regex(rb"\A\s*(?:#[^\n]*\n\s*)*(?:saved_model_schema_version:|meta_graphs? ?\{|node ?\{)")


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    kind = kind_of(part)
    if kind is Message.GRAPH:
        yield Kind("TensorFlow graph")
        yield from _graph(part.data, "", budget)
    elif kind is Message.KERAS_METADATA:
        yield Kind("Keras metadata")
        for node in inside(part.data, 1):
            yield from _metadata(node.value, 5, "")
    else:
        for at, graph in enumerate(inside(part.data, 2)):
            yield from _meta_graph(graph.value, f"meta_graphs[{at}]", budget)


def _meta_graph(message: memoryview | int, key: str, budget: Budget) -> Iterator[Told]:
    for part in all_fields(message):
        if part.number == 2:
            yield from _graph(part.value, f"{key}.graph_def", budget)
        elif part.number == 6:
            yield from _asset(part.value, f"{key}.asset_file_def")
        elif part.number == 7:
            for node in inside(part.value, 1):
                for user in inside(node.value, 4):
                    yield from _metadata(user.value, 3, f"{key}.object_graph_def")


def _graph(message: memoryview | int, key: str, budget: Budget) -> Iterator[Told]:
    known = set[tuple[str, str]]()
    for place, node in _nodes(message, key):
        budget.step()
        for said in _node(node):
            operator, what = said
            if (operator, what.what) in known:
                continue
            known.add((operator, what.what))
            if len(known) > _TOLD:
                yield Gap(f"{key or 'the graph'}: more operators that do more than compute than are told")
                return
            yield Finding("tensorflow-operator", what.level, f"the operator {operator} {what.what}", SAFER, place)


def _nodes(message: memoryview | int, key: str) -> Iterator[tuple[str, memoryview]]:
    """Yield the nodes of a graph, and of the functions of its library, each with its place."""
    for part in all_fields(message):
        if part.number == 1 and not isinstance(part.value, int):
            yield f"{key} node {text(part.value, 1)}".strip(), part.value
        elif part.number == 2:
            for function in inside(part.value, 1):
                name = next((text(signature.value, 1) for signature in inside(function.value, 1)), "")
                for node in inside(function.value, 3):
                    if not isinstance(node.value, int):
                        yield f"{key} function {name} node {text(node.value, 1)}".strip(), node.value


def _node(node: memoryview) -> Iterator[tuple[str, Effect]]:
    operator = text(node, 2)
    if found := effect(operator):
        yield operator, found
    for attribute in inside(node, 5):
        name = text(attribute.value, 1)
        for value in inside(attribute.value, 2):
            for said in _texts(value.value):
                if aimed := target_effect(name, said):
                    yield operator, aimed


def _texts(value: memoryview | int) -> Iterator[str]:
    """Yield the texts of an attribute: one, or those of a list."""
    for part in all_fields(value):
        if part.number == 2:
            yield part.text
        elif part.number == 1:
            yield from (each.text for each in inside(part.value, 2))


def _asset(message: memoryview | int, key: str) -> Iterator[Finding]:
    name = text(message, 2)
    if leaves(name):
        what = f"reads the file {name[:200]}, which is outside of the model's folder"
        yield Finding("tensorflow-asset", Verdict.DANGEROUS, what, SAFER, key)


def _metadata(message: memoryview | int, number: int, key: str) -> Iterator[Part]:
    """Hand the configuration of each Keras object on."""
    for said in inside(message, number):
        if not isinstance(said.value, int) and bytes(said.value[:1]) == b"{":
            yield Part(f"/{key}@metadata", said.value)


def _read_text(part: Part, budget: Budget) -> Iterator[Told]:
    for match in _TEXT_NODE.finditer(part.data):
        budget.step()
        operator = match[1].decode()
        if found := effect(operator):
            what = f"the operator {operator} {found.what}"
            yield Finding("tensorflow-operator", found.level, what, SAFER, byte=match.start())


def _claims(part: Part) -> bool:
    return kind_of(part) in (Message.SAVED_MODEL, Message.GRAPH, Message.KERAS_METADATA)


SAVED_MODEL = FormatReader("TensorFlow SavedModel", _claims, _read)
TEXT_GRAPH = FormatReader("TensorFlow graph as text", lambda part: bool(_TEXT.match(part.head)), _read_text)
