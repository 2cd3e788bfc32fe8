"""Which unread files leave the search for credentials open, and which only a remark?"""

import base64
import hashlib

import pytest

from seatrial.facts.data.personal_data import unread_tables
from seatrial.facts.security.open_secrets import open_secrets
from seatrial.facts.security.secret_names import is_given_as_text, is_secret
from seatrial.facts.security.secret_sources import secret_stores
from seatrial.facts.security.secrets import credentials, unsearched_data, unsearched_for_secrets
from seatrial.facts.security.workload_identities import short_lived
from tests.repositories import component_of, repo_of

DRAWN = base64.b64encode(hashlib.sha256(b"pair").digest()).decode()[:40]
LARGE = b"a,b\n" * 5_100_000


def test_large_data_leaves_the_search_for_credentials_whole_and_large_code_does_not() -> None:
    repo = repo_of({"rows.csv": LARGE, "dump.json": LARGE, "code.py": LARGE})

    assert [file.path for file in unsearched_data(repo)] == ["dump.json", "rows.csv"]
    assert [file.path for file in unsearched_for_secrets(repo)] == ["code.py"]


def test_one_broken_table_among_many_is_a_remark_and_alone_a_loss() -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 4096\n"
    many = {f"{n}.csv": "a\n1\n" for n in range(20)}

    assert [file.partly for file in unread_tables(repo_of({"x.csv": pointer, **many}))] == [True]
    assert [file.partly for file in unread_tables(repo_of({"x.csv": pointer}))] == [False]


def test_settings_of_tests_hold_made_up_values_and_those_of_a_stage_do_not() -> None:
    line = "SEARCH_PASS" + "WORD=Qv7t-mPz4eE!\n"
    repo = repo_of({".env.test": line, "app/test.env": line, ".env.prod": line, ".env.staging": line})

    assert {one.path: one.is_test for one in credentials(repo)} == {
        ".env.prod": False,
        ".env.staging": False,
        ".env.test": True,
        "app/test.env": True,
    }


def test_a_document_that_shows_what_tests_make_up_shows_an_example() -> None:
    body = '{"username": "ada", "pass' + 'word": "Qv7t-mPz4eE!"}\n'
    page, tried = f"# Users\n\n```json\n{body}```\n", f"BODY = {body}"
    files = {"docs/api.md": page, "settings.json": body}

    assert {one.path: one.is_test for one in credentials(repo_of(files))} == dict.fromkeys(files, False)
    assert {one.path: one.is_test for one in credentials(repo_of({**files, "tests/test_users.py": tried}))} == {
        "docs/api.md": True,
        "settings.json": False,
        "tests/test_users.py": True,
    }


@pytest.mark.parametrize(
    ("path", "host", "live"),
    [
        ("backend/test_db.py", "shop.postgres.database.azure.com", True),
        ("backend/tests/test_db.py", "shop.postgres.database.azure.com", False),
        ("backend/test_db.py", "db.kaufhaus-nord.de", False),
    ],
    ids=["somebody tried it", "among tests", "a host of no provider"],
)
def test_the_password_of_a_real_store_in_a_script_called_a_test_is_live(path: str, host: str, live: bool) -> None:
    address = "postgresql://" + "shopadmin" + ":" + "Kx9" + "vTq27LmZp" + f"@{host}:5432/shop"
    (found,) = credentials(repo_of({path: f"import asyncpg\n\nCONNECTION = asyncpg.connect('{address}')\n"}))

    assert found.live is live


@pytest.mark.parametrize(
    ("path", "secret", "live"),
    [
        ("docker/test/serve.sh", DRAWN, 2),
        ("docker/test/serve.sh", "testing", 0),  # as tests make one up
        ("tests/test_upload.py", DRAWN, 0),
    ],
)
def test_a_pair_of_keys_of_aws_that_a_shell_script_of_a_trial_exports_is_live(
    path: str, secret: str, live: int
) -> None:
    start = "export " if path.endswith(".sh") else ""
    pair = f"AWS_ACCESS_KEY_ID='{'AKIA' + 'H2QWER7TZUIOP3LK'}'\n{start}AWS_SECRET_ACCESS_KEY='{secret}'\n"
    repo = repo_of({path: f"{start}{pair}"})

    assert sum(one.live for one in credentials(repo)) == live


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
