"""What does a component show of itself: the signs that an archetype and a surface are read from."""

from collections.abc import Iterable, Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.folders import MEASURES
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.code.modules import import_root
from seatrial.facts.code.own_imports import with_imports
from seatrial.facts.code.programs import programs
from seatrial.facts.documents.said_to_teach import said_to_teach
from seatrial.facts.inference.inference import InferenceCall, Runs, inference_calls
from seatrial.facts.inference.known_languages import knows_language_models
from seatrial.facts.inference.model_tools import lookups, model_tools
from seatrial.facts.product.main_work import work_order
from seatrial.facts.project.own_package import distributed, offered
from seatrial.facts.project.releases import uploads
from seatrial.facts.reach.below import leading
from seatrial.facts.reach.entry_point import Kind
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.reach.reach_seeds import nodes_of
from seatrial.facts.serving.batch import web_starts
from seatrial.facts.serving.serving import doors_by_rules, endpoints, handlers, network_endpoints, puts_question, served
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.training.training import training
from seatrial.facts.web.endpoints import Door
from seatrial.model import Confidence, Evidence, Evident, Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

#: Calls that prepare a question by turning a text into numbers or another order, and answer none.
PREPARES = caseless(r"rerank|embed|token|moderat")
#: Models that find texts or put them into an order, by their libraries and by what calls them.
_FINDS = caseless(r"rerank|embed|SentenceTransformer|CrossEncoder|FlagModel")
_GIVEN = regex(r"(?:^|/)contrib/")
#: Calls that start work on a cluster of a cloud, by their owner and their name.
_HANDS = regex(
    r"boto3\.(?:client|Session\.client|session\.Session\.client)\."
    r"(?:start_job_run|add_job_flow_steps|run_job_flow|create_(?:training|processing|transform)_job)"
    r"|google\.cloud\.dataproc\w*\.JobControllerClient\.submit_job\w*"
)
_STARTED = frozenset({Kind.PIPELINE, Kind.SCHEDULE, Kind.WORKLOAD, Kind.IMAGE, Kind.DEPLOY})


def own(component: Component, things: Iterable[Evident]) -> tuple[Evidence, ...]:
    """Keep what stands in the component's own code, as evidence; tests, examples and vendored code are not its own."""
    return tuple(
        Evidence(thing.place, thing.what, getattr(thing, "confidence", Confidence.VERIFIED))
        for thing in things
        if thing.place.path in component.own and role(component.repo, thing.place.path) is Role.OWN
    )


@fact
def answering_doors(component: Component) -> tuple[Evidence, ...]:
    """Return endpoints of the component that give a model's answer."""
    return own(component, served(component))


@fact
def promising_doors(component: Component) -> tuple[Evidence, ...]:
    """Return endpoints that promise a model's answer and work by rules alone: their service has still to ask one."""
    what = "promises a model's answer, and works by rules alone"
    return tuple(Evidence(door.place, f"{door.what}, which {what}") for door in doors_by_rules(component))


@fact
def other_doors(component: Component) -> tuple[Evidence, ...]:
    """Return endpoints of the component on the network, whatever they answer."""
    return own(component, network_endpoints(component))


@fact
def pages(component: Component) -> tuple[Evidence, ...]:
    """Return pages on which people try a model."""
    return own(component, ui_apps(component.repo))


@fact
def trainings(component: Component) -> tuple[Evidence, ...]:
    """Return where the component trains a model, notebooks included."""
    return own(component, training(component.repo))


@fact
def inferences(component: Component) -> tuple[InferenceCall, ...]:
    """Return the component's own calls that run a model."""
    repo = component.repo
    return tuple(
        call for call in inference_calls(repo) if call.path in component.own and role(repo, call.path) is Role.OWN
    )


def finding_calls(component: Component) -> int:
    """Count the calls that find or order passages for a language model: it answers, and they do not."""
    calls = inferences(component)
    if not any(call.runs is Runs.LLM for call in calls):
        return 0
    said = (f"{call.call.name} {call.call.written} {call.scope}" for call in calls if call.runs is Runs.MODEL)
    return sum(bool(_FINDS.search(words)) for words in said)


