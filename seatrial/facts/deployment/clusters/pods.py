"""Which containers do Kubernetes objects start, how are they probed, bounded and confined?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.facts.deployment.workload import Container, Platform, Probe, Resources, Security, Workload
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.regex import regex
from seatrial.repo import Repo

_POD = ("spec", "template", "spec")
#: Where the specification of the pod stands, for each kind that has one.
_PODS: dict[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Rollout", "DeploymentConfig",
                     "Revision", "Service", "Configuration"), (_POD,)),
    "Pod": (("spec",),),
    "CronJob": (("spec", "jobTemplate", "spec", "template", "spec"),),
    "ScaledJob": (("spec", "jobTargetRef", "template", "spec"),),
    "InferenceService": (("spec", "predictor"), ("spec", "transformer")),
    "RayService": (("spec", "rayClusterConfig", "headGroupSpec", "template", "spec"),),
    "RayCluster": (("spec", "headGroupSpec", "template", "spec"),),
    "RayJob": (("spec", "rayClusterSpec", "headGroupSpec", "template", "spec"),),
    "LeaderWorkerSet": (("spec", "leaderWorkerTemplate", "workerTemplate", "spec"),),
    "ContainerApp": (("spec", "template"),),
}  # fmt: skip
_FRAMEWORKS = ("model", "sklearn", "xgboost", "lightgbm", "pytorch", "tensorflow", "triton", "onnx", "huggingface",
               "mlflow", "pmml", "paddle")  # fmt: skip
_GPU = regex(r".*/(?:gpu|tpu|mig-.*|neuron.*)|google\.com/tpu")


@fact
def pods(repo: Repo) -> tuple[Workload, ...]:
    """Return what Kubernetes starts, Knative, Cloud Run, KServe, Seldon, Ray and Argo objects among it."""
    return tuple(workload for manifest in manifests(repo) if (workload := _workload(manifest)) is not None)


def _workload(manifest: Manifest) -> Workload | None:
    containers = tuple(_containers(manifest))
    if not containers:
        return None
    spec = manifest.root.at("spec")
    knative = manifest.api.startswith("serving.knative.dev")
    replicas = (spec.at("replicas") or spec.at("predictor", "minReplicas")).number
    grace = spec.at("template", "spec", "terminationGracePeriodSeconds").number
    return Workload(
        Platform.CLOUD_RUN if knative else Platform.KUBERNETES, manifest.kind, manifest.name, manifest.place,
        manifest.what, containers, replicas=int(replicas) if replicas is not None else None,
        schedule=(spec.at("schedule") or spec.at("schedules", 0)).text, grace=grace, confidence=manifest.confidence,
        role=manifest.role, switched_off=manifest.switched_off,
    )  # fmt: skip


def _containers(manifest: Manifest) -> Iterator[Container]:
    for pod in _pod_specs(manifest):
        for container in pod.at("containers").elements:
            yield _container(manifest, pod, container)
    if manifest.kind == "InferenceService":
        predictor = manifest.root.at("spec", "predictor")
        for name in _FRAMEWORKS:
            if predictor.has(name):
                yield _container(manifest, predictor, predictor.at(name))
    if manifest.kind in {"Workflow", "CronWorkflow", "WorkflowTemplate"}:
        yield from _steps(manifest)


def _pod_specs(manifest: Manifest) -> Iterator[Node]:
    for steps in _PODS.get(manifest.kind, ()):
        yield manifest.root.at(*steps)
    for predictor in manifest.root.at("spec", "predictors").elements:  # Seldon
        for component in predictor.at("componentSpecs").elements:
            yield component.at("spec")
    cluster = manifest.root.at("spec", "rayClusterConfig") or manifest.root.at("spec", "rayClusterSpec")
    for group in (cluster or manifest.root.at("spec")).at("workerGroupSpecs").elements:
        yield group.at("template", "spec")


def _steps(manifest: Manifest) -> Iterator[Container]:
    spec = manifest.root.at("spec", "workflowSpec") or manifest.root.at("spec")
    for step in spec.at("templates").elements:
        if step.has("container") or step.has("script"):
            yield _container(manifest, MISSING, step.at("container") or step.at("script"))


def _container(manifest: Manifest, pod: Node, node: Node) -> Container:
    name = node.at("name").text or manifest.name
    return Container(
        name,
        Place(manifest.place.path, node.line),
        image=node.at("image").text,
        command=node.at("command").texts,
        arguments=node.at("args").texts,
        ports=tuple(port.at("containerPort").text for port in node.at("ports").elements),
        variables=tuple((item.at("name").text, item.at("value").text) for item in node.at("env").elements),
        probes=tuple(_probes(manifest, node)),
        resources=_resources(manifest, node),
        security=_security(manifest, pod, node),
        mounts=tuple(item.at("hostPath", "path").text for item in pod.at("volumes").elements if item.has("hostPath")),
    )


def _probes(manifest: Manifest, container: Node) -> Iterator[Probe]:
    for kind in ("liveness", "readiness", "startup"):
        probe = container.at(f"{kind}Probe")
        if not probe:
            continue
        http, port = probe.at("httpGet"), probe.at("tcpSocket", "port").text or probe.at("grpc", "port").text
        # the platform asks by gRPC what that program would
        command = probe.at("exec", "command").texts or (("grpc_health_probe",) if probe.has("grpc") else ())
        asked = http.at("path").text or (f"port {port}" if port else " ".join(command)[:80])
        yield Probe(
            kind, Place(manifest.place.path, probe.line), f"{manifest.what} has a {kind} probe on {asked or 'nothing'}",
            http.at("path").text, http.at("port").text or port, command, manifest.role,
        )  # fmt: skip


def _resources(manifest: Manifest, container: Node) -> Resources | None:
    given = container.at("resources")
    limits, asked = given.at("limits"), given.at("requests")
    if not (limits or asked):
        return None
    gpu = next((value.text for key, value in (*limits.pairs, *asked.pairs) if _GPU.fullmatch(key)), "")
    return Resources(
        Place(manifest.place.path, (limits or asked).line), asked.at("cpu").text, asked.at("memory").text,
        limits.at("cpu").text, limits.at("memory").text, gpu,
    )  # fmt: skip


def _security(manifest: Manifest, pod: Node, container: Node) -> Security:
    own, shared = container.at("securityContext"), pod.at("securityContext")
    user = (own.at("runAsUser") or shared.at("runAsUser")).number
    forced = (own.at("runAsNonRoot") or shared.at("runAsNonRoot")).flag
    return Security(
        Place(manifest.place.path, (own or shared or container).line),
        run_as_non_root=forced,
        run_as_user=int(user) if user is not None and abs(user) < 1e10 else None,
        read_only=own.at("readOnlyRootFilesystem").flag,
        escalation=own.at("allowPrivilegeEscalation").flag,
        privileged=own.at("privileged").flag,
        drops=own.at("capabilities", "drop").texts,
    )
