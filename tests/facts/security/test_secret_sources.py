"""From where secrets reach what runs."""

import pytest

from seatrial.facts.security.open_secrets import open_secrets
from seatrial.facts.security.secret_names import is_secret
from seatrial.facts.security.secret_sources import secret_stores
from seatrial.facts.security.workload_identities import short_lived
from tests.repositories import component_of


@pytest.mark.parametrize("name", ["OPENAI_API_KEY", "db_password", "HF_TOKEN", "DATABASE_URL", "SECRET_KEY"])
def test_a_name_tells_a_secret(name: str) -> None:
    assert is_secret(name)


@pytest.mark.parametrize("name", ["MAX_TOKENS", "PAD_TOKEN_ID", "TOKENIZERS_PARALLELISM", "PUBLIC_KEY", "SECRET_NAME"])
def test_a_name_that_only_sounds_like_one_is_none(name: str) -> None:
    assert not is_secret(name)


def test_a_variable_of_a_variable_is_no_text() -> None:
    text = "services:\n  app:\n    build: .\n    environment:\n      API_KEY: ${API_KEY}\n"

    assert open_secrets(component_of({"compose.yaml": text, "Dockerfile": "FROM python:3.12\n"})) == ()


def test_the_password_of_a_database_beside_the_service_is_for_one_desk() -> None:
    text = "services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: postgres\n"

    assert open_secrets(component_of({"compose.yaml": text})) == ()


def test_an_external_secret_is_a_store() -> None:
    text = "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: price\nspec: {}\n"

    (found,) = secret_stores(component_of({"deploy/secret.yaml": text}))

    assert "external secret store" in found.what


def test_a_workflow_that_may_not_ask_for_a_token_has_no_identity() -> None:
    step = "      - uses: google-github-actions/auth@v2\n        with:\n          workload_identity_provider: x\n"
    flow = f"on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n{step}"

    assert short_lived(component_of({".github/workflows/d.yml": flow})) == ()
    assert short_lived(component_of({".github/workflows/d.yml": f"permissions:\n  id-token: write\n{flow}"}))


@pytest.mark.parametrize(
    ("code", "store"),
    [
        ("import boto3\nkey = boto3.client('secretsmanager').get_secret_value(SecretId='key')\n", "Secrets Manager"),
        ("import boto3\nstore = boto3.client('ssm')\n", "the secret store of AWS"),
        ("key = dbutils.secrets.get('prod', 'key')\n", "Databricks's secrets"),
        ("import hvac\nclient = hvac.Client()\n", "Vault"),
    ],
)
def test_a_service_that_asks_a_store_takes_its_secrets_from_there(code: str, store: str) -> None:
    served = f"from fastapi import FastAPI\napp = FastAPI()\n{code}@app.get('/')\ndef home():\n    return 1\n"
    files = {"app.py": served, "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn app:app\n"}

    assert f"asks {store} for secrets" in [shown.what for shown in secret_stores(component_of(files))]


def test_a_text_of_pydantic_that_is_uncovered_comes_from_no_store() -> None:
    code = "from pydantic import SecretStr\nkey = SecretStr('x').get_secret_value()\n"
    files = {"app.py": code, "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD python app.py\n"}

    assert secret_stores(component_of(files)) == ()


def test_compose_hands_secrets_over_as_files() -> None:
    text = "services:\n  app:\n    build: .\n    secrets: [key]\nsecrets:\n  key:\n    file: key.txt\n"
    files = {"compose.yaml": text, "Dockerfile": "FROM python:3.12\nCOPY app.py .\nCMD python app.py\n", "app.py": ""}

    assert [shown.what for shown in secret_stores(component_of(files))] == ["compose hands secrets to app as files"]
