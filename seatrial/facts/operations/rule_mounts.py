"""Which Prometheus of Compose reads no rules of this repository, and how would it be given them?"""

from collections.abc import Iterator
from fnmatch import fnmatch
from posixpath import basename, dirname, join, normpath, splitext

from seatrial.facts import fact
from seatrial.facts.deployment.compose import compose_services
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.deployment.workload import Workload
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_VARIABLE = regex(r"\$\{[^{}]*\}")
_TAKES = caseless(r"(?:^|/)(?:kustomization\.ya?ml|[^/]*dockerfile[^/]*|makefile)$|\.sh$")
_MOST = 200  #: of such files that are looked at
_ENDINGS = (".yml", ".yaml")
_AT_HOME = "/etc/prometheus"  #: where its image looks for settings


@dataclass(frozen=True, slots=True)
class Mount:
    """One file or folder that Compose puts into a container."""

    source: str  #: in the repository
    target: str  #: in the container


@dataclass(frozen=True, slots=True)
class Watcher:
    """A Prometheus that Compose starts and gives settings of this repository."""

    path: str  #: of the file of Compose
    service: str
    settings: str  #: path of its settings in the repository
    mounts: tuple[Mount, ...]
    sends: bool  #: whether they name an Alertmanager
    wanted: tuple[str, ...]  #: the patterns of its ``rule_files``, as paths of the container

    def reads(self, path: str) -> bool:
        """Tell whether a file of this repository is put into its container."""
        return any(path == mount.source or path.startswith(f"{mount.source}/") for mount in self.mounts)

    def target_of(self, path: str) -> str:
        """Return as which file of the container it would be read."""
        for pattern in self.wanted:
            if basename(pattern) == basename(path) or not set("*?[") & set(pattern):
                return pattern
            named = join(dirname(pattern), basename(path))
            ending = splitext(pattern)[1]
            named = named if fnmatch(named, pattern) else f"{splitext(named)[0]}{ending}"
            if fnmatch(named, pattern) and not set("*?[") & set(named):
                return named
        return f"{_AT_HOME}/{basename(path)}"

    def how(self, path: str) -> str:
        """Say by which line of Compose it would read a file, and what its settings would have to name."""
        named = self._also(path)
        return f"once service {self.service} of {self.path} mounts it as {self.target_of(path)}{named},"

    def told_to_mount(self, path: str) -> str:
        """Say what is to be done so that it reads a file."""
        return f"Mount {path} as {self.target_of(path)} in service {self.service} of {self.path}{self._also(path)}"

    def _also(self, path: str) -> str:
        named = any(fnmatch(self.target_of(path), pattern) for pattern in self.wanted)
        return "" if named else f", by that name in rule_files of {self.settings}"


def keeps_rules_from(repo: Repo, path: str) -> Watcher | None:
    """Return a Prometheus of Compose where each there is given its settings, and not this file of rules."""
    given = watchers(repo)
    beside = [one for one in given if dirname(path) in (dirname(mount.source) for mount in one.mounts)]
    if not given or any(one.reads(path) for one in given) or _put_elsewhere(repo, path):
        return None
    return next(iter([*beside, *given]))


def _put_elsewhere(repo: Repo, path: str) -> bool:
    """Tell whether an image, a kustomization or a script takes the file to where something may read it."""
    taking = repo.matching(lambda one: bool(_TAKES.search(one)))[:_MOST]
    return any(basename(path) in repo.text_or_empty(one, 200_000) for one in taking)


@fact
def watchers(repo: Repo) -> tuple[Watcher, ...]:
    """Return each Prometheus of Compose that is given settings of this repository."""
    started = (one for one in compose_services(repo) if any("prometheus" in box.image for box in one.containers))
    found = (watcher for one in started for watcher in _watcher(repo, one))
    return tuple(sorted(found, key=lambda one: (one.settings not in repo.entries, one.path)))


@fact
def starts_alertmanager(repo: Repo) -> bool:
    """Tell whether anything here starts what hands alerts on to people."""
    return any("alertmanager" in box.image.lower() for one in workloads(repo) for box in one.containers)


def _watcher(repo: Repo, work: Workload) -> Iterator[Watcher]:
    root = first_document(repo, work.place.path)
    mounts = tuple(_mounts(work, (root.at("services") or root).at(work.name, "volumes")))
    mount = next((one for one in mounts if _holds_settings(one)), None)
    if not mount:
        return
    alone = mount.source.endswith(_ENDINGS)
    settings = mount.source if alone else join(mount.source, "prometheus.yml")
    folder = dirname(mount.target) if alone else mount.target
    said = first_document(repo, settings) if settings in repo.entries else MISSING
    wanted = tuple(normpath(join(folder, name)) for name in said.at("rule_files").texts)
    sends = bool(said.at("alerting", "alertmanagers").elements)
    yield Watcher(work.place.path, work.name, settings, mounts, sends, wanted)


def _holds_settings(mount: Mount) -> bool:
    named = mount.source.endswith(_ENDINGS) or mount.target.startswith(_AT_HOME)
    return named and "prometheus" in f"{mount.source}{mount.target}".lower()


def _mounts(work: Workload, volumes: Node) -> Iterator[Mount]:
    hosts = (host for box in work.containers for host in box.mounts)
    for volume, host in zip(volumes.elements, hosts, strict=False):
        inside = volume.at("target").text or "".join(_VARIABLE.sub("", volume.text).split(":")[1:2])
        if host and inside:
            yield Mount(normpath(join(dirname(work.place.path), host)), inside)
