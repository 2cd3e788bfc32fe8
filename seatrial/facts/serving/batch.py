"""Which jobs predict without being asked each time, and where do their predictions go?"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.folders import TRIES, judges
from seatrial.facts.deployment.hosting.batch_transforms import batch_transforms
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.inference.inference import InferenceCall, inference_calls
from seatrial.facts.inference.inference_paths import only_embeds
from seatrial.facts.product.parts import part_of
from seatrial.facts.reach.below import below, leading
from seatrial.facts.reach.entry_points import EntryPoint, Kind, entry_points
from seatrial.facts.reach.mage_blocks import exported_blocks
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Edges, Node
from seatrial.facts.reach.reach_seeds import nodes_of
from seatrial.facts.serving.catalogued_results import catalogued_results
from seatrial.facts.serving.measuring import measuring
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.serving.written_results import written_results
from seatrial.facts.training.training import training
from seatrial.facts.web.routers import routers
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN
from seatrial.repo import Repo, Role, role

#: Who starts a job; a web application is started the same way, and is told apart by what it answers.
_STARTS = frozenset({Kind.PIPELINE, Kind.SCHEDULE, Kind.WORKLOAD, Kind.IMAGE, Kind.CONSOLE, Kind.DEPLOY})
#: Who starts one that shares its code with a service.
_BESIDE = frozenset({Kind.PIPELINE, Kind.SCHEDULE, Kind.WORKLOAD, Kind.IMAGE})
_Position: TypeAlias = tuple[Place, str]  #: a call: where it stands, and in which function


@dataclass(frozen=True, slots=True)
class BatchJob:
    """One start of code that predicts, or trains and predicts, and where its results go."""

    place: Place  #: where the start is declared
    what: str
    entry: EntryPoint
    predicts: Place  #: the call that runs a model
    sink: Place | None = None  #: the call that writes the results
    trains: bool = False
    scheduled: bool = False  #: the clock starts it
    confidence: Confidence = Confidence.VERIFIED
    code: str = ""  #: the module that predicts, where the entry starts it as a process of its own or by its name

    @property
    def program(self) -> Place:
        """The file of code that does the job, which may be far from where its start is declared."""
        return Place(self.code or self.entry.path)

    @property
    def unasked(self) -> bool:
        """Whether something other than a person starts it."""
        return self.scheduled or self.entry.kind is not Kind.CONSOLE

    @property
    def hands_on(self) -> bool:
        """Whether what the model says gets to where others read it, with nobody who asks for it."""
        return self.sink is not None and self.unasked


@fact
def batch_jobs(repo: Repo) -> tuple[BatchJob, ...]:
    """Return the jobs that get to a model, one for each start, those with a sink first, what tries a model last.

    What an image runs while it is built, as to fetch its model, is no job, unless it writes results. Nor is a training
    that asks its model, and writes down nothing of what that says: what else it writes are its rows and the model. A
    command of its own beside that training is one.
    """
    web, measures = web_starts(repo), measuring(repo)
    known = [call for call in inference_calls(repo) if call.place not in measures]
    ranked = [(call.place, call.scope) for call in _most_used_first(repo, known)]
    predicts, written = _first_by_entry(repo, ranked), written_results(repo)
    sinks = _first_by_entry(repo, ((found.place, found.call.scope) for found in written))
    trains = _first_by_entry(repo, ((found.site.place, found.site.scope) for found in training(repo)))
    handing = _first_by_entry(repo, (at for at in ranked if _hands_on(repo, at))) if trains else {}
    predicts |= {entry: at for entry, at in handing.items() if entry in trains}
    beside = {found.place.path: found.place for found in written}  # what predicts writes its answers itself
    near = {entry: beside.get(at[0].path, sinks[entry][0]) for entry, at in predicts.items() if entry in sinks}
    for entry, at, sink in _beside_services(repo, known):
        if entry not in near:
            predicts[entry], near[entry] = at, sink
    found = [
        _job(repo, entry, at, near.get(entry) or _other_sink(repo, entry), trains.get(entry))
        for entry, at in predicts.items()
        if entry not in web and ((entry.kind is not Kind.CONSOLE and not entry.in_build) or entry in sinks)
    ]
    jobs = (job for job in found if not job.trains or (job.sink and (job.code or job.entry in handing)))
    return tuple(sorted(jobs, key=lambda job: (job.sink is None, bool(TRIES.search(job.predicts.path)), job.place)))


def _beside_services(repo: Repo, known: list[InferenceCall]) -> Iterator[tuple[EntryPoint, _Position, Place]]:
    """Yield the starts of jobs that ask, and write down, by the function through which a service answers as well.

    What only turns texts into numbers fills the store in which that service looks them up.
    """
    edges, web = reach(repo).edges, web_starts(repo)
    asked = [call for call in known if not only_embeds(call) and reach(repo).entry(call.path, call.scope) in web]
    if not asked:
        return
    nodes = [(reach(repo).node(call.path, call.scope), call) for call in _most_used_first(repo, asked)]
    written = [(found.place, reach(repo).node(found.place.path, found.call.scope)) for found in written_results(repo)]
    programs, made = {one.path for one in web}, {(one.place.path, "") for one in routers(repo) if one.is_app}
    for entry in entry_points(repo):
        if entry.kind in _BESIDE and entry.role is Role.OWN and entry.path not in programs and not entry.in_build:
            inside = below(nodes_of(entry, edges), edges)
            if inside & made:
                continue  # another start of the service itself
            at = next((call for node, call in nodes if node in inside), None)
            sinks = (place for place, node in written if node in inside)
            sink = min(sinks, key=lambda place: (place.path != entry.path, place), default=None)
            if at is not None and sink is not None:
                yield entry, (at.place, at.scope), sink


def _most_used_first(repo: Repo, calls: list[InferenceCall]) -> list[InferenceCall]:
    """Return calls of models, those first whose function gets what is said to where others find it.

    Last come files that judge a model, then functions that train it: both ask it only to measure it. A call that is
    named for predicting comes after one that is known to, since the model may be asked in another file.
    """
    edges = reach(repo).edges
    nodes = {call: reach(repo).node(call.place.path, call.scope) for call in calls}
    hand_on = leading(nodes.values(), edges.of, writing_scopes(repo))
    train = {reach(repo).node(found.site.place.path, found.site.scope) for found in training(repo)}

    def rank(call: InferenceCall) -> tuple[bool, bool, bool, bool, Place]:
        node, likely = nodes[call], call.confidence is not Confidence.VERIFIED
        return judges(call.place.path), node in train, node not in hand_on, likely, call.place

    return sorted(calls, key=rank)


def _other_sink(repo: Repo, entry: EntryPoint) -> Place | None:
    """Return where the results go when no call below the start itself writes them."""
    transformed = next((one.place for one in batch_transforms(repo) if one.place == entry.place), None)
    if transformed:  # the platform writes what comes back beside what it was given
        return transformed
    exporter = exported_blocks(repo).get(entry.path)
    handed = Place(exporter) if exporter else catalogued_results(repo).get(entry.path)
    return _shared_sink(repo, entry) or handed


def _hands_on(repo: Repo, at: _Position) -> bool:
    """Tell whether the function that asks the model, its caller or what it calls in turn writes where others read."""
    edges, writing = reach(repo).edges, writing_scopes(repo)
    node = reach(repo).node(at[0].path, at[1])
    return node in leading((node,), lambda one: _called(edges, one), writing) or any(
        node in edges.of(other) for other in writing
    )


def _called(edges: Edges, node: Node) -> Iterator[Node]:
    """Yield what a function makes run, but for what the files around it do when they are loaded."""
    return (other for other in edges.of(node) if other[1])


def _shared_sink(repo: Repo, entry: EntryPoint) -> Place | None:
    """Return the call that writes below a start, when other jobs write by the same function and came to it first."""
    written = {(found.place.path, found.call.scope): found.place for found in written_results(repo)}
    if not written or entry.kind is not Kind.PIPELINE:
        return None
    edges = reach(repo).edges
    reached = below(nodes_of(entry, edges), edges)
    return min((place for node, place in written.items() if node in reached), default=None)


@fact
def jobs_of(component: Component) -> tuple[BatchJob, ...]:
    """Return the component's own jobs; a program that is called after judging a model answers nobody.

    The model may be asked in another part: whose program is started and writes down the answers has the job. What a
    program writes that judges the model is what it measured, where another one writes down the answers, or a training
    made that model just before.
    """
    repo = component.repo
    own = [job for job in batch_jobs(repo) if job.predicts.path in component.own or _starts(component, job)]
    answered = any(job.sink and not _judges(job) for job in own)
    answered = answered or any(found.place.path in component.own for found in training(repo))
    return tuple(job for job in own if not _judges(job) or (job.sink and not answered))


def _judges(job: BatchJob) -> bool:
    """Tell whether what a job starts, or where it asks its model, is a program that judges one by its name."""
    return judges(job.predicts.path) or judges(job.entry.path)


def jobs_alike(component: Component) -> tuple[Place, ...]:
    """Return the programs of the jobs that nothing tells from the component's first one."""
    repo = component.repo

    def standing(job: BatchJob) -> tuple[object, ...]:
        part = part_of(repo, job.program.path)
        return job.sink is None, job.trains, job.unasked, bool(TRIES.search(job.predicts.path)), part

    jobs = jobs_of(component)
    alike = (job.program for job in jobs if standing(job) == standing(jobs[0]))
    return tuple({place.path: place for place in alike}.values())


