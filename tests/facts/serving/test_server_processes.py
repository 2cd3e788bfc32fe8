"""The process that serves: which server it is, what holds it up, what it alone remembers, and how it ends."""

import pytest

from seatrial.facts.serving.load.blocking import Hold, blocking_calls
from seatrial.facts.serving.process.local_stores import local_stores
from seatrial.facts.serving.process.server_processes import loose_starts, server_processes
from seatrial.facts.serving.process.shared_memory import shared_variables
from seatrial.facts.serving.process.shutdown import shutdown_handling
from tests.repositories import component_of

APP = "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/x')\ndef x():\n    return 1\n"
FLASK = "from flask import Flask\napp = Flask(__name__)\n@app.get('/x')\ndef x():\n    return '1'\n"


def servers(files: dict[str, str]) -> list[tuple[str, bool]]:
    return [(item.server, bool(item.fault)) for item in server_processes(component_of(files))]


@pytest.mark.parametrize(
    ("command", "server", "fault"),
    [
        ('["uvicorn", "app:app"]', "uvicorn", False),
        ('["uvicorn", "app:app", "--reload"]', "uvicorn", True),
        ('["gunicorn", "-k", "uvicorn.workers.UvicornWorker", "app:app"]', "gunicorn", False),
        ('["flask", "--app", "app", "run"]', "Flask's development server", True),
        ('["fastapi", "dev", "app.py"]', "uvicorn in development mode", True),
        ('["python", "manage.py", "runserver"]', "Django's development server", True),
        ('["sh", "start.sh"]', "uvicorn", False),
    ],
)
def test_the_server_of_a_command_is_told(command: str, server: str, fault: bool) -> None:
    files = {
        "app.py": APP,
        "start.sh": "#!/bin/sh\n$LIMIT uvicorn app:app --port $PORT\n",
        "Dockerfile": f"FROM python:3.12\nCOPY . .\nCMD {command}\n",
    }

    assert servers(files) == [(server, fault)]


def test_a_script_that_installing_the_project_puts_on_the_path_starts_the_service() -> None:
    files = {
        "api/__init__.py": "",
        "api/app.py": APP,
        "api/main.py": "import uvicorn\nif __name__ == '__main__':\n    uvicorn.run('api.app:app')\n",
        "bin/serve": "#!/bin/bash\nexec python -m api.main $*\n",
    }
    setup = "from setuptools import setup\nsetup(name='api', version='1', scripts=['bin/serve'])\n"

    assert servers(files) == []
    assert servers({**files, "setup.py": setup}) == [("uvicorn", False)]


