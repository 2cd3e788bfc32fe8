"""Does code look at what really came in, by itself and again and again, and does it tell somebody?"""

from collections.abc import Iterator, Mapping
from functools import partial

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.call_targets import Callee
from seatrial.facts.code.callees import callees, of_call
from seatrial.facts.code.code_index import calls_in, defined
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.data.drift import Drift, holds_to_limit
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.models.stored_paths import stored_path
from seatrial.facts.operations.alert_routes import sent_alerts
from seatrial.facts.operations.records.record_places import reads_records
from seatrial.facts.reach.entry_points import Kind
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role

_DEEPEST = 3  #: functions between what asks for rows and what fetches them
_WIDEST = 60  #: of them that are looked at
_FARTHEST = 2  #: imports from what compares to what fetches for it
#: Calls that fetch rows from where production writes them.
_FETCHES = frozenset({
    "read_sql", "read_sql_query", "read_sql_table", "read_gbq", "read_delta", "scan_delta", "fetchall", "fetch_all",
    "scalars", "get_object", "download_fileobj", "to_dataframe", "get_historical_features", "read_database",
    "from_pandas_gbq", "get_records", "get_pandas_df", "aggregate", "list_rows", "query_df", "query_and_wait",
})  # fmt: skip
_ASKS = frozenset(
    {"query", "execute", "scan", "stream", "find", "select", "table", "sql", "poll", "consume", "fetch", "search"}
)
_OWNER = caseless(
    r"session|\bdb\b|database|conn|cursor|collection|spark|consumer|influx|bigquery|mongo|repo(sitory)?|dynamo|boto3"
    r"|supabase|firestore"
    r"|sqlalchemy|pymongo|psycopg|snowflake|pyspark|trino|kafka|duckdb|asyncpg"
)
_LOCATION = caseless(
    r"(s3|gs|abfss?|wasbs?|dbfs|hdfs)://|predictions?[_./]|inference[_-]?logs?|request_?log|production[_/]"
)
_REPEATS = caseless(
    r"apscheduler|celery.*beat|beat_schedule|^schedule\.every|repeat_every|crontab|add_job|rocketry|add_periodic_task"
    r"|IntervalTrigger|CronTrigger|rq_scheduler|aiocron|croniter"
)
_TELLS = caseless(
    r"(^|[._])(send|create|raise|trigger|fire|publish|emit|notify|post|dispatch)_?\w*"
    r"(alert|notif|alarm|incident|slack|email|pager|webhook)|(^|[._])notify\w*$"
)


