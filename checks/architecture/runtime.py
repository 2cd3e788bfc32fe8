"""Is the service started by a server made for production, and can two of it run side by side?"""

from posixpath import commonpath

from seatrial.api import Component, Effort, Evidence, Graded, Place, Severity, Stage, architecture, as_evidence
from seatrial.facts.code.programs import unread_code
from seatrial.facts.deployment.bounds.replicas import model_autoscalers, model_workloads
from seatrial.facts.foreign.processes import foreign_endings, foreign_processes
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.answering import answers_on_network, in_other_languages
from seatrial.facts.serving.answering_image import files_by_start
from seatrial.facts.serving.near_answers import nearest
from seatrial.facts.serving.process.local_stores import local_stores, single_mounts
from seatrial.facts.serving.process.server_processes import ServerProcess, loose_starts, server_processes
from seatrial.facts.serving.process.shared_memory import shared_variables
from seatrial.facts.serving.process.shutdown import shutdown_handling
from seatrial.facts.serving.service_files import application, application_beside
from seatrial.facts.serving.serving import network_endpoints, network_service, served
from seatrial.facts.web.endpoints import Door

SERVERS = (
    "CMD, ENTRYPOINT, Procfile, Compose and manifests: app.run(), flask run, runserver, --reload, debug=True against "
    "gunicorn, uvicorn, hypercorn, granian, waitress, bentoml serve, tritonserver and their like; lifespan and SIGTERM"
)
STATE = (
    "variables of modules that one endpoint changes and another reads, files and SQLite databases on the local disk, "
    "conversations and indexes in the process, disks that one machine mounts; replicas above 1 and autoscalers"
)
_RELOADS = "where the server is told to start anew at each change"
_WSGI = "where the application is one of Flask or Django"
_OTHERS = "where the service is written in another language"
_HOSTED = (Door.ENGINE, Door.MANAGED, Door.FUNCTION, Door.MODEL_SERVER)


@architecture.conduct(
    "ARC-12",
    question="Is the process started with a production server and clean shutdown?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    parent="ARC-01",
    why="A development server answers one caller at a time, may show its debugger to strangers, and drops what it was "
    "doing whenever it is stopped.",
    fix=(
        'Start {app:the application} in {start:a Dockerfile}: CMD ["uvicorn", "package.app:app", "--workers", "2"].',
        "Release what {app:it} holds when its lifespan ends, and set --timeout-graceful-shutdown.",
    ),
    fix_when={
        _RELOADS: (
            "Leave --reload, or reload=True, out of what {start:the image} starts; keep it for development.",
            "Release what {app:it} holds when its lifespan ends, and set --timeout-graceful-shutdown.",
        ),
        _WSGI: (
            'Start {app:it} in {start:a Dockerfile}: CMD ["gunicorn", "--workers", "2", "package.app:app"].',
            "Let requests end before it stops: gunicorn's --graceful-timeout, and the exec form of CMD.",
        ),
        _OTHERS: (
            "Build it, and start in {start:the image} what was built: `next start`, `node dist/server.js`, a binary.",
            "Close the server on SIGTERM, and let node be process 1 itself: npm and a shell keep the signal.",
        ),
    },
    references=("CWE-489", "MS 2.3"),
    when=answers_on_network,
    when_not="nothing here answers on the network",
)
def production_server(component: Component) -> Graded:
    processes, loose = _application_first(component, server_processes(component)), loose_starts(component)
    if in_other_languages(component):
        processes = foreign_processes(component)
    good = [item for item in processes if not item.fault]
    beside = {item.place for item in good}
    bad = [item for item in processes if item.fault and not (item.development or _tells_health(item, beside))]
    real = [item for item in bad if not (good and ("compose" in item.place.path or _beside(component, item)))]
    weak = [item for item in bad if item not in real] + ([] if processes else [item for item in loose if item.fault])
    first = next(iter(real or weak or good), None)
    names = {"app": _application_started(component, first), "start": first if processes else None}
    hosted = [item for item in network_endpoints(component) if item.door in _HOSTED]
    if not processes and not weak and not hosted:
        return Graded.unknown("no start of the service was found that is followed", looked_for=SERVERS).naming(**names)
    graded = Graded.conduct(
        found=real,
        weak=weak,
        aside=[item for item in processes if item.fault and item.development],
        guards=_ends_in_order(component, good),
        looked_for=SERVERS,
        message=_told(real, weak, good, loose=not processes),
    )
    return graded.naming(**names).in_case(_case(component, first))


def _application_first(component: Component, processes: tuple[ServerProcess, ...]) -> tuple[ServerProcess, ...]:
    """Put what starts the application before what starts a part beside it; else the order stays."""
    main, started = application(component), files_by_start(component.repo)
    return tuple(sorted(processes, key=lambda item: main is None or main.path not in started.get(item.place, ())))


