"""Which jobs predict without being asked each time, and where do their predictions go?"""

from collections.abc import Iterator
from typing import TypeAlias

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code import PlacedCall, calls_named, python_file
from seatrial.facts.code.folders import TRIES, judges
from seatrial.facts.deployment.hosting.batch_transforms import batch_transforms
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.inference.inference import InferenceCall, inference_calls
from seatrial.facts.inference.inference_words import SENDERS
from seatrial.facts.reach.below import below, leading
from seatrial.facts.reach.entry_points import EntryPoint, Kind
from seatrial.facts.reach.mage_blocks import exported_blocks
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.reach.reach_seeds import nodes_of
from seatrial.facts.serving.catalogued_results import catalogued_results
from seatrial.facts.serving.measuring import measuring
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.serving.session_rows import answer_rows
from seatrial.facts.serving.ui_apps import ui_apps
from seatrial.facts.training.training import training
from seatrial.facts.web.routers import routers
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

#: Who starts a job; a web application is started the same way, and is told apart by what it answers.
_STARTS = frozenset({Kind.PIPELINE, Kind.SCHEDULE, Kind.WORKLOAD, Kind.IMAGE, Kind.CONSOLE, Kind.DEPLOY})
#: Last parts of calls that put rows or files where other systems find them.
_SINKS = (
    "to_sql", "to_parquet", "to_csv", "to_json", "to_gbq", "to_feather", "to_delta", "to_excel", "to_hdf",
    "write_parquet", "write_csv", "write_delta", "write_database", "write_deltalake", "write_table", "saveAsTable",
    "insertInto", "insert_many", "insert_rows_json", "insert_rows", "load_table_from_dataframe", "put_object",
    "upload_file", "upload_fileobj", "upload_blob", "upload_from_filename", "upload_from_string", "put_item",
    "batch_writer", "bulk_write", "executemany", "bulk_insert_mappings", "bulk_save_objects", "produce", "copy_expert",
    "write_to_online_store", "push", "log_table", "send_and_wait", "upsert", "sink_parquet", "savetxt",
    "write_json", "write_ndjson", "write_ipc", "write_tfrecords", "write_mongo", "write_bigquery",
    "upload_points", "upload_collection", "async_bulk", "streaming_bulk", "parallel_bulk",
    "insert_one", "setex", "hset", "lpush", "rpush", "xadd", "publish", "basic_publish", "publish_data",
    "publish_message", "publish_result", "publish_results", "publish_prediction", "publish_predictions", "put_record",
    "put_records",
)  # fmt: skip
#: Packages of search engines, whose function for many rows is called as briefly as can be.
_ENGINES = ("elasticsearch", "opensearchpy")
#: Libraries that write to the store of a cloud as if it were a disk, and their functions that do.
_BUCKETS = ("s3fs.", "gcsfs.", "adlfs.", "cloudpathlib.", "fsspec.filesystem.")
_IN_BUCKETS = ("write_text", "write_bytes", "pipe", "pipe_file", "put", "put_file")
#: Libraries whose writing functions are called by their bare names.
_WRITERS = ("deltalake.", "awswrangler.", "pandas_gbq.", "numpy.")
#: Where workers hand in what they worked out, and the address that whoever asked left for it.
_FOR_RESULTS = regex(r"/(?:complete|completed|results?|answers?|predictions?|callbacks?|finish|done)(?:[/?]|$)")
_ASKED_BY = caseless(r"callback|webhook|result_url")
_Position: TypeAlias = tuple[Place, str]  #: a call: where it stands, and in which function
_INSERT = caseless(r"\s*(?:insert|merge)\s+into\b|\s*create\s+or\s+replace\s+table\b|\s*copy\s+[\w.{}\"]+")


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
    that asks its model, and writes down nothing of what that says.
    """
    web, measures = web_starts(repo), measuring(repo)
    known = [call for call in inference_calls(repo) if call.place not in measures]
    predicts = _first_by_entry(repo, ((call.place, call.scope) for call in _most_used_first(repo, known)))
    sinks = _first_by_entry(repo, ((found.place, found.call.scope) for found in _sinks(repo)))
    trains = _first_by_entry(repo, ((found.site.place, found.site.scope) for found in training(repo)))
    beside = {found.place.path: found.place for found in _sinks(repo)}  # what predicts writes its answers itself
    near = {entry: beside.get(at[0].path, sinks[entry][0]) for entry, at in predicts.items() if entry in sinks}
    found = [
        _job(repo, entry, at, near.get(entry) or _other_sink(repo, entry), trains.get(entry))
        for entry, at in predicts.items()
        if entry not in web and ((entry.kind is not Kind.CONSOLE and not entry.in_build) or entry in sinks)
    ]
    jobs = (job for job in found if job.sink or not job.trains)
    return tuple(sorted(jobs, key=lambda job: (job.sink is None, bool(TRIES.search(job.predicts.path)), job.place)))


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


def _shared_sink(repo: Repo, entry: EntryPoint) -> Place | None:
    """Return the call that writes below a start, when other jobs write by the same function and came to it first."""
    written = {(found.place.path, found.call.scope): found.place for found in _sinks(repo)}
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


def job_program(component: Component) -> Place | None:
    """Return the program of the component's first job; None where it has none."""
    return next((job.program for job in jobs_of(component)), None)


