"""What stands before a service and asks who is calling is found where it is declared."""

import pytest

from seatrial.component import components
from seatrial.facts.web.gates import gates
from seatrial.repo import Memory, Repo

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
    assert bool(gates(components(Repo(Memory({path: text})))[0])) is asks
