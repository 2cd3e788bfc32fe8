"""From where is the code of the repository started, and by whom? The door to every kind of entry point."""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.reach.entry_azure import of_azure
from seatrial.facts.reach.entry_ci import of_ci, of_tasks
from seatrial.facts.reach.entry_databricks import of_databricks
from seatrial.facts.reach.entry_deployed import of_images, of_projects, of_workloads
from seatrial.facts.reach.entry_jobs import of_jobs
from seatrial.facts.reach.entry_libraries import of_libraries
from seatrial.facts.reach.entry_loose import of_apps, of_scripts, of_servers
from seatrial.facts.reach.entry_operators import of_operators
from seatrial.facts.reach.entry_pipeline_files import of_pipeline_files
from seatrial.facts.reach.entry_pipelines import of_mage, of_pipelines
from seatrial.facts.reach.entry_point import DEPLOYED, EntryPoint, Kind, Lost
from seatrial.facts.reach.entry_start_files import of_start_files
from seatrial.facts.reach.entry_steps import of_steps
from seatrial.repo import Repo


@fact
def entry_points(repo: Repo) -> tuple[EntryPoint, ...]:
    """Return every entry point, those of deployments first, each declaration once."""
    found = (x for x in _all(repo) if isinstance(x, EntryPoint))
    return tuple(
        dict.fromkeys(sorted(found, key=lambda x: (not x.deployed, list(Kind).index(x.kind), x.place, x.path)))
    )


@fact
def lost_starts(repo: Repo) -> tuple[Lost, ...]:
    """Return the starts of deployments that lead to no file of the repository."""
    return tuple(dict.fromkeys(x for x in _deployed(repo) if isinstance(x, Lost)))


def _deployed(repo: Repo) -> Iterator[EntryPoint | Lost]:
    yield from of_images(repo)
    yield from of_workloads(repo)
    yield from of_projects(repo)
    yield from of_start_files(repo)


def _all(repo: Repo) -> Iterator[EntryPoint | Lost]:
    yield from _deployed(repo)
    yield from of_pipelines(repo)
    yield from of_mage(repo)
    yield from of_operators(repo)
    yield from of_steps(repo)
    yield from of_azure(repo)
    yield from of_jobs(repo)
    yield from of_pipeline_files(repo)
    yield from of_databricks(repo)
    yield from of_servers(repo)
    yield from of_ci(repo)
    yield from of_libraries(repo)
    yield from of_apps(repo)
    yield from of_tasks(repo)
    yield from of_scripts(repo)


__all__ = ["DEPLOYED", "EntryPoint", "Kind", "Lost", "entry_points", "lost_starts"]
