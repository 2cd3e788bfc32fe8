"""Which files describe the environment that the software runs in, and does CI check or apply them?"""

import posixpath
from collections.abc import Iterator
from enum import IntEnum

from seatrial.facts import fact
from seatrial.facts.ci.scanning.scanner_names import Subject
from seatrial.facts.ci.scanning.scanners import scans
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.code.programs import programs
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.deployed import owned_workloads
from seatrial.facts.deployment.desk import meant_first
from seatrial.facts.deployment.manifests import Platform, Workload, workloads
from seatrial.facts.deployment.releases.deliveries import deliveries
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Evidence, Place, as_evidence
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

_COMPUTES = regex(
    r"eks|ecs|gke|aks|cluster|container|instance|kubernetes|function|lambda|cloud_run|cloudfunctions|app_service|web_app|"
    r"machine_learning|sagemaker|vertex|databricks|helm_release|batch|virtual_machine|droplet|apprunner|app_runner"
)
_NOT_COMPUTE = regex(r"registry|repository|iam|policy|role|permission|log_group|alarm|subnet|security_group")
_FOR_SERVERS = regex(r"(?:^|[-_./])(?:prod|production|deploy(?:ment)?|staging|stage|swarm|server)(?:[-_./]|$)")
_BESIDE = regex(r"(?:mlflow|airflow|postgres|prometheus|grafana|minio|redis|jupyter|labelstudio|kafka)(?:[-_]\w++)*+")
_HUMP = regex(r"(?<=[a-z])(?=[A-Z])")
#: Ways of Python to describe what runs where.
_IN_PYTHON = {
    "modal.App": "Modal", "modal.Stub": "Modal", "aws_cdk.App": "the AWS CDK", "cdktf.App": "CDK for Terraform",
    "cdk8s.App": "cdk8s", "pulumi.export": "Pulumi", "beam.App": "Beam",
}  # fmt: skip
_CHECKS = tuple(tuple(words.split()) for words in (
    "terraform validate", "terraform plan", "terraform apply", "terraform test", "tofu validate", "tofu plan",
    "tofu apply", "terragrunt plan", "terragrunt validate", "terragrunt run-all", "tflint", "tfsec", "terrascan",
    "helm lint", "helm template", "helm upgrade", "helm install", "helm dependency", "ct lint", "ct install",
    "kubeconform", "kubeval", "kube-linter", "kube-score", "kubelinter", "conftest", "datree", "polaris", "pluto",
    "kustomize build", "kubectl kustomize", "kubectl apply", "kubectl diff", "kubectl create", "skaffold render",
    "skaffold run", "docker compose config", "docker-compose config", "cdk synth", "cdk diff", "cdk deploy",
    "sam validate", "sam build", "sam deploy", "serverless package", "serverless deploy", "sls package", "sls deploy",
    "pulumi preview", "pulumi up", "azd provision", "azd up", "az bicep", "bicep build", "cfn-lint",
    "aws cloudformation", "databricks bundle",
    "ansible-lint", "ansible-playbook", "docker stack", "nomad plan", "werf", "flux diff", "argocd app",
))  # fmt: skip
_CHECK_ACTIONS = caseless(
    r"kubeval|kubeconform|kube-?linter|kube-score|kubevious|conftest|k8s-lint|chart-testing|helm-lint|tflint|tfsec|"
    r"terraform-(?:validate|plan|apply|action)|pulumi/actions|datree|cfn-lint|k8s-bake|k8s-deploy|helmdeploy|"
    r"terraform(?:task|cli)"
)


class Standing(IntEnum):
    """What a description is of, the weakest first."""

    BESIDE = 1  #: what stands beside the model: a database, a tracking server, storage
    DESK = 2  #: how it is started on somebody's own machine, or packed
    TARGET = 3  #: where it runs for others


@dataclass(frozen=True, slots=True)
class Described:
    """One description of an environment, or of a part of it."""

    place: Place
    what: str
    standing: Standing
    role: Role = Role.OWN

    @property
    def own(self) -> bool:
        """Tell whether it is the owner's, and no example."""
        return self.role is Role.OWN


@fact
def described_environments(repo: Repo) -> tuple[Described, ...]:
    """Return what manifests, Terraform and Python say about where things run, the weightiest first, vendored apart."""
    found = (*_manifests(repo), *_terraform(repo), *_python(repo))
    kept = (item for item in found if item.role in {Role.OWN, Role.EXAMPLE})
    return tuple(sorted(dict.fromkeys(kept), key=_order))


