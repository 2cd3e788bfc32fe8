"""Can the platform tell a live service from a ready one?"""

from seatrial.api import Component, Confidence, Effort, Evidence, Grade, Graded, Severity, Stage, architecture, caseless
from seatrial.facts.deployment.bounds.replicas import platform_workload
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.deployment.workload import Probe
from seatrial.facts.images.missing_programs import vain_probes
from seatrial.facts.inference.inference import Runs
from seatrial.facts.serving.answering import all_doors, answers_on_network, in_other_languages, in_words
from seatrial.facts.serving.answering_image import application_image
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.process.load_moments import Moment, load_moments
from seatrial.facts.serving.service_files import application, asks_a_database
from seatrial.facts.serving.serving import doors_in_service, has_ml, served
from seatrial.facts.serving.watch.health import (
    asked_of_framework,
    asks,
    built_in_health,
    health_probes,
    health_routes,
    in_own_code,
    server_answers,
)
from seatrial.facts.serving.watch.health_route import HealthRoute
from seatrial.facts.signs import inferences
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from seatrial.facts.web.endpoints import Door
from seatrial.facts.web.health_paths import says_ready

from .. import acts, places
from ..unread import as_its_words_tell

_CHOOSES = caseless(r"\{model(?:_?(?:name|id))?\}")  #: a part of a path by which each request names its model
_LOADS = caseless(r"/(?:load|activate)(?:[-_]?model)?$")  #: routes by which callers say which model answers
_LIVE = "where a route says already that the process answers"
_GRPC = "where everything that answers does so by gRPC"
_STUB = "where a route for readiness is there, and looks at nothing"


@architecture.practice(
    "ARC-03",
    question="Can the platform tell live from ready?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    parent="ARC-01",
    why="A replica that takes traffic before its model is loaded fails its first users, at every deployment.",
    act=acts.READY,
    fix=(
        "Add GET /livez and GET /readyz to {app:the service}; /readyz: 200 only when {needs:the model is loaded}.",
        "Name them in {manifest:what starts it}, for {probes:whatever watches it}.",
    ),
    fix_when={
        _GRPC: (
            "Serve grpc.health.v1 (grpcio-health-checking) in {app:it}: SERVING only when {needs:the model is loaded}.",
            "Ask it from {manifest:what starts it}, for {probes:whatever watches it}: grpc_health_probe.",
        ),
        _STUB: ("Let {stub:it} in {app:the service} answer 200 only when {needs:the model is loaded}, else 503.",),
        _LIVE: (
            "Keep {live:it} for liveness; add GET /readyz to {app:it}: 200 only when {needs:the model is loaded}.",
            "Let {ready:whatever watches it} ask the new one before requests come in.",
        ),
    },
    missing="nothing tells the platform whether the service lives",
    references=("MS 2.4", "MG 4.1", "42001 A.6.2.6"),
    raised_by=("retail",),
    when=answers_on_network,
    when_not="nothing here answers on the network",
)
def health_readiness(component: Component) -> Graded:
    repo = component.repo
    routes = [route for route in component.of(health_routes(repo)) if in_own_code(repo, route)]
    routes = _main_first(component, [route for route in routes if route.place.path in component.own] or routes)
    looking = [route for route in routes if route.looks]
    built_in = built_in_health(component)
    vain = vain_probes(repo)
    probes = [probe for probe in health_probes(component) if probe not in vain]
    failing = [vain[probe] for probe in health_probes(component) if probe in vain]
    by_server = [probe for probe in probes if server_answers(component, probe)]
    asked = [probe for probe in probes if probe in by_server or any(asks(probe, route) for route in looking)]
    unmet = [probe for probe in probes if probe not in by_server and not any(asks(probe, route) for route in routes)]
    described = [probe for probe in unmet if asked_of_framework(probe)]
    stray = [probe for probe in unmet if probe.path and probe not in described]
    commands = [probe for probe in unmet if probe.command and probe not in described]
    doors = doors_in_service(component) or all_doors(component)
    functions = doors and (all(one.door is Door.FUNCTION for one in doors) or home(component).where is Where.FUNCTIONS)
    if functions and not (routes or probes):
        return Graded.not_applicable("a platform starts the function for its requests, and asks no route first")
    graded = Graded.best(
        (Grade.IN_USE, asked[:5]),
        (Grade.SUBSTANTIVE, [*looking[:5], *built_in[:3]]),
        (
            Grade.PRESENT,
            [*routes[:5], *(_unanswered(probe) for probe in stray[:3]), *commands[:3], *failing[:3], *described[:3]],
        ),
        looked_for="GET /health, /healthz, /livez, /readyz, /ping; grpc health; HEALTHCHECK, probes of manifests; "
        "servers with health routes of their own",
        message=_unready(routes, looking, stray, commands) or _by_documentation(described) if not built_in else "",
    )
    if failing and not asked and graded.grade is Grade.SUBSTANTIVE:
        graded = graded.held_by(
            failing[0], Grade.PRESENT, failing[:1]
        )  # whoever watches the container is told that it is dead
    graded = graded.as_far_as_followed(
        unfollowed(component, May.RUN) if _may_be_asked(component, looking, probes) else ()
    )
    graded = as_its_words_tell(component, graded, Sign.ALIVE)
    return _advised(component, graded, routes, looked=bool(looking))