def _tells_health(item: ServerProcess, beside: set[Place]) -> bool:
    """Tell the small server of Python that one start runs beside a sound one, so that somebody may ask how that is."""
    return item.server.endswith("http.server of Python") and item.place in beside


def _case(component: Component, first: ServerProcess | None) -> str:
    """Say what is to be done: leave out what developers want, or take the server that fits the framework."""
    if in_other_languages(component):
        return _OTHERS
    if first and "starts anew" in first.fault:
        return _RELOADS
    app, doors = _application_started(component, first), network_endpoints(component)
    near = {one.framework for one in doors if app and one.handler_path == app.path} or {one.framework for one in doors}
    return _WSGI if near and near <= {"Flask", "Django", "Bottle"} else ""


def _near(component: Component, item: ServerProcess) -> Place | None:
    """Return the endpoint whose file lies nearest to where a process is declared."""
    doors = [one.place for one in network_endpoints(component) if one.handler_path]
    return max(doors, key=lambda place: len(commonpath([place.path, item.place.path])), default=None)


def _application_started(component: Component, item: ServerProcess | None) -> Place | None:
    """Return the application that a process starts: the main one, unless it lies in the folder of another."""
    main, near = application(component), _near(component, item) if item else None
    if main is None or near is None or item is None:
        return main
    shared = [len(commonpath([place.path, item.place.path])) for place in (main, near)]
    return near if shared[1] > shared[0] else main


def _beside(component: Component, item: ServerProcess) -> bool:
    """Tell whether a process starts something else than what answers with the model."""
    near, answering = _near(component, item), {one.place.path for one in served(component)}
    return near is not None and bool(answering) and near.path not in answering


def _ends_in_order(component: Component, good: list[ServerProcess]) -> list[Evidence]:
    """Return what lets the service end in order; a shell as process 1 never hears that it shall end."""
    if not good or all(item.shell for item in good):
        return []
    heard = [Evidence(item.place, item.what, item.confidence) for item in good if item.graceful]
    return [*heard, *shutdown_handling(component), *foreign_endings(component)][:5]


def _told(real: list[ServerProcess], weak: list[ServerProcess], good: list[ServerProcess], *, loose: bool) -> str:
    if real:
        return f"{real[0].place.path} starts {real[0].server}: {real[0].fault}"
    if weak and loose:
        return f"nothing starts the service but its own code, by {weak[0].server}"
    if weak:
        return f"{weak[0].place.path} starts {weak[0].server}: {weak[0].fault}"
    if good and all(item.shell for item in good):
        return f"{good[0].server} is started in shell form, so the signal to stop does not reach it"
    return ""


@architecture.conduct(
    "ARC-13",
    question="Can two replicas run side by side?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="ARC-01",
    why="What one copy of the service remembers, the other does not know: a second copy, or a new release, loses it.",
    fix=(
        "Keep what {state:the service} remembers between requests in Redis, a database or an object store.",
        "Run two replicas of {app:the service} in staging, and send it requests that belong together.",
    ),
    references=("MS 2.3", "PCI 6.2"),
    raised_by=("retail",),
    when=network_service,
    when_not="nothing here answers on the network",
)
def stateless_replicas(component: Component) -> Graded:
    variables, stores = shared_variables(component), local_stores(component)
    live, answering = reach(component.repo), {item.endpoint.handler_path for item in served(component)}
    only_live = any(live.is_live(path) for path in answering if path)
    lasting = [item for item in stores if item.lasting and (not only_live or live.is_live(item.place.path))]
    passing = [as_evidence(item) for item in stores if item not in lasting]
    found = [as_evidence(item) for item in variables[:6]]
    found += [*map(as_evidence, lasting[:6]), *single_mounts(component)]
    unread = [str(file) for file in unread_code(component.repo) if file.path in component.own]
    graded = Graded.conduct(
        found=found,
        weak=passing[:6],
        guards=_side_by_side(component),
        unread=unread,
        looked_for=STATE,
        message=next((item.what for item in (*found, *passing)), ""),
    )
    state = next(iter(nearest(component, found or passing)), None)
    return graded.naming(state=state, app=application_beside(component, state.place if state else None))


def _side_by_side(component: Component) -> list[Evidence]:
    """Return where several copies are declared: replicas, or a rule that adds some."""
    several = [
        Evidence(work.place, f"{work.kind} {work.name} runs {work.replicas} copies")
        for work in model_workloads(component)
        if (work.replicas or 0) > 1
    ]
    scaled = [
        Evidence(rule.place, rule.what, rule.confidence)
        for rule in model_autoscalers(component)
        if not rule.of_nodes and (rule.highest or 2) > 1
    ]
    return [*several, *scaled][:5]