def _order(item: Described) -> tuple[int, bool, tuple[bool, int, str], Place]:
    return -item.standing, item.role is not Role.OWN, meant_first(item.place.path), item.place


@fact
def environment_checks(repo: Repo) -> tuple[Evidence, ...]:
    """Return the steps of CI that check or apply such descriptions, and fail when they are wrong."""
    by_command = (
        as_evidence(one)
        for one in ci_commands(repo)
        if one.can_fail and any(one.command.starts(*words) for words in _CHECKS)
    )
    by_action = (as_evidence(one) for one in ci_actions(repo)
                 if one.can_fail and _CHECK_ACTIONS.search(one.name))  # fmt: skip
    by_scan = (as_evidence(scan) for scan in scans(repo)
               if scan.subject is Subject.INFRASTRUCTURE and scan.blocks)  # fmt: skip
    applied = (as_evidence(one) for one in deliveries(repo)
               if one.brings is Brings.DEPLOYS and one.can_fail)  # fmt: skip
    return tuple(dict.fromkeys((*by_command, *by_action, *by_scan, *applied)))


def _manifests(repo: Repo) -> Iterator[Described]:
    owned = {(work.place, work.name) for work in owned_workloads(repo)}
    brought = (one.what for one in deliveries(repo) if one.brings is Brings.DEPLOYS and one.triggers)
    composed = any("compose" in what for what in brought)
    for work in workloads(repo):
        if (work.place, work.name) not in owned or _BESIDE.fullmatch(work.name.lower()):
            standing = Standing.BESIDE
        else:
            standing = _standing(work, composed=composed)
        if standing is Standing.BESIDE and _is_of_others(repo, work.path):
            continue
        yield Described(work.place, work.what, standing, work.role)


def _is_of_others(repo: Repo, path: str) -> bool:
    """Tell whether a chart was taken over from somebody: it names where it comes from."""
    chart = path.partition("/templates/")[0]
    root = first_document(repo, f"{chart}/Chart.yaml") if f"{chart}/Chart.yaml" in repo.entries else None
    return root is not None and bool(root.at("sources") or root.at("home"))


def _standing(work: Workload, *, composed: bool) -> Standing:
    if work.platform is Platform.COMPOSE:
        return Standing.TARGET if composed or _FOR_SERVERS.search(work.path) else Standing.DESK
    packs = work.kind in {"BentoML", "Cog", "LangGraph"}  # what is in the image, and not where it runs
    return Standing.DESK if packs else Standing.TARGET


def _terraform(repo: Repo) -> Iterator[Described]:
    """Yield one description for each folder of Terraform, at the resource that weighs most."""
    folders: dict[str, Described] = {}
    for item in terraform(repo):
        if item.kind not in {"resource", "module"}:
            continue
        name = f"{item.type} {item.name if item.kind == 'module' else ''}".lower()
        computes = bool(_COMPUTES.search(name)) and not _NOT_COMPUTE.search(name)
        standing = Standing.TARGET if computes else Standing.BESIDE
        folder = posixpath.dirname(item.place.path)
        if folder not in folders or folders[folder].standing < standing:
            folders[folder] = Described(item.place, f"{item.what} is declared", standing, item.role)
    yield from folders.values()


def _python(repo: Repo) -> Iterator[Described]:
    for program in programs(repo):
        for call in program.file.calls:
            if (tool := _IN_PYTHON.get(call.name)) and not program.notebook:
                yield Described(program.place_of(call), f"the environment is written for {tool}",
                                Standing.TARGET, program.role)  # fmt: skip
        made = (call for call in program.file.calls if call.name.startswith("pulumi_") and _runs_something(call.last))
        if (first := next(made, None)) and not program.notebook:
            yield Described(program.place_of(first), f"Pulumi makes {first.last}", Standing.TARGET, program.role)


def _runs_something(kind: str) -> bool:
    """Tell a resource of a cloud that runs programs: a ContainerGroup, and no ContainerRegistry."""
    words = _HUMP.sub("_", kind).lower()
    return bool(_COMPUTES.search(words)) and not _NOT_COMPUTE.search(words)


__all__ = ["Described", "Standing", "described_environments", "environment_checks"]