def test_where_a_condition_chooses_the_server_for_production_counts() -> None:
    main = (
        "import sys\nfrom waitress import serve\nif __name__ == '__main__':\n    if '--debug' in sys.argv:\n"
        "        app.run(debug=True)\n    else:\n        serve(app)\n"
    )
    files = {"app.py": FLASK + main, "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "app.py"]\n'}

    assert servers(files) == [("waitress", False)]


def test_a_main_guard_that_nothing_starts_is_a_loose_start() -> None:
    component = component_of({"app.py": FLASK + "if __name__ == '__main__':\n    app.run()\n"})

    assert server_processes(component) == ()
    assert [item.place.line for item in loose_starts(component)] == [7]


def test_what_is_not_the_owners_service_starts_none_of_it() -> None:
    files = {
        "app.py": APP,
        "compose.yaml": "services:\n  db:\n    image: postgres:16\n    command: postgres -c log_statement=all\n",
    }

    assert servers(files) == []


ASYNC_APP = """import requests
import torch
from fastapi import FastAPI

app = FastAPI()
model = torch.jit.load("net.pt")


{body}
"""


def held(body: str) -> list[tuple[str, Hold]]:
    whole = component_of({"app.py": ASYNC_APP.format(body=body)})
    return [(call.handler, call.hold) for call in blocking_calls(whole)]


def test_a_coroutine_that_a_handler_awaits_is_looked_into() -> None:
    inner = "async def score(x):\n    return model(x)\n\n\n"
    body = inner + "@app.post('/p')\nasync def predict(x):\n    return await score(x)\n"

    assert held(body) == [("predict", Hold.MODEL)]


def test_what_a_lambda_holds_runs_where_the_lambda_runs() -> None:
    body = "@app.post('/p')\nasync def predict(x):\n    return await loop.run_in_executor(None, lambda: model(x))\n"

    assert held(body) == []


def test_a_plain_handler_holds_nothing() -> None:
    assert held("@app.post('/p')\ndef predict(x):\n    return requests.get('http://other').json()\n") == []


STATE = "from fastapi import FastAPI\napp = FastAPI()\n"
PAIR = "@app.post('/a')\ndef a(n):\n    {}\n@app.get('/b')\ndef b(n):\n    return {}\n"


@pytest.mark.parametrize(
    ("made", "changed", "read"),
    [
        ("jobs = {}", "jobs[n] = 1", "jobs[n]"),
        ("jobs = []", "jobs.append(n)", "jobs"),
        ("from collections import deque\njobs = deque()", "jobs.append(n)", "list(jobs)"),
        ("chosen = None", "global chosen; chosen = n", "str(chosen)"),
    ],
)
def test_what_one_request_changes_and_another_reads_is_memory(made: str, changed: str, read: str) -> None:
    (found,) = shared_variables(component_of({"app.py": STATE + made + "\n" + PAIR.format(changed, read)}))

    assert (found.writer, found.reader) == ("a", "b")


def test_a_variable_of_another_module_is_followed() -> None:
    files = {
        "state.py": "jobs = {}\n",
        "app.py": STATE + "from state import jobs\n" + PAIR.format("jobs[n] = 1", "jobs"),
    }

    assert [item.name for item in shared_variables(component_of(files))] == ["jobs"]


@pytest.mark.parametrize("name", ["model_cache", "models", "request_count", "clients"])
def test_what_each_copy_may_have_of_its_own_is_no_memory(name: str) -> None:
    code = STATE + f"{name} = {{}}\n" + PAIR.format(f"{name}[n] = 1", f"{name}[n]")

    assert shared_variables(component_of({"app.py": code})) == ()


def test_a_file_that_passes_by_is_kept_nowhere() -> None:
    code = "@app.post('/a')\ndef a(n):\n    with open('{}', 'w') as f:\n        f.write(n)\n"

    assert local_stores(component_of({"app.py": STATE + code.format("/tmp/upload.csv")})) == ()
    assert [item.lasting for item in local_stores(component_of({"app.py": STATE + code.format("answers.csv")}))] == [
        False
    ]


def test_what_no_request_gets_to_is_no_store_of_the_service() -> None:
    files = {"app.py": STATE + PAIR.format("pass", "1"), "train.py": "import sqlite3\nsqlite3.connect('runs.db')\n"}

    assert local_stores(component_of(files)) == ()


END_HEAD = "import signal\nfrom fastapi import FastAPI\nfrom sanic import Sanic\n"
END_IMAGE = 'FROM python:3.12\nCOPY . .\n%sCMD ["uvicorn", "app:app"]\n'


def endings(code: str, image: str = END_IMAGE % "", **files: str) -> list[str]:
    component = component_of({"app.py": END_HEAD + code, "Dockerfile": image, **files})
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
    assert endings(code) == [what]


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
    assert endings(code) == []


def test_code_that_nobody_runs_ends_nothing() -> None:
    old = "import signal\ndef begin():\n    signal.signal(signal.SIGTERM, stop)\n"

    assert endings("app = FastAPI()\n", **{"old/__init__.py": "", "old/begin.py": old}) == []


def test_an_init_process_and_a_grace_period() -> None:
    pod = "{terminationGracePeriodSeconds: 45, containers: [{name: api, image: api:1}]}"
    work = f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: api}}\nspec: {{template: {{spec: {pod}}}}}\n"

    assert endings("app = FastAPI()\n", END_IMAGE % 'ENTRYPOINT ["/usr/bin/tini", "--"]\n') == [
        "an init process hands the signal to stop on"
    ]
    assert endings("app = FastAPI()\n", **{"k8s/api.yaml": work}) == ["Deployment api has 45 seconds to end"]
