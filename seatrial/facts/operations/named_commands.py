"""Which tasks, files and workloads do commands in a document name, and do they exist here?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.commands.task_targets import targets
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.manifests import workloads
from seatrial.read.regex import regex
from seatrial.repo import Repo

_MAKE = regex(r"\b(?:make|just)[ \t]+(?!(?:as|it|sure|the|an?|this|that|them|changes?|in|like)\b)([a-z][\w.-]*)")
_PATH = regex(r"(?<![\w/$.~{<:-])(?:\./)?((?:[\w.-]+/)*[\w-][\w.-]*\.(?:sh|py|ya?ml|tf|toml|json|ipynb))\b")
_NAMED = regex(
    r"\bkubectl\b[^\n|;]*?\b(?:deploy(?:ment)?s?|sts|statefulset|svc|service|cronjob|hpa|isvc)[/ ]([a-z][\w-]+)"
    r"|\b(?:docker[ -]compose|docker)\b[^\n|;]*?\b(?:restart|logs|exec|stop|start)[ \t]+(?:-\S+[ \t]+)*([a-z][\w-]+)"
    r"|--scale[ \t]+([a-z][\w-]+)=",
)


def named(commands: str) -> Iterator[str]:
    """Yield the tasks, files and workloads that commands name."""
    yield from (f"make {match[1]}" for match in _MAKE.finditer(commands))
    yield from (match[1].removeprefix("./") for match in _PATH.finditer(commands))
    for match in _NAMED.finditer(commands):
        yield next(name for name in match.groups() if name)


def exists(repo: Repo, name: str) -> bool:
    """Tell whether a name from a command stands for a task, a file or a workload of this repository."""
    if name.startswith("make "):
        return name.removeprefix("make ") in {target.name for _, target in targets(repo)}
    if "." in name:
        return any(path == name or path.endswith(f"/{name}") for path in repo.paths)
    return name in _deployed_names(repo)


@fact
def _deployed_names(repo: Repo) -> frozenset[str]:
    containers = (container.name for work in workloads(repo) for container in work.containers)
    return frozenset({*containers, *(work.name for work in workloads(repo)), *(item.name for item in manifests(repo))})
