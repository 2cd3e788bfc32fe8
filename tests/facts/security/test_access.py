"""Who may reach what, by the rules of clouds, clusters and routes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.security.access_rule import Reach, Thing
from seatrial.facts.security.access_rules import access_reviews, access_rules
from seatrial.facts.security.chosen_roles import chosen_roles
from seatrial.facts.security.kept_passwords import kept_passwords
from seatrial.facts.security.open_defaults import open_defaults
from seatrial.facts.security.open_starts import open_starts
from seatrial.facts.security.plain_text import unprotected
from tests.repositories import component_of, repo_of

_POLICY = (
    'data "aws_iam_policy_document" "a" {{\n  statement {{\n    actions   = [{}]\n    resources = [{}]\n  }}\n}}\n'
)
_ROLE = """apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: a
rules:
  - verbs: [{}]
    resources: [{}]
"""


@pytest.mark.parametrize(
    ("actions", "resources", "reach"),
    [
        ('"*"', '"*"', Reach.EVERYTHING),
        ('"s3:*"', '"arn:aws:s3:::prices"', Reach.SERVICE),
        ('"s3:GetObject"', '"*"', Reach.SERVICE),
        ('"s3:GetObject"', '"arn:aws:s3:::prices/*"', Reach.NAMED),
    ],
)
def test_how_far_a_policy_reaches(actions: str, resources: str, reach: Reach) -> None:
    (found,) = access_rules(component_of({"infra/a.tf": _POLICY.format(actions, resources)}))

    assert found.reach is reach
    assert Thing.DATA in found.things or reach is Reach.EVERYTHING


def test_a_policy_as_text_is_read_too() -> None:
    policy = 'jsonencode({\n    Statement = [{ Effect = "Allow", Action = "*" }]\n  })'
    text = f'resource "aws_iam_policy" "a" {{\n  policy = {policy}\n}}\n'

    (found,) = access_rules(component_of({"infra/a.tf": text}))

    assert (found.reach, found.place.line) == (Reach.EVERYTHING, 3)


@pytest.mark.parametrize(("verbs", "things", "reach"), [("'*'", "'*'", Reach.EVERYTHING), ("get", "pods", Reach.NAMED)])
def test_a_role_of_a_cluster(verbs: str, things: str, reach: Reach) -> None:
    (found,) = access_rules(component_of({"role.yaml": _ROLE.format(verbs, things)}))

    assert found.reach is reach


def test_a_statement_of_a_template_is_told_at_its_line() -> None:
    text = "Resources:\n  A:\n    Statement:\n      - Effect: Allow\n        Action: '*'\n        Resource: '*'\n"

    (found,) = access_rules(component_of({"template.yaml": text}))

    assert (found.reach, found.place.line) == (Reach.EVERYTHING, 5)


def test_a_review_without_a_day_is_none() -> None:
    assert not access_reviews(component_of({"docs/access.md": "# Access review\n\nWe look at roles now and then.\n"}))
    assert access_reviews(
        component_of({"docs/access.md": "# Access review\n\n2026-03-01: done by the platform team.\n"})
    )


TABLE = (
    "from sqlalchemy import Column, String\n\n\nclass User(Base):\n    name = Column(String)\n"
    "    password = Column(String)\n    role = Column(String)\n"
)
APP = (
    "from fastapi import FastAPI\nfrom pydantic import BaseModel\nfrom tables import User\n\napp = FastAPI()\n\n\n"
    "class Form(BaseModel):\n    name: str\n    password: str\n    role: str = 'reader'\n\n\n"
)
SIGNS_UP = "@app.post('/signup')\ndef signup(form: Form):\n    save(User(name=form.name, {}))\n"


def kept_and_chosen(handler: str, more: str = "") -> tuple[list[str], list[str]]:
    component = component_of({"tables.py": TABLE, "app.py": APP + handler, "more.py": more})
    return [item.what for item in chosen_roles(component)], [item.what for item in kept_passwords(component)]


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ("role=form.role", ["POST /signup lets whoever signs up choose their own role"]),
        ("role='reader'", []),
        ("role=default_role(form)", []),
    ],
)
def test_rights_that_are_asked_for_are_told(given: str, chosen: list[str]) -> None:
    assert kept_and_chosen(SIGNS_UP.format(given))[0] == chosen


def test_an_administrator_may_give_rights() -> None:
    guarded = (
        "from fastapi import Depends, HTTPException\nimport jwt\n\n\ndef admin(token: str):\n"
        "    claims = jwt.decode(token, KEY, algorithms=['HS256'])\n    if claims['role'] != 'admin':\n"
        "        raise HTTPException(403)\n\n\n"
        "@app.post('/users', dependencies=[Depends(admin)])\ndef create_user(form: Form):\n"
        "    save(User(name=form.name, role=form.role))\n"
    )

    assert kept_and_chosen(guarded)[0] == []


@pytest.mark.parametrize(
    ("given", "more", "kept"),
    [
        ("password=form.password", "", ["User keeps the password as it was typed"]),
        ("password=form.password", "from passlib.context import CryptContext\n", []),
        ("password=hash_password(form.password)", "", []),
        ("password='unset'", "", []),
    ],
)
def test_a_password_as_it_was_typed_is_told(given: str, more: str, kept: list[str]) -> None:
    assert kept_and_chosen(SIGNS_UP.format(given), more)[1] == kept


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("SELECT id FROM users WHERE name = ? AND password = ?", True),
        ("SELECT id FROM users WHERE name = %s AND password=%s", True),
        ("SELECT id, password FROM users WHERE name = ?", False),
        ("UPDATE users SET password = ? WHERE id = ?", False),
    ],
)
def test_a_row_that_is_asked_for_by_its_password_is_told(asked: str, kept: bool) -> None:
    assert (
        bool(
            kept_and_chosen(f"def sign_in(db, name, password):\n    return db.execute('{asked}', (name, password))\n")[
                1
            ]
        )
        is kept
    )


CORS = "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\napp = FastAPI()\n"


def opened(code: str, path: str = "app.py") -> list[bool]:
    """Return for each open default of a file whether it is mild."""
    return [item.mild for item in open_defaults(repo_of({path: code.encode()}))]


def test_any_site_with_cookies_is_serious_and_without_is_mild() -> None:
    asked = f'{CORS}app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=%s)\n'

    assert opened(asked % "True") == [False]
    assert opened(asked % "False") == [True]


def test_what_somebody_must_switch_on_first_is_mild() -> None:
    every = 'app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)'
    asked = f"{CORS}def make(%s):\n    if permissive_cors:\n        {every}\n"
    settings = f"{CORS}class Settings:\n    any_origin: bool = %s\nif Settings().any_origin:\n    {every}\n"

    assert [opened(asked % given) for given in ("permissive_cors=False", "permissive_cors=True", "verbose=False")] == [
        [True],
        [False],
        [False],
    ]
    assert [opened(settings % given) for given in ("False", "True")] == [[True], [False]]


def test_origins_of_a_setting_are_closed_unless_its_default_is_any_site() -> None:
    asked = f"{CORS}import os\napp.add_middleware(CORSMiddleware, allow_origins=%s, allow_credentials=True)\n"

    assert opened(asked % 'os.environ["ORIGINS"].split(",")') == []
    assert opened(asked % 'os.environ.get("ORIGINS", "*").split(",")') == [False]


def test_options_in_a_dictionary_are_followed() -> None:
    options = '{"allow_origins": ["*"], "allow_credentials": True}'

    assert opened(f"{CORS}options = {options}\napp.add_middleware(CORSMiddleware, **options)\n") == [False]


def test_settings_of_django_for_development_are_no_shipped_ones() -> None:
    settings = "DEBUG = True\nINSTALLED_APPS = []\n"

    assert opened(settings, "site/settings/base.py") == [False]
    assert opened(settings, "site/settings/local.py") == []


def test_debugging_of_other_things_is_none() -> None:
    assert opened("import flask\n\ndef run(x):\n    return x\n\nrun(debug=True)\nprinter.run(debug=True)\n") == []


def test_a_token_that_is_set_keeps_jupyter_closed() -> None:
    shut = "FROM python:3.12\nCMD jupyter lab --ip=0.0.0.0 --ServerApp.token=$TOKEN\n"
    wide = "FROM python:3.12\nCMD jupyter lab --ip=0.0.0.0 --ServerApp.token='' --allow-root\n"

    assert not open_starts(repo_of({"Dockerfile": shut.encode()}))
    assert open_starts(repo_of({"Dockerfile": wide.encode()}))


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    files = {"app.py": text.encode(), "Dockerfile": text.encode(), "compose.yml": text.encode()}

    assert open_defaults(repo_of(files)) is not None
    assert open_starts(repo_of(files)) is not None


def test_a_key_that_is_taken_where_a_setting_gives_nothing_is_known_to_every_reader() -> None:
    assert opened("SECRET_KEY = vault.get_secret('SECRET_KEY') or 'for-local-use'\n") == [False]
    assert opened("import os\nJWT_SECRET = os.environ['JWT_SECRET'] or 'secret'\n") == [False]
    assert opened("SECRET_KEY = vault.get_secret('SECRET_KEY') or generate()\n") == []
    assert opened("TITLE = vault.get_secret('TITLE') or 'shop'\n") == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('app.secret_key = "dev"\n', 1),
        ('SECRET_KEY = "change me"\n', 1),
        ('app.config["SECRET_KEY"] = "dev"\n', 1),
        ('tokens = SimpleJWT(secret_key="your-secret-key")\n', 1),
        ('import jwt\njwt.encode(claims, "our key", algorithm="HS256")\n', 1),
        ('import jwt\njwt.encode(claims, KEY, algorithm="HS256")\n', 0),
        ('SECRET_KEY = "SECRET_KEY"\n', 0),
        ('SESSION_KEY = "chat_history"\n', 0),
        ('client = Minio(url, access_key="a", secret_key="b")\n', 0),
        ('AWS_SECRET_KEY = "mine"\nAPP_SECRET = "of a provider"\n', 0),
        ('SECRET_KEY = "change me"\nif SECRET_KEY == "change me":\n    raise SystemExit\n', 0),
    ],
)
def test_a_key_that_signs_and_stands_in_the_code_is_known_to_every_reader(code: str, found: int) -> None:
    assert len(opened(code)) == found
    assert opened(code, "settings/dev.py") == []


DASH = (
    "from fastapi import FastAPI\nimport httpx\n\napp = FastAPI()\n\n\n@app.get('/x')\ndef x():\n    return ask()\n\n\n"
)
STARTS = 'FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n'


def unprotected_by(code: str) -> list[str]:
    return [item.what for item in unprotected(component_of({"app.py": DASH + code, "Dockerfile": STARTS}))]


@pytest.mark.parametrize(
    ("settings", "loose"),
    [
        ("{'base_url': 'https://prices.shop', 'verify': False}", True),
        ("{'host': 'db.shop', 'port': 5432, 'ssl': False}", True),
        ("{'default': {'host': 'db.shop', 'ssl': False}}", True),
        ("{'verify_certs': False}", True),
        ("{'host': 'localhost', 'ssl': False}", False),
        ("{'host': 'db.shop', 'ssl': True}", False),
        ("{'ssl': False}", False),  # of what, nobody can tell
        ("{'verify': False, 'email': 'a'}", False),  # an account that is not verified
    ],
)
def test_settings_that_let_any_certificate_pass_are_told(settings: str, loose: bool) -> None:
    assert bool(unprotected_by(f"def ask():\n    return httpx.Client(**{settings})\n")) is loose
    assert bool(unprotected_by(f"OPTIONS = {settings}\n\n\ndef ask():\n    return httpx.Client(**OPTIONS)\n")) is loose


@pytest.mark.parametrize(("host", "plain"), [("mock.endpoint", False), ("fake-prices.io", False), ("prices.io", True)])
def test_a_made_up_host_is_nobody(host: str, plain: bool) -> None:
    assert bool(unprotected_by(f"def ask():\n    return httpx.get('http://{host}/v1')\n")) is plain
