"""Where the number of copies is said when it is not said where the service is."""

import pytest

from tests.judging.asked import SERVICE, advice, judge, message

CHART = {
    "deploy/app/Chart.yaml": "apiVersion: v2\nname: churn\nversion: 1.0.0\n",
    "deploy/app/values.yaml": "autoscaling:\n  enabled: true\n  minReplicas: 2\n  maxReplicas: 10\n",
    "deploy/app/templates/deployment.yaml": (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: churn}\nspec:\n  replicas: 2\n  template:\n    spec:\n"
        "      containers:\n        - {name: churn, image: churn:1.0}\n"
    ),
    "infra/main.tf": 'resource "helm_release" "app" {\n  name = "churn"\n  chart = "../deploy/app"\n}\n',
}
RULE = (
    "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: churn}\nspec:\n"
    "  scaleTargetRef: {kind: Deployment, name: churn}\n  minReplicas: {{ .Values.autoscaling.minReplicas }}\n"
    "  maxReplicas: {{ .Values.autoscaling.maxReplicas }}\n"
)


def test_values_for_copies_that_no_template_reads_are_told() -> None:
    found = judge("PRF-04", {**SERVICE, **CHART})

    assert found.message == "deploy/app/values.yaml sets autoscaling, which no template of helm chart churn reads"
    assert "reads deploy/app/values.yaml" in advice("PRF-04", {**SERVICE, **CHART})


def test_a_template_that_reads_them_scales() -> None:
    assert "no template" not in message("PRF-04", {**SERVICE, **CHART, "deploy/app/templates/hpa.yaml": RULE})


SWITCHED = f"{{{{- if .Values.autoscaling.enabled }}}}\n{RULE}{{{{- end }}}}\n"


def test_a_rule_that_the_values_switch_off_is_to_be_switched_on() -> None:
    values = CHART["deploy/app/values.yaml"].replace("true", "false")
    files = {**SERVICE, **CHART, "deploy/app/templates/hpa.yaml": SWITCHED, "deploy/app/values.yaml": values}

    assert message("PRF-04", files) == (
        "deploy/app/templates/hpa.yaml would scale it, and the values of its chart switch that off"
    )
    assert "Switch deploy/app/templates/hpa.yaml on" in advice("PRF-04", files)
    switched_on = {**files, "deploy/app/values.yaml": CHART["deploy/app/values.yaml"]}
    assert "switch that off" not in message("PRF-04", switched_on)


def test_a_rule_of_another_chart_that_is_switched_off_says_nothing_of_this_one() -> None:
    other = {
        "deploy/db/Chart.yaml": CHART["deploy/app/Chart.yaml"].replace("churn", "db"),
        "deploy/db/values.yaml": CHART["deploy/app/values.yaml"].replace("true", "false"),
        "deploy/db/templates/hpa.yaml": SWITCHED.replace("churn", "db"),
    }
    files = {**SERVICE, **CHART, **other, "deploy/app/values.yaml": "replicas: 2\n"}

    assert "switch that off" not in message("PRF-04", files)


def test_a_release_of_a_chart_is_not_where_a_new_version_meets_traffic() -> None:
    said = advice("OPS-08", {**SERVICE, **CHART})

    assert "infra/main.tf" not in said
    assert "deploy/app/templates/deployment.yaml" in said


SITE = "resource web 'Microsoft.Web/sites@2022-03-01' = {\n  name: 'churn'\n  kind: 'app,linux'\n}\n"
PLAN = "resource plan 'Microsoft.Web/serverfarms@2022-03-01' = {\n  name: 'plan'\n  sku: {\n    name: 'B1'\n  }\n}\n"


@pytest.mark.parametrize(("plan", "named"), [({"infra/plan.bicep": PLAN}, "infra/plan.bicep"), ({}, "infra/web.bicep")])
def test_copies_of_a_site_are_those_of_its_plan(plan: dict[str, str], named: str) -> None:
    assert f"Give {named} a lowest" in advice("PRF-04", {**SERVICE, "infra/web.bicep": SITE, **plan})


SCALED = """import boto3

MOST = 4
aas = boto3.client("application-autoscaling")
aas.register_scalable_target(
    ServiceNamespace="sagemaker", ResourceId="endpoint/churn/variant/AllTraffic",
    ScalableDimension="sagemaker:variant:DesiredInstanceCount", MinCapacity=0, MaxCapacity=MOST,
)
"""
BRIDGE = 'resource "aws_lambda_function" "bridge" {\n  handler = "app.predict"\n  filename = "app.zip"\n}\n'


def test_what_code_scales_is_the_model_behind_a_function() -> None:
    files = {**SERVICE, "infra/main.tf": BRIDGE, "deploy.py": SCALED}

    assert "is not the workload of the model" not in message("PRF-04", files)
