"""What do the proxies before a service say: nginx in files and ConfigMaps, and annotations of an Ingress?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import manifests_of
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.nginx import NGINX, Directive, directives_in
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, own_paths

_NAMED = regex(
    r"(?:^|/)(?:nginx|sites-(?:available|enabled))[^/]*/[^/]+$|(?:^|/)[^/]*nginx[^/]*\.(?:conf|template|tpl|j2)[^/]*$"
)
_ENDS = (".conf", ".template", ".tpl", ".j2", ".tmpl", ".nginx")


@dataclass(frozen=True, slots=True)
class ProxyRule:
    """One directive of nginx, and where it stands."""

    place: Place
    directive: Directive

    @property
    def what(self) -> str:
        """The directive as it is written."""
        return f"nginx sets {' '.join((self.directive.name, *self.directive.words))[:80]}"


@fact
def proxy_rules(repo: Repo) -> tuple[ProxyRule, ...]:
    """Return the directives of the owner's configurations of nginx, by place."""
    files = repo.records(NGINX, own_paths(repo, lambda path: path.endswith(_ENDS) and _NAMED.search(path)))
    written = [ProxyRule(Place(file.path, one.line), one) for file in files for one in file.directives]
    return (*written, *_in_config_maps(repo))


def _in_config_maps(repo: Repo) -> Iterator[ProxyRule]:
    for manifest in manifests_of(repo, "ConfigMap"):
        for key, node in manifest.root.at("data").pairs if manifest.role is Role.OWN else ():
            if "nginx" in key or "server {" in node.text:
                for one in directives_in(node.text, node.text_line):
                    yield ProxyRule(Place(manifest.place.path, one.line), one)


@dataclass(frozen=True, slots=True)
class IngressNote:
    """One annotation of an Ingress, a route or a gateway."""

    place: Place
    key: str  #: without the name of whoever reads it: ``limit-rps`` of ``nginx.ingress.kubernetes.io/limit-rps``
    value: str
    of: str

    @property
    def what(self) -> str:
        """The annotation, and what it is written on."""
        return f"{self.of} is annotated with {self.key}: {self.value[:60]}"


@fact
def ingress_notes(repo: Repo) -> tuple[IngressNote, ...]:
    """Return the annotations of what lets requests in."""
    return tuple(
        IngressNote(Place(one.place.path, node.line), key.rpartition("/")[2], node.text, one.what)
        for one in manifests_of(repo, "Ingress", "HTTPRoute", "IngressRoute", "Gateway", "Service")
        if one.counts
        for key, node in one.root.at("metadata", "annotations").pairs
    )
