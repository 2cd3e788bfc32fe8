"""Whom does the code of a folder ask over the network, by the addresses and settings that it names?"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Files that may name an address.
_NAMING = (
    ".py", ".js", ".jsx", ".ts", ".tsx", ".mjs", ".vue", ".svelte", ".html", ".go", ".java", ".kt", ".rs", ".yml",
    ".yaml", ".toml", ".json", ".conf", ".template", ".env", ".properties", "Dockerfile", ".env.example", "Caddyfile",
)  # fmt: skip
_LOCKS = regex(r"(?:lock|\.min)\.(?:json|ya?ml|js)$|/node_modules/")
_COMPOSE = caseless(r"(?:docker[-_.])?(?:compose)\b.*\.ya?ml")
_LIMIT, _MOST = 100_000, 500  #: bytes of one file, and files of one folder, in which addresses are looked for
#: A host with its scheme or port, a port of this machine, and a setting that holds an address.
_ADDRESS = regex(
    r"(?:https?|grpcs?|wss?)://(?P<host>[A-Za-z][\w-]{1,60})|(?<![\w./-])(?P<bare>[a-z][a-z0-9-]{1,40}):\d{2,5}\b"
    r"|\b(?P<setting>[A-Z][A-Z0-9_]{1,60})_(?:URL|URI|HOST|ADDR|ADDRESS|ENDPOINT|API|BASE|SERVICE)\b"
)
_PORT = regex(r"(?:localhost|127\.0\.0\.1|0\.0\.0\.0):(\d{2,5})\b")
_PUBLISHED = regex(r"^(?:[\d.]+:)?(?:\$\{\w+:-)?(\d{2,5})\}?:\d{2,5}(?:/tcp)?$")
_TELLING = 6  #: letters of a name that tell a unit, wherever they stand in another
#: Words by which no part is told from another.
_GENERAL = frozenset({"service", "services", "server", "api", "svc", "app", "base", "next", "public", "vite"})


@dataclass(frozen=True, slots=True)
class _Composed:
    """A service of Docker Compose that is built from a folder."""

    name: str
    folder: str
    ports: frozenset[str]
    told: str  #: what its settings hold


def asked_units(repo: Repo, askers: Mapping[str, Iterable[str]], units: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return which units each asker names as a host, by a port that Compose publishes, or in a setting."""
    composed, known = tuple(_composed(repo)), tuple(units)
    names = {unit: (unit.rpartition("/")[2], *(one.name for one in composed if one.folder == unit)) for unit in known}
    ports = {port: one.folder for one in composed if one.folder in names for port in one.ports}
    found: dict[str, frozenset[str]] = {}
    for asker, paths in askers.items():
        naming = [path for path in paths if path.endswith(_NAMING) and not _LOCKS.search(path)][:_MOST]
        addressed = {*repo.texts(_addresses, naming, _LIMIT)}
        addressed |= {name for one in composed if one.folder == asker for name in _addresses("", one.told)}
        by_name = {unit for unit in known if any(_names(host, name) for name in names[unit] for host in addressed)}
        found[asker] = frozenset(by_name | {ports[name] for name in addressed if name in ports}) - {asker}
    return found


def _addresses(path: str, text: str) -> Iterator[str]:
    """Yield the hosts, the ports of this machine and the settings for addresses that a text names."""
    del path
    for match in _ADDRESS.finditer(text):
        yield match["host"] or match["bare"] or match["setting"]
    yield from _PORT.findall(text)


def _names(host: str, unit: str) -> bool:
    """Tell whether a host or a setting is called after a unit: ``CATALOG_SERVICE_ADDR`` after ``catalogservice``."""
    base = _base(unit)
    whole = "".join(sorted(base, key=unit.lower().index)).removesuffix("service")
    return base <= _words(host) or (len(whole) >= _TELLING and whole in re.sub(r"[\W_]+", "", host.lower()))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.split(r"[\W_]+", name.lower()))


def _base(name: str) -> frozenset[str]:
    """Return the words of a name that tell it from others; all of them where none does."""
    return _words(name) - _GENERAL or _words(name)


def _composed(repo: Repo) -> Iterator[_Composed]:
    """Yield the services that Compose builds from folders of the repository."""
    for file in repo.records(YAML, repo.matching(lambda path: _COMPOSE.fullmatch(posixpath.basename(path)))):
        above = posixpath.dirname(file.path)
        for document in file.documents[:1]:
            for name, service in document.root.at("services").pairs:
                context = service.at("build").text or service.at("build", "context").text
                if context:
                    built = posixpath.join(above, context, posixpath.dirname(service.at("build", "dockerfile").text))
                    yield _Composed(name, posixpath.normpath(built), frozenset(_ports(service)), _settings(service))


def _ports(service: Node) -> Iterator[str]:
    for text in service.at("ports").texts:
        if published := _PUBLISHED.match(text):
            yield published[1]


def _settings(service: Node) -> str:
    """Return the values of a service's variables; its own names for them tell nothing more."""
    variables = service.at("environment")
    values = (text.partition("=")[2] for text in variables.texts)
    return "\n".join((*values, *(text for _, text in variables.texts_by_key)))