@fact
def importers(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return for each file of the repository the files that import it directly."""
    found: dict[str, set[str]] = {}
    for path, imported in imported_files(repo).items():
        for other in imported:
            found.setdefault(other, set()).add(path)
    return {path: frozenset(paths) for path, paths in found.items()}


def around(repo: Repo, path: str) -> tuple[Program, ...]:
    """Return the owner's program itself and those that use it, directly or by one more; tests and examples left out."""
    known, edge = {path}, {path}
    for _ in range(_FARTHEST):
        edge = {other for here in edge for other in importers(repo).get(here, ())} - known
        known |= edge
    return tuple(program for program in programs(repo) if program.path in known and program.role is Role.OWN)


def limited(repo: Repo, item: Drift) -> bool:
    """Tell whether what is worked out is held against a limit, where it stands or in a program that uses it."""
    return item.thresholded or any(_limits(repo, program, item.place.path) for program in around(repo, item.place.path))


def _limits(repo: Repo, program: Program, path: str) -> bool:
    users = _users(repo, program, path)
    return any(one.scope in users and holds_to_limit(one) for one in program.file.comparisons)


def _users(repo: Repo, program: Program, path: str) -> frozenset[str]:
    """Return the functions of a program that call what another file has."""
    return frozenset(call.scope for call in program.file.calls if _leads_to(repo, program, call, path))


def production_source(repo: Repo, path: str) -> Place | None:
    """Return where rows of production are fetched for a program, or come in by a request; None when from files only.

    A program that uses it counts by those of its functions and classes that do.
    """
    known = around(repo, path)
    own = next((program for program in known if program.path == path), None)
    if own is None:
        return None
    for call in own.file.calls:
        if _fetches(own, call):
            return Place(path, call.line)
    if door := _door(repo, path):
        return door.place
    for program in known:
        users = _users(repo, program, path) if program is not own else frozenset()
        for call in program.file.calls:
            if call.scope in users and (_fetches(program, call) or _asks_for_rows(repo, program.path, call)):
                return program.place_of(call)
    asked = next((Place(path, call.line) for call in own.file.calls if _asks_for_rows(repo, path, call)), None)
    return asked or reads_records(repo, own)


def _asks_for_rows(repo: Repo, path: str, call: Call) -> bool:
    """Tell whether a call asks a function of another file that fetches: ``PredictionLog(...).scored()``.

    A repository may hand it on to what it stands on, and that to a session.
    """
    waiting = [item for item in of_call(repo, path, call) if item.sure and item.path != path]
    for _ in range(_DEEPEST):
        if any(map(partial(_fetched_in, repo), waiting)):
            return True
        waiting = [after for item in waiting for after in callees(repo, item.path, item.scope) if after.sure][:_WIDEST]
    return False


def _fetched_in(repo: Repo, callee: Callee) -> bool:
    program = programs_by_path(repo).get(callee.path)
    return program is not None and any(_fetches(program, call) for call in calls_in(repo, callee.path, callee.scope))


@fact
def programs_by_path(repo: Repo) -> Mapping[str, Program]:
    """Return every program by its path."""
    return {program.path: program for program in programs(repo)}


def _leads_to(repo: Repo, program: Program, call: Call, path: str) -> bool:
    found = defined(repo, program.path, call.name, call.written)
    return found is not None and found.path == path


def _door(repo: Repo, path: str) -> Endpoint | None:
    """Return an endpoint of a program by which rows come in; a task of the owner's is none."""
    doors = (door for door in endpoints(repo) if door.handler_path == path and door.takes_body)
    return next((door for door in doors if door.door is not Door.ENGINE and door.framework != "Celery"), None)


def _fetches(program: Program, call: Call) -> bool:
    owner = f"{call.written.rpartition('.')[0]} {call.name}"
    if call.last in _FETCHES or (call.last in _ASKS and "." in call.name and _OWNER.search(owner)):
        return True
    reads = call.last.startswith(("read_", "scan_", "load_")) and call.args
    return bool(reads and _LOCATION.search(stored_path(program.file, call, call.args[0]) or call.args[0].text))


def repeated(repo: Repo, path: str, scope: str) -> Evidence | None:
    """Return what starts a program again and again: requests, the clock, an orchestrator, or its own scheduler."""
    if door := _door(repo, path):
        return Evidence(door.place, f"{door.what}, with every request", door.confidence)
    known = reach(repo)
    clocks = {work.place for work in workloads(repo) if work.schedule}
    # what a change starts too counts as any step of CI
    clocks |= {found.place for found in ci_commands(repo) if found.scheduled and not found.stopped}
    for program in around(repo, path):
        entry = known.entry(program.path, scope if program.path == path else "")
        if entry and (entry.kind in (Kind.SCHEDULE, Kind.PIPELINE) or entry.place in clocks):
            return Evidence(entry.place, entry.what, entry.confidence)
    return next(_scheduled(repo, path), None)


def _scheduled(repo: Repo, path: str) -> Iterator[Evidence]:
    """Yield where a scheduler in the code starts a program, or a function of one that uses it by its name."""
    used = around(repo, path)
    for program in used:
        for call in program.file.calls if reach(repo).is_run(program.path) else ():
            if _REPEATS.search(call.name or call.written):
                yield program.evidence(call, f"{call.written} starts it again and again")
    names = {item.name for program in used for item in program.file.functions}
    for program in programs(repo):
        marks = any(_REPEATS.search(item.target) for item in program.file.assignments)
        marks = marks or any(_REPEATS.search(name) for call in program.file.calls for name in _spoken(call))
        for text in program.file.texts if marks and program.role is Role.OWN else ():
            if "." in text.value and text.value.rpartition(".")[2] in names:
                yield program.evidence(text, f"{text.value} is started again and again")


def _spoken(call: Call) -> Iterator[str]:
    yield call.name or call.written
    yield from (name for name, _ in call.keywords)


def told_of(repo: Repo, path: str) -> Evidence | None:
    """Return where a program, or one that uses it, sends a message, raises an alert or sets a metric."""
    paths = {program.path for program in around(repo, path)}
    sent = next((item for item in sent_alerts(repo) if item.place.path in paths), None)
    if sent:
        return sent
    for program in around(repo, path):
        for call in program.file.calls:
            if _TELLS.search(call.written):
                return program.evidence(call, f"{call.written} tells somebody")
    metrics = (item for item in measurements(repo) if item.place.path in paths and item.sort is Sort.METRIC)
    return next((as_evidence(item) for item in metrics if item.updated), None)
