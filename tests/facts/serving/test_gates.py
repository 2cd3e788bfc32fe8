"""What stands before a service and asks who is calling is found where it is declared."""

import pytest

from seatrial.component import components
from seatrial.facts.deployment.krakend import krakend_rules
from seatrial.facts.serving.authentication import accesses
from seatrial.facts.serving.load.rate_limits import rate_limits
from seatrial.facts.web.gates import gates
from seatrial.facts.web.guard_strength import Proof
from seatrial.repo import Repo
from tests.repositories import repo_of

LOGIN = """
resource s 'Microsoft.Web/sites@2022-03-01' = {
  resource c 'config' = if (!empty(id)) {
    name: 'authsettingsV2'
    properties: { globalValidation: { requireAuthentication: true } }
  }
}
"""


@pytest.mark.parametrize(
    ("path", "text", "asks"),
    [
        ("a.bicep", LOGIN, True),
        ("a.bicep", f"param id string\n{LOGIN}", True),
        ("a.bicep", f"param id string = ''\n{LOGIN}", False),
        ("a.bicep", f"param id string = ''\n{LOGIN}\nmodule m 'a.bicep' = {{\n  params: {{ id: app }}\n}}\n", True),
        ("a.bicep", "resource s 'Microsoft.Web/sites@2022-03-01' = {\n  properties: { httpsOnly: true }\n}\n", False),
        ("a.tf", 'resource "azurerm_linux_web_app" "a" {\n auth_settings_v2 {\n  require_authentication = true\n }\n}',
         True),
        ("a.tf", 'resource "aws_lb_listener" "a" {\n  default_action {\n   type = "authenticate-oidc"\n  }\n}\n', True),
        ("a.tf", 'resource "aws_lb_listener" "a" {\n  default_action {\n   type = "forward"\n  }\n}\n', False),
        ("a.tf", 'resource "google_compute_backend_service" "a" {\n iap {\n  oauth2_client_id = var.id\n }\n}', True),
        ("a.tf", 'resource "aws_apigatewayv2_route" "a" {\n  authorization_type = "NONE"\n}\n', False),
        ("a.tf", 'resource "aws_apigatewayv2_route" "a" {\n  authorization_type = "JWT"\n}\n', True),
        ("examples/a.tf", 'resource "aws_apigatewayv2_route" "a" {\n  authorization_type = "JWT"\n}\n', False),
    ],
)  # fmt: skip
def test_a_cloud_that_asks_who_is_calling(path: str, text: str, *, asks: bool) -> None:
    assert bool(gates(components(repo_of({path: text}))[0])) is asks


POLICY = """
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {{name: callers}}
spec:
  {selector}
  rules:
    - from: [{{source: {{principals: [cluster.local/ns/shop/sa/web]}}}}]
"""
DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {{name: price}}
spec:
  template:
    metadata: {{labels: {{app: {app}, tier: api}}}}
    spec: {{containers: [{{name: price, image: price:1}}]}}
"""
SERVED = """
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: price, labels: {app: price}}
spec: {predictor: {model: {modelFormat: {name: sklearn}, storageUri: "s3://m"}}}
"""
KUSTOMIZED = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\ncommonLabels: {app: price}\n"
PRICE = "selector: {matchLabels: {app: price}}"


@pytest.mark.parametrize(
    ("selector", "more", "asks"),
    [
        ("action: ALLOW", DEPLOYMENT.format(app="other"), True),  # of its whole namespace
        (PRICE, DEPLOYMENT.format(app="price"), True),
        (PRICE, DEPLOYMENT.format(app="other"), False),
        (PRICE, SERVED, True),
        ("selector: {matchLabels: {app: release-controller}}", SERVED, False),
        (PRICE, DEPLOYMENT.format(app="other") + f"---\n{KUSTOMIZED}", True),
        (PRICE, DEPLOYMENT.format(app='"{{ .Values.name }}"'), True),
        (PRICE, "", True),  # the pods are declared elsewhere
    ],
)
def test_a_policy_counts_for_the_pods_that_it_selects(selector: str, more: str, *, asks: bool) -> None:
    files = {"k8s/policy.yaml": POLICY.format(selector=selector), "k8s/pods.yaml": more}

    assert bool(gates(components(repo_of(files))[0])) is asks


IN_VERTEX = (
    "from fastapi import FastAPI\napp = FastAPI()\n"
    "@app.post('/predict')\ndef predict(x: dict): ...\n@app.post('/predict/batch')\ndef batch(x: dict): ...\n"
)
UPLOAD = """steps:
- name: gcr.io/google.com/cloudsdktool/cloud-sdk
  entrypoint: gcloud
  args: [ai, models, upload, --container-image-uri=eu.pkg.dev/$P/api-image:$B, --container-predict-route=/predict]
