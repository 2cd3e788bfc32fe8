"""Which services does Docker Compose start, from which images, with which limits?"""

import posixpath
import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.compose_container import container_of
from seatrial.facts.deployment.desk import meant_first
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless
from seatrial.repo import Repo, role

_NAME = caseless(r"(?:docker[-_.])?(?:compose)\b.*\.ya?ml|.*[-_.]compose\.ya?ml")

#: Files that are handed over by ``-f`` are called after the stage that they start: what is in them decides.
_OF_A_STAGE = caseless(
    r"(?:local|dev|develop(?:ment)?|prod(?:uction)?|staging|stage|tests?|testing|stack|services|docker|swarm|jupyter|base"
    r"|infra|deploy(?:ment)?|self[-_]?host(?:ed)?|gpu|cpu|demo)(?:[-_.]\w{1,20}){0,2}\.ya?ml"
)


@fact
def compose_paths(repo: Repo) -> tuple[str, ...]:
    """Return the compose files that are not vendored: the plain one first, override files and those of a desk last."""
    named = repo.matching(lambda path: _NAME.fullmatch(posixpath.basename(path)))
    staged = repo.matching(lambda path: _OF_A_STAGE.fullmatch(posixpath.basename(path)))
    own = (path for path in staged if not path.startswith(".") and not role(repo, path).is_foreign)
    files = (file for file in repo.records(YAML, own) if file.documents and _starts_services(file.documents[0].root))
    found = {*(path for path in named if not role(repo, path).is_foreign), *(file.path for file in files)}
    return tuple(sorted(found, key=meant_first))


def _starts_services(root: Node) -> bool:
    """Tell whether a file lists services with an image, or with what theirs is built from."""
    services = root.at("services").items
    return (
        bool(services)
        and all(one.kind == "mapping" for one in services)
        and any(one.has("image") or one.has("build") or one.has("extends") for one in services)
    )


@fact
def compose_services(repo: Repo) -> tuple[Workload, ...]:
    """Return every service of every compose file, with its one container."""
    return tuple(
        service
        for file in repo.records(YAML, compose_paths(repo))
        for document in file.documents[:1]
        for service in _services(repo, file.path, document.root)
    )


def _services(repo: Repo, path: str, root: Node) -> Iterator[Workload]:
    declared = root.at("services")
    if not declared and "version" not in root.keys:
        declared = root if all(item.has("image") or item.has("build") for item in root.items) else declared
    for name, service in declared.pairs:
        if service.kind != "mapping":
            continue
        place = Place(path, service.line)
        container = container_of(repo, path, name, service)
        source = f"built from {container.build.dockerfile}" if container.build else container.image
        yield Workload(
            Platform.COMPOSE, "service", name, place, ", ".join(filter(None, (f"compose service {name}", source))),
            (container,), replicas=_whole(service.at("deploy", "replicas") or service.at("scale")),
            grace=_seconds(service.at("stop_grace_period").text), role=role(repo, path),
            switched_off=bool(service.at("profiles")),
        )  # fmt: skip


def _whole(node: Node) -> int | None:
    number = node.number
    return int(number) if number is not None and abs(number) < 1e9 else None


def _seconds(text: str) -> float | None:
    found = re.fullmatch(r"(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?", text)
    return float(found[1] or 0) * 60 + float(found[2] or 0) if text and found else None
