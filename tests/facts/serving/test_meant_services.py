"""Of several programs that answer, which one is a finding about? None that nobody starts, and none that trains."""

import pytest

from seatrial.component import Component, components
from seatrial.facts.serving.behind import behind_endpoints
from seatrial.facts.serving.process.load_moments import load_moments
from seatrial.facts.serving.service_files import application, application_beside
from seatrial.facts.serving.serving import Served, served
from seatrial.model import Place
from seatrial.repo import Repo
from tests.repositories import component_of, repo_of

MAIN = "import joblib\nfrom fastapi import FastAPI\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n"
PREDICT = "@app.post('/predict')\ndef predict(x: float):\n    return float(model.predict([[x]])[0])\n"
PANEL = "from fastapi import FastAPI\nfrom .routes import router\napp = FastAPI()\napp.include_router(router)\n"
ROUTES = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get('/state')\ndef state():\n    return {}\n"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("panel/backend/routes.py", "panel/backend/main.py"),
        ("panel/backend/services/store.py", "panel/backend/main.py"),
        ("api/serve.py", "api/serve.py"),
        ("train.py", "api/serve.py"),  # beside none of them: the one that answers with the model
        ("panel/web/page.py", "panel/backend/main.py"),
    ],
)
def test_the_application_whose_folders_a_file_shares_is_named(path: str, told: str) -> None:
    files = {"api/serve.py": MAIN + PREDICT, "panel/backend/main.py": PANEL, "panel/backend/routes.py": ROUTES,
             "panel/backend/__init__.py": "", "panel/__init__.py": ""}  # fmt: skip
    component = component_of(files)
    found = application_beside(component, Place(path, 1))

    assert application(component) == application_beside(component, None)
    assert found
    assert found.path == told


LOADED = "import joblib\nfrom fastapi import FastAPI\n\nmodel = joblib.load('m.joblib')\n\n\n"
APP = LOADED + "app = FastAPI()\n\n\n@app.post('/predict')\ndef predict(x: float):\n    return model.predict([[x]])\n"
#: A maker of routes that no application calls.
LOOSE = LOADED + (
    "def add_routes(app: FastAPI):\n    @app.post('/uncertain')\n    def uncertain(x: float):\n"
    "        return spread(x)\n\n\ndef spread(x):\n    return model.predict_proba([[x]])\n"
)
PACKAGE = "[project]\nname = 'price'\nversion = '1.0'\n[build-system]\nrequires = ['setuptools']\n"
IMAGE = 'FROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "src.app:app"]\n'


def waiting(**more: str) -> Component:
    files = {"src/__init__.py": "", "src/app.py": APP, "src/loose.py": LOOSE, "pyproject.toml": PACKAGE, **more}
    return component_of(files)


@pytest.mark.parametrize(("image", "counts"), [({"Dockerfile": IMAGE}, False), ({}, True)])
def test_what_nobody_starts_counts_only_where_nothing_is_started(image: dict[str, str], counts: bool) -> None:
    found = behind_endpoints(waiting(**image))

    assert ("src/app.py", "predict") in found
    assert (("src/loose.py", "spread") in found) is counts


def test_routes_that_the_started_application_takes_in_are_started() -> None:
    includes = APP.replace("app = FastAPI()\n", "app = FastAPI()\nadd_routes(app)\n")
    taken = waiting(Dockerfile=IMAGE, **{"src/app.py": f"from src.loose import add_routes\n{includes}"})

    assert ("src/loose.py", "spread") in behind_endpoints(taken)


def test_an_application_that_people_start_counts_beside_the_one_that_an_image_starts() -> None:
    script = LOOSE.replace("def add_routes(app: FastAPI):\n", "app = FastAPI()\n\n\nif True:\n")
    script += "\n\nif __name__ == '__main__':\n    import uvicorn\n\n    uvicorn.run(app)\n"

    assert ("stream.py", "spread") in behind_endpoints(waiting(Dockerfile=IMAGE, **{"stream.py": script}))


TRAINER = """\
import joblib
from fastapi import BackgroundTasks, FastAPI
from sklearn.linear_model import Ridge

app = FastAPI()


def run():
    old = joblib.load("model.joblib")
    model = Ridge().fit(rows(), prices())
    print(old.predict(rows()), model.predict(rows()))
    joblib.dump(model, "model.joblib")


@app.post("/train")
def start(tasks: BackgroundTasks):
    tasks.add_task(run)
    return run()
"""
ANSWERING = """\
import joblib
from fastapi import FastAPI

app = FastAPI()
model = joblib.load("model.joblib")


@app.get("/price")
def price(size: float):
    return {"price": float(model.predict([[size]])[0])}
"""
TWO_ROOTS = 'FROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "%s:app"]\n'


