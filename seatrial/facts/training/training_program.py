"""Which program hands a fit its model and its rows, where the code that fits does only as its callers say?"""

from collections.abc import Iterator, Mapping, Set

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.folders import is_named_after_training
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_file
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.product.handed import fits_for_callers
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.product.parts import part_of
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.training.training import Training
from seatrial.facts.training.training_calls import KEEPS
from seatrial.model import Archetype
from seatrial.model.grouped import grouped
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

#: Programs that fit the same to compare with it, or to find its settings.
_ASIDE = caseless(r"(?:^|[/_.-])(?:baselines?|tun(?:e|ing|er)\w*|sweep\w*|search\w*|optuna|ablat\w*)(?=[/_.-]|$)")
#: Programs that answer, judge or draw, and fit on their way to that.
_ANSWERS = caseless(
    r"(?:^|[/_.-])(?:infer\w*|predict\w*|serv\w+|scor\w+|eval\w*|test\w*|plots?|charts?|visuali[sz]\w*|api|apps?|handlers?|routers?|routes?)(?=[/_.-]|$)"
)
_MODEL, _OPTIMISER = regex(r"(?:\w+_)?(?:model|net|network)"), regex(r"(?:\w+_)?optimi[sz]ers?")
_STEPS = 3  #: calls between a fit and its program


@fact
def programs_above(component: Component) -> Mapping[Training, str]:
    """Return for each training that another program starts and hands its model or its rows the file of that program.

    The function of one epoch does as it is told, and so does a class that fits: the loop, the data and the weights are
    with its nearest caller that is called after training, else with the one that keeps a model, reads data, or is
    started. Of several a baseline and a search for settings come last. What is handed nothing has them itself, unless
    what calls it is called after training.
    """
    found = {one: _program_above(component, one) for one in own_trainings(component) if _is_called(component.repo, one)}
    return {one: path for one, path in found.items() if path}


def _is_called(repo: Repo, item: Training) -> bool:
    """Tell what fits in a function of a file that does not say that it trains, and that nothing starts."""
    path, scope = item.site.path, item.site.scope
    entry = reach(repo).entry(path, scope)
    by_itself = entry is not None and entry.path == path and entry.kind is not Kind.LIBRARY
    return bool(scope) and not (by_itself or is_named_after_training(path))


def is_handed(repo: Repo, item: Training) -> bool:
    """Tell a fit that gets its model or its rows from its callers."""
    function = contents(repo, item.site.path).functions.get(item.site.scope)
    names = [one.name for one in function.parameters] if function else []
    both = any(map(_MODEL.fullmatch, names)) and any(map(_OPTIMISER.fullmatch, names))
    return both or fits_for_callers(repo, item)


def _program_above(component: Component, item: Training) -> str:
    """Return the nearest file above a fit that is a program of training, "" where there is none."""
    handed = is_handed(component.repo, item)
    # what is fitted while a service answers has no program: what asks for it there only answers
    batch = archetype(component).archetype is Archetype.BATCH_JOB
    asked = not batch and part_of(component.repo, item.site.path, item.site.scope).in_service
    doing = _works_with_models(component) if handed and not asked else frozenset()
    nodes, seen = with_its_class(component.repo, item), set[Node]()
    for _ in range(_STEPS if handed else 1):
        seen |= nodes
        nodes = _callers(component, nodes) - seen
        files = {path for path, _ in nodes} - {item.site.path}
        for few in (filter(is_named_after_training, files), files & doing):
            if found := min(few, key=lambda path: _rank(component.repo, path), default=""):
                return found
    return ""


def _rank(repo: Repo, path: str) -> tuple[object, ...]:
    return bool(_ASIDE.search(path)), stands_beside(path), part_of(repo, path), path


@fact
def _works_with_models(component: Component) -> frozenset[str]:
    """Return the files that keep a model, read data, or are programs by their main guard."""
    repo = component.repo
    keeping = {found.site.path for found in called(repo, *KEEPS)}
    reading = {one.site.path for one in component.of(data_loads(repo))}
    return frozenset(keeping | reading | {path for path in component.own if _is_program(repo, path)})


def _is_program(repo: Repo, path: str) -> bool:
    file = python_file(repo, path) if path.endswith(".py") else None
    return file is not None and any("main" in call.inside for call in file.calls)


def with_its_class(repo: Repo, item: Training) -> set[Node]:
    """Return the function that fits; of a class all of its methods, which call each other."""
    path, scope = item.site.path, item.site.scope
    owner = scope.rpartition(".")[0]
    around = contents(repo, path).classes.get(owner)
    return (
        {(path, f"{owner}.{name}") for name in around.methods if not name.endswith("__")} if around else {(path, scope)}
    )


def _callers(component: Component, nodes: Set[Node]) -> set[Node]:
    """Return the functions that call one of these: in the same files, or in own code of the component that trains."""
    led_to, paths = files_led_to(component.repo), {path for path, _ in nodes}
    found = {caller for node in nodes for caller in _calls_to(component).get(node, ())}
    return {
        (path, scope)
        for path, scope in found
        if path in paths or (_may_train(component, path) and not paths.isdisjoint(led_to.get(path, ())))
    }


@fact
def _calls_to(component: Component) -> Mapping[Node, tuple[Node, ...]]:
    """Return for each function the scopes that call it, of files that fit and of those that may train."""
    fitting = {one.site.path for one in own_trainings(component)}
    paths = fitting.union(path for path in files_led_to(component.repo) if _may_train(component, path))
    scopes = ((path, scope) for path in paths for scope in _scopes(component.repo, path))
    return grouped(((one.path, one.scope), node) for node in scopes for one in callees(component.repo, *node))


def calling(repo: Repo, path: str, wanted: Set[Node]) -> Iterator[Node]:
    """Yield the scopes of a file that call one of these functions."""
    for scope in _scopes(repo, path):
        if any((one.path, one.scope) in wanted for one in callees(repo, path, scope)):
            yield path, scope


def _may_train(component: Component, path: str) -> bool:
    own = path in component and path.endswith(".py") and role(component.repo, path) is Role.OWN
    return own and not _ANSWERS.search("/".join(path.split("/")[-2:]))


def _scopes(repo: Repo, path: str) -> tuple[str, ...]:
    file = python_file(repo, path)
    return ("", *(function.name for function in file.functions)) if file else ()
