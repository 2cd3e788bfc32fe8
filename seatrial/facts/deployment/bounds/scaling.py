"""Which rules let the number of replicas, workers or machines follow demand?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.bounds.code_scaling import code_autoscalers
from seatrial.facts.deployment.bounds.scaling_bounds import Bounds, bounds_in, bounds_of, bounds_of_module
from seatrial.facts.deployment.bounds.typescript_scaling import typescript_autoscalers
from seatrial.facts.deployment.clouds.bicep import bicep
from seatrial.facts.deployment.clouds.stacks import stack_resources
from seatrial.facts.deployment.clouds.terraform import defaults, terraform
from seatrial.facts.deployment.clusters.helm import charts
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests, yaml_paths
from seatrial.facts.deployment.releases.deploy_commands import command_autoscalers
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.deployment.workload import Autoscaler
from seatrial.model import Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

#: Resources whose capacity is that of a store, and no copies of a program.
_STORE = regex(r"_rds_|_docdb_|_neptune_|_elasticache_|_memorydb_|_redshift|_opensearch|_dynamodb|_sql_database|_redis")
_RULES = {"HorizontalPodAutoscaler", "ScaledObject", "ScaledJob", "VerticalPodAutoscaler", "NodePool", "Provisioner"}
_RAY = {"RayCluster", "RayJob", "RayService"}
#: Keys that only a description of machines or services has. Without one, min_workers may be about a data loader.
_MACHINES = {
    "instance_type", "node_type_id", "worker_node_types", "spark_version", "autoscale", "scale_settings",
    "automatic_scaling", "available_node_types", "autoscaling_config", "instance_class", "http_service",
    "managedNodeGroups", "nodeGroups", "scaling", "node_pools", "min_machines_running", "vm", "machine_type", "traffic",
    "predictor", "autoscaling", "functions", "idle_time_before_scale_down", "managedEnvironmentId", "autoScaler",
}  # fmt: skip
#: Keys below which bounds stand that name nothing: they are those of the service around them.
_SCALES = {
    "scale", "scaling", "autoscaling", "automatic_scaling", "autoscaling_config", "scale_settings", "autoScaler",
}  # fmt: skip
_FILES = caseless(r"(.*/)?(fly\.toml|[\w.-]*(cluster|compute|autoscal|scaling|databricks|job)[\w.-]*\.json)")


@fact
def autoscalers(repo: Repo) -> tuple[Autoscaler, ...]:
    """Return the rules of Kubernetes, Terraform and platforms; a chart's values count where its templates use them."""
    found = (
        *_of_kubernetes(repo),
        *_of_terraform(repo),
        *_of_bicep(repo),
        *_of_stacks(repo),
        *_of_platforms(repo),
        *code_autoscalers(repo),
        *typescript_autoscalers(repo),
        *command_autoscalers(repo),
    )
    return tuple(dict.fromkeys(found))


def _of_kubernetes(repo: Repo) -> Iterator[Autoscaler]:
    for manifest in manifests(repo):
        spec = manifest.root.at("spec")
        target = spec.at("scaleTargetRef", "name").text or spec.at("targetRef", "name").text or manifest.name
        found = tuple(bounds_in(manifest.root))
        for bounds in found:
            yield _rule(manifest, bounds, target)
        if not found and manifest.kind in _RULES:
            yield Autoscaler(manifest.kind, manifest.place, manifest.what, target, metrics=_metrics(manifest),
                             of_nodes=manifest.kind in {"NodePool", "Provisioner"}, confidence=manifest.confidence,
                             role=manifest.role, switched_off=manifest.switched_off)  # fmt: skip


def _rule(manifest: Manifest, bounds: Bounds, target: str) -> Autoscaler:
    return Autoscaler(
        manifest.kind, Place(manifest.place.path, bounds.line), f"{manifest.what} scales {_range(bounds)}", target,
        bounds.lowest, bounds.highest, _metrics(manifest), bounds.of_nodes, manifest.confidence, manifest.role,
        manifest.switched_off or bounds.switched_off or not _follows(manifest),
    )  # fmt: skip


