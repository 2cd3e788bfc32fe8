"""Through which doors does a component answer other systems, and which of them run a model?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code import python_files
from seatrial.facts.code.code_index import calls_in, function_on
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.deployment.hosting.batch_transforms import batch_transforms
from seatrial.facts.deployment.releases.delivered import is_delivered
from seatrial.facts.inference.engine_names import FOR_LANGUAGE
from seatrial.facts.inference.engines import engines
from seatrial.facts.inference.inference import Runs, inference_calls
from seatrial.facts.inference.inference_paths import InferencePath, inference_path
from seatrial.facts.inference.model_loads import model_loads
from seatrial.facts.product.parts import Part, part_of, rank_of
from seatrial.facts.serving.by_rules import works_by_rules
from seatrial.facts.serving.consuming import asked_for_messages, only_keeps
from seatrial.facts.serving.door_words import (
    PROMISES,
    QUESTION,
    answers_before,
    copies,
    distance,
    is_called_for_it,
    itself,
    prepares_an_answer,
)
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.language_models.managed import managed
from seatrial.facts.serving.started_apart import starts_work_apart
from seatrial.facts.serving.training_doors import starts_training
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.health_paths import says_health
from seatrial.facts.web.model_servers import model_servers
from seatrial.facts.web.mounts import above
from seatrial.facts.web.routers import Router, router_by_key, routers
from seatrial.facts.web.routes import routes
from seatrial.model import Confidence, Place, Surface
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

#: Doors behind which the component itself listens on the network, or a platform does so for it.
NETWORK = frozenset({Door.HTTP, Door.GRPC, Door.MODEL_SERVER, Door.ENGINE, Door.FUNCTION, Door.TOOL})
#: Handlers that keep or change what the service is told about a model, and answer with none.
_ASIDE = regex(r"/(?:api/|v\d+/)*(?:dev|development|debug|test|tests|internal|playground|admin)(?:/|$)")
_OF_MODEL = caseless(r"(?:^|[._])(?:model|predictor|pipeline|engine)s?\.\w+$")
_KEEPS = caseless(
    r"(update|set|delete|remove|clear|reset|register|unregister|edit|patch|configure|enable|disable|rename|add|list|read"
    r"|fetch|count|save|store|export|import|upload|download|mark|cancel|stop|restart|shut_?down|kill|terminate|pause|resume"
    r")_|\w*(config|settings?)$"
)
#: What a program generates without a model, as handlers and paths name it.
_GENERATES = caseless(
    r"generate[_-](?:\w+[_-])?(?:url|link|token|key|secret|password|otp|code|id|uuid|invoice|csv|pdf|zip|thumbnail)s?$"
)


@dataclass(frozen=True, slots=True)
class Served:
    """An endpoint that gives a model's answer."""

    endpoint: Endpoint
    way: InferencePath | None = None  #: to the model; None for engines, graphs, and where a name promises it
    confidence: Confidence = Confidence.VERIFIED
    trains: bool = False  #: it has a model made, tuned or judged, and answers nobody by one

    @property
    def place(self) -> Place:
        """Where the handler stands."""
        return self.endpoint.place

    @property
    def what(self) -> str:
        """Which endpoint gets to a model, and how."""
        if self.way:
            return f"{self.endpoint.what}, which runs a model: {self.way.onwards}"
        if self.endpoint.door in (Door.ENGINE, Door.MANAGED):
            return self.endpoint.what
        if self.endpoint.door is Door.MODEL_SERVER:
            return f"{self.endpoint.what}, and running models is what that server is for"
        return f"{self.endpoint.what}, which its name says runs a model"


@fact
def endpoints(repo: Repo) -> tuple[Endpoint, ...]:
    """Return every endpoint outside tests: routes, model servers, functions, consumers, engines, managed graphs.

    Beside an application in service the routes of a router are none that neither it nor any other takes in.
    """
    served = any(router.is_app and _in_service(repo, router) for router in routers(repo))
    asked = (one for one in routes(repo) if not served or not _hangs_nowhere(repo, one))
    return (*asked, *_by_convention(repo), *engines(repo), *managed(repo))


def _by_convention(repo: Repo) -> Iterator[Endpoint]:
    """Yield what servers and platforms call; what SageMaker only goes through files with answers nobody."""
    for one in model_servers(repo):
        if one.framework != "SageMaker" or not batch_transforms(repo):
            yield one


