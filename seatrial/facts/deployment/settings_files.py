"""How are files of settings asked: the documents of YAML, JSON and TOML, and a workload of one process."""

from collections.abc import Iterable, Iterator

from seatrial.facts.deployment.workload import Container, Platform, Resources, Workload
from seatrial.model import Place
from seatrial.read.infrastructure.toml_document import TOML
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.reader import Unread
from seatrial.repo import Repo


def first_document(repo: Repo, path: str) -> Node:
    """Return the first document of a YAML, JSON or TOML file; ``MISSING`` when it cannot be read."""
    record = repo.record(TOML if path.endswith(".toml") else YAML, path)
    return MISSING if isinstance(record, Unread) or not record.documents else record.documents[0].root


def documents_of(repo: Repo, paths: Iterable[str]) -> Iterator[tuple[str, Node]]:
    """Yield each document of some YAML files with its path; JSON is YAML."""
    return ((file.path, document.root) for file in repo.records(YAML, paths) for document in file.documents)


def single(
    platform: Platform,
    kind: str,
    name: str,
    place: Place,
    what: str,
    *,
    command: tuple[str, ...] = (),
    resources: Resources | None = None,
) -> Workload:
    """Return a workload that is one process."""
    container = Container(name, place, command=command, resources=resources)
    return Workload(platform, kind, name, place, what, (container,))
