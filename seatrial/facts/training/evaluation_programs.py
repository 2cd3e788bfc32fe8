"""Which program beside the training works out how good the model is?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code_of
from seatrial.facts.product.parts import part_of
from seatrial.facts.reach.running import runs
from seatrial.facts.training.main_training import main_training
from seatrial.model import Place
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex

_CALLED = caseless(r"(?:^|[/_])(?:evaluat(?:e|ion|or)\w*|eval(?:_\w+)?|(?:test|validate|assess)_model)\.py$")
_METRICS = (
    "sklearn.metrics.",
    "torchmetrics.",
    "evaluate.",
    "seqeval.metrics.",
    "keras.metrics.",
    "tensorflow.keras.metrics.",
)
_FIGURES = regex(r"(?:^|_)(?:score|report|matrix|error|curve|support|loss|f1|auc|accuracy|compute)(?:_|$)")


@fact
def evaluation_program(component: Component) -> Place | None:
    """Return the program that works out the metrics of the model, where the training works out none; None of no such.

    What is called after an evaluation is one if it works a metric out, and somebody starts it.
    """
    main = main_training(component)
    judging = [one for one in own_code_of(component) if any(map(_is_metric, one.file.calls))]
    if main is None or any(one.path == main.site.path for one in judging):
        return None
    found = [one for one in judging if _CALLED.search(one.path) and _runs(component, one)]
    first = min(found, key=lambda one: (part_of(component.repo, one.path), one.path), default=None)
    return Place(first.path) if first else None


def _runs(component: Component, program: Program) -> bool:
    scopes = (call.scope for call in program.file.calls if _is_metric(call))
    return any(runs(component, program.site(1, scope)) for scope in scopes)


def _is_metric(call: Call) -> bool:
    return call.name.startswith(_METRICS) and bool(_FIGURES.search(call.last))