"""
RUN = """- name: gcr.io/google.com/cloudsdktool/cloud-sdk
  entrypoint: gcloud
  args: [run, deploy, page, --image=eu.pkg.dev/$P/{0}:$B, --allow-unauthenticated]
"""
SDK = (
    "from google.cloud import aiplatform\nROUTE = '/predict'\n"
    "aiplatform.Model.upload(serving_container_image_uri='a/api-image:1', serving_container_predict_route=ROUTE)\n"
)


def vertex_proofs(**files: str) -> set[tuple[Proof, bool]]:
    named = {name.replace("_", ".", 1): text for name, text in files.items()}
    return {(one.proof, one.optional) for one in accesses(repo_of({"app.py": IN_VERTEX, **named}))}


@pytest.mark.parametrize(
    "files",
    [
        {"cloudbuild_yaml": UPLOAD},
        {"cloudbuild_yaml": UPLOAD + RUN.format("page-image")},
        {"deploy_py": SDK},
        {"deploy_sh": "gcloud ai models upload --container-image-uri api-image --container-predict-route /predict\n"},
    ],
)
def test_a_container_that_is_handed_to_vertex_is_guarded_by_it(files: dict[str, str]) -> None:
    ((proof, optional),) = vertex_proofs(**files)

    assert (proof is not Proof.NONE, optional) == (True, False)


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"cloudbuild_yaml": UPLOAD.replace("route=/predict", "route=/score")},
        {"cloudbuild_yaml": RUN.format("api-image")},
        {"deploy_py": SDK.replace("aiplatform", "own")},
    ],
)
def test_what_vertex_does_not_ask_is_for_anybody(files: dict[str, str]) -> None:
    assert vertex_proofs(**files) == {(Proof.NONE, False)}


def test_an_image_that_runs_elsewhere_too_is_not_sure_to_be_guarded() -> None:
    assert {optional for _, optional in vertex_proofs(cloudbuild_yaml=UPLOAD + RUN.format("api-image"))} == {True}


TOKEN = '"auth/validator": {"alg": "RS256", "jwk_url": "https://id.example.org/certs"}'
EACH = '"qos/ratelimit/router": {"max_rate": 50, "client_max_rate": 5, "strategy": "ip"}'
ALL = '"qos/ratelimit/router": {"max_rate": 50}'
OLD = '"github.com/devopsfaith/krakend-jose/validator": {"alg": "RS256"}'


def krakend(extra: str, path: str = "krakend/krakend.json") -> Repo:
    text = f'{{"version": 3, "endpoints": [{{"endpoint": "/predict", "extra_config": {{{extra}}}}}]}}'
    return repo_of({path: text})


@pytest.mark.parametrize(("extra", "asks"), [(TOKEN, True), (OLD, True), (ALL, False), ("", False)])
def test_a_gateway_that_verifies_tokens_asks_who_is_calling(extra: str, asks: bool) -> None:
    assert bool(gates(components(krakend(extra))[0])) is asks


@pytest.mark.parametrize(("extra", "keyed"), [(EACH, [True]), (ALL, [False]), (TOKEN, [])])
def test_a_gateway_that_counts_requests_does_so_for_each_caller_or_for_all(extra: str, keyed: list[bool]) -> None:
    assert [limit.keyed for limit in rate_limits(components(krakend(extra))[0])] == keyed


@pytest.mark.parametrize(
    "path", ["gateway/settings.json", "krakend/package-lock.json", "examples/krakend/krakend.json"]
)
def test_settings_of_something_else_ask_nothing(path: str) -> None:
    assert krakend_rules(krakend(TOKEN, path)) == ()


def test_a_part_of_a_template_counts_where_the_gateway_is_at_hand() -> None:
    files = {"deploy/krakend/Dockerfile": "FROM krakend:2.9\n", "deploy/gateway/auth.tmpl": f"{{{{ $a }}}}\n{TOKEN}\n"}

    assert [rule.place.line for rule in krakend_rules(repo_of(files))] == [2]
