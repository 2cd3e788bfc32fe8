"""Which of the calls that fit a model is the one to name to its owner?"""

from collections.abc import Iterable
from functools import partial

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.folders import is_named_after_training
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.parts import Part, part_of
from seatrial.facts.product.served_artefacts import answered_by
from seatrial.facts.product.shown_starts import shown_nodes
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.training.training import Training
from seatrial.facts.training.training_calls import KEEPS
from seatrial.facts.training.training_program import is_handed, programs_above
from seatrial.model import Archetype, Confidence, Evident, Place
from seatrial.model.counted import each_of
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Files that fit something else than the model: to judge, to explain, to choose, to prepare, to watch.
_FITS_ASIDE = caseless(
    r"(?:^|[/_.-])(?:profil\w*|analys\w+|eval\w*|error\w*|fairness\w*|bias\w*|explain\w*|select\w*|reduc\w+|cluster\w*|"
    r"tun(?:e|ing|er)\w*|sweep\w*|tools?|report\w*|postmodel\w*|stack\w*|skopt\w*|"
    r"baselines?|practi[cs]e|downstream|drift\w*|monitor\w*|preprocess\w*|features?|custom_features|calibrat\w*|backtest\w*)(?=[/_.-]|$)"
)
#: Functions that fit one to choose columns by it, or to try another.
_CHOOSES = caseless(
    r"(?:select|rank|choose|best|top|import\w*)_(?:\w+_)?features?|features?_(?:select|import|rank)\w*|cross_val\w*"
)
#: Files that draw: what is fitted in them is the line of a chart.
_DRAWS = caseless(r"(?:^|[/_.-])(?:plots?|plotting|charts?|visuali[sz]ations?|visuali[sz]e|viz)(?=[/_.-]|$)")
#: What has a platform run a training: where its program is here too, that has the data, the seed and the figures.
_ON_A_PLATFORM = regex(
    r"^(?:sagemaker|azure|azureml|google\.cloud|vertexai)\.|\.create_(?:training|hyper_parameter_tuning)_job$"
)
#: What leaves rows out before another model learns from the rest.
_OUTLIERS = regex(r"(?:^|\.)(?:IsolationForest|LocalOutlierFactor|EllipticEnvelope|OneClassSVM)\.")
_BASELINES = ("sklearn.dummy.",)  #: what a model has to be better than
_BLANK = caseless(r"\bpath/to/(?:your/)?(?:data|file|dataset)")
_ANSWERS = frozenset({"predict", "predict_proba", "forecast"})  #: methods of what is fitted to be asked
_FIGURES = ("sklearn.metrics.", "torchmetrics.")
_PICKLES = ("pickle.", "cloudpickle.", "dill.", "joblib.")  #: what keeps or sends a model
#: Starts by which somebody knows a training: a script, a target of a task file.
_BY_PEOPLE = frozenset({Kind.SCRIPT, Kind.TASK})


def main_training(component: Component) -> Training | None:
    """Return the component's own training that its owner would name first; None where nothing is trained."""
    return next(iter(equal_trainings(component)), None)


@fact
def equal_trainings(component: Component) -> tuple[Training, ...]:
    """Return the component's own trainings that its owner would name first: several where only their places differ.

    Code that somebody runs comes before code that nobody reaches, and a training before what fits to measure, explain
    or choose. Of several the one comes first that makes the model which is loaded to answer, then what a step, a
    pipeline or the README starts, if it is no class that fits others when it is fitted, then a file that is called
    after training, then what is most the product's own, and what keeps its model before what throws it away.
    Only where no code trains is a notebook named, the one that keeps its model first; in a collection of notebooks code
    that nobody starts comes after them, and code whose data is a blank to be filled in comes last.
    """
    trained = own_trainings(component)
    notebook = archetype(component).archetype is Archetype.NOTEBOOK_POC and not all(one.site.counts for one in trained)
    feeding = answered_by(component)
    keeping = {found.site.path for found in called(component.repo, *KEEPS)}
    above = programs_above(component)

    def rank(item: Training) -> tuple[object, ...]:
        path = item.site.path
        named = is_named_after_training(above.get(item, path))
        return (
            notebook and _is_form(component, path),
            not (item.site.counts and (not notebook or runs(component, item.site))),
            bool(_FITS_ASIDE.search(path) or _stands_aside(component.repo, path) or item.call.startswith(_BASELINES)),
            bool(_CHOOSES.search(item.site.scope)),
            bool(_ON_A_PLATFORM.search(item.call)),
            not runs(component, item.site),
            not (path in feeding and (named or item.confidence is Confidence.VERIFIED)),
            _waits_for_somebody(component.repo, item) or _is_fitted(component.repo, item),
            not named,
            _part(component, item, kept=path in keeping),
            "train" not in path.lower(),
            path not in keeping,
            bool(_OUTLIERS.search(item.call)),
        )

    ranks = {item: rank(item) for item in trained}
    first = min(ranks.values(), default=())
    return tuple(sorted((item for item in trained if ranks[item] == first), key=lambda item: item.site))


