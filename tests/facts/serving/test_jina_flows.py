"""A Flow of Jina makes the executors that its settings name; an image that starts it starts those."""

import pytest

from seatrial.facts.serving.process.serving_starts import serving_starts
from tests.repositories import component_of

EXECUTOR = (
    "import joblib\nfrom jina import Executor, requests\n\n\nclass Encoder(Executor):\n"
    "    def __init__(self, **kwargs):\n        super().__init__(**kwargs)\n"
    "        self.model = joblib.load('m.joblib')\n\n"
    "    @requests(on='/encode')\n    def encode(self, docs, **kwargs):\n        return self.model.predict(docs)\n"
)
FLOW = (
    "jtype: Flow\nexecutors:\n  - name: encoder\n    uses:\n      jtype: Encoder\n      metas:\n        py_modules:%s\n"
)
START = (
    "from jina import Flow\n\nif __name__ == '__main__':\n"
    "    with Flow.load_config('flow.yml') as flow:\n        flow.block()\n"
)
SETUP = (
    "from setuptools import find_packages, setup\n\ntry:\n    name = 'word-server'\nexcept ValueError:\n    name = ''\n"
    "setup(name=name, version='1.0', packages=find_packages(), install_requires=['jina'])\n"
)
IMAGE = (
    "FROM python:3.12-slim\nCOPY server ./server\nRUN pip install ./server\n"
    'ENTRYPOINT ["python", "-m", "word_server"]\n'
)
SERVER = {
    "images/server.Dockerfile": IMAGE,
    "server/setup.py": SETUP,
    "server/word_server/__init__.py": "",
    "server/word_server/__main__.py": START,
    "server/word_server/executors.py": EXECUTOR,
    "client/setup.py": SETUP.replace("word-server", "word-client").replace("'jina'", "'word-server'"),
}


def starts(modules: str) -> list[str]:
    """Return the files whose start answers, where the flow names these modules."""
    component = component_of({**SERVER, "server/word_server/flow.yml": FLOW % modules})
    return [one.place.path for one in serving_starts(component)]


@pytest.mark.parametrize(
    "modules",
    [" word_server.executors", "\n          - word_server.executors", " [word_server.executors]", " executors.py"],
)
def test_the_executors_that_a_flow_names_are_started_by_the_image_that_starts_the_flow(modules: str) -> None:
    assert starts(modules) == ["images/server.Dockerfile"]


def test_an_executor_that_no_flow_names_is_started_by_nobody() -> None:
    assert starts(" word_server.others") == []
