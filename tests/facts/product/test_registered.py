"""What one part of a product registers is known where another part of it trains."""

import pytest

from seatrial.component import Component, components
from seatrial.facts.product.kept_models import keeps_model
from seatrial.facts.product.registered import registered_for
from seatrial.facts.training.origins.model_registry import Act
from seatrial.facts.training.used_up import is_used_up
from tests.repositories import repo_of

TRAINER = {
    "trainer/pyproject.toml": "[project]\nname = 'trainer'\nversion = '1'\n",
    "trainer/Dockerfile": 'FROM python:3.11\nCOPY trainer /app\nCMD ["python", "/app/train.py"]\n',
    "trainer/train.py": "import joblib\nfrom sklearn.svm import SVC\njoblib.dump(SVC().fit(x, y), 'm.joblib')\n",
}
SHELF = {
    "shelf/pyproject.toml": "[project]\nname = 'shelf'\nversion = '1'\n",
    "shelf/Dockerfile": 'FROM python:3.11\nCOPY shelf /app\nCMD ["uvicorn", "shelf.app:app"]\n',
    "shelf/app.py": (
        "import mlflow\nfrom fastapi import FastAPI\napp = FastAPI()\nclient = mlflow.MlflowClient()\n"
        "model = mlflow.pyfunc.load_model(NAME)\n"
        "@app.post('/predict')\ndef predict(x: float):\n    return model.predict([[x]])\n"
        "@app.post('/promote')\ndef promote(n: int):\n    client.set_registered_model_alias('m', 'prod', n)\n"
    ),
}


@pytest.mark.parametrize(
    ("files", "acts"),
    [
        (TRAINER | SHELF, [Act.STAGE]),
        (TRAINER | SHELF | {"shelf/fit.py": "from sklearn.svm import SVC\nSVC().fit(x, y)\n"}, []),
    ],
    ids=["a part that trains nothing", "a part with a model of its own"],
)
def test_a_part_that_trains_nothing_registers_what_another_makes(files: dict[str, str], acts: list[Act]) -> None:
    (trainer,) = (one for one in components(repo_of(files)) if "trainer/train.py" in one)

    assert [item.act for item in registered_for(trainer)] == acts


def test_what_another_part_registers_keeps_no_model_of_this_one_and_its_tables_are_not_written_here() -> None:
    fits = "from sklearn.svm import SVC\nmodel = SVC().fit(x, y)\nmodel.predict(z)\n"
    fits += "if __name__ == '__main__':\n    print(1)\n"
    project = "trainer/pyproject.toml"
    files = SHELF | {project: TRAINER[project], "trainer/train.py": fits}
    other = files | {"shelf/app.py": SHELF["shelf/app.py"] + "frame.to_csv('seen.csv')\n"}

    def trainer(of: dict[str, str]) -> Component:
        (found,) = (one for one in components(repo_of(of)) if "trainer/train.py" in one)
        return found

    assert not keeps_model(trainer(files))
    assert not is_used_up(trainer(other))
    assert is_used_up(trainer(other | {"trainer/train.py": fits + "frame.to_csv('answers.csv')\n"}))
