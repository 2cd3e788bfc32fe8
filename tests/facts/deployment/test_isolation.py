"""How well workloads are kept apart."""

import pytest

from seatrial.facts.deployment.clusters.confinement import escapes
from seatrial.facts.deployment.clusters.isolation import exposures, hardenings
from tests.repositories import component_of

_POD = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: price
spec:
  template:
    spec:
      {}
      containers:
        - name: price
          image: registry.example.org/price:1.4.2
          securityContext:
            allowPrivilegeEscalation: false
"""
_DOOR = 'resource "aws_security_group" "a" {{\n  {} {{\n    from_port = {}\n    cidr_blocks = ["{}"]\n  }}\n}}\n'


def test_bounded_rights_without_an_account_of_its_own_are_half_a_wall() -> None:
    assert hardenings(component_of({"pod.yaml": _POD.format("serviceAccountName: price")}))
    assert not hardenings(component_of({"pod.yaml": _POD.format("serviceAccountName: default")}))
    assert not hardenings(component_of({"pod.yaml": _POD.format("restartPolicy: Always")}))


def test_a_shared_network_is_told_at_its_line() -> None:
    (found,) = exposures(component_of({"pod.yaml": _POD.format("hostNetwork: true")}))

    assert found.place.line == 8


@pytest.mark.parametrize(
    ("direction", "port", "source", "count"),
    [
        ("ingress", "22", "0.0.0.0/0", 1),
        ("ingress", "443", "0.0.0.0/0", 0),
        ("ingress", "22", "10.0.0.0/8", 0),
        ("egress", "0", "0.0.0.0/0", 0),
        ("ingress", "var.port", "0.0.0.0/0", 0),
    ],
)
def test_a_door_is_open_to_everybody(direction: str, port: str, source: str, count: int) -> None:
    assert len(exposures(component_of({"main.tf": _DOOR.format(direction, port, source)}))) == count


def test_the_socket_of_the_engine_is_a_way_to_the_machine() -> None:
    text = "services:\n  app:\n    build: .\n    volumes: ['/var/run/docker.sock:/var/run/docker.sock']\n"
    files = {"compose.yaml": text, "Dockerfile": "FROM python:3.12\nCMD python app.py\n"}

    (found,) = escapes(component_of(files))

    assert found.dockerfile == "Dockerfile"