@fact
def llm_calls(component: Component) -> tuple[Evidence, ...]:
    """Return calls of hosted language models that somebody makes run; what measures a server of them is none."""
    asked = (call for call in inferences(component) if call.runs is Runs.LLM and not MEASURES.search(call.path))
    calls = sorted(asked, key=lambda call: bool(PREPARES.search(call.call.last)))  # what answers is named first
    return own(component, (call for call in calls if reach(component.repo).is_run(call.path, call.scope)))


@fact
def retrievers(component: Component) -> tuple[Evidence, ...]:
    """Return where texts are looked up for a language model by a framework or by a tool of the model."""
    return own(component, lookups(component.repo))


@fact
def tools(component: Component) -> tuple[Evidence, ...]:
    """Return the functions that are handed to a language model as tools."""
    return own(component, model_tools(component.repo))


@fact
def llm_doors(component: Component) -> tuple[Evidence, ...]:
    """Return where people or systems come in and a language model answers: endpoints, managed graphs, pages.

    A search in embeddings is asked for one only where the component knows one: else its passages are the answer.
    """
    answering = served(component)
    asked = {Runs.LLM, Runs.RETRIEVAL} if knows_language_models(component, inferences(component)) else {Runs.LLM}
    ways = [item for item in answering if item.way and item.way.call.runs in asked]
    ways += [item for item in answering if item.way is None and puts_question(component.repo, item.endpoint)]
    graphs = [door for door in endpoints(component.repo) if door.door is Door.MANAGED]
    return own(component, ways) or own(component, graphs) or _asking_pages(component)


def _asking_pages(component: Component) -> tuple[Evidence, ...]:
    """Return the pages whose code gets to a language model: a page beside a script that asks one is no application."""
    asking = {call.place.path for call in llm_calls(component)}
    return tuple(page for page in pages(component) if asking & with_imports(component.repo, page.place.path))


@fact
def started_pages(component: Component) -> tuple[Evidence, ...]:
    """Return the starts, by a deployment, of pages that ask a model; those of a course show how it is done."""
    if said_to_teach(component):
        return ()
    repo, found = component.repo, dict[Place, Evidence]()
    drawn = {page.place.path for page in pages(component)}
    for call in inferences(component) if drawn else ():
        point = reach(repo).entry(call.path, call.scope)
        way = reach(repo).chain(call.path, call.scope) if point and point.deployed and point.kind in _STARTED else ()
        if point and not drawn.isdisjoint(step.partition(":")[0] for step in way):
            found[point.place] = Evidence(point.place, f"{point.what}: a page that asks a model", point.confidence)
    return tuple(found.values())


@fact
def jobs(component: Component) -> tuple[Evidence, ...]:
    """Return the starts of jobs that train or predict: by an orchestrator, a clock, or a deployment; no services.

    Of all that a start gets to its main work is named. What the clock of CI starts in a published package are its own
    trials, what others gave stands beside it, a pipeline in a folder of benchmarks measures it, and a clock inside
    waits for its users. Stages of DVC in what teaches are started by whoever learns from it.
    """
    found: dict[Place, Evidence] = {}
    by_learners = ("dvc.yaml",) if said_to_teach(component) else ()
    published, web = distributed(component), web_starts(component.repo)
    kinds = _STARTED - {Kind.SCHEDULE} if published else _STARTED
    for path, scope in sorted(_working(component), key=lambda place: work_order(component.repo, *place)):
        point = reach(component.repo).entry(path, scope)
        if (published and _GIVEN.search(path)) or (point and point.place.path.endswith(by_learners)):
            continue
        if point and published and (point.by_own_clock or MEASURES.search(point.place.path)):
            continue
        if point and point.kind in kinds and point.deployed and point not in web:
            what = f"{point.what}, which gets to {path}"
            found.setdefault(point.place, Evidence(point.place, what, point.confidence))
    return tuple(found.values()) or (() if published else model_elsewhere_jobs(component))


