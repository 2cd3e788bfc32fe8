"""Which other part of the repository tells others what models say, where this one trains or is a page for people?"""

from collections.abc import Iterator

from seatrial.component import Component, components
from seatrial.facts import fact
from seatrial.facts.code.missing_modules import missing_module
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.serving.batch import BatchJob, jobs_of
from seatrial.facts.serving.process.serving_starts import serving_starts
from seatrial.facts.serving.serving import network_endpoints, served
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.training.training import training
from seatrial.model import Evidence
from seatrial.repo import Role, role


def answered_beside(component: Component) -> Component | None:
    """Return the first other part that answers, or hands on what a model says, and that something starts."""
    return next(
        (part for part in _others(component) if serving_starts(part) or any(job.hands_on for job in whole_jobs(part))),
        None,
    )


def whole_jobs(component: Component) -> tuple[BatchJob, ...]:
    """Return the jobs whose program can be imported: of the others nothing runs."""
    return tuple(job for job in jobs_of(component) if not missing_module(component.repo, job.program.path))


@fact
def answered_for(component: Component) -> Evidence | None:
    """Return the start of the part that answers with what this one makes, where this one has nobody who asks it.

    This one trains, and has no endpoint, no consumer of messages, no page and no job whose results others read. That
    one is started, loads a model and trains none. What is asked of answers, as their records and the way back from
    them, is asked there.
    """
    if not _trains(component) or _is_asked(component):
        return None
    found = (part for part in _others(component) if not _trains(part) and _loads(part))
    return next((_answer(part) for part in found if serving_starts(part)), None)


def _others(component: Component) -> Iterator[Component]:
    yield from (part for part in components(component.repo) if part is not component and not part.apart)


def _answer(part: Component) -> Evidence:
    start = serving_starts(part)[0]
    return Evidence(start.place, f"{part.name} answers with a model that it does not train: {start.what}")


def _trains(component: Component) -> bool:
    return any(_owns(component, item.site.path) for item in training(component.repo))


def _loads(component: Component) -> bool:
    return any(_owns(component, load.path) for load in model_loads(component.repo))


def _is_asked(component: Component) -> bool:
    doors = {door.place.path for door in network_endpoints(component)}
    doors |= {item.place.path for item in served(component)}  # consumers of messages are on no network
    pages = {page.place.path for page in ui_apps(component.repo)}
    asked = any(_owns(component, path) for path in doors | pages)
    return asked or any(job.hands_on for job in whole_jobs(component))


def _owns(component: Component, path: str) -> bool:
    return path in component.own and role(component.repo, path) is Role.OWN
