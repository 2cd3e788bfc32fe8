"""A dictionary of settings switches off as well as a keyword does."""

import pytest

from seatrial.facts.security.plain_text import unprotected
from tests.repositories import component_of

APP = (
    "from fastapi import FastAPI\nimport httpx\n\napp = FastAPI()\n\n\n@app.get('/x')\ndef x():\n    return ask()\n\n\n"
)
STARTS = 'FROM python:3.12\nCOPY app.py .\nCMD ["uvicorn", "app:app"]\n'


def told(code: str) -> list[str]:
    return [item.what for item in unprotected(component_of({"app.py": APP + code, "Dockerfile": STARTS}))]


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
    assert bool(told(f"def ask():\n    return httpx.Client(**{settings})\n")) is loose
    assert bool(told(f"OPTIONS = {settings}\n\n\ndef ask():\n    return httpx.Client(**OPTIONS)\n")) is loose


@pytest.mark.parametrize(("host", "plain"), [("mock.endpoint", False), ("fake-prices.io", False), ("prices.io", True)])
def test_a_made_up_host_is_nobody(host: str, plain: bool) -> None:
    assert bool(told(f"def ask():\n    return httpx.get('http://{host}/v1')\n")) is plain
