"""Code that the parts of a monorepo share may be written for one of them, by its name."""

from seatrial.component import Component, components
from seatrial.facts.product.named_parts import names_another, own_first
from seatrial.facts.testing.driven_routes import driving_tests
from seatrial.model import Place
from tests.repositories import repo_of

SERVICE = (
    "import joblib\nimport sklearn.svm\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
    "model = joblib.load('model.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(rows: list[float]):\n    return model.predict([rows])\n"
)
USER = "class {}User(HttpUser):\n    @task\n    def ask(self):\n        self.client.post('/predict', json=[1.0])\n\n\n"
BOTH = (
    "from locust import HttpUser, task\n\n\n"
    + USER.format("BankChurn")
    + USER.format("CarVision")
    + "class Base:\n    pass\n"
)


def parts() -> dict[str, Component]:
    project = "[project]\nname = '{}'\nversion = '1.0'\ndependencies = ['scikit-learn']\n"
    files = {"load/locustfile.py": BOTH}
    for name in ("BankChurn-Predictor", "CarVision-Market"):
        files |= {f"{name}/pyproject.toml": project.format(name.lower()), f"{name}/app.py": SERVICE}
    return {one.name: one for one in components(repo_of(files))}


def test_of_a_shared_file_what_is_named_for_the_part_stands_first() -> None:
    car = parts()["CarVision-Market"]

    assert [one.place.line for one in driving_tests(car)] == [4, 10]
    assert [one.place.line for one in own_first(car, driving_tests(car))] == [10, 4]


def test_what_is_named_for_nobody_and_what_is_the_part_s_own_belongs_to_each() -> None:
    bank = parts()["BankChurn-Predictor"]

    assert names_another(bank, Place("load/locustfile.py", 11))
    assert not names_another(bank, Place("load/locustfile.py", 5))
    assert not names_another(bank, Place("load/locustfile.py", 17))  # ``Base``
    assert not names_another(bank, Place("load/locustfile.py", 1))
    assert not names_another(bank, Place("BankChurn-Predictor/app.py", 10))
