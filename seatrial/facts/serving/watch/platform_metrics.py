"""Does what runs the service count its requests, failures and time by itself: a platform, or a mesh?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.serving.serving import served
from seatrial.model import Evidence
from seatrial.read.regex import caseless, regex

#: What keeps figures of requests without being asked, by the kind of a workload or the type of a resource.
_PLATFORMS = (
    ("Cloud Run", caseless(r"cloud[ _]?run")),
    ("App Runner", caseless(r"app[ _]?runner")),
    ("Lambda", caseless(r"lambda|AWS::Serverless")),
    ("the platform of its functions", caseless(r"cloud_?functions?\d*|function_app|functions?$")),
    ("Container Apps", caseless(r"container_?app")),
    ("App Service", caseless(r"web_app|Microsoft\.Web/sites")),
    ("App Engine", caseless(r"app_?engine|App Engine")),
    ("SageMaker", caseless(r"sagemaker")),
    ("Vertex AI", caseless(r"vertex(?! ai runs )")),
    ("its online endpoint", caseless(r"online_?endpoint|onlinedeployment|azure ml serves")),
)
#: Platforms for models that call own code, and keep figures of each endpoint.
_HOSTS = frozenset({"SageMaker", "Vertex AI"})
_KINDS = {"InferenceService": "KServe", "LLMInferenceService": "KServe", "SeldonDeployment": "Seldon"}
_KNATIVE = "serving.knative.dev"
#: Groups of objects that only those keep whose requests pass a mesh.
_MESHES = (
    ("the mesh (Istio)", regex(r"(?:networking|security|telemetry)\.istio\.io/.*")),
    ("the mesh (Linkerd)", regex(r"(?:policy\.|split\.)?linkerd\.io/.*|split\.smi-spec\.io/.*")),
)
#: Marks by which pods and name spaces are put into one, and what they then say.
_INJECTED = (
    ("the mesh (Istio)", "istio-injection", "enabled"),
    ("the mesh (Istio)", "sidecar.istio.io/inject", "true"),
    ("the mesh (Linkerd)", "linkerd.io/inject", "enabled"),
)


@fact
def platform_metrics(component: Component) -> tuple[Evidence, ...]:
    """Return what counts requests to the component by itself; what the model answers is counted by none of them."""
    lived = home(component)
    for evidence in lived.evidence:
        if name := next((name for name, pattern in _PLATFORMS if pattern.search(evidence.what)), ""):
            return (Evidence(evidence.place, _told(name), evidence.confidence),)
    if lived.where is Where.FUNCTIONS and lived.evidence:
        return (Evidence(lived.evidence[0].place, _told("the platform of its functions")),)
    for item in served(component):
        if item.endpoint.framework in _HOSTS:
            return (Evidence(item.place, _told(item.endpoint.framework)),)
    own = (one for one in component.of(manifests(component.repo)) if one.counts)
    found = (Evidence(one.place, _told(name), one.confidence) for one in own if (name := _counts(one)))
    return tuple(found)[:1]


def _told(name: str) -> str:
    return f"{name} counts requests, failures and time by itself"


def _counts(manifest: Manifest) -> str:
    """Say what counts the requests of what a manifest starts, or of what it lets pass; "" where nothing does."""
    if manifest.kind in _KINDS:
        return _KINDS[manifest.kind]
    if manifest.api.startswith(_KNATIVE):
        return "Knative"
    if name := next((name for name, group in _MESHES if group.fullmatch(manifest.api)), ""):
        return name
    marked = [manifest.root.at("metadata"), manifest.root.at("spec", "template", "metadata")]
    said = [part.at(where) for part in marked for where in ("labels", "annotations")]
    return next((name for name, key, value in _INJECTED if any(one.at(key).text == value for one in said)), "")
