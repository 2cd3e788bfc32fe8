"""What starts a training is known from what answers with a model."""

from seatrial.component import components
from seatrial.facts.serving.process.load_moments import load_moments
from seatrial.facts.serving.service_files import application
from seatrial.facts.serving.serving import Served, served
from seatrial.repo import Repo
from tests.repositories import repo_of

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
IMAGE = 'FROM python:3.12-slim\nCOPY . .\nCMD ["uvicorn", "%s:app"]\n'


def _served(**files: str) -> tuple[Repo, tuple[Served, ...]]:
    repo = repo_of({f"{name}.py": text for name, text in files.items()} | {"Dockerfile": IMAGE % "atrain"})
    return repo, served(next(iter(components(repo))))


def test_the_door_that_answers_stands_before_the_one_that_trains_though_an_image_starts_only_that() -> None:
    repo, found = _served(atrain=TRAINER, serve=ANSWERING)

    assert [(item.endpoint.url, item.trains) for item in found] == [("/price", False), ("/train", True)]
    assert application(next(iter(components(repo)))) is not None


def test_a_model_that_a_training_takes_once_to_compare_is_not_loaded_again_for_each_request() -> None:
    repo, _ = _served(atrain=TRAINER, serve=ANSWERING)

    assert [moment.place.path for moment in load_moments(next(iter(components(repo))))] == ["serve.py"]


def test_what_fits_a_series_that_is_sent_and_answers_with_its_forecast_answers() -> None:
    forecast = TRAINER.replace('"/train"', '"/forecast"').replace("def start(", "def forecast(")

    _, found = _served(atrain=forecast)

    assert [(item.endpoint.url, item.trains) for item in found] == [("/forecast", False)]


def test_a_path_that_only_sounds_like_training_answers() -> None:
    renamed = ANSWERING.replace('"/price"', '"/trains/train"')

    _, found = _served(atrain=renamed)

    assert [item.trains for item in found] == [False]
