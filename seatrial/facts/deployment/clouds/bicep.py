"""Which resources do Bicep files declare for Azure, and which of them start a workload?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Platform, Resources, Workload
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.bicep import BICEP
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Types that run something of the owner's, in small letters, as Azure does not tell capitals apart.
_STARTS = frozenset({
    "microsoft.app/containerapps", "microsoft.app/jobs", "microsoft.containerinstance/containergroups",
    "microsoft.web/sites", "microsoft.machinelearningservices/workspaces/onlineendpoints/deployments",
    "microsoft.machinelearningservices/workspaces/batchendpoints/deployments",
    "avm/res/app/container-app", "avm/res/app/job", "avm/res/container-instance/container-group", "avm/res/web/site",
})  # fmt: skip
#: The kind of a block that declares a resource, by itself or by a module of Azure's own registry.
_TYPE = regex(r"'(?:br(?:/[\w-]{1,40})?:)?(?:[\w.-]{1,80}/bicep/)?([\w.]+(?:/[\w.-]+)+)[@:][\w.-]+'?")
#: Blocks that hold what a container, or an instance of a function, may use.
_HOLDS = frozenset({"resources", "limits", "scaleAndConcurrency"})
_NUMBER = regex(r"json \( '([\d.]+)' \)")


@dataclass(frozen=True, slots=True)
class AzureResource:
    """One ``resource name 'Microsoft.App/containerApps@2024-03-01' = { ... }``."""

    type: str  #: "Microsoft.App/containerApps"
    name: str  #: "" when a parameter gives it, or it is put together
    place: Place
    what: str
    block: Block
    role: Role = Role.OWN


@fact
def bicep(repo: Repo) -> tuple[AzureResource, ...]:
    """Return the resources of every Bicep file that is not vendored; those in modules stand where they are written."""
    owned = [path for path in repo.matching(lambda path: path.endswith(".bicep")) if not role(repo, path).is_foreign]
    return tuple(found for file in repo.records(BICEP, owned) for found in _resources(repo, file.path, file.blocks))


def _resources(repo: Repo, path: str, blocks: tuple[Block, ...]) -> Iterator[AzureResource]:
    for block in (inner for outer in blocks for inner in outer.walk()):
        if match := _TYPE.match(block.kind):
            written = block.value("name")
            name = written.strip("'") if written.startswith("'") and "$" not in written else ""
            what = f"bicep {match[1]} {name}".rstrip()
            yield AzureResource(match[1], name, Place(path, block.line), what, block, role(repo, path))


@fact
def bicep_workloads(repo: Repo) -> tuple[Workload, ...]:
    """Return the resources that start something of the owner's, with CPU and memory as far as they are set."""
    return tuple(_workload(item) for item in bicep(repo) if item.type.lower() in _STARTS)


def _workload(item: AzureResource) -> Workload:
    cpu, memory = next(_set(item, ("cpu",)), None), next(_set(item, ("memory", "memoryInGB", "instanceMemoryMB")), None)
    line = next((found[1] for found in (memory, cpu) if found), item.place.line)
    resources = Resources(
        Place(item.place.path, line), cpu_limit=cpu[0] if cpu else "", memory_limit=memory[0] if memory else ""
    )
    work = single(
        Platform.AZURE, item.type, item.name, item.place, item.what, resources=resources if cpu or memory else None
    )
    return replace(work, role=item.role)


def _set(item: AzureResource, names: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield what a container may use: of Container Apps what it is given is what it is held to."""
    for block in item.block.walk():
        if block.kind in _HOLDS:
            for name, text, line in block.values:
                if name in names and text and text != "null":
                    yield _plain(text), line


def _plain(text: str) -> str:
    found = _NUMBER.fullmatch(text)
    return found[1] if found else text.strip("'")
