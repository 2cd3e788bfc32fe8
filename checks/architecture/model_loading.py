"""Is the model loaded once, before the first request, and does anybody notice when that fails?"""

from collections.abc import Mapping

from seatrial.api import Component, Confidence, Effort, Evidence, Grade, Graded, Severity, Stage, architecture, caseless
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.model_loads import ModelLoad, model_loads
from seatrial.facts.reach.reach import Reach, reach
from seatrial.facts.serving.answering import answers_others
from seatrial.facts.serving.near_answers import nearest
from seatrial.facts.serving.process.kept_loads import made_by_its_object
from seatrial.facts.serving.process.load_moments import LoadMoment, Moment, load_moments
from seatrial.facts.serving.service_files import application_beside
from seatrial.facts.serving.serving import Served, promises, served
from seatrial.facts.serving.watch.health import built_in_health, health_probes, health_routes
from seatrial.facts.web.endpoints import Door
from seatrial.facts.web.server_conventions import CLOUD_FUNCTIONS

from .. import acts

#: Functions that load encoders, scalers and features.
_PREPARES = caseless(r"(?:^|[._])(?:load|get|read)_\w*(?:feature|scaler|encoder|transformer|preprocess|vectori[sz]er)")
LOADING = (
    "joblib.load, torch.load, from_pretrained, load_model, InferenceSession and their like: in a lifespan or startup "
    "function, the constructor of a service, behind a cache, at the top of a module, or in what a handler calls"
)
_UNTOLD = "where the model is loaded once, and nobody can see that it is there"
_IN_FUNCTION = "where a function that a platform calls loads it"
_UNSEEN = "where the model is loaded was not found in the code of the service"
_CHOSEN = "where a request names the model"
_IN_CLASS = "where Ray Serve makes an object for each replica"
_KEPT = "where the model is kept already, and one way beside it loads it anew"
_BY_ITSELF = (Door.ENGINE, Door.MANAGED)
#: Where a failed import is seen: a platform tries again, and a consumer of messages ends.
_STARTED_BY_OTHERS = (Door.FUNCTION, Door.MODEL_SERVER, Door.QUEUE)


@architecture.practice(
    "ARC-04",
    question="Is the model loaded at start-up, not per request?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    parent="ARC-01",
    why="A model that is loaded for each request costs every caller seconds, and its memory as often as there are "
    "callers.",
    act_when={_UNTOLD: acts.READY},
    fix=(
        "Load {loaded:the model} of {load:the service} once, in the lifespan or startup function of {app:the service}.",
        "Let a failed load stop the start, or let the readiness route answer 503 until the model is there.",
    ),
    fix_when={
        _UNTOLD: (
            "Add a readiness route to {app:the service} that answers 200 once {load:it} has loaded it; probe it.",
            "Load the model in a start-up function, and not on import, so that tests can import the module without it.",
        ),
        _KEPT: (
            "Hand the model that {kept:the service} has loaded to {way:the handler}, and load none on that way.",
            "Let a test ask {way:it} twice, and count one load.",
        ),
        _IN_FUNCTION: (
            "Load the model of {load:the function} once, at the top of its file and outside of the handler.",
            "Let a failed load stop the start: the platform keeps what is made there, and tries again.",
        ),
        _CHOSEN: (
            "Keep what {load:the service} has loaded by its id in a small cache, so that the next request finds it.",
            "Bound the cache, and let it forget the model that was asked for least recently.",
        ),
        _IN_CLASS: (
            "Load the model of {load:the service} when the object that is deployed is made, and keep it in there.",
            "Let a failed load stop the replica; {app:the service} answers only where its model is there.",
        ),
        _UNSEEN: (
            "Send {app:the service} two requests in a row; if the second loads the model too, load it at the start.",
            "Let a failed load stop the start, or let the readiness route answer 503 until the model is there.",
        ),
    },
    references=("MTS-Mon6", "MS 2.3"),
    raised_by=("retail",),
    when=answers_others,
    when_not="nothing here answers on the network or takes messages",
)
def model_loaded_once(component: Component) -> Graded:
    answering = served(component)
    moments = tuple(nearest(component, load_moments(component)))
    followed = [item for item in answering if item.way is not None]
    if not moments and followed and all(_elsewhere(item) for item in followed):
        return Graded.not_applicable("the models run elsewhere: nothing is loaded here")
    # the shortest way first: on a long one the load may be what is done once, where nothing was kept yet
    again = sorted((item for item in moments if item.moment is Moment.REQUEST), key=lambda item: len(item.steps))
    graded = _again(component, again) if again else _once(component, moments, answering)
    loaded = again[0] if again else next(iter(moments), None)
    named = graded.naming(app=application_beside(component, loaded.place if loaded else None), load=loaded)
    named = named.naming(loaded=_loaded(again[0]) if again else None)
    untold = not again and graded.grade is Grade.PRESENT and not _repeated(component, moments)
    if again and graded.grade is Grade.PRESENT and (kept := made_by_its_object(component.repo, again[0])):
        return named.naming(kept=kept, way=again[0].steps[0]).in_case(_KEPT)
    if again and again[0].served and again[0].served.endpoint.framework in CLOUD_FUNCTIONS:
        return named.in_case(_IN_FUNCTION)
    if again and all(item.served and "{" in item.served.endpoint.url for item in again):
        return named.in_case(_CHOSEN)
    if again and again[0].served and _is_in_ray(component, again[0].served):
        return named.in_case(_IN_CLASS)
    return named.in_case(_UNTOLD if untold else _UNSEEN if graded.grade is None else "")


def _is_in_ray(component: Component, item: Served) -> bool:
    """Tell whether an endpoint stands in a module of Ray Serve, which makes an object for each replica."""
    file = python_file(component.repo, item.endpoint.handler_path)
    return file is not None and any(f"{one.module}.{one.name}".startswith("ray.serve") for one in file.imports)