def doors(**files: str) -> tuple[Repo, tuple[Served, ...]]:
    repo = repo_of({f"{name}.py": text for name, text in files.items()} | {"Dockerfile": TWO_ROOTS % "atrain"})
    return repo, served(next(iter(components(repo))))


def test_the_door_that_answers_stands_before_the_one_that_trains_though_an_image_starts_only_that() -> None:
    repo, found = doors(atrain=TRAINER, serve=ANSWERING)

    assert [(item.endpoint.url, item.trains) for item in found] == [("/price", False), ("/train", True)]
    assert application(next(iter(components(repo)))) is not None


def test_a_model_that_a_training_takes_once_to_compare_is_not_loaded_again_for_each_request() -> None:
    repo, _ = doors(atrain=TRAINER, serve=ANSWERING)

    assert [moment.place.path for moment in load_moments(next(iter(components(repo))))] == ["serve.py"]


def test_what_fits_a_series_that_is_sent_and_answers_with_its_forecast_answers() -> None:
    forecast = TRAINER.replace('"/train"', '"/forecast"').replace("def start(", "def forecast(")

    _, found = doors(atrain=forecast)

    assert [(item.endpoint.url, item.trains) for item in found] == [("/forecast", False)]


def test_a_path_that_only_sounds_like_training_answers() -> None:
    renamed = ANSWERING.replace('"/price"', '"/trains/train"')

    _, found = doors(atrain=renamed)

    assert [item.trains for item in found] == [False]


INDEXING = ANSWERING.replace(
    '@app.get("/price")\ndef price(size: float):\n    return {"price": float(model.predict([[size]])[0])}\n',
    "def work(size):\n    save(model.predict([[size]]))\n\n\n"
    '@app.post("/documents")\ndef take(size: float, tasks):\n    {run}\n    return {"taken": True}\n',
)


@pytest.mark.parametrize(
    ("run", "first"),
    [("tasks.add_task(work, size)", "/price"), ("work.delay(size)", "/price"), ("work(size)", "/documents")],
)
def test_what_works_after_its_answer_stands_behind_what_answers(run: str, first: str) -> None:
    _, found = doors(a=INDEXING.replace("{run}", run), b=ANSWERING)

    assert found[0].endpoint.url == first


CONTROL = (
    "from fastapi import FastAPI\nfrom .worker import Worker\napp = FastAPI()\nworker = Worker()\n"
    "@app.post('/run')\ndef run():\n    return worker()\n"
)
ASKING = (
    "from langchain_ollama import ChatOllama\nllm = ChatOllama(model='qwen3:0.6b')\nclass Worker:\n"
    "    def __call__(self):\n        return llm.invoke('Which mood is it?')\n"
)
FETCHING = (
    "import requests\nclass Worker:\n    def __call__(self):\n        return requests.get('https://news.example', "
    "timeout=5).json()\n"
)


@pytest.mark.parametrize("asking", ["fetcher", "processor"])
def test_of_two_services_beside_an_engine_the_one_that_imports_what_asks_it_is_meant(asking: str) -> None:
    files = {f"{part}/{name}": text for part in ("fetcher", "processor")
             for name, text in (("__init__.py", ""), ("api.py", CONTROL),
                                ("worker.py", ASKING if part == asking else FETCHING))}  # fmt: skip
    engine = 'FROM ollama/ollama:0.5.7\nCMD ["serve"]\n'
    component = component_of({**files, "llm/Dockerfile": engine})
    found = application(component)

    assert found
    assert found.path == f"{asking}/api.py"


def test_of_an_application_and_the_one_that_it_includes_the_one_is_meant_that_an_image_starts() -> None:
    inner = f"from fastapi import FastAPI\n{ANSWERS}"
    outer = (
        "from fastapi import FastAPI\nfrom svc.general import router\n\napp = FastAPI()\napp.include_router(router)\n"
    )
    image = 'FROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "svc.{}:app"]\n'
    files = {"svc/__init__.py": "", "svc/general.py": inner, "svc/main.py": outer}
    places = [application(component_of({**files, "Dockerfile": image.format(name)})) for name in ("main", "general")]

    assert [place and place.path for place in places] == ["svc/main.py", "svc/general.py"]


ANSWERS = """
from fastapi import APIRouter
import joblib

app = FastAPI()
router = APIRouter()
model = joblib.load("model.joblib")


@router.post("/predict")
def predict(rows: list[float]):
    return model.predict([rows])


app.include_router(router)
"""
