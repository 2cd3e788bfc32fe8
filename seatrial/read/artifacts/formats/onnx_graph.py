"""What would an ONNX file read outside of itself, and which operators does it have besides the standard's?"""

from collections.abc import Iterator

from seatrial.model.artifacts import Finding, Gap, Verdict
from seatrial.read.artifacts.budget import Budget
from seatrial.read.artifacts.door import FormatReader, Part, Told
from seatrial.read.artifacts.formats.messages import all_fields, inside, text, whole
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
_TOLD = 200


class _Walk:
    """What was met so far in one file."""

    def __init__(self, part: Part, budget: Budget) -> None:
        self._part, self._budget = part, budget
        self._told = set[tuple[str, str]]()
        self.own = set[tuple[str, str]]()  #: functions that the file itself defines

    def graph(self, message: memoryview | int, key: str, depth: int) -> Iterator[Told]:
        """Yield what speaks against a graph, and against those inside of its nodes."""
        if depth > _DEEPEST:
            yield Gap(f"{key}: graphs are nested deeper than is read")
            return
        for part in all_fields(message):
            if part.number == 1:
                yield from self.node(part.value, key, depth)
            elif part.number == 5:
                yield from self.tensor(part.value, key)
            elif part.number == 15:  # a sparse tensor: values and indices
                for inner in (*inside(part.value, 1), *inside(part.value, 2)):
                    yield from self.tensor(inner.value, key)

    def node(self, message: memoryview | int, key: str, depth: int) -> Iterator[Told]:
        self._budget.step()
        operator, domain, name = text(message, 4), text(message, 7), text(message, 3)
        place = f"{key} node {name or operator}".strip()
        yield from self._operator(domain, operator, place)
        if operator == "EPContext":
            yield from self._compiled(message, place)
        for attribute in inside(message, 5):
            for part in all_fields(attribute.value):
                if part.number in (5, 10):
                    yield from self.tensor(part.value, place)
                elif part.number in (22, 23):
                    for inner in (*inside(part.value, 1), *inside(part.value, 2)):
                        yield from self.tensor(inner.value, place)
                elif part.number in (6, 11):
                    yield from self.graph(part.value, place, depth + 1)

    def tensor(self, message: memoryview | int, key: str) -> Iterator[Told]:
        place = next((text(each.value, 2) for each in inside(message, 13) if text(each.value, 1) == "location"), None)
        if place is None or not self._new("outside", place):
            return
        tensor = f"{key} tensor {text(message, 8)}".strip()
        if leaves(place):
            what = f"reads {place[:200]} as a weight, which is outside of the model's folder"
            yield Finding("onnx-outside", Verdict.DANGEROUS, what, _WHOLE, tensor)
        elif self._part.beside(place) is False:
            yield Gap(f"the weights in {place[:200]} are not there")

    def _compiled(self, message: memoryview | int, place: str) -> Iterator[Told]:
        """A part that was compiled for one accelerator: in the node itself, or in a file that the node names."""
        given = {text(one.value, 1): one.value for one in inside(message, 5)}
        embedded = whole(given.get("embed_mode", 0), 3, default=1)
        file = text(given.get("ep_cache_context", 0), 4) if not embedded else ""
        what = f"runs a compiled part of the graph{f' out of {file[:200]}' if file else ''}, which nobody can read"
        level = Verdict.DANGEROUS if leaves(file) else Verdict.SUSPICIOUS
        if self._new("compiled", file):
            yield Finding("onnx-compiled", level, what, "the graph that it was compiled from", place)

    def _operator(self, domain: str, operator: str, place: str) -> Iterator[Told]:
        if operator in _PYTHON or domain.startswith(("pyop", "ai.onnx.contrib.py")):
            if self._new("python", operator):
                what = f"the operator {operator} runs a Python function of the process that loads it"
                yield Finding("onnx-python", Verdict.DANGEROUS, what, _STANDARD, place)
        elif domain not in _KNOWN and (domain, operator) not in self.own and self._new("domain", domain):
            what = f"the operator {operator} of the domain {domain[:100]} needs a native library of its own"
            yield Finding("onnx-custom", Verdict.SUSPICIOUS, what, _STANDARD, place)

    def _new(self, sort: str, what: str) -> bool:
        if (sort, what) in self._told or len(self._told) >= _TOLD:
            return False
        self._told.add((sort, what))
        return True


def _read(part: Part, budget: Budget) -> Iterator[Told]:
    walk = _Walk(part, budget)
    top = all_fields(part.data)
    functions = [field.value for field in top if field.number == 25]
    if not any(field.number == 8 for field in top):
        yield Gap("names no set of operators: it is cut off, or of another format")
    walk.own = {(text(one, 10), text(one, 1)) for one in functions}
    for field in top:
        if field.number == 7:
            yield from walk.graph(field.value, "", 0)
        elif field.number == 25:
            name = text(field.value, 1)
            for node in inside(field.value, 7):
                yield from walk.node(node.value, f"function {name}", 1)
        elif field.number == 20:  # how to train it: two graphs
            for graph in (*inside(field.value, 1), *inside(field.value, 2)):
                yield from walk.graph(graph.value, "training", 1)


ONNX = FormatReader("ONNX", lambda part: kind_of(part) is Message.ONNX, _read)
