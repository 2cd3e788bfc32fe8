"""How are small files of settings asked: the first document of YAML, JSON and TOML, and a workload of one process."""

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
