"""What does a repository show that belongs into its documents?"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.models.artifacts import Artifact, artifacts
from seatrial.facts.models.bill_metrics import stated_metrics
from seatrial.facts.project.dependencies import python_projects, requirements
from seatrial.facts.project.people import owners
from seatrial.facts.serving.serving import served_endpoints
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.routes import routes
from seatrial.model import Confidence, Evident
from seatrial.model.counted import first_few
from seatrial.model.grouped import grouped
from seatrial.model.models import Metric
from seatrial.model.record import dataclass
from seatrial.read.models.onnx_model import TensorSpec
from seatrial.repo import Repo, Role, role

_SHOWN = 12  #: of one kind: a draft names what is there, and is no inventory
_PLACES = 3  #: of one source
_T = TypeVar("_T")
_E = TypeVar("_E", bound=Evident)


@dataclass(frozen=True, slots=True)
class Route:
    """One way in."""

    way: str  #: "POST /predict"
    handler: str
    place: str


@dataclass(frozen=True, slots=True)
class Load:
    """One source of data, and the places that read it."""

    what: str
    places: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One stored metric."""

    name: str
    value: str
    path: str


@dataclass(frozen=True, slots=True)
class Model:
    """One stored model."""

    path: str
    format: str
    origin: str  #: what the file says about itself, with a comma before it; "" when nothing
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that a draft may name."""

    name: str
    commit: str
    owners: tuple[str, ...]
    routes: tuple[Route, ...]
    loads: tuple[Load, ...]
    metrics: tuple[Figure, ...]
    models: tuple[Model, ...]
    packages: str


def shown_facts(repo: Repo) -> Shown:
    """Return what the repository shows, a dozen of each kind at most; examples and tests show nothing."""
    stored = [one for one in artifacts(repo) if one.model and one.role is Role.OWN][:_SHOWN]
    return Shown(
        _name(repo),
        _commit(repo),
        _owners(repo),
        _first(_route(one) for one in _answering(repo)),
        _first(_loads(repo)),
        _first(_figure(metric) for _, metric in stated_metrics(repo, tuple(one.path for one in stored))),
        tuple(_model(one) for one in stored),
        ", ".join(dict.fromkeys(one.name for one in requirements(repo) if one.runtime and one.role is Role.OWN)),
    )


def _answering(repo: Repo) -> tuple[Endpoint, ...]:
    """Return the ways in that are followed to a model; else those that promise one, else all of them."""
    served = [one for one in _own(repo, served_endpoints(repo)) if not one.trains]
    followed = [one for one in served if one.confidence is Confidence.VERIFIED]
    return tuple(one.endpoint for one in followed or served) or tuple(_own(repo, routes(repo)))


def _loads(repo: Repo) -> Iterator[Load]:
    sources = grouped((one.what, one.place.spot) for one in _own(repo, data_loads(repo)))
    return (Load(what, first_few(places, _PLACES)) for what, places in sources.items())


def _first(found: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(islice(found, _SHOWN))


def _own(repo: Repo, found: Iterable[_E]) -> Iterator[_E]:
    return (one for one in found if role(repo, one.place.path) is Role.OWN)


def _owners(repo: Repo) -> tuple[str, ...]:
    return _first(dict.fromkeys(one.name for one in owners(repo) if one.name and not one.placeholder))


def _name(repo: Repo) -> str:
    """Return what the project at the root calls itself, else the name of its folder."""
    named = (project.name for project in python_projects(repo) if "/" not in project.path and project.name)
    return next(named, "") or repo.snapshot.name.rpartition("/")[2]


def _commit(repo: Repo) -> str:
    commit = repo.snapshot.commit[:12]
    if not commit:
        return "unknown, as it is in no git"
    return f"{commit} with changes" if repo.snapshot.dirty else commit


def _route(route: Endpoint) -> Route:
    way = " ".join((*route.methods, route.url or route.framework))
    return Route(way, route.handler, route.place.spot)


def _figure(metric: Metric) -> Figure:
    return Figure(metric.name, str(metric.value), metric.place.path if metric.place else "")


def _model(one: Artifact) -> Model:
    kind, stored = str(one.format or "elsewhere"), one.stored
    if stored is None:
        return Model(one.path, kind, "", (), ())
    said = [f"opset {stored.opset}"] if stored.opset else []
    said += [f"{key} {value}" for key, value in stored.metadata][:_SHOWN]
    said += [f"SHA-256 {stored.sha256[:16]}"] if stored.sha256 else []
    origin = "".join(f", {part}" for part in said)
    return Model(one.path, kind, origin, tuple(map(_tensor, stored.inputs)), tuple(map(_tensor, stored.outputs)))


def _tensor(spec: TensorSpec) -> str:
    shape = "" if spec.shape is None else f" ({', '.join(str(size) for size in spec.shape)})"
    return f"{spec.name}: {spec.type or 'no tensor'}{shape}"
