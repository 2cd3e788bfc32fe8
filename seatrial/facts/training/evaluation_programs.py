"""Which program beside the training works out how good the model is?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import imported_files, with_imports
from seatrial.facts.code.programs import Program, own_code_of
from seatrial.facts.code.python_files import python_file
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.parts import part_of
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.reach.running import runs
from seatrial.facts.training.main_training import main_training, named_training
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
#: Methods and functions that judge a model by data it has not seen, whatever works the figures out.
_JUDGES = regex(r"^_?(?:evaluate(?:_\w+)?|backtest(?:_\w+)?|historical_forecasts)$")
_MEASURES = caseless(
    r"metric(?!_?logger)|evaluat|accura|(?:^|_)(?:score|rmse|mae|auc|test_step)(?:_|$)|^validate(?:_|$)"
)
_NAMED = caseless(r"(?:^|[/_])(?:eval|train|fit|finetun|fine_tun)\w*\.(?:py|ipynb)$")
_TRAINS = regex(r"^(.*?)train(?:er|ing)?(.*\.py)$")
_WRITES = caseless(r"(?:^|[/_])(?:metrics?|scores?)\.json$")


@fact
def evaluation_program(component: Component) -> Place | None:
    """Return the program that works out the metrics of the model, where the training works out none; None of no such.

    What is called after an evaluation is one if it works a metric out, and somebody starts it. Else it is what hands
    a class its data to fit and judges it then, or another training which judges what it made.
    """
    main = main_training(component)
    if main is None:
        return None
    judging = [one for one in own_code_of(component) if any(map(_is_metric, one.file.calls))]
    if any(one.path == main.site.path for one in judging):
        return None
    found = [one for one in judging if _CALLED.search(one.path) and _runs(component, one)]
    return _first(component, found) or _beside(component, main.site.path)


def _beside(component: Component, main: str) -> Place | None:
    """Return what judges beside a training that does not: an evaluation, what starts that training, another one."""
    repo = component.repo
    judging = {one.path: one for one in own_code_of(component) if _judges(one)}
    trains = python_file(repo, main)
    if main in judging or trains is None or any(_MEASURES.search(call.last) for call in trains.calls):
        return None
    program = named_training(component)
    if twin := _twin(component, program.path if isinstance(program, Place) else main):
        return twin
    others = {one.site.path for one in own_trainings(component)} - {main}
    asked = {path for paths in imported_files(repo).values() for path in paths}
    tops = [one for one in judging.values() if one.path not in asked]
    named = [one for one in tops if _CALLED.search(one.path)]
    starts = [one for one in tops if main in with_imports(repo, one.path) and runs(component, one.site(1, ""))]
    trained = [judging[path] for path in others & judging.keys()]
    telling = [one for one in trained if _NAMED.search(one.path)]
    return next((place for few in (telling, named, starts, trained) if (place := _first(component, few))), None)


def _twin(component: Component, main: str) -> Place | None:
    """Return the program beside a training that is called after it: ``test.py`` beside ``train.py``."""
    folder, _, name = main.rpartition("/")
    if not (found := _TRAINS.match(name)):
        return None
    before, after = found.groups()
    twins = {f"{folder}/{before}{word}{after}".lstrip("/") for word in ("test", "eval", "evaluate", "validate")}
    own = [one for one in own_code_of(component) if one.path in twins and not one.is_test]
    return _first(component, own)


def _first(component: Component, found: list[Program]) -> Place | None:
    def rank(one: Program) -> tuple[object, ...]:
        return stands_beside(one.path), not _NAMED.search(one.path), part_of(component.repo, one.path), one.path

    first = min(found, key=rank, default=None)
    return Place(first.path) if first else None


def _judges(program: Program) -> bool:
    """Tell whether a program judges a model by a metric, a function called after that, or a file of figures."""
    calls = program.file.calls
    written = _CALLED.search(program.path) and any(_WRITES.search(text.value) for text in program.file.texts)
    return bool(written) or any(_is_metric(call) or _JUDGES.search(call.last) for call in calls)


def _runs(component: Component, program: Program) -> bool:
    scopes = (call.scope for call in program.file.calls if _is_metric(call))
    return any(runs(component, program.site(1, scope)) for scope in scopes)


def _is_metric(call: Call) -> bool:
    return call.name.startswith(_METRICS) and bool(_FIGURES.search(call.last))
