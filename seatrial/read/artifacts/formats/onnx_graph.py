"""What would an ONNX file read outside of itself, and which operators does it have besides the standard's?"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.messages import Message as Value
from seatrial.read.artifacts.formats.messages import Messages
from seatrial.read.artifacts.formats.outside import leaves
from seatrial.read.artifacts.formats.protobuf_kinds import Message, kind_of

_WHOLE = "one file with its weights: onnx.save_model(model, 'model.onnx', save_as_external_data=False)"
_STANDARD = "the same graph of standard operators: export again without custom operators"
#: Domains whose operators come with ONNX, ONNX Runtime and the exporters of PyTorch; "pkg." is for functions.
_KNOWN = frozenset(
    {"", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview.training", "com.microsoft",
     "com.microsoft.nchwc", "com.microsoft.experimental", "com.ms.internal.nhwc", "com.microsoft.dml",
     "org.pytorch.aten"}
)  # fmt: skip
_PYTHON = frozenset({"PyOp", "PyCustomOp", "PythonOp", "PythonOpGrad", "PyFunc"})
_DEEPEST = 32


class _Walk:
    """What was met so far in one file."""

    def __init__(self, part: Part, budget: Budget) -> None:
        self._part, self.read = part, Messages(budget)
        self._told = set[tuple[str, str]]()
        self.own = set[tuple[str, str]]()  #: functions that the file itself defines

    def graph(self, message: Value, key: str, depth: int) -> Iterator[Told]:
        """Yield what speaks against a graph, and against those inside of its nodes."""
        if depth > _DEEPEST:
            yield Gap(f"{key[:200]}: graphs are nested deeper than is read")
            return
        for part in self.read.fields(message):
            if part.number == 1:
                yield from self.node(part.value, key, depth)
            elif part.number == 5:
                yield from self._tensor(part.value, key)
            elif part.number == 15:
                yield from self._sparse(part.value, key)

    def node(self, message: Value, key: str, depth: int) -> Iterator[Told]:
        """Yield what speaks against a node, the tensors and graphs among its attributes included."""
        operator, domain, name = self.read.texts(message, 4, 7, 3)
        place = f"{key} node {(name or operator)[:200]}".strip()
        yield from self._operator(domain, operator, place)
        if operator == "EPContext":
            yield from self._compiled(message, place)
        for attribute in self.read.inside(message, 5):
            for part in self.read.fields(attribute):
                if part.number in (5, 10):
                    yield from self._tensor(part.value, place)
                elif part.number in (22, 23):
                    yield from self._sparse(part.value, place)
                elif part.number in (6, 11):
                    yield from self.graph(part.value, place, depth + 1)

    def _sparse(self, message: Value, key: str) -> Iterator[Told]:
        """A sparse tensor is two tensors: values and indices."""
        for tensor in self.read.inside(message, 1, 2):
            yield from self._tensor(tensor, key)

    def _tensor(self, message: Value, key: str) -> Iterator[Told]:
        for entry in self.read.inside(message, 13):
            name, place = self.read.texts(entry, 1, 2)
            if name != "location" or not self._new("outside", place):
                continue
            if leaves(place):
                what = f"reads {place[:200]} as a weight, which is outside of the model's folder"
                tensor = f"{key} tensor {self.read.text(message, 8)[:200]}".strip()
                yield Finding("onnx-outside", Verdict.DANGEROUS, what, _WHOLE, tensor)
            elif self._part.beside(place) is False:
                yield Gap(f"the weights in {place[:200]} are not there")

    def _compiled(self, message: Value, place: str) -> Iterator[Told]:
        """A part that was compiled for one accelerator: in the node itself, or in a file that the node names."""
        embedded, file = 1, ""
        for attribute in self.read.inside(message, 5):
            name = self.read.text(attribute, 1)
            embedded = self.read.whole(attribute, 3, 1) if name == "embed_mode" else embedded
            file = self.read.text(attribute, 4) if name == "ep_cache_context" else file
        file = "" if embedded else file
        what = f"runs a compiled part of the graph{f' out of {file[:200]}' if file else ''}, which nobody can read"
        level = Verdict.DANGEROUS if leaves(file) else Verdict.SUSPICIOUS
        if self._new("compiled", file):
            yield Finding("onnx-compiled", level, what, "the graph that it was compiled from", place)

    def _operator(self, domain: str, operator: str, place: str) -> Iterator[Told]:
        if operator in _PYTHON or domain.startswith(("pyop", "ai.onnx.contrib.py")):
            if self._new("python", operator):
                what = f"the operator {operator[:100]} runs a Python function of the process that loads it"
                yield Finding("onnx-python", Verdict.DANGEROUS, what, _STANDARD, place)
        elif domain not in _KNOWN and (domain, operator) not in self.own and self._new("domain", domain):
            what = f"the operator {operator[:100]} of the domain {domain[:100]} needs a native library of its own"
            yield Finding("onnx-custom", Verdict.SUSPICIOUS, what, _STANDARD, place)

    def _new(self, sort: str, what: str) -> bool:
        if (sort, what) in self._told:
            return False
        self._told.add((sort, what))
        return True


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    walk = _Walk(part, budget)
    read = walk.read
    walk.own = {(domain, name) for one in read.inside(part.data, 25) for domain, name in [read.texts(one, 10, 1)]}
    if not read.has(part.data, 8):
        yield Gap("names no set of operators: it is cut off, or of another format")
    for field in read.fields(part.data):
        if field.number == 7:
            yield from walk.graph(field.value, "", 0)
        elif field.number == 25:
            name = read.text(field.value, 1)[:200]
            for node in read.inside(field.value, 7):
                yield from walk.node(node, f"function {name}", 1)
        elif field.number == 20:  # how to train it: two graphs
            for graph in read.inside(field.value, 1, 2):
                yield from walk.graph(graph, "training", 1)


ONNX = FormatReader("ONNX", lambda part: kind_of(part) is Message.ONNX, _read)
