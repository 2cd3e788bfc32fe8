"""What is encrypted on its way and where it rests, and what goes over the wire as plain text."""

import pytest

from seatrial.component import Component, components
from seatrial.facts.security.encryption import encrypted_stores
from seatrial.facts.security.plain_text import unprotected
from seatrial.facts.security.secure_edges import insisted, secure_edges
from seatrial.repo import Memory, Repo

_APP = """
import joblib
import requests
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("model.joblib")

@app.post("/predict")
def predict(size: float):
    {}
    return model.predict([[size]])[0]
"""


def _component(files: dict[str, str]) -> Component:
    return components(Repo(Memory(files)))[0]


@pytest.mark.parametrize(
    "line",
    [
        'requests.get("https://a.shop.eu", verify=False)',
        'requests.get("http://a.shop.eu/rates")',
        'psycopg.connect("host=db sslmode=disable")',
    ],
)
def test_a_handler_that_sends_in_the_open(line: str) -> None:
    assert len(unprotected(_component({"app.py": _APP.format(line)}))) == 1


@pytest.mark.parametrize(
    "line",
    [
        'requests.get("http://features:8000/rates")',
        'requests.get("http://10.0.0.7/rates")',
        'requests.get("https://a.shop.eu", verify="/etc/ca.pem")',
        'namespace = "http://www.w3.org/2001/XMLSchema"',
        "jwt.decode(token, verify=False)",
    ],
)
def test_what_stays_near_or_is_checked_is_no_finding(line: str) -> None:
    assert unprotected(_component({"app.py": _APP.format(line)})) == ()


def test_a_script_that_nobody_deploys_sends_nothing_of_a_service() -> None:
    script = 'import requests\nif __name__ == "__main__":\n    requests.get("http://a.shop.eu/data.csv")\n'

    assert unprotected(_component({"fetch.py": script})) == ()


def test_nginx_ends_tls_and_insists_on_it() -> None:
    text = "server {\n  listen 443 ssl;\n  add_header Strict-Transport-Security max-age=63072000;\n}\n"
    component = _component({"nginx/site.conf": text})

    assert [item.place.line for item in secure_edges(component)] == [2]
    assert [item.place.line for item in insisted(component)] == [3]


def test_encryption_that_is_switched_off_encrypts_nothing() -> None:
    text = 'resource "aws_db_instance" "a" {{\n  storage_encrypted = {}\n}}\n'

    assert encrypted_stores(_component({"main.tf": text.format("true")}))
    assert not encrypted_stores(_component({"main.tf": text.format("false")}))
