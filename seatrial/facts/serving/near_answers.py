"""Which functions answer by a model, and which of many places stand nearest to them?"""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import with_imports
from seatrial.facts.inference.inference import Runs, inference_by_path
from seatrial.facts.product.parts import Part, rank_of
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.serving.batch import job_program, jobs_alike, jobs_of
from seatrial.facts.serving.language_models.main_llm_call import main_llm_call
from seatrial.facts.serving.service_files import answering_functions_alike, answers_at, application, takes_in
from seatrial.facts.serving.serving import handlers, served
from seatrial.facts.serving.waiting import waits_at
from seatrial.model import Place


class _Placed(Protocol):
    """What was found at a place."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        ...


_Found = TypeVar("_Found", bound=_Placed)


@fact
def answering_functions(component: Component) -> frozenset[Node]:
    """Return the functions that give a model's answer: handlers, and what asks the model behind them, pages and jobs.

    What takes in texts and files, to be looked up later, answers nobody.
    """
    ways = [item for item in served(component) if item.way is not None and not item.trains]
    own = [item for item in ways if not stands_beside(item.place.path)]
    first = [item for item in own if not takes_in(item.endpoint)]
    # where all take files in, a model of the owner's answers these too
    first = first or [item for item in own if item.way is not None and item.way.call.runs is Runs.MODEL]
    asking = {(item.way.call.path, item.way.call.call.scope) for item in first if item.way is not None}
    main = main_llm_call(component)
    places = {job.predicts for job in jobs_of(component) if not job.trains} | ({main.place} if main else set())
    known = inference_by_path(component.repo)
    asking |= {(call.path, call.scope) for one in places for call in known.get(one.path, ()) if call.place == one}
    return frozenset(handlers(tuple(first))) | asking


@fact
def answering_programs(component: Component) -> tuple[Place, ...]:
    """Return what a step names where answers are given: each of several functions or jobs that nothing tells apart."""
    return answering_functions_alike(component) or jobs_alike(component) or waits_at(component)


def applications(component: Component) -> tuple[Place, ...]:
    """Return what a step names where all requests pass: the application, else the functions or jobs."""
    main, programs = application(component) if served(component) else None, answering_programs(component)
    return programs if main is None or main.path in {one.path for one in programs} else (main,)


@fact
def answering_files(component: Component) -> frozenset[str]:
    """Return the files of what is named as answering, and all that they import."""
    found = answers_at(component) or job_program(component) or main_llm_call(component)
    place = found if found is None or isinstance(found, Place) else found.place
    return with_imports(component.repo, place.path) if place else frozenset()


def nearest(component: Component, found: Iterable[_Found]) -> list[_Found]:
    """Return what was found, that of the files which answer first, then what is most the product's own; else by place.

    Whoever is told of one of many should find it where the answers are given.
    """
    return sorted(found, key=lambda item: (nearness(component, item.place.path), item.place))


def asked_for_answers(component: Component, found: Iterable[_Found]) -> list[_Found]:
    """Return what was found, that of the file first whose language model writes the answers, else the nearest.

    Where any of it stands in files that answer, what stands beside them is left out.
    """
    main = main_llm_call(component)
    path = main.place.path if main else ""
    near = nearest(component, found)
    inside = [item for item in near if item.place.path in answering_files(component)]
    return sorted(inside or near, key=lambda item: item.place.path != path)


def nearness(component: Component, path: str) -> tuple[bool, Part, int]:
    """Return where a file stands among others: those of what answers first, then what is most the product's own."""
    return path not in answering_files(component), *rank_of(component.repo, path)