def job_program(component: Component) -> Place | None:
    """Return the program of the component's first job; None where it has none."""
    return next((job.program for job in jobs_of(component)), None)


def _starts(component: Component, job: BatchJob) -> bool:
    return job.entry.path in component.own and job.sink is not None and job.sink.path in component.own


@fact
def writing_scopes(repo: Repo) -> frozenset[Node]:
    """Return the scopes of the owner's code that hold a call which puts rows or files where others find them."""
    own = (found for found in written_results(repo) if role(repo, found.place.path) is Role.OWN)
    return frozenset((found.place.path, found.call.scope or MAIN) for found in own)


@fact
def web_starts(repo: Repo) -> frozenset[EntryPoint]:
    """Return the starts of services and pages: what they do is asked for each time."""
    asked = [(item.handler_path, item.handler) for item in endpoints(repo) if item.handler_path]
    asked += [(router.place.path, "") for router in routers(repo)]
    asked += [(page.place.path, "") for page in ui_apps(repo)]
    return frozenset(entry for path, scope in asked if (entry := reach(repo).entry(path, scope)))


def _first_by_entry(repo: Repo, positions: Iterable[_Position]) -> dict[EntryPoint, _Position]:
    """Return for each start of a job the first of the positions that it makes run."""
    found: dict[EntryPoint, _Position] = {}
    for place, scope in positions:
        if role(repo, place.path) is not Role.OWN:
            continue
        entry = reach(repo).entry(place.path, scope)
        if entry and entry.kind in _STARTS and entry.role is Role.OWN:
            found.setdefault(entry, (place, scope))
    return found


