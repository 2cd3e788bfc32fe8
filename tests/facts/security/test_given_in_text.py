"""A secret stands in plain text at its own line; a path to a file and a mark of a gap are none."""

import pytest

from seatrial.facts.security.open_secrets import open_secrets
from seatrial.facts.security.secret_names import is_given_as_text
from tests.repositories import component_of

COMPOSE = """services:
  api:
    build: .
    environment:
      GOOGLE_APPLICATION_CREDENTIALS: /app/creds/store.json
      JWT_SECRET_KEY: {key}
"""


@pytest.mark.parametrize("value", ["????", "...", "/app/creds/store.json", "./keys/service.pem"])
def test_gaps_and_paths_are_no_secrets(value: str) -> None:
    assert not is_given_as_text("API_KEY", value)


def test_the_line_of_the_value_is_named_and_not_that_of_the_block() -> None:
    files = {"docker-compose.yml": COMPOSE.format(key="ab" * 16), "Dockerfile": 'FROM python:3.12\nCMD ["python"]\n'}
    (found,) = open_secrets(component_of(files))

    assert found.place.line == 6
    assert found.what == "Compose gives api its JWT_SECRET_KEY in plain text"
