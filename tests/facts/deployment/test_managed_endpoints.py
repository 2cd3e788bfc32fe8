"""Endpoints that a platform answers with the model that it is handed."""

import pytest

from seatrial.facts.deployment.hosting.managed_endpoints import managed_endpoints
from tests.repositories import repo_of

_TEMPLATE = "Resources:\n  Config:\n    Type: AWS::SageMaker::EndpointConfig\n    Properties: {}\n"


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("stack.py", "from aws_cdk import aws_sagemaker as sm\nsm.CfnEndpoint(self, 'E')\n", "SageMaker"),
        ("ship.py", "model.deploy(initial_instance_count=1, instance_type='ml.m5.large')\n", "SageMaker"),
        ("ship.py", "import boto3\nboto3.client('sagemaker').create_endpoint(EndpointName='e')\n", "SageMaker"),
        (
            "ship.py",
            "from azure.ai.ml.entities import ManagedOnlineDeployment\nManagedOnlineDeployment('d')\n",
            "Azure ML",
        ),
        ("ship.py", "model.deploy(endpoint=e, machine_type='n1', min_replica_count=1)\n", "Vertex AI"),
        ("main.tf", 'resource "aws_sagemaker_endpoint" "api" {\n  name = "api"\n}\n', "aws_sagemaker_endpoint"),
        ("template.yaml", _TEMPLATE, "EndpointConfig"),
        ("ship.py", "app.deploy()\n", ""),
        ("ship.py", "import boto3\nboto3.client('ec2').create_endpoint(Name='e')\n", ""),
        ("tests/test_ship.py", "model.deploy(initial_instance_count=1)\n", ""),
        ("stack.py", "iam.CfnRole(self, 'R')\n", ""),
    ],
)
def test_what_makes_a_platform_answer_is_told_and_other_deployments_are_not(path: str, text: str, told: str) -> None:
    found = managed_endpoints(repo_of({path: text}))

    assert len(found) == bool(told)
    assert all(told in one.what for one in found)
