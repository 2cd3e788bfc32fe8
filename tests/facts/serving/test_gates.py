"""What stands before a service and asks who is calling is found where it is declared."""

import pytest

from seatrial.component import components
from seatrial.facts.web.gates import gates
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
