"""Whose are the models that a component makes or answers with, and by what is that known?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.code.ml_libraries import READY_MODELS, belongs
from seatrial.facts.documents.cards import model_cards
from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.models.artifacts import artifacts
from seatrial.facts.models.hub_models import hub_models
from seatrial.facts.product.handed import fits_for_callers, loads_what_is_handed, registers_what_is_handed
from seatrial.facts.product.lessons import lessons
from seatrial.facts.product.own_trainings import own_trainings, teaches
from seatrial.facts.product.served_artefacts import answered_by
from seatrial.facts.project.providers import providers
from seatrial.facts.reach.running import runs
from seatrial.facts.signs import inferences, llm_calls
from seatrial.facts.training.main_training import main_training
from seatrial.facts.training.origins.model_registry import Act, Registration, registrations
from seatrial.facts.training.training import training
from seatrial.model import Archetype, Confidence, Grade, Place, Surface
from seatrial.model.grades import Ordered
from seatrial.model.record import dataclass
from seatrial.repo import Role, role

NO_MODEL = "no model is made, loaded or shipped here"


class Whose(Ordered):
    """Whose a model is, by who decides what it has learned: the owner of this repository first."""

    MADE = "it is made here"
    LEARNED = "the running product learns it from what its users keep"
    BROUGHT = "whoever calls or runs it brings it"
    FETCHED = "it is fetched from those who made it"
    ASKED = "it is asked of a provider"
    UNKNOWN = "nothing tells who made it"


@dataclass(frozen=True, slots=True)
class Source:
    """One answer, with the evidence for it: live code weighs more than a file that lies there."""

    whose: Whose
    grade: Grade
    place: Place
    why: str

    @property
    def what(self) -> str:
        return f"{self.whose}: {self.why}"


@fact
def sources(component: Component) -> tuple[Source, ...]:
    """Return whose the models are, the firmest evidence first; of like evidence the owner's own come first."""
    found = (one for rule in _RULES for one in rule(component))
    return tuple(sorted(found, key=lambda one: (-one.grade.rank, one.whose, one.place)))


def comes(component: Component, *whose: Whose) -> bool:
    """Tell whether a model comes from one of these."""
    return any(one.whose in whose for one in sources(component))


def has_own_model(component: Component) -> bool:
    """Tell whether the component trains, tunes or registers a model of its own."""
    return comes(component, Whose.MADE)


def may_hold_model(component: Component) -> bool:
    """Tell whether there may be a model: none in a library that stores, loads and makes none, or says so itself."""
    stored = comes(component, Whose.UNKNOWN)
    if not stored and teaches(component):
        return False
    if stored or archetype(component).archetype is not Archetype.LIBRARY:
        return True
    # a library of algorithms that loads no model and makes none leaves models to its users
    denied = component.repo.settings.surfaces.get(Surface.OWN_MODEL) is False
    loads = (one for one in component.of(model_loads(component.repo)) if role(component.repo, one.path) is Role.OWN)
    offered = any(not loads_what_is_handed(component.repo, one) for one in loads)
    return not denied and (offered or has_own_model(component) or any(component.of(model_cards(component.repo))))


def only_of_others(component: Component) -> bool:
    """Tell a library that makes and holds no model, and fetches from a hub those of others."""
    library = archetype(component).archetype is Archetype.LIBRARY
    return library and not comes(component, Whose.MADE, Whose.UNKNOWN) and comes(component, Whose.FETCHED)


def _made(component: Component) -> Iterator[Source]:
    """What is trained here, best by what writes the very file that is loaded to answer; else what registers one."""
    if trained := main_training(component):
        feeds = trained.site.path in answered_by(component)
        grade = Grade.IN_USE if feeds else Grade.SUBSTANTIVE if runs(component, trained.site) else Grade.PRESENT
        ends = ", and writes what is loaded to answer" if feeds else ""
        yield Source(Whose.MADE, grade, trained.place, f"{trained.site.path} {trained.what}{ends}")
    for one in component.of(registrations(component.repo)):
        if one.act is not Act.RESOLVE and _registers_own(component, one):
            yield Source(Whose.MADE, Grade.SUBSTANTIVE, one.place, one.what)


def _learned(component: Component) -> Iterator[Source]:
    for one in component.of(lessons(component.repo)):
        whose = Whose.LEARNED if one.learns_from_users else Whose.BROUGHT
        yield Source(whose, Grade.IN_USE, one.place, one.what)


def _brought(component: Component) -> Iterator[Source]:
    """What a library fits or loads for its callers."""
    if archetype(component).archetype is not Archetype.LIBRARY:
        return
    own = {item.site for item in own_trainings(component)}
    for item in component.of(training(component.repo)):
        if item.site.counts and item.site not in own and fits_for_callers(component.repo, item):
            yield Source(Whose.BROUGHT, Grade.SUBSTANTIVE, item.place, f"{item.site.path} fits what it is handed")
    for load in component.of(model_loads(component.repo)):
        if role(component.repo, load.path) is Role.OWN and loads_what_is_handed(component.repo, load):
            yield Source(Whose.BROUGHT, Grade.SUBSTANTIVE, load.place, f"{load.path} loads what it is handed")


def _fetched(component: Component) -> Iterator[Source]:
    """What a hub, a library of ready-made models or a registry gives."""
    for model in component.of(hub_models(component.repo)):
        if not model.data and "okenizer" not in model.call:
            grade = Grade.IN_USE if runs(component, model.site) else Grade.PRESENT
            yield Source(Whose.FETCHED, grade, model.place, model.what)
    for call in inferences(component):
        if call.runs is Runs.MODEL and belongs(call.call.name, READY_MODELS):
            yield Source(Whose.FETCHED, Grade.SUBSTANTIVE, call.place, call.what)
    for one in component.of(registrations(component.repo)):
        if one.act is Act.RESOLVE and one.site.counts:
            yield Source(Whose.FETCHED, Grade.SUBSTANTIVE, one.place, one.what)


def _model_providers(component: Component) -> Iterator[Source]:
    asked = component.of(providers(component.repo)) if llm_calls(component) else ()
    for one in asked:
        if not one.is_model:
            grade = Grade.IN_USE if one.confidence is Confidence.VERIFIED else Grade.SUBSTANTIVE
            yield Source(Whose.ASKED, grade, one.place, one.what)


def _stored(component: Component) -> Iterator[Source]:
    for one in component.of(artifacts(component.repo)):
        if one.model and not one.is_test:
            yield Source(Whose.UNKNOWN, Grade.PRESENT, one.place, f"{one.path} lies here")


_RULES = (_made, _learned, _brought, _fetched, _model_providers, _stored)


def _registers_own(component: Component, one: Registration) -> bool:
    trains = any(item.site.role is Role.OWN for item in component.of(training(component.repo)))
    handed = registers_what_is_handed(component.repo, one)
    if archetype(component).archetype is Archetype.LIBRARY:
        return one.site.counts and not handed
    return trains or (one.site.role is not Role.EXAMPLE and not handed)