def _part(component: Component, item: Training, *, kept: bool) -> Part:
    """Return how a training takes part; a name alone puts none aside that somebody starts and that keeps its model."""
    part = part_of(component.repo, item.site.path, item.site.scope)
    return Part.STARTED if part is Part.BESIDE and kept and runs(component, item.site) else part


def _stands_aside(repo: Repo, path: str) -> bool:
    """Tell a file that says by its name that it stands beside the product, and that the product does not import.

    What a service draws has its lines fitted there, whoever imports it.
    """
    return bool(_DRAWS.search(path)) or (stands_beside(path) and not part_of(repo, path).in_service)


def _waits_for_somebody(repo: Repo, item: Training) -> bool:
    """Tell a script of which nothing here says who starts it."""
    site, known = item.site, reach(repo)
    entry = known.entry(site.path, site.scope)
    by_hand = entry is not None and entry.kind is Kind.SCRIPT
    return by_hand and known.node(site.path, site.scope) not in shown_nodes(repo)


def _is_fitted(repo: Repo, item: Training) -> bool:
    """Tell what a class does while it is fitted or called itself, ``class Mix: def fit(self, x)``.

    So does a class that another one calls to fit, ``class Forest(Model): def _fit_selected(self, x)``.

    Who fits it has the data, and who calls a scaler of gradients has the loop.
    """
    owner, _, method = item.site.scope.rpartition(".")
    around = contents(repo, item.site.path).classes.get(owner)
    inner = around is not None and bool(around.bases) and method.startswith("_fit_")
    return (
        method in ("fit", "__call__")
        or inner
        or (around is not None and "fit" in around.methods and bool(_ANSWERS & {*around.methods}))
    )


@fact
def named_training(component: Component) -> Training | Place | None:
    """Return what a step calls the main training, where it can speak of one alone."""
    trained = main_training(component)
    return None if trained is None else program_of(component, trained)


def named_trainings(component: Component, but: Iterable[Evident] = ()) -> tuple[Training | Place, ...]:
    """Return what a step calls the trainings, where it is to be done in each of several equals.

    Those whose files hold what the step asks for are left out, where it lacks in others.
    """
    named = {_path_of(one): one for one in map(partial(program_of, component), reversed(equal_trainings(component)))}
    done = {one.place.path for one in but}
    few = [one for path, one in reversed(named.items()) if path not in done]
    return tuple(few or reversed(named.values()))


def _path_of(named: Training | Place) -> str:
    return named.path if isinstance(named, Place) else named.site.path


def program_of(component: Component, trained: Training) -> Training | Place:
    """Return the program of a training, where what fits stands beside that.

    It is the program that hands the fit its model and its rows, or the script called after training that people start.
    """
    if above := programs_above(component).get(trained):
        return Place(above)
    if is_named_after_training(trained.site.path) and not is_handed(component.repo, trained):
        return trained
    entry = reach(component.repo).entry(trained.site.path, trained.site.scope)
    by_people = entry is not None and entry.kind in _BY_PEOPLE and entry.path != trained.site.path
    return Place(entry.path) if entry and by_people and is_named_after_training(entry.path) else trained


@fact
def fitted_when_asked(component: Component) -> bool:
    """Tell whether the model that answers is fitted for each answer, by code that keeps none."""
    main, repo = main_training(component), component.repo
    if main is None or not part_of(repo, main.site.path, main.site.scope).in_service:
        return False
    path, scope = main.site.path, main.site.scope
    calls = contents(repo, path).calls.get(scope, ())
    # what it predicts to work out a figure is no answer
    asked = any(call.last in _ANSWERS for call in calls) and not any(call.name.startswith(_FIGURES) for call in calls)
    led_to = files_led_to(repo)
    keeping = {found.site.path for found in called(repo, *KEEPS)} & {path, *led_to.get(path, ())}
    sent = (found.site.path for found in called(repo, "dumps", "dump") if found.call.name.startswith(_PICKLES))
    keeping |= {one for one in sent if one == path or path in led_to.get(one, ())}  # its caller may keep it
    return asked and not keeping and path not in answered_by(component)


def stored_beside(component: Component) -> Place | None:
    """Return the program of another training of the component's own that stores what it fits, or None."""
    main = main_training(component)
    stores = {found.site.path: found.site.place for found in called(component.repo, *KEEPS) if found.site.counts}
    paths = (one.site.path for one in own_trainings(component) if main and one.site.path != main.site.path)
    return next((stores[path] for path in paths if path in stores), None)


def evaluated_in(component: Component) -> tuple[Training | Place, ...] | str:
    """Return where a step tells its owner to judge the model: the trainings, or a script made of their notebooks.

    What stands in a notebook is run by nobody else, so that a step which is done there holds nothing.
    """
    named = named_trainings(component)
    paths = [_path_of(one) for one in named]
    return f"a script made of {each_of(paths)}" if paths and paths[0].endswith(".ipynb") else named


def _is_form(component: Component, path: str) -> bool:
    """Tell a program whose data is still to be named, ``read_csv("PATH/TO/DATA/FILE")``, as generators write them."""
    file = python_file(component.repo, path)
    return file is not None and any(_BLANK.search(text.value) for text in file.texts)