def _main_first(component: Component, routes: list[HealthRoute]) -> list[HealthRoute]:
    """Put the routes in the folder of what answers by the model before those of services beside it."""
    main = application(component)
    folder = main.path.rpartition("/")[0] if main else ""
    return sorted(routes, key=lambda route: not f"{route.place.path}/".startswith(f"{folder}/" if folder else ""))


def _advised(component: Component, graded: Graded, routes: list[HealthRoute], *, looked: bool) -> Graded:
    """Name the route and the probes, and choose the steps that fit a route which only says so."""
    manifest = (
        next(iter(health_probes(component)), None) or platform_workload(component) or application_image(component)
    )
    app = routes[0].place if routes else application(component)
    live = f"GET {routes[0].endpoint.url}" if routes and routes[0].endpoint.url else None
    named = graded.naming(app=app, live=live, manifest=manifest, needs=_needs(component))
    named = named.naming(**_probes(component))
    stub = next((route for route in routes if says_ready(route.endpoint.url)), None)
    if stub and not looked:
        return named.naming(stub=f"GET {stub.endpoint.url}", app=stub.place).in_case(_STUB)
    doors = all_doors(component)
    by_grpc = bool(doors) and all(one.door is Door.GRPC for one in doors)
    return named.in_case(_GRPC if by_grpc and not looked else _LIVE if live and not looked else "")


def _may_be_asked(component: Component, looking: list[HealthRoute], probes: list[Probe]) -> bool:
    """Tell whether something that was not followed may tell, or ask, how the service is."""
    return bool(looking and not probes) or (not looking and bool(in_other_languages(component) or in_words(component)))


def _probes(component: Component) -> dict[str, str]:
    """Say what asks the routes; where nothing tells what runs an image, whoever starts it can."""
    by_image = {"probes": "its HEALTHCHECK"} if application_image(component) else {}
    named = places.words(component, "probes") or by_image
    # what tells a live service from a dead one goes on asking the first route
    asking = named.get("probes", "").replace("liveness and readiness probes", "readiness probe")
    if named is by_image and not health_probes(component):
        asking = asking.replace("its HEALTHCHECK", "a HEALTHCHECK of its image")
    return named | {"ready": asking} if asking else named


def _needs(component: Component) -> str | None:
    """Say what a service must have before it can answer, where it loads no model of its own."""
    asked = [item.way.call for item in served(component) if item.way is not None] or inferences(component)
    if asked and (all(call.runs is not Runs.MODEL for call in asked) or not has_ml(component.repo)):
        return "what it asks for answers can be reached"
    doors = [item.endpoint.url for item in served(component)]
    if doors and all(_CHOOSES.search(url) for url in doors):
        return "the models that a request may name can be loaded"
    return _without_model(component) or _at_hand(component)


def _at_hand(component: Component) -> str:
    """Say what is to be known first: that the model answers, which the start has loaded or the first request loads.

    A service that asks a database needs that too, and nothing else where it loads no model itself.
    """
    moments = {item.moment for item in load_moments(component)}
    asks_one = asks_a_database(component)
    reached = " and its database is reached" if asks_one else ""
    if moments and moments <= {Moment.IMPORT, Moment.START}:
        return f"the model answers a small sample{reached}"
    if asks_one and not moments:
        return "the database that it reads can be reached"
    first = ", which loads the model" if moments else ""
    return f"a small sample was answered{first}{reached}"


def _without_model(component: Component) -> str | None:
    """Say what is needed where callers say by a route of its own which model is loaded: none is there before."""
    moments = {item.moment for item in load_moments(component)}
    by_route = next((door for door in all_doors(component) if _LOADS.search(door.url) and "POST" in door.methods), None)
    if by_route is None or not moments or moments & {Moment.START, Moment.IMPORT}:
        return None
    return f"what each request needs answers; POST {by_route.url} brings the model later"


def _unanswered(probe: Probe) -> Evidence:
    return Evidence(probe.place, f"a probe asks {probe.path}, which no route answers", Confidence.LIKELY)


def _by_documentation(described: list[Probe]) -> str:
    asked = asked_of_framework(described[0]) if described else ""
    return f"a probe asks {asked}, which answers whatever becomes of what the service needs" if asked else ""


def _unready(routes: list[HealthRoute], looking: list[HealthRoute], stray: list[Probe], commands: list[Probe]) -> str:
    if looking:
        return ""
    if routes:
        asked = routes[0].endpoint
        named = f"GET {asked.url}" if asked.url else asked.handler
        if routes[0].tells:
            return f"{named} says in its text how the service is, and answers 200 all the same"
        return f"{named} says that the process answers, and looks at nothing that it needs"
    if stray:
        return "a probe asks a path that no route answers"
    return f"a probe runs {' '.join(commands[0].command)[:80]}, and asks no health route" if commands else ""
