"""Which code works out what the system costs to run, in money?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, belongs
from seatrial.facts.code.python_files import own_files
from seatrial.model import Evidence, Place
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import PythonFile, Value
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_NAMED = caseless(
    r"(?:estimate|compute|calculate|track|record|log|report|total|get)_?\w*_?costs?\b|(?:usage|token|request|run|inference|"
    r"training|prediction|api|llm|compute|cloud)_?costs?|costs?_?(?:track|estimat|monitor|report|calculat|per_|usd|eur)\w*"
)
_MONEY = caseless(r"usd|eur(?:os?)?\b|dollars?|cents?_|price|pricing|cost_per|per_(?:1k|million|hour|token)")
_ABOUT = caseless(r"(?:^|_)(?:costs?|billing|pricing)(?:_|$)")
_TRACERS = frozenset({"langsmith", "langfuse", "opik", "weave", "phoenix", "litellm", "openlit", "agentops"})
_TRACES = caseless(r"lang(?:smith|fuse)|traces?\b|llm|usage")
_OF_CALLS = frozenset({"total_cost", "prompt_cost", "completion_cost"})  #: fields of traces
#: Costs of the subject, or of an optimiser, instead of those of the system.
_OTHER = caseless(
    r"transaction|trad(?:e|ing)|slippage|cost_?(?:func|matrix|sensitive|volume|layer)|assignment|path_?cost|edge_?cost|"
    r"holding|inventory|ordering|acquisition|delivery|shipping|customer|product|misclass|loss|campaign|conversion|advert"
    r"|marketing|_(?:fields?|columns?)$"
)


@dataclass(frozen=True, slots=True)
class CostComputation(AtLine):
    """A function or class that works out a cost."""

    path: str
    line: int
    name: str

    @property
    def what(self) -> str:
        return f"{self.name} works out what running costs"


@fact
def cost_computations(repo: Repo) -> tuple[CostComputation, ...]:
    """Return code of the owner that is named after running costs and speaks of money; one for each file."""
    own = own_files(repo)
    return tuple(found for file in own if (found := next(_computations(file), None)) is not None)


@fact
def costs_read(repo: Repo) -> tuple[Evidence, ...]:
    """Return where own code asks traces of language models for what each call cost; one for each file."""
    own = (file for file in own_files(repo) if _reads_traces(file))
    found = ((file, next((text for text in file.texts if text.value in _OF_CALLS), None)) for file in own)
    return tuple(
        Evidence(Place(file.path, text.line), f"asks for {text.value} of each call") for file, text in found if text
    )


def _reads_traces(file: PythonFile) -> bool:
    """Tell a file about calls of language models from one that adds up what errors cost a business."""
    asks = any(belongs(item.module, LLM_CLIENTS | _TRACERS) for item in file.imports)
    return asks or bool(_TRACES.search(file.path))


def _computations(file: PythonFile) -> Iterator[CostComputation]:
    about = bool(_ABOUT.search(posix(file.path).stem))
    defined = [(function.name, function.line) for function in file.functions]
    defined += [(cls.name, cls.line) for cls in file.classes]
    for name, line in defined:
        last = name.rpartition(".")[2]
        named = _NAMED.search(last) or (about and "cost" in last.lower())
        if named and not _OTHER.search(last) and _speaks_of_money(file):
            yield CostComputation(file.path, line, name)
    for item in file.assignments:
        if item.scope and item.value.kind == "dict" and any(_is_worked_out(*pair) for pair in item.value.keywords):
            yield CostComputation(file.path, item.line, item.scope)


def _is_worked_out(key: str, value: Value) -> bool:
    """Tell whether a figure of a summary is a running cost in money that is not just handed on or written down."""
    named = _NAMED.search(key) and _MONEY.search(key) and not _OTHER.search(key)
    return bool(named) and value.kind not in {"literal", "name"}


def _speaks_of_money(file: PythonFile) -> bool:
    words = [function.name for function in file.functions] + [cls.name for cls in file.classes]
    words += [item.target for item in file.assignments] + [text.value for text in file.texts]
    words += [attribute.name for cls in file.classes for attribute in cls.attributes]
    return any(_MONEY.search(word) for word in words)
