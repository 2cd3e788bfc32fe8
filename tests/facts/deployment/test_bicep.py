"""Bicep files start workloads on Azure, hold them to what they are given, and say how far they may grow."""

import pytest

from seatrial.facts.deployment.clouds.bicep import bicep, bicep_workloads
from seatrial.facts.deployment.manifests import autoscalers, resource_limits, workloads
from seatrial.repo import Repo, Role
from tests.repositories import repo_of

APP = """
@description('who answers: see https://example.org/{guide}')
param name string = 'scorer'
param limit int = 3
// resource old 'Microsoft.App/containerApps@2023-05-01' = {}
resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: NAME
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${managed}': {} } }
  properties: {
    configuration: { ingress: { external: true, targetPort: 8000 } }
    template: {
      containers: [
        {
          name: name
          image: 'https://${registry}/scorer'
          RESOURCES
        }
      ]
      SCALE
    }
  }
}
"""
RESOURCES = "resources: {\n            cpu: json('0.5')\n            memory: '1Gi'\n          }"
SCALE = "scale: { minReplicas: 1, maxReplicas: 3 }"
TYPE = "'Microsoft.App/containerApps@2024-03-01'"


def of(resources: str = RESOURCES, scale: str = SCALE, name: str = "name", path: str = "infra/app.bicep") -> Repo:
    return repo_of({path: APP.replace("NAME", name).replace("RESOURCES", resources).replace("SCALE", scale)})


def test_a_container_app_is_a_workload_that_is_held_to_what_it_is_given() -> None:
    (work,) = workloads(of())
    (limit,) = resource_limits(of())

    assert (work.kind, work.place.line, work.name) == ("Microsoft.App/containerApps", 6, "")
    assert limit.what == "bicep Microsoft.App/containerApps: cpu at 0.5 and memory at 1Gi"


def test_its_bounds_are_a_rule_of_scaling() -> None:
    (rule,) = autoscalers(of())

    assert (rule.lowest, rule.highest, rule.of_nodes) == (1, 3, False)
    assert autoscalers(of(scale="scale: { maxReplicas: limit }")) == ()


def test_a_name_that_is_written_out_is_told() -> None:
    assert [item.what for item in bicep(of(name="'scorer'"))] == ["bicep Microsoft.App/containerApps scorer"]
    assert [item.name for item in bicep(of(name="'scorer-${env}'"))] == [""]


def test_what_is_not_set_bounds_nothing() -> None:
    assert resource_limits(of(resources="")) == ()
    assert len(workloads(of(resources=""))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {\n  name: 'v'\n}\n",
        f"resource app {TYPE} existing = {{\n  name: 'a'\n}}\n",
        "module app 'modules/app.bicep' = {\n  name: 'app'\n}\n",
        "param app string\n",
        f"resource app {TYPE}\n{{{{[[[''",
    ],
    ids=["a vault", "one that is there", "a module", "a parameter", "broken"],
)
def test_what_starts_nothing_is_no_workload(text: str) -> None:
    assert bicep_workloads(repo_of({"main.bicep": text})) == ()


def test_a_sample_stays_one() -> None:
    (work,) = workloads(of(path="examples/app.bicep"))

    assert work.role is Role.EXAMPLE
