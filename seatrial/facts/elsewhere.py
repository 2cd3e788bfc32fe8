"""What is a component taken for by its programs in other languages than Python?

What serves in TypeScript, JavaScript and Go is followed; of all else there are words, and whatever they show is likely.
"""

from collections.abc import Sequence
from typing import TypeAlias

from seatrial.component import Component
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.images.containers import images
from seatrial.facts.inference.foreign_inference import foreign_inference
from seatrial.facts.serving.answering import all_answering
from seatrial.facts.serving.foreign_listeners import foreign_beginnings, foreign_listeners
from seatrial.facts.serving.foreign_services import answers_elsewhere, foreign_models
from seatrial.facts.serving.foreign_signs import ForeignSign, foreign, foreign_askers
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.signs import ml_imports, trainings
from seatrial.facts.training.foreign_training import foreign_training
from seatrial.model import Confidence, Evidence, as_evidence

Signs: TypeAlias = tuple[Evidence, ...]
_ASKING = (Sign.LLM, Sign.MODEL)


def service_elsewhere(component: Component) -> Signs:
    """Models of the Python here are asked through a server in another language, which an image or a manifest starts."""
    repo = component.repo
    if not answers_elsewhere(repo) or not (trainings(component) or ml_imports(component)):
        return ()
    servers, asked = component.of(foreign(repo, Sign.SERVER)), component.of(foreign_models(repo))
    started = bool(component.of(images(repo))) or bool(component.of(workloads(repo)))
    if not servers or not asked or not started:
        return ()
    what = f"answers in {servers[0].language}, of which only words are judged"
    return (Evidence(servers[0].place, what, Confidence.LIKELY), *map(as_evidence, asked[:2]))


def llm_service_elsewhere(component: Component) -> Signs:
    """Such a server asks language models, and in more of its files than it runs another model in."""
    return service_elsewhere(component) if _asks_more(component) else ()


def _asks_more(component: Component) -> bool:
    known = (*component.of(foreign(component.repo, *_ASKING)), *component.of(foreign_askers(component.repo)))
    asked, ran = ({one.place.path for one in known if one.sign is sign} for sign in (Sign.LLM, Sign.MODEL))
    return len(asked) > len(ran)


def service_in_words(component: Component) -> Signs:
    """A server in another language runs or asks a model itself; only the words of its code are judged."""
    return in_words(component, Sign.MODEL, Sign.LLM)


def llm_app_in_words(component: Component) -> Signs:
    """Such a server asks language models alone, and runs no model of its own beside them.

    So does a program that people start, or a page, where nothing in that language serves.
    """
    models, asked = in_words(component, Sign.MODEL), in_words(component, Sign.LLM)
    if models and not (asked and _asks_more(component)):
        return ()
    return asked or _asked_by(component, foreign_beginnings(component.repo), Sign.LLM)


def in_words(component: Component, *wanted: Sign) -> Signs:
    """Return the routes that were followed to a language model, else the words of a server and of what it asks.

    A bot, and what takes messages out of a queue, are servers of their own kind.
    """
    followed = [item for item in all_answering(component) if item.endpoint.in_another_language and item.way]
    if followed and Sign.LLM in wanted:
        return tuple(map(as_evidence, followed[:3]))
    repo = component.repo
    asked, servers = component.of(foreign(repo, *wanted)), component.of(foreign(repo, Sign.SERVER))
    return _beside(servers, asked) or _asked_by(component, foreign_listeners(repo), *wanted)


def _asked_by(component: Component, programs: tuple[ForeignSign, ...], *wanted: Sign) -> Signs:
    asked = [one for one in component.of(foreign_askers(component.repo)) if one.sign in wanted]
    return _beside(component.of(programs), asked) if asked else ()


def _beside(programs: tuple[ForeignSign, ...], asked: Sequence[ForeignSign]) -> Signs:
    """Return a program, and what is asked in its language; the one that asks itself is named first."""
    asking = {item.place.path for item in asked}
    ordered = sorted(programs, key=lambda one: one.place.path not in asking)
    alike = ((one, [item for item in asked if item.language == one.language]) for one in ordered)
    return next((tuple(map(as_evidence, (program, *found[:2]))) for program, found in alike if found), ())


def run_elsewhere(component: Component) -> Signs:
    """Programs in another language run a stored model, as on a telephone, a device or in a browser."""
    return tuple(map(as_evidence, component.of(foreign_inference(component.repo))[:3]))


def trained_elsewhere(component: Component) -> Signs:
    """Programs in another language train a model, and people start them."""
    return tuple(map(as_evidence, component.of(foreign_training(component.repo))[:3]))