@fact
def model_elsewhere_jobs(component: Component) -> tuple[Evidence, ...]:
    """Return the starts of the component's own programs that get to a model in another part of the repository."""
    repo = component.repo
    web, edges = web_starts(repo), reach(repo).edges
    own = [point for point in entry_points(repo) if point.path in component.own and point.deployed]
    own = [point for point in own if point.kind in _STARTED and point.main and point not in web]
    calls = inference_calls(repo) if own else ()
    asked = {(call.path, call.scope) for call in calls if call.path not in component}
    nodes = {point: frozenset(nodes_of(point, edges)) for point in own if asked}
    found = leading(frozenset[Node]().union(*nodes.values()), edges.of, asked)
    return tuple(
        Evidence(point.place, point.what, point.confidence) for point, starts in nodes.items() if found & starts
    )


def _working(component: Component) -> Iterator[tuple[str, str]]:
    """Yield where the component's code trains or predicts."""
    yield from ((call.path, call.scope) for call in inferences(component))
    sites = (found.site for found in training(component.repo))
    yield from ((site.path, site.scope) for site in sites if site.path in component.own and site.role is Role.OWN)


@fact
def ml_imports(component: Component) -> tuple[Evidence, ...]:
    """Return one place for each own file or notebook that imports a library of machine learning."""
    return tuple(_ml_imports(component))


def _ml_imports(component: Component) -> Iterator[Evidence]:
    for program in programs(component.repo):
        if program.path not in component.own or role(component.repo, program.path) is not Role.OWN:
            continue
        for found in program.file.imports:
            if is_ml(f"{found.module}.{found.name}"):
                named = found.module if is_ml(found.module) else f"{found.module}.{found.name}"
                yield program.evidence(found, f"imports {named}")
                break


@fact
def started_doors(component: Component) -> tuple[Evidence, ...]:
    """Return the starts, by an image, a manifest or a platform, of endpoints that give a model's answer."""
    return _starts(component, handlers(served(component)))


@fact
def other_started_doors(component: Component) -> tuple[Evidence, ...]:
    """Return such starts of the component's own servers, whatever they answer; a function of a cloud is none."""
    doors = (door for door in network_endpoints(component) if door.door in (Door.HTTP, Door.GRPC))
    return _starts(component, ((door.handler_path, door.handler) for door in doors if door.place.path in component.own))


def stand_beside_a_package(component: Component, doors: Iterable[Evidence]) -> bool:
    """Tell doors of scripts beside a package for others: who installs it gets none of them, and nothing starts one."""
    started = started_doors(component) or started_pages(component)
    if started or not (distributed(component) and offered(component)):
        return False
    kinds = {Kind.LIBRARY, Kind.CONSOLE}
    points = (one for one in entry_points(component.repo) if one.kind in kinds and one.path in component.own)
    installed = {_below_its_root(component.repo, point.path) for point in points}
    return not any(_below_its_root(component.repo, door.place.path) in installed for door in doors)


def _below_its_root(repo: Repo, path: str) -> str:
    """Return the outermost package or module of a file: ``src/desk`` for ``src/desk/rates.py``."""
    root = import_root(repo, path)
    inside = path.removeprefix(f"{root}/") if root else path
    return f"{root}/{inside.partition('/')[0]}"


def _starts(component: Component, answering: Iterable[tuple[str, str]]) -> tuple[Evidence, ...]:
    found = {}
    for path, scope in answering:
        point = reach(component.repo).entry(path, scope) if path else None
        if point and point.deployed and point.kind in {*_STARTED, Kind.SERVER}:
            found[point.place] = Evidence(point.place, point.what, point.confidence)
    return tuple(found.values())


@fact
def handed_to_clusters(component: Component) -> tuple[Evidence, ...]:
    """Return where a component hands its own trainings and predictions to a cluster of a cloud.

    A package that CI publishes does that for its users, with programs of theirs.
    """
    if uploads(component.repo) or not (trainings(component) and inferences(component)):
        return ()
    return tuple(_handing(component))


def _handing(component: Component) -> Iterator[Evidence]:
    for program in programs(component.repo):
        if program.path not in component.own or program.role is not Role.OWN or program.notebook:
            continue
        for call in program.file.calls:
            if _HANDS.match(call.name):
                yield program.evidence(call, f"hands a cluster its work by {call.last}")
                break
