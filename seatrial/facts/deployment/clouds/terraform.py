"""Which resources do the Terraform files declare, and which of them start a workload?"""

from collections.abc import Iterator
from dataclasses import replace
from posixpath import basename, dirname, join, normpath

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Platform, Resources, Workload
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.hcl import HCL, Block
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Resources that run something of the owner's.
#: Functions, of which the platform starts as many as are asked, where it finds room.
_FUNCTION = regex(r"aws_lambda_function|google_cloudfunctions2?_function|azurerm_\w*function_app")
_STARTS = (
    "azurerm_container_app", "azurerm_container_group", "azurerm_linux_web_app", "azurerm_linux_function_app",
    "google_cloud_run_service", "google_cloud_run_v2_service", "google_cloud_run_v2_job",
    "google_cloudfunctions2_function",
    "aws_ecs_task_definition", "aws_lambda_function", "aws_apprunner_service", "aws_sagemaker_endpoint_configuration",
    "aws_sagemaker_model", "aws_batch_job_definition", "kubernetes_deployment", "kubernetes_deployment_v1",
    "google_vertex_ai_endpoint", "azurerm_machine_learning_online_endpoint", "databricks_job",
    "databricks_model_serving", "helm_release",
)  # fmt: skip
_IMAGE = regex(r"(?:container_|docker_|app_)?image(?:_ur[il]|_tag|_name)?|ecr_(?:repository|image)_ur[il]")
_MEMORY = ("memory", "memory_size", "available_memory", "instance_type", "memory_mb", "workload_size")


@dataclass(frozen=True, slots=True)
class Resource:
    """One top-level block: a resource, a module, a variable."""

    kind: str  #: "resource", "module", "variable", "data"
    type: str  #: "aws_lambda_function"; "" for anything but resources and data
    name: str
    place: Place
    what: str
    block: Block
    role: Role = Role.OWN


@fact
def terraform(repo: Repo) -> tuple[Resource, ...]:
    """Return the top-level blocks of every Terraform file that is not vendored."""
    paths = repo.matching(lambda path: path.endswith(".tf") and "/.terraform/" not in path)
    owned = [path for path in paths if not role(repo, path).is_foreign]
    return tuple(
        _resource(repo, file.path, block) for file in repo.records(HCL, owned) for block in file.blocks if block.labels
    )


def _never_called(resources: tuple[Resource, ...]) -> frozenset[str]:
    """Return the folders of modules that nothing calls, beside others that are called: they start nothing."""
    called = {
        normpath(join(dirname(item.place.path), source))
        for item in resources
        if item.kind == "module" and (source := item.block.value("source")).startswith(".")
    }
    shelves = {dirname(folder) for folder in called if basename(dirname(folder)) == "modules"}
    folders = {dirname(item.place.path) for item in resources}
    beside = {folder for folder in folders if dirname(folder) in shelves and folder not in called}
    return frozenset(one for one in beside if not any(other.startswith(f"{one}/") for other in called))


def _resource(repo: Repo, path: str, block: Block) -> Resource:
    kind = block.labels[0] if block.kind in {"resource", "data"} else ""
    what = " ".join(("terraform", block.kind, *block.labels))
    return Resource(block.kind, kind, block.labels[-1], Place(path, block.line), what, block, role(repo, path))


@fact
def defaults(repo: Repo) -> tuple[tuple[str, str], ...]:
    """Return the default values of variables, by name."""
    variables = (item for item in terraform(repo) if item.kind == "variable")
    return tuple((item.name, item.block.value("default")) for item in variables if item.block.value("default"))


@fact
def terraform_workloads(repo: Repo) -> tuple[Workload, ...]:
    """Return the resources that start something of the owner's, with CPU and memory as far as they are set.

    A module that nothing calls, beside others that are called, starts nothing.
    """
    idle = _never_called(terraform(repo))
    live = (item for item in terraform(repo) if dirname(item.place.path) not in idle)
    return tuple(
        replace(_workload(item), role=item.role)
        for item in live
        if (item.kind == "resource" and item.type in _STARTS) or _runs_an_image(item)
    )


def own_terraform(repo: Repo) -> tuple[Resource, ...]:
    """Return the owner's blocks: those of examples and tests apart."""
    return tuple(item for item in terraform(repo) if item.role is Role.OWN)


def own_resources(repo: Repo) -> Iterator[Resource]:
    """Yield the owner's resources: modules, variables and data apart."""
    return (item for item in own_terraform(repo) if item.kind == "resource")


def _runs_an_image(item: Resource) -> bool:
    """Tell whether a module is given an image, CPU and memory: whatever its author calls it, it starts the image."""
    if item.kind != "module":
        return False
    named = {name for block in item.block.walk() for name, text, _ in block.values if text and text != "null"}
    return {"cpu", "memory"} <= named and any(_IMAGE.fullmatch(name) for name in named)


def _workload(item: Resource) -> Workload:
    cpu = next(_set(item, ("cpu",)), None)
    memory = next(_set(item, _MEMORY), None)
    line = next((found[1] for found in (memory, cpu) if found), item.place.line)
    resources = Resources(
        Place(item.place.path, line), cpu_limit=cpu[0] if cpu else "", memory_limit=memory[0] if memory else ""
    )
    platform = Platform.SERVERLESS if _FUNCTION.fullmatch(item.type) else Platform.TERRAFORM
    return single(platform, item.type or item.kind, item.name, item.place, item.what,
                  resources=resources if cpu or memory else None)  # fmt: skip


def _set(item: Resource, names: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    for block in item.block.walk():
        if block.kind in {"requests", "reservations"}:
            continue
        for name, text, line in block.values:
            if name in names and text and text != "null":
                yield text, line
