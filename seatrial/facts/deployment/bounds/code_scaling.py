"""Which bounds on replicas and machines does Python code give to Ray Serve, Modal, Vertex, Azure ML or Databricks?"""

from collections.abc import Iterable, Iterator
from itertools import chain

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.python_files import python_files
from seatrial.facts.deployment.bounds.scaling_bounds import PROCESSORS, REPLICAS
from seatrial.facts.deployment.workload import Autoscaler
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.repo import Repo, Role, role

#: Jobs of Vertex AI over many rows start with some machines and grow to others.
_OF_A_JOB = (("starting_replica_count", "max_replica_count"),)
#: Azure ML: replicas of a service, and machines of a cluster for training.
_OF_A_SERVICE = (("autoscale_min_replicas", "autoscale_max_replicas"),)
_MACHINES = (*PROCESSORS, ("min_nodes", "max_nodes"))
#: Modal scales from nothing by itself, so that one bound is all it needs; the second name is that of older releases.
_HIGHEST = ("max_containers", "concurrency_limit")
_PAIRS = (*REPLICAS, *_OF_A_JOB, *_OF_A_SERVICE, *_MACHINES)
#: Arguments of which a call has one, if it bounds anything.
_TELLING = frozenset({*chain.from_iterable(_PAIRS), *_HIGHEST, "max_concurrency", "autoscaling_config"})
_SETTINGS = ("autoscaling_config", "autoscale")


@fact
def code_autoscalers(repo: Repo) -> tuple[Autoscaler, ...]:
    """Return the bounds that stand in calls, decorators and dictionaries; tests are left out."""
    return tuple(
        scaler
        for file in python_files(repo)
        if role(repo, file.path) is not Role.TEST
        for scaler in (*_in_calls(repo, file), *_in_dictionaries(repo, file))
    )


@fact
def code_copies(repo: Repo) -> tuple[Evidence, ...]:
    """Return where Ray Serve is told how many copies of a deployment run, whatever is asked of it."""
    return tuple(
        Evidence(Place(file.path, call.line), f"Ray Serve runs {copies.literal!s} of it, and nothing changes that")
        for file in python_files(repo)
        if role(repo, file.path) is Role.OWN
        for call in _calls(file)
        if call.name == "ray.serve.deployment" and (copies := call.keyword("num_replicas")) is not None
        if str(copies.literal).isdecimal()
    )


def _in_calls(repo: Repo, file: PythonFile) -> Iterator[Autoscaler]:
    for call in _calls(file):
        names = {name for name, _ in call.keywords}
        if names.isdisjoint(_TELLING):
            continue
        pair = next((pair for pair in _PAIRS if names.issuperset(pair)), None)
        if pair:
            low, high = (_whole(file, call, name) for name in pair)
            yield _scaler(repo, file.path, call.line, call.last, (low, high), of_nodes=pair in _MACHINES)
        elif call.name.startswith("modal.") and (bound := next((name for name in _HIGHEST if name in names), "")):
            yield _scaler(repo, file.path, call.line, call.last, (None, _whole(file, call, bound)))
        elif call.last == "ServerlessInferenceConfig" and "max_concurrency" in names:
            yield _scaler(repo, file.path, call.line, call.last, (0, _whole(file, call, "max_concurrency")))
        elif "autoscaling_config" in names:
            yield _scaler(repo, file.path, call.line, call.last, (None, None))


def _calls(file: PythonFile) -> Iterable[Call]:
    yield from file.calls
    for function in file.functions:
        yield from function.decorators
    for kind in file.classes:
        yield from kind.decorators


def _in_dictionaries(repo: Repo, file: PythonFile) -> Iterator[Autoscaler]:
    for assignment in file.assignments:
        keys = {item.literal for item in assignment.value.items} if assignment.value.kind == "dict" else set()
        if keys & set(_SETTINGS) and keys & {"node_type_id", "spark_version", "instance_type"}:
            yield _scaler(repo, file.path, assignment.line, assignment.target, (None, None), of_nodes=True)


def _whole(file: PythonFile, call: Call, name: str) -> int | None:
    """Return the number that a call gives, also by the name of a constant or of a parameter that has a default."""
    given = call.keyword(name)
    value = constant(file, call.scope, given) if given is not None else None
    return value.literal if value is not None and isinstance(value.literal, int) else None


def _scaler(
    repo: Repo, path: str, line: int, name: str, bounds: tuple[int | None, int | None], *, of_nodes: bool = False
) -> Autoscaler:
    what = f"{name} bounds the number of {'machines' if of_nodes else 'replicas'}"
    return Autoscaler("code", Place(path, line), what, name, *bounds, of_nodes=of_nodes,
                      confidence=Confidence.LIKELY, role=role(repo, path))  # fmt: skip
