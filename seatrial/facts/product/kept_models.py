"""Does anything keep the model that is fitted here, once the run that fits it has ended?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Sited, called
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.models.hub_models import hub_models
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.training.origins.engines import engine_runs
from seatrial.facts.training.origins.model_registry import registrations
from seatrial.facts.training.training import Training
from seatrial.facts.training.training_calls import KEEPS
from seatrial.model import Evidence
from seatrial.read.code.python_record import Value
from seatrial.read.regex import caseless, regex

#: Trainings that leave their model in memory, and nowhere else: a fit, a loop written by hand, words in a row.
_LEAVES = regex(r"(?:^|[._])(?:fit|fit_predict|train_model|backward|cross_val\w+|\w*2[vV]ec|\w*train_(?:one_)?epoch)$")
_KEEPERS = regex(r"Trainer|^(?:lightning|pytorch_lightning|transformers|ultralytics|sagemaker|azureml|google)\b")
#: Calls by one word, which keep a model only of an object or a library of models: ``model.save``, ``torch.save``.
_ANY_SAVES = frozenset({"save", "dump", "dumps", "export"})
_OF_MODELS = caseless(
    r"(?:model|net|network|pipeline|estimator|classifier|regressor|clf|trainer|learner|booster|agent|policy|predictor"
    r"|forecaster|detector|recommender|encoder)s?[.(]"
)
_OF_LIBRARIES = regex(
    r"(?:joblib|c?[pP]ickle|cloudpickle|dill|skops|torch|tensorflow|keras|onnx|jax|flax|orbax|paddle|mlflow|bentoml)\."
)
_MORE = ("dumps", "autolog", "ModelCheckpoint", "put_model", "store_model", "upload_model", "persist_model")
#: What is kept in the same way and is no model.
_NO_MODEL = caseless(
    r"fig|plot|chart|graph(?!s?age)|image|\bimg|canvas|workbook|\bwb\b|writer|report|metrics?|scores?|results?|history"
    r"|forecasts?\b|predictions?|outputs?|data(?:set|frame)?\b|\bdf|_df\b|rows|table|records?|config|settings|sheet"
)


@fact
def keeps_model(component: Component) -> bool:
    """Tell whether anything keeps a model once it is fitted; false only where all that is fitted ends with its program.

    Trainers write checkpoints of their own accord, engines of pipelines keep what a step returns, and what is loaded
    or stored here was kept at some time; not so what comes from those who made it.
    """
    repo = component.repo
    found = (one for one in called(repo, *KEEPS, *_MORE) if one.site.path in component)
    return (
        not all(_leaves(item) for item in own_trainings(component))
        or any(map(_keeps, found))
        or bool(loaded_from_files(component))
        or any(one.model and not one.is_test for one in component.of(artifacts(repo)))
        or any(run.stores_model and run.liveness is None for run in component.of(engine_runs(repo)))
        or bool(component.of(registrations(repo)))
    )


def loaded_from_files(component: Component) -> tuple[Evidence, ...]:
    """Return where the component loads a stored model that comes from no hub and no package."""
    fetched = {(one.site.path, one.site.line) for one in hub_models(component.repo)}
    loads = component.of(model_loads(component.repo))
    found = (one for one in loads if not one.call.name.startswith("spacy."))
    return tuple(Evidence(one.place, one.what) for one in found if (one.path, one.place.line) not in fetched)


def _leaves(item: Training) -> bool:
    return bool(_LEAVES.search(item.call)) and not _KEEPERS.search(item.call)


def _keeps(found: Sited) -> bool:
    """Tell a call which may keep a model, by the words for what it keeps."""
    call, name = found.call, found.call.name or found.call.written
    owner = call.written.rpartition(".")[0]
    if call.last in _ANY_SAVES and not (_OF_MODELS.search(f"{owner}.") or _OF_LIBRARIES.match(name)):
        return False
    given = next(iter(call.args), Value("literal"))
    return not _NO_MODEL.search(f"{owner} {given.text}")
