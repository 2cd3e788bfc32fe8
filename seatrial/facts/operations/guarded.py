"""What stands in a guarded block and can go wrong with a model or its data?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.callees import of_call
from seatrial.facts.code.programs import Program
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.inference.inference import Runs, inference_calls
from seatrial.facts.inference.inference_paths import inference_path
from seatrial.facts.inference.model_loads import model_loads
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Handler
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class Risk:
    """One call that can go wrong with a model or its data."""

    line: int
    scope: str
    words: str
    sure: bool


@fact
def risks(repo: Repo) -> Mapping[str, tuple[Risk, ...]]:
    """Return the calls that load or ask models, search documents or read data, by file and in order."""
    found: dict[str, list[Risk]] = {}
    for asked in inference_calls(repo):
        words = "documents are searched" if asked.runs is Runs.RETRIEVAL else "the model is asked"
        risk = Risk(asked.place.line, asked.scope, words, asked.confidence is Confidence.VERIFIED)
        found.setdefault(asked.path, []).append(risk)
    for load in model_loads(repo):
        risk = Risk(load.place.line, load.scope, "the model is loaded", load.confidence is Confidence.VERIFIED)
        found.setdefault(load.path, []).append(risk)
    for taken in data_loads(repo):
        if not taken.made:
            risk = Risk(taken.site.line, taken.site.scope, "data is read", sure=True)
            found.setdefault(taken.site.path, []).append(risk)
    return {path: tuple(sorted(risks, key=lambda risk: risk.line)) for path, risks in found.items()}


def at_risk(repo: Repo, program: Program, handler: Handler) -> Iterator[Risk]:
    """Yield what stands in the guarded block and can go wrong with a model or its data, in this scope only."""
    for risk in risks(repo).get(program.path, ()):
        if risk.scope == handler.scope and handler.begins <= risk.line < handler.line:
            yield risk
    for call in program.file.calls:
        if call.scope == handler.scope and handler.begins <= call.line < handler.line:
            for callee in of_call(repo, program.path, call):
                called_here = callee.sure and callee.scope.rpartition(".")[2] == call.last
                way = inference_path(repo, callee.path, callee.scope) if called_here else None
                if way and way.confidence is Confidence.VERIFIED:
                    yield Risk(call.line, call.scope, "the model is asked", sure=True)