def _elsewhere(item: Served) -> bool:
    return item.way is not None and item.way.call.runs is not Runs.MODEL


def _again(component: Component, again: list[LoadMoment]) -> Graded:
    """Grade loads on the way of a request; an endpoint beside the prediction, as one for an evaluation, weighs less."""
    sure = [item for item in again if item.confidence is Confidence.VERIFIED]
    asked = [item for item in sure if item.served and promises(component.repo, item.served.endpoint)]
    first = (asked or sure or again)[0]
    only = {item.endpoint for item in served(component)} <= {item.served.endpoint for item in again if item.served}
    grade = Grade.ABSENT if asked or (sure and only) else Grade.PRESENT
    evidence = _places(sorted(again, key=lambda item: item is not first)[:8])
    return Graded(
        grade, evidence, LOADING, f"{first.steps[0]} loads {_loaded(first)} again for each {_asked_by(first)}"
    )


def _asked_by(moment: LoadMoment) -> str:
    return "message" if moment.served and moment.served.endpoint.door is Door.QUEUE else "request"


def _loaded(moment: LoadMoment) -> str:
    """Say what is loaded: encoders and scalers that prepare its input are no model."""
    return "what prepares its input" if _PREPARES.search(moment.steps[-1]) else "the model"


def _once(component: Component, moments: tuple[LoadMoment, ...], answering: tuple[Served, ...]) -> Graded:
    ready = [item for item in answering if item.endpoint.door in _BY_ITSELF]
    if not moments and ready and all(item in ready or _elsewhere(item) for item in answering):
        return Graded(Grade.SUBSTANTIVE, _places(ready), LOADING, "the server loads its model when it starts")
    if not moments:
        return Graded.unknown(_unseen(component), looked_for=LOADING)
    twice = _repeated(component, moments)
    grades = {item: _grade(component, item, answering) for item in moments}
    lowest = Grade.PRESENT if twice else min(grades.values())
    evidence = list(dict.fromkeys([*twice, *sorted(moments, key=lambda item: grades[item])]))
    return Graded(lowest, _places(evidence[:8]), LOADING, _message(lowest, evidence[0], twice))


def _unseen(component: Component) -> str:
    """Name a load that runs, where it was not seen from where: a process of its own that takes orders from a pipe."""
    known = reach(component.repo)
    loads = (one for one in model_loads(component.repo) if one.path in component.own)
    run = next((one for one in loads if known.is_run(one.path, one.scope) and not _only_built(known, one)), None)
    return f"{run.place} loads a model, and it was not seen how often that is called" if run else _UNSEEN


def _only_built(known: Reach, load: ModelLoad) -> bool:
    """Tell a load that happens while an image is built, which no request waits for."""
    entry = known.entry(load.path, load.scope)
    return entry is not None and entry.in_build


def _places(things: list[LoadMoment] | list[Served]) -> tuple[Evidence, ...]:
    return tuple(Evidence(item.place, item.what, item.confidence) for item in things)


def _grade(component: Component, item: LoadMoment, answering: tuple[Served, ...]) -> Grade:
    """Grade one load: by when it happens, and by whether a platform sees that it failed."""
    if item.moment is Moment.FIRST_USE:
        return Grade.SUBSTANTIVE
    hosted = any(one.endpoint.door in _STARTED_BY_OTHERS for one in answering)
    if item.moment is Moment.IMPORT and not hosted and not _watched(component):
        return Grade.PRESENT
    if item.stops or _ready(component):
        return Grade.IN_USE
    return Grade.SUBSTANTIVE


def _watched(component: Component) -> bool:
    own = any(route.place.path in component for route in health_routes(component.repo))
    return own or bool(health_probes(component)) or bool(built_in_health(component))


def _ready(component: Component) -> bool:
    looking = any(route.looks for route in health_routes(component.repo) if route.place.path in component)
    return looking or bool(built_in_health(component))


def _repeated(component: Component, moments: tuple[LoadMoment, ...]) -> list[LoadMoment]:
    """Return the loads of one file at the top of several modules that one process imports."""
    found: dict[str, dict[str, LoadMoment]] = {}
    for item in moments:
        if item.moment is Moment.IMPORT and item.file:
            found.setdefault(item.file, {}).setdefault(item.load.path, item)
    several = (list(them.values()) for them in found.values() if len(them) > 1)
    return [item for them in several if _in_one_process(component, {item.load.path for item in them}) for item in them]


def _in_one_process(component: Component, paths: set[str]) -> bool:
    """Tell whether some file gets all of these by its imports: a copy of an application is another process."""
    known = imported_files(component.repo)
    return any(paths <= _imported(known, path) for path in sorted(component.own & known.keys()))


def _imported(known: Mapping[str, frozenset[str]], path: str) -> set[str]:
    found, waiting = {path}, [path]
    while waiting:
        fresh = known.get(waiting.pop(), frozenset()) - found
        found |= fresh
        waiting += fresh
    return found


def _message(grade: Grade, first: LoadMoment, twice: list[LoadMoment]) -> str:
    if twice:
        return f"the same model is loaded in {twice[0].load.path} and again in {twice[1].load.path}"
    if grade is Grade.PRESENT:
        by = f"{first.load.scope} in {first.load.path}" if first.load.scope else first.load.path
        return f"{by} loads the model while the service is imported, and no route or probe tells that it is there"
    if grade is Grade.SUBSTANTIVE and first.moment is Moment.FIRST_USE:
        return "the first request loads the model and waits for it"
    if grade is Grade.SUBSTANTIVE and not first.stops:
        return "when the load fails, the service starts without a model and nobody is told"
    return ""
