"""Which files of rules does a Prometheus not read: named and not here, or here and not mounted?"""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.compose import compose_services
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.deployment.workload import Workload
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class PromisedRules(AtLine):
    """One file of rules that a configuration names and nobody wrote."""

    path: str  #: of the configuration
    line: int
    name: str  #: as it is written there
    wanted: str  #: where it belongs

    @property
    def what(self) -> str:
        return f"{self.path} names {self.name}, which is not here"


@fact
def promised_rules(repo: Repo) -> tuple[PromisedRules, ...]:
    """Return each file that ``rule_files`` names and nobody wrote.

    A pattern (``rules/*.yml``) and a path inside a container name no file of the repository.
    """
    paths = (path for path in own_yaml(repo) if "prometheus" in path.lower())
    return tuple(found for path in paths for found in _promised(repo, path))


def _promised(repo: Repo, path: str) -> Iterator[PromisedRules]:
    root = first_document(repo, path)
    for item in root.at("rule_files").elements if root.at("scrape_configs") else ():
        name = item.text
        wanted = normpath(join(dirname(path), name))
        if not set("*?[${") & set(name) and not name.startswith(("/", "..")) and wanted not in repo.entries:
            yield PromisedRules(path, item.line, name, wanted)


def not_mounted_by(repo: Repo, path: str) -> Workload | None:
    """Return a Prometheus of Compose, where each there is given its settings and not this file."""
    started = [one for one in compose_services(repo) if any("prometheus" in box.image for box in one.containers)]
    brought = {one: [normpath(join(dirname(one.place.path), mount)) for mount in _mounts(one)] for one in started}
    given = [one for one, mounts in brought.items() if any("prometheus" in mount.lower() for mount in mounts)]
    mounted = (path == mount or path.startswith(f"{mount}/") for one in given for mount in brought[one])
    beside = [one for one in given if dirname(path) in map(dirname, brought[one])]
    return None if any(mounted) else next(iter([*beside, *given]), None)


def _mounts(work: Workload) -> Iterator[str]:
    yield from (mount for box in work.containers for mount in box.mounts)