def _follows(manifest: Manifest) -> bool:
    """Tell whether somebody acts on the bounds: those of Ray's workers are read only where its autoscaler is on."""
    if manifest.kind not in _RAY:
        return True
    return any(node.at("enableInTreeAutoscaling").flag is True for _, node in manifest.root.walk(5_000))


def _range(bounds: Bounds) -> str:
    things = "machines" if bounds.of_nodes else "replicas"
    low, high = bounds.lowest, bounds.highest
    return f"from {low} to {high} {things}" if low is not None and high is not None else things


def _metrics(manifest: Manifest) -> tuple[str, ...]:
    spec = manifest.root.at("spec")
    found = [trigger.at("type").text for trigger in spec.at("triggers").elements]
    for metric in spec.at("metrics").elements:
        kind = metric.at("type").text
        inner = metric.at(kind[:1].lower() + kind[1:])
        found.append(inner.at("name").text or inner.at("metric", "name").text or kind)
    if spec.has("targetCPUUtilizationPercentage"):
        found.append("cpu")
    annotations = manifest.root.at("spec", "template", "metadata", "annotations")
    found += [spec.at("predictor", "scaleMetric").text, annotations.at("autoscaling.knative.dev/metric").text]
    return tuple(dict.fromkeys(name.lower() for name in found if name))


def _of_terraform(repo: Repo) -> Iterator[Autoscaler]:
    known = dict(defaults(repo))
    for item in terraform(repo):
        if item.kind == "data" or _STORE.search(item.type):
            continue
        given = bounds_of_module(item.block) if item.kind == "module" else ()
        for bounds in (*bounds_of(item.block, known), *given):
            yield Autoscaler("/".join(filter(None, bounds.names)), Place(item.place.path, bounds.line),
                             f"{item.what} scales {_range(bounds)}", item.name, bounds.lowest, bounds.highest,
                             of_nodes=bounds.of_nodes, role=item.role)  # fmt: skip


def _of_bicep(repo: Repo) -> Iterator[Autoscaler]:
    for item in bicep(repo):
        for bounds in bounds_of(item.block, {}):
            yield Autoscaler("/".join(bounds.names), Place(item.place.path, bounds.line),
                             f"{item.what} scales {_range(bounds)}", item.name, bounds.lowest, bounds.highest,
                             of_nodes=bounds.of_nodes, role=item.role)  # fmt: skip


def _of_stacks(repo: Repo) -> Iterator[Autoscaler]:
    for item in stack_resources(repo):
        for bounds in bounds_in(item.properties):
            yield Autoscaler("/".join(bounds.names), Place(item.place.path, bounds.line),
                             f"{item.what} scales {_range(bounds)}", item.name, bounds.lowest, bounds.highest,
                             of_nodes=bounds.of_nodes, role=Role.OWN)  # fmt: skip


def _of_platforms(repo: Repo) -> Iterator[Autoscaler]:
    roots = tuple(chart.root for chart in charts(repo))
    files = (path for path in repo.matching(_FILES.fullmatch) if repo.entries[path].size < 200_000)
    for path in (*yaml_paths(repo), *files):
        if role(repo, path).is_foreign or any(path.startswith(f"{root}/") for root in roots):
            continue
        root = first_document(repo, path)
        if root.has("apiVersion") or not any(_MACHINES & set(node.keys) for _, node in root.walk(5_000)):
            continue
        for bounds in bounds_in(root):
            named = bounds.around if bounds.around not in _SCALES else ""  # what is scaled, or only that something is
            yield Autoscaler("/".join(bounds.names), Place(path, bounds.line), f"{path} scales {_range(bounds)}",
                             named, bounds.lowest, bounds.highest, of_nodes=bounds.of_nodes,
                             role=role(repo, path), switched_off=bounds.switched_off)  # fmt: skip
