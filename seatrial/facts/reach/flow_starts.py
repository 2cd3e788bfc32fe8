"""Which flow of an orchestrator starts another one, by its name?"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.code.arguments import string_of
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.reach.entry_points import EntryPoint, Kind, entry_points
from seatrial.facts.reach.reach_edges import Node
from seatrial.read.code.python_record import Call
from seatrial.repo import Repo, Role, role

#: Calls that start a flow, by the keyword that names it: of Airflow, of Prefect.
_STARTS = {"TriggerDagRunOperator": "trigger_dag_id", "trigger_dag": "dag_id", "run_deployment": "name"}


@fact
def flow_starts(repo: Repo) -> Mapping[Node, tuple[EntryPoint, ...]]:
    """Return the flows that each piece of the owner's code starts by their names, where these are written there."""
    found: dict[Node, list[EntryPoint]] = {}
    for file in python_files(repo):
        for call in file.calls if role(repo, file.path) is Role.OWN else ():
            if name := _named(call):
                others = (entry for entry in _called(repo, name) if entry.path != file.path)
                found.setdefault((file.path, call.scope), []).extend(others)
    return MappingProxyType({node: tuple(entries) for node, entries in found.items() if entries})


def _named(call: Call) -> str:
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
