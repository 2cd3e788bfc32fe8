"""Which manifests let a new version meet live traffic gradually, and which stop it when metrics turn bad?"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.deployment.bounds.scaling_bounds import whole_number
from seatrial.facts.deployment.clouds.terraform import Resource, own_terraform
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests, own_yaml
from seatrial.facts.deployment.deployed import is_infrastructure
from seatrial.facts.deployment.manifests import workloads
from seatrial.facts.deployment.proxies import proxy_rules
from seatrial.facts.deployment.releases.rollout import Rollout, shares, splits
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.deployment.workload import Platform
from seatrial.model import Confidence, Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role

Found = Iterator[Rollout]
_NO_MODEL = caseless(r"(^|[-_])(front-?end|ui|web|website|nginx|dashboard)($|[-_])")
#: What the address of a version beside the present one is called.
_NEW = caseless(r"canary|candidate|challenger|next|new\b|beta|green|(?<![a-z])v\d")


@fact
def declared_rollouts(repo: Repo) -> tuple[Rollout, ...]:
    """Return the staged rollouts that Kubernetes objects, Terraform and files of cloud platforms declare."""
    own = (item for item in manifests(repo) if item.role is Role.OWN and not _NO_MODEL.search(item.name))
    kubernetes = (_as_deployed(item, found) for item in own for found in _of_manifest(item))
    clouds = (found for item in own_terraform(repo) for found in _of_terraform(item))
    files = (found for path in own_yaml(repo) for found in _of_file(repo, path))
    return tuple(dict.fromkeys((*kubernetes, *clouds, *files, *_exchanged(repo), *_by_nginx(repo))))


def _by_nginx(repo: Repo) -> Found:
    """Find where nginx divides requests between two versions, or sends a copy of them to one."""
    rules = [rule for rule in proxy_rules(repo) if rule.directive.name in {"split_clients", "mirror", "server"}]
    for rule in rules:
        if rule.directive.name != "server" and rule.directive.words[:1] != ("off",):
            yield Rollout(rule.place, rule.what, staged=True)
    named = [rule for rule in rules if "upstream" in rule.directive.within and rule.directive.words]
    for path in sorted({rule.place.path for rule in named}):
        beside = [rule.directive.words for rule in named if rule.place.path == path]
        weights = {word for words in beside for word in words if word.startswith("weight=")}
        new = next((rule for rule in named if rule.place.path == path and _NEW.search(rule.directive.words[0])), None)
        if new is not None and weights and len(beside) > 1:
            yield Rollout(new.place, f"nginx gives {new.directive.words[0]} a part of the requests", staged=True)


def _as_deployed(item: Manifest, found: Rollout) -> Rollout:
    """Return a rollout as it is by the default values of its chart: idle, where they leave it out."""
    if not item.switched_off:
        return found
    what = f"{found.what}, and the chart leaves it out by default"
    return replace(found, what=what, staged=False, aborts=False, promotes=False, idle=True)


def _of_manifest(item: Manifest) -> Found:
    if read := _KINDS.get(item.kind):
        yield from read(item)
    weight = item.root.at("metadata", "annotations", "nginx.ingress.kubernetes.io/canary-weight")
    if weight.number:
        yield _seen(item, f"the ingress sends {weight.text} percent to {item.name}", weight)


def _seen(item: Manifest, what: str, node: Node, *, aborts: bool = False, promotes: bool = False) -> Rollout:
    place = Place(item.place.path, node.line or item.place.line)
    return Rollout(place, what, staged=True, aborts=aborts, promotes=promotes, confidence=item.confidence)


def _argo(item: Manifest) -> Found:
    strategy = item.root.at("spec", "strategy")
    canary, pair = strategy.at("canary"), strategy.at("blueGreen")
    steps = canary.at("steps").elements
    judged = canary.has("analysis") or pair.has("prePromotionAnalysis") or any(step.has("analysis") for step in steps)
    if any((step.at("setWeight").number or 0) not in {0, 100} for step in steps if step.has("setWeight")):
        yield _seen(item, f"Argo Rollouts gives {item.name} its traffic in steps", canary, aborts=judged, promotes=True)
    elif pair:
        yield _seen(item, f"Argo Rollouts keeps both versions of {item.name} until it switches", pair, aborts=judged)


def _flagger(item: Manifest) -> Found:
    analysis = item.root.at("spec", "analysis") or item.root.at("spec", "canaryAnalysis")
    if analysis:
        judged = bool(analysis.at("metrics").elements)
        yield _seen(item, f"Flagger gives {item.name} its traffic in steps", analysis, aborts=judged, promotes=True)


def _kserve(item: Manifest) -> Found:
    share = item.root.at("spec", "predictor", "canaryTrafficPercent")
    if share.number and 0 < share.number < 100:
        yield _seen(item, f"KServe sends {share.text} percent to the new revision of {item.name}", share)


def _seldon(item: Manifest) -> Found:
    predictors = item.root.at("spec", "predictors").elements
    shadow = next((one for one in predictors if one.at("shadow").flag), None)
    if shadow is not None:
        yield _seen(item, f"Seldon sends a copy of the traffic to a shadow of {item.name}", shadow)
    elif splits(shares(predictors, "traffic")):
        yield _seen(item, f"Seldon divides the traffic of {item.name}", predictors[0])


def _mesh(item: Manifest) -> Found:
    """Routes of Istio, of the gateway API, of Traefik and of the mesh interface."""
    for steps, node in item.root.walk(5_000):
        routes = node.elements
        if steps and steps[-1] in {"route", "backendRefs", "backends", "services"} and len(routes) > 1:
            weights = shares(routes, "weight")
            unknown = any("{{" in route.at("weight").text for route in routes)
            if splits(weights) or unknown:
                found = _seen(item, f"{item.kind} {item.name} divides the traffic between versions", node)
                yield (
                    found
                    if not unknown
                    else Rollout(found.place, found.what, staged=True, confidence=Confidence.LIKELY)
                )
        if steps and steps[-1] == "mirror" and node:
            yield _seen(item, f"{item.kind} {item.name} sends a copy of the traffic to another version", node)


def _knative(item: Manifest) -> Found:
    traffic = item.root.at("spec", "traffic")
    if item.api.startswith("serving.knative") and splits(shares(traffic.elements, "percent")):
        yield _seen(item, f"the traffic of {item.name} is divided between revisions", traffic)


_KINDS: Mapping[str, Callable[[Manifest], Found]] = MappingProxyType({
    "Rollout": _argo, "Canary": _flagger, "InferenceService": _kserve, "SeldonDeployment": _seldon,
    "VirtualService": _mesh, "HTTPRoute": _mesh, "TrafficSplit": _mesh, "TraefikService": _mesh, "Service": _knative,
})  # fmt: skip
#: Blocks of Terraform that bring a version in by steps, and those that stop it.
_STEPPED = frozenset({
    "blue_green_update_policy", "traffic_routing_configuration", "canary_size", "linear_step_size",
    "shadow_production_variants", "blue_green_deployment_config",
})  # fmt: skip
_STOPS = frozenset({"auto_rollback_configuration", "alarm_configuration"})


def _of_terraform(item: Resource) -> Found:
    blocks = tuple(item.block.walk())
    aborts = any(block.kind in _STOPS for block in blocks)
    variants = [block for block in blocks if block.kind == "production_variants"]
    traffic = [block for block in blocks if block.kind in {"traffic", "traffic_weight"}]
    weights = tuple(float(whole_number(block.value("percent") or block.value("percentage")) or 0) for block in traffic)
    stepped = next((block for block in blocks if block.kind in _STEPPED), None)
    if len(variants) > 1 or splits(weights):
        first = (variants or traffic)[0]
        yield Rollout(
            Place(item.place.path, first.line), f"{item.what} divides the traffic", staged=True, aborts=aborts
        )
    elif stepped is not None:
        what = f"{item.what} moves the traffic in steps"
        yield Rollout(Place(item.place.path, stepped.line), what, staged=True, aborts=aborts, promotes=True)


def _of_file(repo: Repo, path: str) -> Found:
    """Azure ML endpoints with several deployments, services of Anyscale, functions of SAM and Serverless."""
    root = first_document(repo, path)
    strategy = root.at("rollout_strategy")
    if root.has("ray_serve_config") and strategy.text == "ROLLOUT":
        what = "Anyscale moves the traffic to the new version in steps"
        yield Rollout(Place(path, strategy.line), what, staged=True, promotes=True)
    traffic = root.at("traffic")
    weights = tuple(node.number or 0.0 for _, node in traffic.pairs)
    if "endpoint" in root.at("$schema").text.lower() and (splits(weights) or root.at("mirror_traffic")):
        yield Rollout(Place(path, traffic.line), "the endpoint divides its traffic between deployments", staged=True)
    if root.has("Resources") or root.has("functions"):
        for steps, node in root.walk(20_000):
            if steps[-1:] in {("DeploymentPreference",), ("deploymentSettings",)}:
                kind = node.at("Type").text or node.at("type").text
                if kind.startswith(("Canary", "Linear")):
                    aborts = bool(node.at("Alarms") or node.at("alarms"))
                    what = f"the function takes its traffic by {kind}"
                    yield Rollout(Place(path, node.line), what, staged=True, aborts=aborts, promotes=True)


def _exchanged(repo: Repo) -> Found:
    """Deployments whose replicas are exchanged one after the other, when each is ready: all of the traffic follows."""
    for work in workloads(repo):
        ready = [probe for one in work.containers for probe in one.probes if probe.kind == "readiness"]
        own = work.role is Role.OWN and not all(map(is_infrastructure, work.containers))
        own = own and not _NO_MODEL.search(work.name)
        if work.platform is Platform.KUBERNETES and work.kind == "Deployment" and ready and own:
            what = f"{work.what} exchanges its replicas one after the other, when each is ready"
            yield Rollout(work.place, what, staged=False, confidence=work.confidence)
