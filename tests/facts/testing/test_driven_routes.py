"""A model server answers under paths that its protocol gives, and no code of the owner names."""

import pytest

from seatrial.facts.testing.driven_routes import driving_tests
from tests.repositories import component_of

KSERVE = (
    "import joblib\nfrom kserve import Model, ModelServer\n\n\nclass Topic(Model):\n    def load(self):\n"
    "        self.model = joblib.load('m.joblib')\n\n    def predict(self, payload, headers=None):\n"
    "        return {'predictions': self.model.predict(payload['instances'])}\n\n\n"
    "if __name__ == '__main__':\n    ModelServer().start([Topic('topic')])\n"
)
FASTAPI = (
    "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
    "@app.post('/price')\ndef price(x: float):\n    return model.predict([[x]])\n"
)
LOCUST = (
    "from locust import FastHttpUser, task\n\n\nclass Caller(FastHttpUser):\n    @task\n    def ask(self):\n"
    "        self.client.post('{url}', json={{'instances': [[1]]}})\n"
)


@pytest.mark.parametrize(
    ("server", "url", "drives"),
    [
        (KSERVE, "/v1/models/topic:predict", True),
        (KSERVE, "/v2/models/topic/infer", True),
        (KSERVE, "/v2/models/topic/ready", False),
        (KSERVE, "/metrics", False),
        (FASTAPI, "/v1/models/topic:predict", False),
        (FASTAPI, "/price", True),
    ],
)
def test_load_on_a_path_of_the_protocol_drives_the_model(server: str, url: str, drives: bool) -> None:
    component = component_of({"serve.py": server, "locustfile.py": LOCUST.format(url=url)})

    assert bool(driving_tests(component)) is drives
