"""Which objects do the Kubernetes manifests and charts of the repository declare?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.helm import Chart, chart_of, filled, switched_off
from seatrial.facts.deployment.workload import Deployable
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import Document, Node, YamlFile
from seatrial.read.posix_path import is_yaml
from seatrial.repo import Repo, Role, role

_ELSEWHERE = (".github/", ".gitlab", ".circleci/")
_NO_MANIFESTS = {"openapi.yaml", "swagger.yaml", "mkdocs.yml", "values.yaml"}


@dataclass(frozen=True, slots=True)
class Manifest(Deployable):
    """One object: a document with ``apiVersion`` and ``kind``, a chart's values put in."""

    kind: str
    api: str
    name: str
    place: Place
    what: str
    root: Node
    role: Role = Role.OWN
    confidence: Confidence = Confidence.VERIFIED  #: likely when template actions remain in it
    switched_off: bool = False  #: the chart's default values leave it out


@fact
def yaml_paths(repo: Repo) -> tuple[str, ...]:
    """Return the YAML files that are neither vendored nor generated, nor the configuration of a forge."""
    found = (path for path in repo.matching(is_yaml) if not path.startswith(_ELSEWHERE))
    return tuple(path for path in found if not role(repo, path).is_foreign)


def own_yaml(repo: Repo) -> tuple[str, ...]:
    """Return the YAML files of the product itself, without those of tests, examples and documents."""
    return tuple(path for path in yaml_paths(repo) if role(repo, path) is Role.OWN)


@fact
def manifests(repo: Repo) -> tuple[Manifest, ...]:
    """Return the objects of every manifest; those of vendored charts and operator bundles are not among them."""
    return tuple(
        manifest
        for file in repo.records(YAML, (path for path in yaml_paths(repo) if _may_hold(repo, path)))
        if not _is_operator(file)
        for document in file.documents
        for manifest in _objects(repo, file.path, document)
    )


def _may_hold(repo: Repo, path: str) -> bool:
    if posixpath.basename(path) in _NO_MANIFESTS:
        return False
    chart = chart_of(repo, path)
    return chart is not None or "/charts/" not in path or "/templates/" not in path


def _is_operator(file: YamlFile) -> bool:
    """Tell whether a file installs somebody else's operator: it brings definitions of kinds along."""
    return any(document.root.at("kind").text == "CustomResourceDefinition" for document in file.documents)


def _objects(repo: Repo, path: str, document: Document) -> Iterator[Manifest]:
    root = document.root
    roots = root.at("items").elements if root.at("kind").text == "List" else (root,)
    chart = chart_of(repo, path)
    for item in roots:
        if item.at("apiVersion").text and item.at("kind").text:
            yield _manifest(repo, path, document, item, chart)


def _manifest(repo: Repo, path: str, document: Document, item: Node, chart: Chart | None) -> Manifest:
    root = filled(chart, item) if chart else item
    kind, name = root.at("kind").text, root.at("metadata", "name").text or root.at("metadata", "generateName").text
    sure = not any("{{" in node.text for steps, node in root.walk() if steps[:1] == ("spec",))
    return Manifest(
        kind, root.at("apiVersion").text, name, Place(path, item.at("kind").line), f"{kind} {name}".strip(), root,
        role(repo, path), Confidence.VERIFIED if sure else Confidence.LIKELY,
        chart is not None and switched_off(repo, chart, document.conditions),
    )  # fmt: skip


def manifests_of(repo: Repo, *kinds: str) -> tuple[Manifest, ...]:
    """Return the objects of these kinds."""
    return tuple(manifest for manifest in manifests(repo) if manifest.kind in kinds)