def _job(repo: Repo, entry: EntryPoint, at: _Position, sink: Place | None, trains: _Position | None) -> BatchJob:
    predicts = at[0]
    written = f" and writes its results in {sink.path}" if sink else ""
    what = f"{entry.what}, which runs a model in {predicts.path}{written}"
    scheduled = entry.kind is Kind.SCHEDULE or any(
        work.schedule and work.place == entry.place for work in workloads(repo)
    )
    edges = reach(repo).edges
    apart = predicts.path != entry.path and (predicts.path, MAIN) in below(nodes_of(entry, edges), edges)
    code = predicts.path if apart else _told_apart(repo, at, trains)
    return BatchJob(entry.place, what, entry, predicts, sink, bool(trains), scheduled, entry.confidence, code)


def _told_apart(repo: Repo, predicts: _Position, trains: _Position | None) -> str:
    """Return the module that predicts where one start leads to several commands: the first that training does without.

    Nothing, where one goes through the other: then both are one job.
    """
    if trains is None:
        return ""
    asked, fitted = (_files_to(repo, position) for position in (predicts, trains))
    if predicts[0].path in fitted or trains[0].path in asked:
        return ""
    return next((path for path in asked if path not in fitted), "")


def _files_to(repo: Repo, position: _Position) -> tuple[str, ...]:
    place, scope = position
    return tuple(step.partition(":")[0] for step in reach(repo).chain(place.path, scope)[1:])
