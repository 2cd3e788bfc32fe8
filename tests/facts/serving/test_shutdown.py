"""What lets a service end in order is seen in its code, its image and its manifest, as far as it is run."""

import pytest

from seatrial.facts.serving.process.shutdown import shutdown_handling
from tests.repositories import component_of

HEAD = "import signal\nfrom fastapi import FastAPI\nfrom sanic import Sanic\n"
IMAGE = 'FROM python:3.12\nCOPY . .\n%sCMD ["uvicorn", "app:app"]\n'


def told(code: str, image: str = IMAGE % "", **files: str) -> list[str]:
    component = component_of({"app.py": HEAD + code, "Dockerfile": image, **files})
    return [one.what for one in shutdown_handling(component)]


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("app = FastAPI(lifespan=opened)\n", "the application is started and ended by opened"),
        ("app = FastAPI(on_shutdown=[close])\n", "the application has functions that run when it ends"),
        ("app = FastAPI()\nsignal.signal(signal.SIGTERM, stop)\n", "a handler ends the service at SIGTERM"),
        ("app = FastAPI()\nloop.add_signal_handler(signal.SIGTERM, stop)\n", "a handler ends the service at SIGTERM"),
        ("app = FastAPI()\napp.add_event_handler('shutdown', close)\n", "a function runs when the service ends"),
        ("app = FastAPI()\n@app.on_event('shutdown')\ndef close(): pass\n", "close runs when the service ends"),
        ("app = Sanic('a')\n@app.after_server_stop\ndef close(a, b): pass\n", "close runs when the service ends"),
    ],
)
def test_the_hooks_of_frameworks_and_signals(code: str, what: str) -> None:
    assert told(code) == [what]


@pytest.mark.parametrize(
    "code",
    [
        "app = FastAPI()\n",
        "app = FastAPI(lifespan='off')\n",
        "app = FastAPI()\nsignal.signal(signal.SIGINT, stop)\n",
        "app = FastAPI()\napp.add_event_handler('startup', load)\n",
        "app = FastAPI()\n@app.on_event('startup')\ndef load(): pass\n",
    ],
)
def test_what_says_nothing_of_the_end_is_none(code: str) -> None:
    assert told(code) == []


def test_code_that_nobody_runs_ends_nothing() -> None:
    old = "import signal\ndef begin():\n    signal.signal(signal.SIGTERM, stop)\n"

    assert told("app = FastAPI()\n", **{"old/__init__.py": "", "old/begin.py": old}) == []


def test_an_init_process_and_a_grace_period() -> None:
    pod = "{terminationGracePeriodSeconds: 45, containers: [{name: api, image: api:1}]}"
    work = f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: api}}\nspec: {{template: {{spec: {pod}}}}}\n"

    assert told("app = FastAPI()\n", IMAGE % 'ENTRYPOINT ["/usr/bin/tini", "--"]\n') == [
        "an init process hands the signal to stop on"
    ]
    assert told("app = FastAPI()\n", **{"k8s/api.yaml": work}) == ["Deployment api has 45 seconds to end"]
