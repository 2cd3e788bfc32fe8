"""What do the manifests of application, function and model platforms start?"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import yaml_paths
from seatrial.facts.deployment.hosting.app_platforms import APP_SHAPES, NAMED
from seatrial.facts.deployment.hosting.function_platforms import FUNCTION_SHAPES
from seatrial.facts.deployment.hosting.model_platforms import MODEL_SHAPES
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.deployment.workload import Workload
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo, role

_JSON = regex(r"langgraph\.json|.*task[-_]?def\w*\.json")
_NAMES = {regex(pattern): read for pattern, read in NAMED.items()}
_SHAPES: Mapping[tuple[str, ...], Callable[[str, Node], Iterator[Workload]]] = {
    **APP_SHAPES,
    **FUNCTION_SHAPES,
    **MODEL_SHAPES,
}


@fact
def platform_workloads(repo: Repo) -> tuple[Workload, ...]:
    """Return what platform manifests start, those that are vendored or generated left out."""
    found = dict.fromkeys((*_by_name(repo), *_by_shape(repo)))
    return tuple(replace(workload, role=role(repo, workload.path)) for workload in found)


def _by_name(repo: Repo) -> Iterator[Workload]:
    for path in repo.matching(_is_named):
        name = posixpath.basename(path)
        for pattern, read in _NAMES.items():
            if pattern.fullmatch(name) and _is_small(repo, path) and _counts(repo, path):
                yield from read(repo, path)


def _is_named(path: str) -> bool:
    return any(pattern.fullmatch(posixpath.basename(path)) for pattern in _NAMES)


def _is_small(repo: Repo, path: str) -> bool:
    entry = repo.entries[path]
    return not entry.problem and entry.size < 100_000


def _counts(repo: Repo, path: str) -> bool:
    return not role(repo, path).is_foreign


def _by_shape(repo: Repo) -> Iterator[Workload]:
    """Recognise by their keys the manifests that may have any name."""
    named = repo.matching(lambda path: _JSON.fullmatch(posixpath.basename(path)))
    jsons = (path for path in named if _counts(repo, path))
    for path in (*yaml_paths(repo), *jsons):
        root = first_document(repo, path)
        for keys, read in _SHAPES.items():
            if all(root.has(key) for key in keys):
                yield from read(path, root)
