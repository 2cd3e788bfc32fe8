"""Who reaches what from each entry point, and where the trail is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.facts.reach.reach import Reach, reach
from seatrial.model import Liveness
from tests.notebooks import notebook
from tests.repositories import repo_of
from tests.workflows import workflow

IMAGE = {"Dockerfile": "FROM python:3.12.1\nCOPY . .\nCMD uvicorn app:app\n"}
APP = """
from fastapi import Depends, FastAPI
import service
app = FastAPI()

@app.post("/predict")
def predict(x, model=Depends(service.get_model)):
    return helper(model, x)

def helper(model, x):
    return model.predict(x)

def unused():
    return service.forgotten()
"""
SERVICE = """
class Model:
    def __init__(self):
        self.steps = [clean]
    def predict(self, x):
        return run_steps(self.steps, x)

def get_model():
    return Model()
def clean(x): ...
def run_steps(steps, x): ...
def forgotten(): ...

if __name__ == "__main__":
    by_hand()
def by_hand(): ...
"""


def of(files: dict[str, str]) -> Reach:
    return reach(repo_of(files))


def live(known: Reach, path: str, *names: str) -> list[bool]:
    return [known.is_live(path, name) for name in names]


def test_calls_are_followed_from_the_route_to_the_model() -> None:
    known = of({**IMAGE, "app.py": APP, "service.py": SERVICE})

    assert live(known, "app.py", "", "predict", "helper", "unused") == [True, True, True, False]
    assert live(known, "service.py", "get_model", "Model.predict", "clean", "run_steps") == [True] * 4
    assert live(known, "service.py", "forgotten", "by_hand") == [False, False]


@pytest.mark.parametrize(
    ("code", "starts"),
    [
        ("import azureml\ndef init(): ...\ndef run(raw): ...\ndef other(): ...\n", ["init", "run"]),
        ("def model_fn(d): ...\ndef input_fn(b, t): ...\ndef predict_fn(x, m): ...\ndef other(): ...\n",
         ["model_fn", "input_fn", "predict_fn"]),
        ("def init(): ...\ndef lambda_handler(event, context): ...\n", ["lambda_handler"]),
    ],
)  # fmt: skip
def test_a_platform_calls_what_loads_the_model_besides_what_answers(code: str, starts: list[str]) -> None:
    known = of({"score.py": code})

    assert [name for name in re.findall(r"def (\w+)", code) if known.is_live("score.py", name)] == starts


def test_the_main_guard_runs_only_when_the_file_is_a_program() -> None:
    known = of({**IMAGE, "app.py": APP, "service.py": SERVICE})

    assert known.liveness("service.py", "by_hand") is Liveness.SCRIPT
    assert known.liveness("service.py", "__main__") is Liveness.SCRIPT
    assert known.is_run("service.py", "by_hand")


def test_a_chain_leads_from_the_declaration_to_the_function() -> None:
    known = of({**IMAGE, "app.py": APP, "service.py": SERVICE})

    assert known.chain("service.py", "Model.predict") == (
        "Dockerfile:3: Dockerfile starts uvicorn app:app",
        "app.py",
        "app.py:predict",
        "service.py:get_model",
        "service.py:Model",
        "service.py:Model.predict",
    )
    assert known.chain("service.py", "forgotten") == ()


def test_a_position_inside_a_definition_belongs_to_it() -> None:
    known = of({**IMAGE, "app.py": APP, "service.py": SERVICE})

    assert known.is_live("service.py", "Model.predict.<locals>")
    assert not known.is_live("service.py", "forgotten.inner")


@pytest.mark.parametrize(
    "app",
    [
        "from fastapi import FastAPI\nfrom api import routes\napp = FastAPI()\napp.include_router(routes.router)\n",
        "def app():\n    from api.routes import router\n    return FastAPI().include_router(router)\n",
        "from fastapi import FastAPI\nfrom api import router\napp = FastAPI()\napp.include_router(router)\n",
        "import importlib\nimportlib.import_module('api.routes')\n",
        "import importlib\nimportlib.import_module(f'api.{name}')\n",
        "import importlib\nimportlib.import_module('api.%s' % name)\n",
        "PLUGINS = ['api.routes']\n",
        "ROUTER = 'api.routes:router'\n",
    ],
)
def test_routers_factories_and_imports_by_name_are_followed(app: str) -> None:
    known = of({
        **IMAGE, "app.py": app,
        "api/__init__.py": "from .routes import router\n" if "api import router" in app else "",
        "api/routes.py": "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/x')\ndef handle(): ...\n",
    })  # fmt: skip

    assert known.is_live("api/routes.py", "handle")


@pytest.mark.parametrize(
    "text",
    [
        "import threading\ndef work(): ...\nthreading.Thread(target=work).start()\n",
        "def work(): ...\nHANDLERS = {'x': work}\n",
        "from celery import Celery\nq = Celery()\n@q.task\ndef work(): ...\n",
        "import click\n@click.command()\ndef work(): ...\n",
        "REGISTRY = {}\ndef register(f): return f\n@register\ndef work(): ...\n",
        "class A:\n    def run(self):\n        self.go()\n    def go(self):\n        work()\ndef work(): ...\nA()\n",
        "class A:\n    hook = staticmethod(lambda: work())\ndef work(): ...\nA()\n",
    ],
)
def test_what_is_handed_to_somebody_is_taken_to_be_called(text: str) -> None:
    assert of({**IMAGE, "app.py": text}).is_live("app.py", "work")


@pytest.mark.parametrize(("asks", "live"), [("train", True), ("plain", False)])
def test_what_a_module_brings_when_it_is_asked_for_runs_for_who_asks_for_it(asks: str, live: bool) -> None:
    lib = "def plain(): ...\n\n\ndef __getattr__(name):\n    from heavy import work\n    return work\n"
    known = of(
        {**IMAGE, "app.py": f"from lib import {asks}\n{asks}()\n", "lib.py": lib, "heavy.py": "def work(): ...\n"}
    )

    assert known.is_live("heavy.py", "work") is live


@pytest.mark.parametrize(("mark", "live"), [("app.route('/')", True), ("self.route('/')", False), ("property", False)])
def test_a_route_in_the_body_of_a_class_is_bound_when_the_file_is_loaded(mark: str, live: bool) -> None:
    text = (
        "from flask import Flask\napp = Flask(__name__)\ndef work(): ...\n"
        f"class Form:\n    @{mark}\n    def index():\n        work()\napp.run()\n"
    )

    assert of({**IMAGE, "app.py": text}).is_live("app.py", "work") is live


@pytest.mark.parametrize("decorator", ["functools.lru_cache", "torch.no_grad()", "timer"])
def test_a_wrapper_alone_brings_nothing_to_life(decorator: str) -> None:
    known = of({**IMAGE, "app.py": f"import functools, torch\n@{decorator}\ndef work(): ...\n"})

    assert known.liveness("app.py", "work") is Liveness.DEAD


def test_code_by_its_role_stays_what_it_is_whoever_reaches_it() -> None:
    known = of({
        **IMAGE,
        "app.py": "import tests.fake, third_party.x, core\n",
        "core.py": "def used(): ...\ndef tested(): ...\ndef shown(): ...\n",
        "tests/fake.py": "from core import tested\ntested()\n",
        "third_party/x.py": "def f(): ...\n",
        "examples/demo.py": "from core import shown\nshown()\n",
    })  # fmt: skip

    assert known.liveness("tests/fake.py") is Liveness.TEST
    assert known.liveness("third_party/x.py", "f") is Liveness.VENDORED
    assert known.liveness("examples/demo.py") is Liveness.EXAMPLE
    assert known.liveness("core.py", "shown") is Liveness.EXAMPLE
    assert known.liveness("core.py", "used") is Liveness.DEAD


def test_ci_people_and_notebooks_come_after_deployments() -> None:
    known = of({
        ".github/workflows/a.yml": workflow("python tools/a.py"),
        "tools/a.py": "import core\ncore.checked()\n",
        "train.py": "import core\ncore.trained()\n",
        "try.ipynb": notebook("import core\ncore.noted()"),
        "core.py": "def checked(): ...\ndef trained(): ...\ndef noted(): ...\ndef dead(): ...\n",
    })  # fmt: skip
    names = ("checked", "trained", "noted", "dead")

    assert [str(known.liveness("core.py", name)) for name in names] == ["ci", "script", "notebook", "dead"]


def test_a_library_lives_by_what_it_offers() -> None:
    files = {
        "pyproject.toml": "[project]\nname = 'lib'\nversion = '1'\n",
        "lib/__init__.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .core import run\n",
        "lib/core.py": "def run(): ...\ndef hidden(): ...\n",
    }

    assert live(of(files), "lib/core.py", "run", "hidden") == [True, False]


def test_what_a_deployed_package_offers_is_not_alive_by_that_alone() -> None:
    known = of({
        "pyproject.toml": "[project]\nname = 'lib'\nversion = '1'\n",
        "Dockerfile": "FROM python:3.12.1\nCOPY . .\nCMD uvicorn lib.app:app\n",
        "lib/__init__.py": "from .old import run\n", "lib/app.py": "app = 1\n", "lib/old.py": "def run(): ...\n",
    })  # fmt: skip

    assert known.liveness("lib/old.py", "run") is Liveness.SCRIPT


def test_configuration_makes_the_classes_that_it_names() -> None:
    known = of({
        **IMAGE, "app.py": "import hydra\nmodel = hydra.utils.instantiate(cfg)\n",
        "conf/model.yaml": "net:\n  _target_: nets.big.Net\n",
        "nets/big.py": "class Net:\n    def run(self): ...\n",
    })  # fmt: skip

    assert known.is_live("nets/big.py", "Net.run")


@pytest.mark.parametrize(
    "start",
    [
        "subprocess.run([sys.executable, 'jobs/train.py'])",
        "os.system('python jobs/train.py --fast')",
        "subprocess.Popen([sys.executable, str(HERE / 'jobs' / 'train.py')])",
    ],
)
def test_a_started_script_runs_with_its_main_guard(start: str) -> None:
    known = of({
        **IMAGE, "app.py": f"import os, subprocess, sys\napp = 1\n{start}\n",
        "jobs/train.py": "def train(): ...\nif __name__ == '__main__':\n    train()\n",
    })  # fmt: skip

    assert known.is_live("jobs/train.py", "train")


@pytest.mark.parametrize(("script", "live"), [("python jobs/train.py\n", True), ("echo python jobs/train.py\n", False)])
def test_a_program_runs_what_the_shell_script_starts_that_it_starts(script: str, live: bool) -> None:
    known = of({
        **IMAGE, "app.py": "import os\napp = 1\nos.system('bash jobs/run.sh')\n", "jobs/run.sh": script,
        "jobs/train.py": "def train(): ...\nif __name__ == '__main__':\n    train()\n",
    })  # fmt: skip

    assert known.is_live("jobs/train.py", "train") is live


def test_a_lost_trail_is_named_and_the_whole_module_taken_to_run() -> None:
    known = of({
        **IMAGE,
        "app.py": "import importlib, models\napp = getattr(models, name)\nimportlib.import_module(name)\n",
        "models.py": "class A:\n    def run(self): ...\n",
    })  # fmt: skip

    assert known.is_live("models.py", "A.run")
    assert [(str(x.place), x.what.partition(",")[0]) for x in known.unresolved] == [
        ("app.py", "all of models.py is taken to run"),
        ("app.py:3", "a module is imported whose name is put together"),
    ]


def test_a_file_that_cannot_be_parsed_runs_as_a_whole() -> None:
    known = of({**IMAGE, "app.py": "import odd\napp = odd.f\n", "odd.py": "def f(): ...\n" + ")\n" * 40})

    assert known.is_live("odd.py", "f")
    assert "could not be parsed" in known.unresolved[0].what


PIECES = st.sampled_from(
    ["import ", "from ", "x", "..", ".", "a.b", "(", ")", ":", "\n", "    ", "def f():", "class A(B):", "@app.get()",
     "*", "'a.b:c'", "=", "self.x", "\0", "{}", "if __name__ == '__main__':", "importlib.import_module(",
     "subprocess.run("]
)  # fmt: skip


@settings(max_examples=50)
@given(st.lists(PIECES, max_size=40).map("".join), st.lists(PIECES, max_size=8).map(" ".join))
def test_hostile_code_and_commands_never_raise(code: str, command: str) -> None:
    known = of(
        {"app/a.py": code, "a.py": code, "Dockerfile": f"FROM x\nCMD python -m {command}\n", "Procfile": command}
    )

    assert known.liveness("a.py") in Liveness


def test_an_image_is_told_before_a_package_that_is_nearer() -> None:
    project = '[project]\nname = "kit"\nversion = "1"\n[build-system]\nbuild-backend = "hatchling.build"\n'
    files = {
        "pyproject.toml": project,
        "kit/__init__.py": "from kit.app import app\n",
        "kit/app.py": "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/p')\ndef p():\n    return 1\n",
        "run.py": "import uvicorn\nif __name__ == '__main__':\n    uvicorn.run('kit:app')\n",
        "Dockerfile": 'FROM python:3.12.1\nCOPY . .\nCMD ["python", "run.py"]\n',
    }
    entry = reach(repo_of(files)).entry("kit/app.py", "p")

    assert entry
    assert entry.kind == "image"


PARTS = {
    "kaldi/stt/__init__.py": "def load(): ...\n",
    "whisper/stt/__init__.py": "def load(): ...\ndef other(): ...\n",
    "whisper/utils.py": "def load(): ...\n",
    "kaldi/utils.py": "def load(): ...\n",
    "kaldi/run.py": "from stt import load\nload()\n",
    "http/app.py": "from stt import load\nfrom utils import load as helped\nload()\nhelped()\n",
}


def test_shared_code_finds_the_package_of_each_part_that_an_image_copies_beside_it() -> None:
    shared = of({**PARTS, "Dockerfile": "FROM python:3.12.1\nCOPY . .\nCMD python http/app.py\n"})
    of_one = of({**PARTS, "Dockerfile": "FROM python:3.12.1\nCOPY . .\nCMD python kaldi/run.py\n"})

    assert live(shared, "kaldi/stt/__init__.py", "load") == [True]
    assert live(shared, "whisper/stt/__init__.py", "load", "other") == [True, False]
    assert live(shared, "whisper/utils.py", "load") == [False]  # two scripts of one name are no two packages
    assert [live(of_one, f"{part}/stt/__init__.py", "load") for part in ("kaldi", "whisper")] == [[True], [False]]


def test_django_is_followed_from_its_server_by_its_settings_to_its_paths() -> None:
    known = of({
        "Dockerfile": (
            "FROM python:3.12.1\nCOPY . .\nENV DJANGO_SETTINGS_MODULE=site.production\n"
            "CMD gunicorn -c ./gunicorn_config.py site.wsgi\n"
        ),
        "gunicorn_config.py": "workers = 2\n",
        "tools/Dockerfile": "FROM python:3.12.1\nENV DJANGO_SETTINGS_MODULE=site.local\nRUN mkdir -p a && /run/uwsgi\n",
        "site/__init__.py": "",
        "site/wsgi.py": "from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n",
        "site/production.py": "ROOT_URLCONF = 'urls'\nSPARE = 'spare'\n",
        "site/local.py": "DEBUG = True\n",
        "spare.py": "def left(): ...\nleft()\n",
        "urls.py": "from django.urls import path\nfrom views import ask\nurlpatterns = [path('ask', ask)]\n",
        "views.py": "def ask(request): ...\n",
    })  # fmt: skip

    assert live(known, "site/wsgi.py", "") == live(known, "urls.py", "") == live(known, "views.py", "ask") == [True]
    assert live(known, "site/local.py", "") == live(known, "spare.py", "left") == [False]


@pytest.mark.parametrize(
    ("home", "page", "live"),
    [
        ("", "ui/pages/ask.py", True),
        ("st.navigation([st.Page('parts/ask.py')])\n", "ui/parts/ask.py", True),
        ("", "ui/parts/ask.py", False),
        ("", "pages/ask.py", False),
    ],
    ids=["in-the-folder", "named", "not-named", "beside-another"],
)
def test_pages_run_with_the_script_that_streamlit_is_started_with(home: str, page: str, live: bool) -> None:
    image = {"Dockerfile": "FROM python:3.12.1\nCOPY . .\nCMD streamlit run ui/home.py\n"}
    files = {**image, "ui/home.py": f"import streamlit as st\n{home}", page: "def work(): ...\nwork()\n"}

    assert of(files).is_live(page, "work") is live


def test_pages_lie_beside_their_own_script_however_many_scripts_name_some() -> None:
    named = "import streamlit as st\n" + "".join(f"st.Page('part{number}.py')\n" for number in range(300))
    files = {f"ui{number}/home.py": named for number in range(300)} | {f"rows/{row}.csv": "" for row in range(3_000)}
    pages = {"ui7/part7.py": "def work(): ...\nwork()\n", "ui8/pages/ask.py": "def work(): ...\nwork()\n"}
    image = {"Dockerfile": "FROM python:3.12.1\nCOPY . .\nCMD streamlit run ui7/home.py\n"}

    found = of({**image, **files, **pages})

    assert [found.is_live(page, "work") for page in pages] == [True, False]
