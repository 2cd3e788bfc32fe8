"""In which words is it told what keeps other systems from the model, and what is there in its place?"""

from seatrial.api import Archetype, Component, Evidence, Found
from seatrial.facts.archetype import archetype
from seatrial.facts.deployment.home import marked_functions
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.serving.answered_apart import answered_apart
from seatrial.facts.serving.answered_beside import whole_jobs
from seatrial.facts.serving.asked_by_hand import asked_by_hand
from seatrial.facts.serving.process.serving_starts import faulty_starts, serving_starts
from seatrial.facts.serving.process.unbrought_models import unbrought_models
from seatrial.facts.serving.serving import doors_by_rules, network_endpoints, served, served_in_examples
from seatrial.facts.serving.ui_apps import has_an_api, pages_of
from seatrial.facts.serving.watch.own_state import answers_nobody
from seatrial.facts.signs import handed_to_clusters, model_elsewhere_jobs
from seatrial.facts.web.endpoints import Endpoint


def doors_of(component: Component) -> list[Endpoint]:
    """Return the doors that can be asked for something, promises of a model first; beside a job none in shared code."""
    alone, ruled = archetype(component).archetype is Archetype.BATCH_JOB, doors_by_rules(component)
    found = sorted(network_endpoints(component), key=lambda door: door not in ruled)
    asked = (door for door in found if not answers_nobody(component.repo, door))
    return [door for door in asked if not alone or door.place.path in component.own]


def starts_of(component: Component) -> tuple[Evidence, ...]:
    """Return what starts a job that runs a model of another part, or hands one to a cluster."""
    started = model_elsewhere_jobs(component) or handed_to_clusters(component)
    return started[:3] if archetype(component).archetype is Archetype.BATCH_JOB else ()


def told(component: Component, *, reaches: Found, any_door: Found) -> str:
    """Say what lacks, "" where nothing has to be said beside the question."""
    if reaches:
        return _unstarted(component) or _unwritten(component)
    if apart := answered_apart(component):
        return f"{apart[0].what}; no image, manifest or Procfile here starts it"
    return _of_doors(component, any_door) or _of_people(component)


def _of_doors(component: Component, any_door: Found) -> str:
    """Say of endpoints that get to no model, and of a job that hands one on, what they do."""
    if served_in_examples(component):
        return f"only an example serves {'a model, and no other endpoint gets to one' if any_door else 'the model'}"
    if ruled := doors_by_rules(component):
        return f"{ruled[0].what}, which promises a model's answer and works by rules alone"
    if any_door:
        return "endpoints are there, and none of them gets to a model"
    return "a job runs a model, and it was not found where its results go" if starts_of(component) else ""


def _of_people(component: Component) -> str:
    """Say who asks a model that no other system can reach: people, by a page or a program, or nobody."""
    if pages := pages_of(component):
        aside = ", and what Gradio lets programs ask beside it has no contract" if any(map(has_an_api, pages)) else ""
        return f"only a page for people shows the model{aside}"
    trained = archetype(component).archetype is Archetype.BATCH_JOB and own_trainings(component)
    if trained and (by_hand := asked_by_hand(component)):
        return f"a pipeline trains a model, and only a person starts {by_hand[0].place.path}, which asks one"
    return "a pipeline trains a model, and nothing here asks it" if trained else ""


def _unstarted(component: Component) -> str:
    """Say of endpoints that run a model what they lack, and of those that no deployment starts what is missing."""
    answering, bare = served(component), unbrought_models(component)
    if not answering or (serving_starts(component) and not bare):
        return ""
    if bare:
        return f"{answering[0].endpoint.what}; {bare[0].what}"
    if broken := faulty_starts(component):
        return f"{answering[0].endpoint.what}; the image that starts it cannot be built or run: {broken[0].what}"
    if marked_functions(component):
        return f"{answering[0].endpoint.what}; nothing here deploys it"
    return f"{answering[0].endpoint.what}; no image, manifest or Procfile here starts it"


def _unwritten(component: Component) -> str:
    """Say of jobs that run a model, where no endpoint does, what is missing."""
    jobs = whole_jobs(component)
    if served(component) or any(job.hands_on for job in jobs):
        return ""
    if not any(job.sink for job in jobs):
        return f"{jobs[0].program} runs a model, and it was not found where its results go"
    return f"{next(job.program for job in jobs if job.sink)} runs a model, and no schedule or manifest starts it"
