"""Which of the trainings make a model of the component's own, and not one of its callers, its learners or its users?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.folders import is_named_after_training
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import python_files
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.product.handed import fits_for_callers, fits_what_is_handed
from seatrial.facts.product.lessons import Rows, lessons, started_by_a_program
from seatrial.facts.reach.running import runs
from seatrial.facts.training.training import Training, training
from seatrial.facts.training.training_calls import KEEPS
from seatrial.model import Archetype
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

#: What learners are given to do: a course makes no model, though all of its pages fit one.
_TAUGHT = caseless(r"(?:^|/)(?:\w+_)?exercises?(?:[-_]files)?/")
#: Folders and files of a library in which something is fitted to measure, to try or to show it, or to look back at it.
_BESIDE = caseless(
    r"bench|profil(?:e|ing)|(?:^|/)(?:experiments?|contrib|deprecated|postmodel\w*|tuning|sweeps?|dev|development|assets"
    r"|media|teasers?|tldr)/"
)


@fact
def own_trainings(component: Component) -> tuple[Training, ...]:
    """Return the calls that fit a model of the component's own.

    A library of algorithms fits what its users bring, and its examples and benchmarks fit to show how: no model comes
    of that unless its own code keeps one, or one is shipped. What a class fits for its callers is theirs. An
    application that is taken for one around language models, though something is fitted in it, uses the fit up.
    What the examples of a product fit, and nothing else does, shows what to bring. What the running product fits on
    rows of its users is theirs (``lessons``), unless the repository ships a model: that one came of its owner's rows.
    """
    known = lessons(component.repo)
    learned = {lesson.site for lesson in known}
    handed = bool(known) and all(lesson.rows is Rows.HANDED for lesson in known)
    ships = any(one.model and not one.is_test for one in component.of(artifacts(component.repo)))
    fitted = component.of(training(component.repo))
    found = tuple(item for item in fitted if not _TAUGHT.search(item.site.path))
    if learned:  # where the running product learns, what nothing starts was tried once, and what is shipped comes of it
        found = tuple(item for item in found if (ships if item.site in learned else runs(component, item.site)))
    if handed and not ships:
        found = tuple(item for item in found if not _fits_their_rows(component.repo, item))
    taken = archetype(component)
    if taken.archetype is Archetype.LLM_APP and not taken.declared:
        return ()
    if taken.archetype is Archetype.ONLINE_SERVICE:
        found = tuple(item for item in found if not _lies_idle(component, item))
    if taken.archetype is not Archetype.LIBRARY:
        return () if _only_shown(component, found) else found
    counted = tuple(item for item in found if item.site.counts and not _BESIDE.search(item.site.path))
    if ships:
        return _making(component, found, counted)
    return tuple(item for item in counted if not fits_for_callers(component.repo, item)) if _keeps(component) else ()


def _making(component: Component, found: tuple[Training, ...], counted: tuple[Training, ...]) -> tuple[Training, ...]:
    """Return what makes the models that a library ships: no class for its callers, where another fits."""
    repo = component.repo
    own = tuple(item for item in counted if not fits_for_callers(repo, item))
    programs = {path for path in component.own if is_named_after_training(path) and role(repo, path) is Role.OWN}
    led = frozenset[str]().union(*(imported_files(repo).get(path, ()) for path in programs))
    started = tuple(item for item in counted if item.site.path in led)
    keeping = {call.site.path for call in called(repo, *KEEPS)}
    shown = tuple(item for item in found if item.site.role is Role.EXAMPLE and item.site.path in keeping)
    return own or started or shown or counted


def trains_here(component: Component) -> bool:
    """Tell whether the component trains a model of its own."""
    return bool(own_trainings(component))


def _fits_their_rows(repo: Repo, item: Training) -> bool:
    """Tell a class of a product that fits what users hand in, as others of its doors do, and that no program starts."""
    reads = any(one.site.path == item.site.path for one in data_loads(repo))
    return not reads and fits_for_callers(repo, item) and not started_by_a_program(repo, item.site)


def _lies_idle(component: Component, item: Training) -> bool:
    """Tell a method that would fit the rows it is handed, in a file that no other imports and nobody starts.

    No row was ever handed to it here: a service that answers by models of others has no training by that.
    """
    repo, path = component.repo, item.site.path
    if runs(component, item.site) or not fits_what_is_handed(repo, item) or not fits_for_callers(repo, item):
        return False
    return not any(path in targets for other, targets in imported_files(repo).items() if other != path)


def _only_shown(component: Component, found: tuple[Training, ...]) -> bool:
    """Tell what examples alone fit, beside a product that holds no model: a server shows by them what to bring."""
    if not found or any(item.site.role is not Role.EXAMPLE for item in found):
        return False
    files = (file for file in python_files(component.repo) if file.path in component)
    product = any(file.functions and role(component.repo, file.path) is Role.OWN for file in files)
    return product and not any(one.model and one.role is Role.OWN for one in component.of(artifacts(component.repo)))


def _keeps(component: Component) -> bool:
    sites = (found.site for found in called(component.repo, *KEEPS))
    return any(site.counts and site.path in component for site in sites)


def teaches(component: Component) -> bool:
    """Tell a course: models are fitted in the exercises of learners, and nowhere else."""
    fitted = component.of(training(component.repo))
    return bool(fitted) and all(_TAUGHT.search(item.site.path) for item in fitted)
