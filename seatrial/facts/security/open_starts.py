"""Which images and workloads start open: in debug mode, with a console that asks nobody, with a known password?"""

from collections.abc import Iterable, Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.workload import Container, Platform, Workload
from seatrial.facts.images.containers import own_images
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import Command, command
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

_SWITCHES = frozenset({"FLASK_DEBUG", "DJANGO_DEBUG", "QUART_DEBUG", "FLASK_ENV", "QUART_ENV"})
_TRUE = frozenset({"1", "true", "yes", "on"})
_DEVELOPMENT = regex(r"(^|[._/-])(dev|devel|development|override|local|debug|test|ci)([._/-]|$)")
_PRODUCTION = regex(r"(^|[._/-])(prod|production|deploy|release)([._/-]|$)")
_EMPTY_TOKEN = regex(
    r"--(?:NotebookApp|ServerApp|IdentityProvider)\.(?:token|password)(?:=|\s+)(?:''|\"\"|[\"']?\s|[\"']?$|,)"
)
_GRAFANA = "GF_AUTH_ANONYMOUS_"
_ANONYMOUS = f"{_GRAFANA}ENABLED"
_PASSWORD = caseless(r"(^|_)(PASSWORD|PASSWD|PASS|PW)$|^MINIO_(ROOT_PASSWORD|SECRET_KEY)$")
#: Passwords that everybody tries first, the names of the programs themselves among them.
_KNOWN = frozenset({
    "admin", "password", "passw0rd", "pass", "root", "changeme", "change_me", "changeit", "secret", "test", "guest",
    "example", "postgres", "postgresql", "mysql", "mongo", "redis", "airflow", "minio", "minioadmin", "minio123",
    "grafana", "mlflow", "rabbitmq", "user", "default", "123456", "12345678", "1234", "admin123", "password123",
    "neo4j", "elastic", "superset", "metabase", "prefect", "dagster",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenStart:
    """One declared start that opens something nobody asked to be open."""

    place: Place
    what: str
    shipped: bool  #: it is declared for production, as far as its file tells
    development: bool = False  #: its file is called after development
    mild: bool = False  #: who can get there is decided elsewhere: by a network, a firewall
    confidence: Confidence = Confidence.VERIFIED


@fact
def open_starts(repo: Repo) -> tuple[OpenStart, ...]:
    """Return the images and workloads of the owner that are started open, those for production first."""
    found = [*_of_images(repo), *_of_workloads(repo)]
    return tuple(sorted(dict.fromkeys(found), key=lambda it: (it.mild, not it.shipped, it.development, it.place)))


def is_for_development(path: str) -> bool:
    """Tell whether a file is called after development, tests or one person's machine."""
    return bool(_DEVELOPMENT.search(path.lower()))


def _of_images(repo: Repo) -> Iterator[OpenStart]:
    for image in own_images(repo):
        development = is_for_development(image.path)
        place = image.start_place or image.place
        for what, mild in (*_debugs(image.variables), *_consoles(image.start)):
            yield OpenStart(place, what, not development, development, mild)


def _of_workloads(repo: Repo) -> Iterator[OpenStart]:
    closed = any(item.kind == "NetworkPolicy" and item.role is Role.OWN for item in manifests(repo))
    for work in workloads(repo):
        if not work.counts:
            continue
        shipped, development = _purpose(work)
        for container in work.containers:
            for what, mild in _of_container(work, container, closed=closed):
                yield OpenStart(container.place, f"{work.what.partition(',')[0]}: {what}", shipped, development, mild,
                                work.confidence)  # fmt: skip


def _purpose(work: Workload) -> tuple[bool, bool]:
    """Tell what is declared for production from what is for development; plain compose files are neither."""
    development = is_for_development(work.path)
    if work.platform is Platform.COMPOSE:
        return bool(_PRODUCTION.search(work.path.lower())) and not development, development
    return not development, development


def _of_container(work: Workload, container: Container, *, closed: bool) -> Iterator[tuple[str, bool]]:
    yield from _debugs(container.variables)
    words = container.command + container.arguments
    reachable = work.platform is not Platform.COMPOSE or bool(container.ports)
    for what, mild in _consoles(command(words)) if words and reachable else ():
        if not (closed and mild and work.platform is Platform.KUBERNETES):
            yield what, mild
    yield from _let_in(dict(container.variables)) if reachable else ()
    for name, value in container.variables:
        if _PASSWORD.search(name) and value.lower() in _KNOWN:
            yield f"{name} has a value that everybody tries first", False


def _debugs(variables: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bool]]:
    for name, value in variables:
        word = value.lower()
        if (name.endswith("_DEBUG") and name in _SWITCHES and word in _TRUE) or (
            name.endswith("_ENV") and name in _SWITCHES and word == "development"
        ):
            yield f"{name}={value} switches debug mode on", False


def _let_in(variables: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Yield what lets in whoever comes without a login, each with whether the network decides who gets there."""
    if variables.get(_ANONYMOUS, "").lower() in _TRUE:
        role = variables.get(f"{_GRAFANA}ORG_ROLE", "Viewer")
        yield f"Grafana lets in all addresses as {role[:20]}, and asks nobody who they are", role.lower() == "viewer"


def _consoles(started: Iterable[Command]) -> Iterator[tuple[str, bool]]:
    """Yield the consoles that ask nobody, each with whether the network around decides who gets there."""
    for one in started:
        text, program = one.text, one.program
        if program.startswith("jupyter") and _EMPTY_TOKEN.search(text):
            yield "Jupyter is started without a token, so whoever reaches it runs code", False
        elif program == "mlflow" and {"server", "ui"} & set(one.arguments[:1]) and _on_all(text):
            if "--app-name" not in text:
                yield "MLflow answers on all addresses and asks nobody who they are", True
        elif program == "ray" and "--dashboard-host" in text and _on_all(text):
            yield "the Ray dashboard answers on all addresses, and whoever reaches it runs code", True
        elif program == "streamlit" and "enableXsrfProtection" in text and "false" in text.lower():
            yield "Streamlit is started without its protection against forged requests", True


def _on_all(text: str) -> bool:
    return "0.0.0.0" in text or "--host=::" in text  # noqa: S104 - what is looked for
