"""What would a TensorFlow graph do besides computing? Every node of every function is looked at, from the wire."""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Kind, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.messages import Message as Value
from seatrial.read.artifacts.formats.messages import Messages
from seatrial.read.artifacts.formats.outside import leaves
from seatrial.read.artifacts.formats.protobuf_kinds import Message, kind_of
from seatrial.read.artifacts.formats.tensorflow_operators import Effect, effect, takes_target, target_effect
from seatrial.read.regex import regex

SAFER = "ONNX: python -m tf2onnx.convert --saved-model FOLDER --output model.onnx"
_TEXT_NODE = regex(rb"\bop:\s*\"([A-Za-z_][\w>]*)\"")
_TEXT = regex(rb"\A\s*(?:#[^\n]*\n\s*)*(?:saved_model_schema_version:|meta_graphs? ?\{|node ?\{)")


_OWN = frozenset({Message.SAVED_MODEL, Message.GRAPH, Message.KERAS_METADATA, Message.FINGERPRINT})


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    kind, read = kind_of(part), Messages(budget)
    if kind is Message.GRAPH:
        yield Kind("TensorFlow graph")
        yield from _graph(read, part.data, "")
    elif kind is Message.KERAS_METADATA:
        yield Kind("Keras metadata")
        for node in read.inside(part.data, 1):
            yield from _metadata(read, node, 5, "")
    elif kind is Message.FINGERPRINT:
        yield Kind("TensorFlow fingerprint")
    else:
        for at, graph in enumerate(read.inside(part.data, 2)):
            yield from _meta_graph(read, graph, f"meta_graphs[{at}]")


def _meta_graph(read: Messages, message: Value, key: str) -> Iterator[Told]:
    for part in read.fields(message):
        if part.number == 2:
            yield from _graph(read, part.value, f"{key}.graph_def")
        elif part.number == 6:
            yield from _asset(read.text(part.value, 2), f"{key}.asset_file_def")
        elif part.number == 7:
            users = (user for node in read.inside(part.value, 1) for user in read.inside(node, 4))
            for user in users:
                yield from _metadata(read, user, 3, f"{key}.object_graph_def")


def _graph(read: Messages, message: Value, key: str) -> Iterator[Told]:
    known = set[tuple[str, str]]()
    for place, node in _nodes(read, message, key):
        operator, name, found = _node(read, node)
        for what in found:
            if (operator, what.what) not in known:
                known.add((operator, what.what))
                said = f"the operator {operator[:100]} {what.what}"
                yield Finding("tensorflow-operator", what.level, said, SAFER, f"{place} node {name[:200]}".strip())


def _nodes(read: Messages, message: Value, key: str) -> Iterator[tuple[str, Value]]:
    """Yield the nodes of a graph, and of the functions of its library, each with where it stands."""
    for part in read.fields(message):
        if part.number == 1:
            yield key, part.value
        elif part.number == 2:
            for function in read.inside(part.value, 1):
                name = next((read.text(signature, 1) for signature in read.inside(function, 1)), "")
                for node in read.inside(function, 3):
                    yield f"{key} function {name[:200]}", node


def _node(read: Messages, node: Value) -> tuple[str, str, list[Effect]]:
    """Return the operator of a node, the node's name, and what it does besides computing."""
    operator, name, found = "", "", list[Effect]()
    for field in read.fields(node):
        if field.number == 1:
            name = _decoded(field.value)
        elif field.number == 2:
            operator = _decoded(field.value)
        elif field.number == 5:
            found += _aimed(read, field.value)
    return operator, name, [*filter(None, [effect(operator)]), *found]


def _aimed(read: Messages, attribute: Value) -> list[Effect]:
    """Return what an attribute makes of its operator."""
    name, found = read.text(attribute, 1), list[Effect]()
    for value in read.inside(attribute, 2) if takes_target(name) else ():
        texts = [*read.inside(value, 2), *(text for listed in read.inside(value, 1) for text in read.inside(listed, 2))]
        found += [aimed for text in texts if (aimed := target_effect(name, _decoded(text)))]
    return found


def _decoded(text: Value) -> str:
    return "" if isinstance(text, int) else bytes(text[:10_000]).decode("utf-8", "replace")


def _asset(name: str, key: str) -> Iterator[Finding]:
    if leaves(name):
        what = f"reads the file {name[:200]}, which is outside of the model's folder"
        yield Finding("tensorflow-asset", Verdict.DANGEROUS, what, SAFER, key)


def _metadata(read: Messages, message: Value, number: int, key: str) -> Iterator[Part]:
    """Hand the configuration of each Keras object on."""
    for said in read.inside(message, number):
        if not isinstance(said, int) and bytes(said[:1]) == b"{":
            yield Part(f"/{key}@metadata", said)


def _read_text(part: Part, budget: Budget) -> Iterator[Told]:
    for match in _TEXT_NODE.finditer(part.data):
        budget.step()
        operator = match[1].decode()
        if found := effect(operator):
            what = f"the operator {operator} {found.what}"
            yield Finding("tensorflow-operator", found.level, what, SAFER, byte=match.start())


def _claims(part: Part) -> bool:
    return kind_of(part) in _OWN


SAVED_MODEL = FormatReader("TensorFlow SavedModel", _claims, _read)
TEXT_GRAPH = FormatReader("TensorFlow graph as text", lambda part: bool(_TEXT.match(part.head)), _read_text)
