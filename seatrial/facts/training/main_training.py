"""Which of the calls that fit a model is the one to name to its owner?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file
from seatrial.facts.data.data_loads import DataLoad, data_loads
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.parts import part_of
from seatrial.facts.product.served_artefacts import answered_by
from seatrial.facts.product.shown_starts import shown_nodes
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.training.training import Training
from seatrial.facts.training.training_calls import KEEPS
from seatrial.model import Archetype, Confidence, Place
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Files that fit something else than the model: to judge, to explain, to choose, to prepare, to watch.
_FITS_ASIDE = caseless(
    r"(?:^|[/_.-])(?:profil\w*|analys\w+|eval\w*|error\w*|fairness\w*|bias\w*|explain\w*|select\w*|reduc\w+|cluster\w*|"
    r"tun(?:e|ing|er)\w*|sweep\w*|tools?|report\w*|postmodel\w*|stack\w*|skopt\w*|"
    r"downstream|drift\w*|monitor\w*|preprocess\w*|features?|custom_features|calibrat\w*|backtest\w*)(?=[/_.-]|$)"
)
_BASELINES = ("sklearn.dummy.",)  #: what a model has to be better than
_BLANK = caseless(r"\bpath/to/(?:your/)?(?:data|file|dataset)")
_NAMED = caseless(r"(?:^|[/_.-])(?:(?:pre_?)?train|fit|finetun|fine_tun)\w*\.(?:py|ipynb)$")
#: Starts by which somebody knows a training: a script, a target of a task file.
_BY_PEOPLE = frozenset({Kind.SCRIPT, Kind.TASK})


@fact
def main_training(component: Component) -> Training | None:
    """Return the component's own training that its owner would name first; None where nothing is trained.

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

    def rank(item: Training) -> tuple[object, ...]:
        path = item.site.path
        named = bool(_NAMED.search(path))
        return (
            notebook and _is_form(component, path),
            not (item.site.counts and (not notebook or runs(component, item.site))),
            bool(_FITS_ASIDE.search(path) or stands_beside(path) or item.call.startswith(_BASELINES)),
            not runs(component, item.site),
            not (path in feeding and (named or item.confidence is Confidence.VERIFIED)),
            _waits_for_somebody(component.repo, item) or item.site.scope.endswith(".fit"),
            not named,
            part_of(component.repo, path, item.site.scope),
            "train" not in path.lower(),
            path not in keeping,
            item.site,
        )

    return min(trained, key=rank, default=None)


def _waits_for_somebody(repo: Repo, item: Training) -> bool:
    """Tell a script of which nothing here says who starts it."""
    site, known = item.site, reach(repo)
    entry = known.entry(site.path, site.scope)
    by_hand = entry is not None and entry.kind is Kind.SCRIPT
    return by_hand and known.node(site.path, site.scope) not in shown_nodes(repo)


@fact
def named_training(component: Component) -> Training | Place | None:
    """Return what a step calls the training: the script for it that people start, where the loop stands beside that."""
    trained = main_training(component)
    entry = reach(component.repo).entry(trained.site.path, trained.site.scope) if trained else None
    if trained is None or entry is None or entry.kind not in _BY_PEOPLE or entry.path == trained.site.path:
        return trained
    return Place(entry.path) if _NAMED.search(entry.path) else trained


def evaluated_in(component: Component) -> Training | Place | str | None:
    """Return where a step tells its owner to judge the model: the training, or a script made of the notebook of it.

    What stands in a notebook is run by nobody else, so that a step which is done there holds nothing.
    """
    trained = main_training(component)
    if trained is None or not trained.site.path.endswith(".ipynb"):
        return named_training(component)
    return f"a script made of {trained.site.path}"


def _is_form(component: Component, path: str) -> bool:
    """Tell a program whose data is still to be named, ``read_csv("PATH/TO/DATA/FILE")``, as generators write them."""
    file = python_file(component.repo, path)
    return file is not None and any(_BLANK.search(text.value) for text in file.texts)


@fact
def training_reader(component: Component) -> DataLoad | Training | None:
    """Return the main training where its file reads data itself, else what reads data and starts it.

    A class that trains is handed its rows: the program that makes it has read them.
    """
    main = main_training(component)
    if main is None:
        return None
    loads = [one for one in component.of(data_loads(component.repo)) if not one.made]
    led_to, path = files_led_to(component.repo), main.site.path
    if any(one.site.path == path for one in loads):
        return main
    starts = [one for one in loads if one.site.counts and path in led_to.get(one.site.path, ())]
    return min(starts, key=lambda one: one.aside, default=main)
