"""Which bounds on CPU and memory does Python code give to what it deploys?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.code.python_files import python_files
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Platform, Resources, Workload
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Value
from seatrial.repo import Repo, Role, role

#: Keywords that bound one container, wherever they stand -> what they bound.
_KEYWORDS = {
    "cpu_cores": "cpu", "memory_gb": "memory", "cpu_cores_limit": "cpu", "memory_gb_limit": "memory",
    "memory_limit_mib": "memory", "mem_limit": "memory",
}  # fmt: skip
#: Packages whose constructors bound a function by ``memory_size``, which is a size of anything elsewhere.
_OF_FUNCTIONS = ("aws_cdk.aws_lambda", "aws_solutions_constructs.", "pulumi_aws.lambda_.")
_PROPS = "lambda_function_props"  #: the table by which some of them are given it
_OF_GROUPS = "memory_in_gb"  #: by which a container of a group of Azure is given its memory, with ``cpu`` beside it
#: Methods of a step of a pipeline that are given the bound itself.
_METHODS = {"set_cpu_limit": "cpu", "set_memory_limit": "memory"}
_OBJECT = "V1ResourceRequirements"  #: of the client for Kubernetes


@fact
def code_limits(repo: Repo) -> tuple[Workload, ...]:
    """Return a workload of one container for each call that bounds one; tests are left out."""
    return tuple(
        work
        for file in python_files(repo)
        if role(repo, file.path) is not Role.TEST
        for call in file.calls
        for work in _bounded(repo, file.path, call)
    )


def _in_table(limits: Value) -> dict[str, str]:
    """Return what a table of limits holds: ``{"cpu": "1", "memory": "2Gi"}``."""
    return {key: str(value.literal or value.text) for key, value in limits.keywords if key in {"cpu", "memory"}}


def _bounded(repo: Repo, path: str, call: Call) -> Iterator[Workload]:
    given = {_KEYWORDS[key]: value.literal or value.text for key, value in call.keywords if key in _KEYWORDS}
    if call.name.startswith(_OF_FUNCTIONS) and (size := _memory_size(call)):
        given = {"memory": size.literal or size.text}
    if size := call.keyword(_OF_GROUPS):
        cpu = call.keyword("cpu")
        given = {"memory": size.literal or size.text, **({"cpu": cpu.literal or cpu.text} if cpu else {})}
    if call.last in _METHODS and call.args:
        given = {_METHODS[call.last]: call.args[0].literal or call.args[0].text}
    if call.last == _OBJECT and (limits := call.keyword("limits")) and (limits.kind != "literal" or limits.literal):
        given = {**_in_table(limits)} or {"cpu": limits.text or "what a table says"}
    if given:
        place = Place(path, call.line)
        bounds = Resources(place, cpu_limit=str(given.get("cpu", "")), memory_limit=str(given.get("memory", "")))
        what = f"{call.written[:60]} deploys a container"
        work = single(Platform.MODEL_PLATFORM, "code", call.last, place, what, resources=bounds)
        yield replace(work, role=role(repo, path))


def _memory_size(call: Call) -> Value | None:
    props = call.keyword(_PROPS)
    return call.keyword("memory_size") or (props.keyword("memory_size") if props else None)
