"""Which sides does a component show to the world, as its owner declares or as its code tells?"""

from collections.abc import Callable
from typing import TypeAlias

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.asking import only_embeds
from seatrial.facts.code.ml_libraries import READY_MODELS, belongs
from seatrial.facts.data.personal_data import personal_records
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.images.containers import images
from seatrial.facts.inference.inference import Runs
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.models.hub_models import hub_models
from seatrial.facts.models.stated_signatures import signed_models
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.project.dependencies import declares
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.answered_beside import answered_for
from seatrial.facts.serving.answering import all_doors, asked_elsewhere, in_words
from seatrial.facts.serving.people.things import about_things
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.signs import (
    inferences,
    jobs,
    llm_calls,
    llm_doors,
    other_doors,
    own,
    pages,
    retrievers,
    tools,
    trainings,
)
from seatrial.facts.training.tuning import tunes_language_model
from seatrial.facts.web.endpoints import Door
from seatrial.model import Archetype, Evidence, Exposure, Surface, as_evidence
from seatrial.read.regex import caseless

Signs: TypeAlias = tuple[Evidence, ...]

_GPU_PACKAGES = ("onnxruntime-gpu", "tensorflow-gpu", "bitsandbytes", "flash-attn", "cupy", "tensorrt", "vllm")
_GPU_IMAGE = caseless(r"nvidia|cuda|rocm")


@fact
def surfaces(component: Component) -> tuple[Exposure, ...]:
    """Return every surface: present, not present, or undeclared where only people can tell."""
    return tuple(_exposure(component, surface) for surface in Surface)


def has_surface(component: Component, surface: Surface) -> bool:
    """Tell whether the component is known to have a surface."""
    return any(item.surface is surface and item.present for item in surfaces(component))


def asks_language_models(component: Component) -> bool:
    """Tell whether the component's Python asks a language model, or its owner says that the component does."""
    declared = component.repo.settings.surfaces.get(Surface.LLM)
    return bool(_llm(component)) if declared is None else declared


def asks_any_language_model(component: Component) -> bool:
    """Tell whether the component asks a language model, in whatever language."""
    return has_surface(component, Surface.LLM)


def _exposure(component: Component, surface: Surface) -> Exposure:
    declared = component.repo.settings.surfaces.get(surface)
    if declared is not None:
        place = component.repo.settings.place("surfaces")
        said = Evidence(place, f"surfaces: {surface.value} is {str(declared).lower()}")
        return Exposure(surface, declared, (said,), declared=True)
    if surface is Surface.PEOPLE_AFFECTING and (things := about_things(component)):
        return Exposure(surface, present=False, evidence=things)
    if surface is Surface.ANSWERS:
        beside = answered_for(component)
        return Exposure(surface, beside is None, (beside,) if beside else ())
    rule = _RULES.get(surface)
    signs = rule(component) if rule else ()
    if not signs and (rule is None or surface is Surface.PERSONAL_DATA):
        return Exposure(surface, None)
    return Exposure(surface, bool(signs), signs[:3])


def _own_model(component: Component) -> Signs:
    stored = (item for item in artifacts(component.repo) if item.model)
    return trainings(component) or own(component, stored) or own(component, signed_models(component.repo))


def _third_party_model(component: Component) -> Signs:
    ready = (call for call in inferences(component) if belongs(call.call.name, READY_MODELS))
    return own(component, hub_models(component.repo)) or own(component, ready)


def _llm(component: Component) -> Signs:
    """Return the calls of language models that are the product's; chores of a library or of a training are none of it.

    Where every call only turns texts into numbers, no language model answers anybody.
    """
    asked = () if only_embeds(component) else llm_calls(component)
    library = archetype(component).archetype is Archetype.LIBRARY
    helps = bool(own_trainings(component)) and not llm_doors(component) and not tunes_language_model(component)
    if not library and not helps:
        return asked
    live = reach(component.repo)
    return tuple(call for call in asked if live.is_live(call.place.path))


def _rag(component: Component) -> Signs:
    """Return where texts are looked up for a language model: a store of embeddings is asked, or a framework asks it."""
    if not _llm(component):
        return ()
    return own(component, (call for call in inferences(component) if call.runs is Runs.RETRIEVAL)) or retrievers(
        component
    )


def _agent_tools(component: Component) -> Signs:
    doors = (door for door in endpoints(component.repo) if door.door is Door.TOOL)
    return (*own(component, doors), *tools(component)) if _llm(component) else ()


def _gpu(component: Component) -> Signs:
    repo = component.repo
    bases = (base for image in component.of(images(repo)) for base in image.bases)
    based = tuple(as_evidence(base) for base in bases if _GPU_IMAGE.search(base.name))
    return based or own(component, declares(repo, *_GPU_PACKAGES))


def _k8s(component: Component) -> Signs:
    found = component.of(manifests(component.repo))
    return tuple(Evidence(manifest.place, "a Kubernetes manifest") for manifest in found)


_RULES: dict[Surface, Callable[[Component], Signs]] = {
    Surface.API: lambda component: (
        other_doors(component) or own(component, all_doors(component) or in_words(component))
    ),
    Surface.UI: pages,
    Surface.BATCH: jobs,
    Surface.TRAINING: trainings,
    Surface.OWN_MODEL: _own_model,
    Surface.THIRD_PARTY_MODEL: _third_party_model,
    Surface.LLM: lambda component: _llm(component) or own(component, asked_elsewhere(component)),
    Surface.RAG: _rag,
    Surface.AGENT_TOOLS: _agent_tools,
    Surface.GPU: _gpu,
    Surface.K8S_TARGET: _k8s,
    Surface.PERSONAL_DATA: lambda component: own(
        component, (record for record in personal_records(component.repo) if record.shows_people)
    ),
}
