"""Which graphs, agents and models does a managed runtime serve for the repository?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.hosting.managed_agents import managed_agents
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.repo import Repo, Role


@fact
def managed(repo: Repo) -> tuple[Endpoint, ...]:
    """Return what LangGraph's and Truss's files hand over to a runtime that owns the network side."""
    handed = (*workloads(repo), *managed_agents(repo))
    return tuple(found for work in handed if work.role is not Role.TEST for found in _endpoints(repo, work))


def _endpoints(repo: Repo, work: Workload) -> Iterator[Endpoint]:
    if work.platform is not Platform.MODEL_PLATFORM:
        return
    folder = posixpath.dirname(work.path)
    if work.kind == "LangGraph" and work.containers:
        target = next(iter(work.containers[0].command), "")
        path, _, name = target.partition(":")
        path = posixpath.normpath(posixpath.join(folder, path))
        handler = name if path in repo.entries else ""
        what = f"the LangGraph runtime serves {target or work.name}"
        yield Endpoint(
            work.place, what, Door.MANAGED, "LangGraph", handler_path=path if handler else "", handler=handler
        )
    elif work.kind == "Truss":
        path = posixpath.join(folder, "model", "model.py")
        if path in repo.entries:
            what = f"Truss serves the Model of {path}"
            yield Endpoint(work.place, what, Door.MODEL_SERVER, "Truss", handler_path=path, handler="Model")
