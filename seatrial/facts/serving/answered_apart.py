"""Which program runs the model for endpoints that only keep what is asked, and hand out what is kept there?"""

from collections.abc import Iterable, Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.folders import judges_or_tries
from seatrial.facts.code.python_files import python_file
from seatrial.facts.reach.below import below
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.entry_points import entry_points
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.reach.reach_seeds import nodes_of
from seatrial.facts.serving.batch import web_starts
from seatrial.facts.serving.measuring import measuring
from seatrial.facts.serving.serving import is_named_for_a_model, network_endpoints
from seatrial.facts.serving.watch.own_state import answers_nobody
from seatrial.facts.signs import inferences
from seatrial.facts.training.training import training_paths
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.repo import Repo

_STARTS = frozenset({Kind.IMAGE, Kind.WORKLOAD, Kind.PIPELINE, Kind.SCHEDULE, Kind.DEPLOY, Kind.TASK, Kind.SCRIPT})
#: Clients of what two programs can share: a database, a cache, a queue, a bucket.
_SHARED = frozenset({
    "aio_pika", "aiokafka", "aioredis", "asyncpg", "boto3", "celery", "confluent_kafka", "databases", "django",
    "firebase_admin", "kafka", "kombu", "minio", "mongoengine", "motor", "mysql", "nats", "peewee", "pika",
    "psycopg", "psycopg2", "pymongo", "pymysql", "redis", "rq", "sqlalchemy", "sqlite3", "sqlmodel", "supabase",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Apart:
    """A program that runs a model, and shares a store with endpoints that do not."""

    place: Place
    what: str
    hands_on: bool  #: a deployment starts it
    confidence: Confidence = Confidence.LIKELY  # what one of both writes there, and the other reads, nobody followed


@fact
def answered_apart(component: Component) -> tuple[Apart, ...]:
    """Return the programs that run a model and share a store with the endpoints, those first that a deployment starts.

    What trains or judges a model answers nobody, and an endpoint that promises a model's answer asks for it itself.
    """
    doors = [] if any(is_named_for_a_model(door) for door in network_endpoints(component)) else _doors(component)
    kept = _stores(component.repo, below(doors, reach(component.repo).edges)) if doors else frozenset[str]()
    found = _programs(component, kept) if kept else ()
    return tuple(sorted(found, key=lambda one: (not one.hands_on, one.place)))


def _doors(component: Component) -> list[Node]:
    asked = (door for door in network_endpoints(component) if not answers_nobody(component.repo, door))
    return [reach(component.repo).node(door.handler_path, door.handler) for door in asked if door.handler_path]


def _programs(component: Component, kept: frozenset[str]) -> Iterator[Apart]:
    repo = component.repo
    trained, measures = training_paths(repo), measuring(repo)
    node = reach(repo).node
    asked = {node(call.path, call.scope) for call in inferences(component) if call.place not in measures}
    goals = {node for node in asked if node[0] not in trained and not judges_or_tries(node[0])}
    for point in _starts(component) if goals else ():
        nodes = below(nodes_of(point, reach(repo).edges), reach(repo).edges)
        shared = sorted(kept & _stores(repo, nodes)) if goals & nodes else []
        if shared:
            what = f"{point.path} runs a model, apart from the endpoints, and both use {shared[0]}"
            yield Apart(Place(point.path), what, point.deployed)


def _starts(component: Component) -> Iterator[EntryPoint]:
    web = web_starts(component.repo)
    for point in entry_points(component.repo):
        starts = point.kind in _STARTS and point.path in component.own and point not in web
        if starts and not judges_or_tries(point.path):
            yield point


def _stores(repo: Repo, nodes: Iterable[Node]) -> frozenset[str]:
    files = (python_file(repo, path) for path in {path for path, _ in nodes})
    return frozenset(name for file in files if file for name in file.packages) & _SHARED