def _starts(component: Component, job: BatchJob) -> bool:
    return job.entry.path in component.own and job.sink is not None and job.sink.path in component.own


@fact
def writing_scopes(repo: Repo) -> frozenset[Node]:
    """Return the scopes of the owner's code that hold a call which puts rows or files where others find them."""
    own = (found for found in _sinks(repo) if role(repo, found.place.path) is Role.OWN)
    return frozenset((found.place.path, found.call.scope or MAIN) for found in own)


@fact
def web_starts(repo: Repo) -> frozenset[EntryPoint]:
    """Return the starts of services and pages: what they do is asked for each time."""
    asked = [(item.handler_path, item.handler) for item in endpoints(repo) if item.handler_path]
    asked += [(router.place.path, "") for router in routers(repo)]
    asked += [(page.place.path, "") for page in ui_apps(repo)]
    return frozenset(entry for path, scope in asked if (entry := reach(repo).entry(path, scope)))


def _sinks(repo: Repo) -> Iterator[PlacedCall]:
    """Yield the calls that write: methods and functions of those names, and statements of SQL that put rows in."""
    for found in calls_named(repo, *_SINKS):
        if "." in found.call.written or found.call.name.startswith(_WRITERS):
            yield found
    yield from (found for found in calls_named(repo, *_IN_BUCKETS) if found.call.name.startswith(_BUCKETS))
    yield from (found for found in calls_named(repo, "bulk") if found.call.name.startswith(_ENGINES))
    yield from (
        found for found in calls_named(repo, "save") if "write" in _steps(found)
    )  # df.write.mode("append").save()
    yield from (found for found in calls_named(repo, "execute", "run_query", "query") if _inserts(repo, found))
    yield from (found for found in calls_named(repo, "post", "put", "patch") if _reports(repo, found))
    yield from answer_rows(repo)
    # to whoever is connected: ``conn.sendall(audio)``
    yield from (found for found in calls_named(repo, "sendall") if "socket" in _packages(repo, found))


def _reports(repo: Repo, found: PlacedCall) -> bool:
    """Tell whether a request hands in results: its file names an address for them, or whoever asked left one."""
    if not found.call.name.startswith(SENDERS):
        return False
    names = {value.text for value in found.call.values}
    file = python_file(repo, found.place.path)
    texts = file.texts if file else ()
    return any(map(_ASKED_BY.search, names)) or any(_FOR_RESULTS.search(text.value) for text in texts)


def _packages(repo: Repo, found: PlacedCall) -> frozenset[str]:
    file = python_file(repo, found.place.path)
    return frozenset(file.packages) if file else frozenset()


def _steps(found: PlacedCall) -> set[str]:
    return {step.partition("(")[0] for step in found.call.written.split(".")[1:-1]}


def _inserts(repo: Repo, found: PlacedCall) -> bool:
    """Tell whether a statement that puts rows into a table stands in the function that executes one."""
    file = python_file(repo, found.place.path)
    texts = file.texts if file else ()
    return any(text.scope == found.call.scope and _INSERT.match(text.value) for text in texts)


def _first_by_entry(repo: Repo, positions: Iterator[_Position]) -> dict[EntryPoint, _Position]:
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
