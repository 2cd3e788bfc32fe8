"""Through which doors does a component answer, whatever language they are written in, and which give a model's answer?

What is written in TypeScript, JavaScript and Go is followed where nothing in Python answers with a model. Whoever asks
here judges both; whoever asks ``serving`` judges what is written in Python alone.
"""

from collections.abc import Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.configuration import Setting, settings_read
from seatrial.facts.inference.inference import InferenceCall, Runs
from seatrial.facts.inference.prompts import Prompt, prompts
from seatrial.facts.serving.answered_beside import answered_for
from seatrial.facts.serving.authentication import Access, access_of
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.foreign_signs import ForeignSign, foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.request_schemas import RequestSchema, schema_of
from seatrial.facts.serving.serving import Served, network_endpoints, network_service, served
from seatrial.facts.web.endpoints import Endpoint
from seatrial.model import Surface
from seatrial.repo import Role, role


@fact
def in_other_languages(component: Component) -> bool:
    """Tell whether what answers with a model is a program in TypeScript, JavaScript or Go that was followed."""
    return bool(_foreign_doors(component))


@fact
def all_doors(component: Component) -> tuple[Endpoint, ...]:
    """Return the component's endpoints on the network, those in Python first."""
    return (*network_endpoints(component), *_foreign_doors(component))


def answers_others(component: Component) -> bool:
    """Tell whether the component answers on the network, or works on what a queue or an event hands it by a model."""
    return network_service(component) or bool(served(component))


@fact
def _foreign_doors(component: Component) -> tuple[Endpoint, ...]:
    if not answers_elsewhere(component.repo):
        return ()
    from seatrial.facts.foreign.routes import foreign_routes  # where nothing else answers alone

    own = (route.endpoint for route in component.of(foreign_routes(component.repo)))
    return tuple(door for door in own if role(component.repo, door.place.path) is Role.OWN)


@fact
def all_answering(component: Component) -> tuple[Served, ...]:
    """Return the component's endpoints that give a model's answer, those in Python first."""
    if not in_other_languages(component):
        return served(component)
    from seatrial.facts.foreign.served import foreign_served

    doors = set(_foreign_doors(component))
    found = [item for item in foreign_served(component.repo) if item.endpoint in doors]
    return (*served(component), *sorted(found, key=lambda item: item.way is None))


@fact
def answers_on_network(component: Component) -> bool:
    """Tell whether the component answers on the network: as its owner declares, else as its code shows.

    What a part that trains shares with the one that answers for it, as a server of figures, is no door of its own.
    """
    declared = component.repo.settings.surfaces.get(Surface.API)
    if declared is None and answered_for(component):
        return False
    return network_service(component) or (declared is None and bool(_foreign_doors(component) or in_words(component)))


@fact
def in_words(component: Component) -> tuple[ForeignSign, ...]:
    """Return the servers whose routes give a model's answer in a language of which only words are known."""
    if _foreign_doors(component) or not answers_elsewhere(component.repo):
        return ()
    return component.of(foreign(component.repo, Sign.SERVER))


@fact
def all_access(component: Component) -> Mapping[Endpoint, Access]:
    """Return who may call, by endpoint."""
    known = access_of(component.repo)
    if not in_other_languages(component):
        return known
    from seatrial.facts.foreign.access import foreign_accesses

    return {**known, **{item.endpoint: item for item in foreign_accesses(component.repo)}}


@fact
def all_schemas(component: Component) -> Mapping[Endpoint, RequestSchema]:
    """Return how requests are checked, by endpoint."""
    known = schema_of(component.repo)
    if not in_other_languages(component):
        return known
    from seatrial.facts.foreign.requests import foreign_schemas

    return {**known, **foreign_schemas(component.repo)}


@fact
def all_settings(component: Component) -> tuple[Setting, ...]:
    """Return where the component takes settings from outside, by place within each language."""
    known = settings_read(component)
    if not in_other_languages(component):
        return known
    from seatrial.facts.foreign.settings import foreign_settings

    return (*known, *component.of(foreign_settings(component.repo)))


@fact
def all_prompts(component: Component) -> tuple[Prompt, ...]:
    """Return the prompts of the component, the best kept first."""
    found = component.of(prompts(component.repo))
    if asked_elsewhere(component):
        from seatrial.facts.foreign.written_prompts import foreign_written_prompts

        found = (*found, *component.of(foreign_written_prompts(component.repo)))
    return tuple(sorted(found, key=lambda one: -one.kept))


@fact
def asked_elsewhere(component: Component) -> tuple[InferenceCall, ...]:
    """Return the component's calls in TypeScript, JavaScript and Go that ask a language model."""
    if not answers_elsewhere(component.repo):
        return ()
    from seatrial.facts.foreign.asks import foreign_asks

    own = (call for call in component.of(foreign_asks(component.repo)) if call.runs is Runs.LLM)
    return tuple(call for call in own if role(component.repo, call.path) is Role.OWN)
