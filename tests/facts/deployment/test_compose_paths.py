"""Compose files are known by their name, and those of a stage by what is in them."""

import pytest

from seatrial.facts.deployment.compose import compose_paths
from tests.repositories import repo_of

_SERVICES = "services:\n  api:\n    build: .\n    ports: ['80:80']\n"


@pytest.mark.parametrize(
    ("path", "text", "known"),
    [
        ("docker-compose.prod.yml", _SERVICES, True),
        ("production.yml", _SERVICES, True),
        ("local.yml", "version: '3.8'\nservices:\n  db:\n    image: postgres:16\n", True),
        ("docker/dev-gpu.yaml", _SERVICES, True),
        ("deploy/stack.yml", "services:\n  api:\n    extends: {file: base.yml, service: api}\n", True),
        ("services.yaml", "services:\n  App\\Mailer:\n    arguments: ['smtp']\n", False),
        ("config/production.yml", "database:\n  host: db\n", False),
        ("staging.yml", "services: [docker]\nimage: python\n", False),
        ("menu.yml", _SERVICES, False),
        (".github/workflows/test.yml", _SERVICES, False),
        ("node_modules/x/dev.yml", _SERVICES, False),
    ],
)
def test_a_file_of_a_stage_is_one_where_it_starts_services(path: str, text: str, known: bool) -> None:
    assert compose_paths(repo_of({path: text})) == ((path,) if known else ())
