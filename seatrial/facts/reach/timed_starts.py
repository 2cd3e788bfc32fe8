"""Which entry points start without a person, by the clock or by an event, and what do they reach?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.ci.workflow import CiCommand, Event
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.arguments import string_of
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.reach.below import below
from seatrial.facts.reach.entry_points import EntryPoint, Kind, entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.reach.reach_seeds import nodes_of
from seatrial.facts.reach.schedules import PREFECT, schedules
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.posix_path import posix
from seatrial.repo import Repo, Role, role

_BY_ITSELF = {Event.SCHEDULE, Event.OTHER, Event.OUTSIDE}
#: Calls that start a flow, by the keyword that names it: of Airflow, of Prefect.
_STARTS = {"TriggerDagRunOperator": "trigger_dag_id", "trigger_dag": "dag_id", "run_deployment": "name"}


@dataclass(frozen=True, slots=True)
class Scheduled:
    """One entry point that a clock or an event starts."""

    entry: EntryPoint
    what: str
    command: CiCommand | None = None  #: of CI, when that starts it


@fact
def scheduled_entries(repo: Repo) -> tuple[Scheduled, ...]:
    """Return the owner's entry points that start by the clock, or by an event that is no change of the code."""
    steps = {one.place: one for one in ci_commands(repo) if not one.on_change and _is_by_itself(one)}
    timed = {item.place for item in schedules(repo)}
    # prefect.yaml times its deployments one by one
    files = {place.path for place in timed if posix(place.path).name != PREFECT}
    timed |= {container.place for work in workloads(repo) if work.schedule for container in work.containers}
    found = []
    for entry in entry_points(repo):
        if entry.role is not Role.OWN:
            continue
        if step := steps.get(entry.place):
            clock = any(trigger.event is Event.SCHEDULE for trigger in step.triggers)
            found.append(Scheduled(entry, f"{'the clock' if clock else 'an event'} starts it: {entry.what}", step))
        elif entry.place in timed or (entry.kind is Kind.PIPELINE and files & {entry.path, entry.place.path}):
            found.append(Scheduled(entry, f"the clock starts it: {entry.what}"))
    return tuple(dict.fromkeys(found))


def _is_by_itself(one: CiCommand) -> bool:
    """Tell a job that the clock or an event starts; one that changes start too is a test, whatever else starts it."""
    return bool(_BY_ITSELF & {trigger.event for trigger in one.triggers})


@fact
def reached_by_schedule(repo: Repo) -> Mapping[Scheduled, frozenset[Node]]:
    """Return what each of them makes run, at the latest: files as "", functions by their names; flows it starts too."""
    return {item: _reached(repo, item.entry) for item in scheduled_entries(repo)}


def _reached(repo: Repo, entry: EntryPoint) -> frozenset[Node]:
    edges, others = reach(repo).edges, _flow_starts(repo)
    found, waiting, seen = set[Node](), [entry], {entry}
    while waiting:
        nodes = below(nodes_of(waiting.pop(), edges), edges)
        found |= nodes
        fresh = {one for node in nodes for one in others.get(node, ())} - seen
        seen |= fresh
        waiting += sorted(fresh, key=lambda one: (one.place, one.name))
    return frozenset(found)


@fact
def _flow_starts(repo: Repo) -> Mapping[Node, tuple[EntryPoint, ...]]:
    """Return the flows that each piece of the owner's code starts by their names, where these are written there."""
    found: dict[Node, list[EntryPoint]] = {}
    for file in python_files(repo):
        for call in file.calls if role(repo, file.path) is Role.OWN else ():
            if name := _flow_name(call):
                others = (entry for entry in _called(repo, name) if entry.path != file.path)
                found.setdefault((file.path, call.scope), []).extend(others)
    return {node: tuple(entries) for node, entries in found.items() if entries}


def _flow_name(call: Call) -> str:
    keyword = _STARTS.get(call.last)
    given = call.argument(0, keyword) if keyword else None
    return string_of(given)


def _called(repo: Repo, name: str) -> Iterator[EntryPoint]:
    """Yield the flows of a name: that of a function, or one that is written in their file; FLOW/DEPLOYMENT too."""
    flow = name.partition("/")[0]
    for entry in entry_points(repo):
        if entry.kind is Kind.PIPELINE and entry.role is Role.OWN:
            file = python_file(repo, entry.path)
            written = {text.value for text in file.texts} if file else set()
            if entry.name.replace("_", "-") == flow.replace("_", "-") or flow in written:
                yield entry
