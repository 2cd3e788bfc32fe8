"""Does an application ask language models though nothing in it answers on the network?"""

from seatrial.component import Component
from seatrial.facts.asking import chats
from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.documents.said_to_teach import said_to_teach
from seatrial.facts.inference.inference import InferenceCall, Runs
from seatrial.facts.papers import paper
from seatrial.facts.product.parts import rank_of
from seatrial.facts.product.shown_starts import shown_nodes
from seatrial.facts.project.own_package import for_an_index, package
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.service_files import service_files
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import inferences, own, trainings
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import MAIN
from seatrial.read.regex import caseless
from seatrial.repo import Role, role

#: Programs that try models, or show how one is asked, and are no application.
_TRIES = caseless(r"bench|evals?(?![a-z])|evaluat|experiment|examples?(?![a-z])|demo")


def prompted(component: Component) -> tuple[Evidence, ...]:
    """Return calls of language models without a door, where people write to them in a chat, or prompts lie beside them.

    So are those that a README tells to start. What is published as a package is for others to build in, if nothing
    deploys it, and what stands beside a service that answers by a model, and that it never imports, tries that service.
    Of what a README tells to start none counts where models are trained, tried in notebooks or told of in a paper: that
    is research.
    """
    project = package(component)
    asking = [call for call in inferences(component) if call.runs is Runs.LLM]
    asking.sort(key=lambda call: (rank_of(component.repo, call.path, call.scope), call.place))
    calls, heard = own(component, asking), _heard(component, deployed=bool(project and for_an_index(project)))
    if not calls or _stands_beside(component, asking):
        return ()
    if heard and not (trainings(component) or notebooks(component.repo)):
        return (*heard[:1], *calls[:2])
    if project and for_an_index(project):
        return ()
    named = [
        path for path in sorted(component.own) if "prompt" in path.lower() and role(component.repo, path) is Role.OWN
    ]
    if named:
        return (*calls[:3], *(Evidence(Place(path), "a prompt, as its name says") for path in named[:2]))
    return own(component, _shown(component, asking))[:3]


def _stands_beside(component: Component, asking: list[InferenceCall]) -> bool:
    """Tell whether a service answers by something else, and neither it nor a deployment gets to what asks."""
    if not served(component) or not {call.path for call in asking}.isdisjoint(service_files(component)):
        return False
    return not any(reach(component.repo).is_live(call.path, call.scope) for call in asking)


def _heard(component: Component, *, deployed: bool) -> list[Evidence]:
    """Return where a program that somebody starts, or a deployment, hears what people write to a language model."""
    found = [one for one in chats(component) if _is_started(component, one.place.path, deployed=deployed)]
    return sorted(found, key=lambda one: (rank_of(component.repo, one.place.path, MAIN), one.place))


def _is_started(component: Component, path: str, *, deployed: bool) -> bool:
    known = reach(component.repo)
    entries = (known.entry(path, scope) for scope in ("", MAIN) if known.is_run(path, scope))
    return any(not deployed or (entry is not None and entry.deployed) for entry in entries)


def _shown(component: Component, asking: list[InferenceCall]) -> list[InferenceCall]:
    """Return the calls that a program makes which a README tells to start."""
    repo = component.repo
    if trainings(component) or paper(component) or said_to_teach(component) or notebooks(repo):
        return []
    shown = shown_nodes(repo)
    return [call for call in asking if (call.path, call.scope) in shown and not _TRIES.search(call.path)]
