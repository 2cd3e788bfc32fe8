"""What is asked of a service knows what the server around it does by itself, and what it leaves to the owner."""

import pytest

from seatrial.model import Grade

from .asked import judge, message

HEALTH = (
    "import joblib\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.get('/health')\ndef health():\n    return 'ok'\n"
)
ITEMS = "@app.get('/items/{item}')\ndef item(item: int):\n    return store[item]\n"
LIT = """import joblib
import litserve as ls

class Price(ls.LitAPI):
    def setup(self, device):
        self.model = joblib.load("model.joblib")
    def predict(self, x):
        return self.model.predict([x])

ls.LitServer(Price()).run(port=8000)
"""


def image(command: str) -> dict[str, str]:
    return {"Dockerfile": f"FROM python:3.12-slim\nCMD {command}\n"}


def test_a_route_that_only_tells_health_is_not_asked_who_calls() -> None:
    assert not judge("SEC-05", {"app.py": HEALTH}).applies
    assert judge("SEC-05", {"app.py": HEALTH + ITEMS}).grade is Grade.ABSENT


@pytest.mark.parametrize(
    ("files", "grade"),
    [
        ({"server.py": LIT}, Grade.ABSENT),
        (image("mlflow models serve -m models:/price/3"), Grade.ABSENT),
        (image("llama-server -m m.gguf"), Grade.ABSENT),
        (image("llama-server -m m.gguf --metrics"), Grade.SUBSTANTIVE),
        (image("vllm serve org/m"), Grade.SUBSTANTIVE),
    ],
)
def test_requests_are_counted_by_those_servers_alone_that_do(files: dict[str, str], grade: Grade) -> None:
    assert judge("MON-01", files).grade is grade


def test_a_probe_of_a_server_at_a_path_of_its_own_is_no_stray_one() -> None:
    probe = (
        "services:\n  api:\n    build: .\n    healthcheck: {test: [CMD, python, ask.py, 'http://localhost:8000/{}']}\n"
    )
    files = {"server.py": LIT, **image("python server.py")}

    asked = judge("ARC-03", files | {"docker-compose.yml": probe.replace("{}", "health")})
    missed = judge("ARC-03", files | {"docker-compose.yml": probe.replace("{}", "predict")})

    assert asked.grade is Grade.IN_USE
    assert not any("which no route answers" in item.what for item in asked.evidence)
    assert missed.grade is Grade.SUBSTANTIVE


def test_a_key_that_a_server_compares_is_told_as_one_for_all() -> None:
    told = message("SEC-05", image("vllm serve org/m --api-key $KEY"))

    assert told == "vLLM compares the key of --api-key, one for all callers"


FIGURES = """from http.server import BaseHTTPRequestHandler
from prometheus_client import Counter, generate_latest
import joblib

model = joblib.load("model.joblib")

class Figures(BaseHTTPRequestHandler):
    def do_GET(self):
        {}
"""


@pytest.mark.parametrize(
    ("answer", "applies"), [("self.wfile.write(generate_latest())", False), ("self.wfile.write(rows(self.path))", True)]
)
def test_what_hands_out_figures_of_the_process_is_no_door_for_callers(answer: str, *, applies: bool) -> None:
    files = {"server.py": FIGURES.format(answer)}

    assert judge("SEC-05", files).applies is applies
    assert (judge("ARC-01", files).grade is Grade.PRESENT) is applies