def _in_service(repo: Repo, router: Router) -> bool:
    return part_of(repo, router.place.path, router.made_by.scope).in_service


def _hangs_nowhere(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell a route of a router that nothing includes, in a file that no start in service and no importer reaches."""
    router = router_by_key(repo).get(endpoint.router)
    if router is None or router.is_app or above(repo, router.key):
        return False
    return part_of(repo, router.place.path, router.made_by.scope) > Part.OFFERED


@fact
def served_endpoints(repo: Repo) -> tuple[Served, ...]:
    """Return the endpoints that give a model's answer, those followed to a model before those that promise one."""
    found = [served for endpoint in endpoints(repo) if (served := _served(repo, endpoint))]
    return tuple(sorted(found, key=lambda served: served.confidence is not Confidence.VERIFIED))


def _served(repo: Repo, endpoint: Endpoint) -> Served | None:
    if endpoint.door is Door.ENGINE:
        return Served(endpoint, None, endpoint.confidence)
    if "GET" in endpoint.methods and says_health(endpoint.url):
        return None  # it may ask the model whether it answers; nobody gets that answer
    way = inference_path(repo, endpoint.handler_path, endpoint.handler) if endpoint.handler_path else None
    if way and not only_keeps(endpoint, way):
        both = way.confidence is endpoint.confidence is Confidence.VERIFIED
        trains = starts_training(repo, endpoint, way)
        return Served(endpoint, way, Confidence.VERIFIED if both else Confidence.LIKELY, trains)
    if endpoint.door is Door.MANAGED and endpoint.handler and has_ml(repo):
        return Served(endpoint, None, endpoint.confidence)  # a graph is made of what asks models: its nodes are values
    if _only_promises(repo, endpoint) and not _by_rules(repo, endpoint):
        return Served(endpoint, None, Confidence.LIKELY)
    return Served(*joined, Confidence.LIKELY) if (joined := asked_for_messages(repo, endpoint)) else None


def _only_promises(repo: Repo, endpoint: Endpoint) -> bool:
    return endpoint.door is not Door.QUEUE and endpoint.takes_body and promises(repo, endpoint) and has_ml(repo)


def _by_rules(repo: Repo, endpoint: Endpoint) -> bool:
    return endpoint.door is Door.HTTP and works_by_rules(repo, endpoint.handler_path, endpoint.handler)


def promises(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell whether the last word of an endpoint's path, or its handler's name, promises a model's answer.

    What a model server calls promises it by its trade.
    """
    function = function_on(repo, endpoint.handler_path, endpoint.handler, endpoint.place.line)
    name = endpoint.handler.rpartition(".")[2]
    if function is None or function.is_stub or _KEEPS.match(name):
        return False
    if puts_question(repo, endpoint):
        return True
    brief = function.statements < 2 and not _hands_on(repo, endpoint)
    if brief or starts_work_apart(repo, endpoint.handler_path, endpoint.handler):
        return False
    if endpoint.door is Door.MODEL_SERVER:
        return True
    return is_named_for_a_model(endpoint)


def is_named_for_a_model(endpoint: Endpoint) -> bool:
    """Tell whether the last word of an endpoint's path, or its handler's name, speaks of what a model answers."""
    said = [part for part in endpoint.url.split("/") if part and part[0] not in "{<:"][-1:]
    words = (*said, endpoint.handler.rpartition(".")[2])
    return any(PROMISES.search(word) and not _GENERATES.search(word) for word in words)


def _hands_on(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell a handler of one line that hands on what a model does: ``self._run(self._model.predict, body)``."""
    calls = calls_in(repo, endpoint.handler_path, endpoint.handler)
    return any(_OF_MODEL.search(value.text or value.name) for call in calls for value in call.values)


def puts_question(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell whether an endpoint's path ends in a word for a question, and the owner's code asks a language model."""
    return bool(QUESTION.fullmatch(endpoint.url.rstrip("/").rpartition("/")[2])) and _asks_a_language_model(repo)


@fact
def _asks_a_language_model(repo: Repo) -> bool:
    own = (call for call in inference_calls(repo) if role(repo, call.path) is Role.OWN)
    return any(call.runs is Runs.LLM and call.confidence is Confidence.VERIFIED for call in own)


@fact
def has_ml(repo: Repo) -> bool:
    """Tell whether the owner's code imports any library of machine learning, or loads a stored model without one."""
    own = [file for file in python_files(repo) if role(repo, file.path) in (Role.OWN, Role.EXAMPLE)]
    if any(is_ml(f"{found.module}.{found.name}") for file in own for found in file.imports):
        return True
    paths = {file.path for file in own}
    return any(load.path in paths for load in model_loads(repo))


@fact
def network_endpoints(component: Component) -> tuple[Endpoint, ...]:
    """Return the component's own endpoints on the network; those of examples and documentation are not its own."""
    own = (item for item in component.of(endpoints(component.repo)) if item.door in NETWORK)
    kept = tuple(item for item in own if role(component.repo, item.place.path) is Role.OWN)
    return tuple(item for item in kept if not stands_behind(component.repo, item))


def stands_behind(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell an engine for language models that a server in another language asks from a door that people come to."""
    return endpoint.door is Door.ENGINE and endpoint.framework in FOR_LANGUAGE and _asks_an_engine(repo)


@fact
def _asks_an_engine(repo: Repo) -> bool:
    """Tell whether a server in another language asks language models, and none in Python answers with one."""
    asking = {one.language for one in foreign(repo, Sign.LLM)}
    if not any(one.language in asking for one in foreign(repo, Sign.SERVER)):
        return False
    doors = (item.endpoint for item in served_endpoints(repo) if item.endpoint.door in NETWORK - {Door.ENGINE})
    return not any(role(repo, door.place.path) is Role.OWN for door in doors)


@fact
def doors_by_rules(component: Component) -> tuple[Endpoint, ...]:
    """Return the component's own endpoints that promise a model's answer and work by rules alone."""
    repo = component.repo
    return tuple(
        door for door in network_endpoints(component)
        if door.handler_path and _by_rules(repo, door) and _only_promises(repo, door)
        and not inference_path(repo, door.handler_path, door.handler)
    )  # fmt: skip


@fact
def doors_in_service(component: Component) -> tuple[Endpoint, ...]:
    """Return the network endpoints that CI puts into service, all where it deploys from no folder of theirs."""
    doors = network_endpoints(component)
    return tuple(item for item in doors if is_delivered(component.repo, item.place.path)) or doors


@fact
def served(component: Component) -> tuple[Served, ...]:
    """Return the component's own endpoints that give a model's answer, consumers of messages included.

    What is most the product's own comes first, what somebody asks before what takes messages and events, what works
    while it is waited for before what works later, what prepares an answer after what gives one. Then comes what gets
    to a model without detours and is called for it, before what matches, pairs or looks up with one on the way; and
    last what nothing was followed from to a model: an engine behind the own program, and names that promise one. What
    is there to develop, to debug or to administer by, or starts a training, stands behind all of them, so that the
    right one is named. Of a program and its copies, for a demo or a test, the program comes first.
    """
    own = component.of(served_endpoints(component.repo))
    mine = (item for item in own if role(component.repo, item.place.path) is Role.OWN)
    kept = tuple(item for item in mine if not stands_behind(component.repo, item.endpoint))
    followed = any(item.way for item in kept)
    copied = copies(component.repo, [item.endpoint for item in kept])

    def rank(item: Served) -> tuple[object, ...]:
        door, way = item.endpoint, item.way
        aside, engine = bool(_ASIDE.match(door.url)) or item.trains, followed and door.door is Door.ENGINE
        part = rank_of(component.repo, door.handler_path, door.handler) if door.handler_path else (Part.DEPLOYED, 0)
        waits = door.door is Door.QUEUE, answers_before(component.repo, door, way)
        which = aside, engine, part, itself(door) in copied
        return *which, *waits, prepares_an_answer(door, way), distance(way), not is_called_for_it(door, way)

    return tuple(sorted(kept, key=rank))


@fact
def served_in_examples(component: Component) -> tuple[Served, ...]:
    """Return endpoints of examples and documentation that give a model's answer."""
    shown = component.of(served_endpoints(component.repo))
    return tuple(item for item in shown if role(component.repo, item.place.path) in (Role.EXAMPLE, Role.DOCS))


@fact
def network_service(component: Component) -> bool:
    """Tell whether the component answers on the network: as its owner declares, else as its code shows."""
    declared = component.repo.settings.surfaces.get(Surface.API)
    return bool(network_endpoints(component)) if declared is None else declared


def handlers(served: tuple[Served, ...]) -> Iterator[tuple[str, str]]:
    """Yield file and qualified name of the functions behind served endpoints."""
    for item in served:
        if item.endpoint.handler_path:
            yield item.endpoint.handler_path, item.endpoint.handler
