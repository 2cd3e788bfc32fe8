"""A gate is passed where the owner's own run comes to it before it registers or keeps the model."""

import pytest

from seatrial.facts.training.gates.gated_delivery import guarding_gates
from tests.repositories import repo_of

TRAIN = """import mlflow
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score

MIN_R2 = 0.7


class TooLow(Exception):
    pass


def train(rows):
    model = Ridge().fit(rows.x, rows.y)
    return model, r2_score(rows.y, model.predict(rows.x))


def refuse_worse(r2):
    if r2 < MIN_R2:
        raise TooLow(r2)


def register(run):
    mlflow.register_model(f"runs:/{run}/model", "prices")
"""
RUN = """from train import refuse_worse, register, train


def main(rows, run):
    model, r2 = train(rows)
    BODY


if __name__ == "__main__":
    main(read(), "1")
"""


@pytest.mark.parametrize(
    ("body", "guarded"),
    [
        ("refuse_worse(r2)\n    register(run)", True),
        ("register(run)\n    refuse_worse(r2)", False),
        ("register(run)", False),
    ],
    ids=["before", "after", "never"],
)
def test_a_run_that_comes_to_the_gate_before_it_registers_passes_it(body: str, *, guarded: bool) -> None:
    repo = repo_of({"train.py": TRAIN, "run.py": RUN.replace("BODY", body)})

    assert bool(guarding_gates(repo)) is guarded


STEPS = """from abc import abstractmethod

from train import refuse_worse, train


class Step:
    def __call__(self, data):
        raise NotImplementedError


class TrainingStep(Step):
    def __call__(self, data):
        self.model, r2 = train(data)
        return r2

    def save(self):
        keep(self.model)


class ModelValidationStep(Step):
    def __call__(self, data):
        refuse_worse(data)
        return data


class Pipeline:
    def __init__(self):
        self.steps = {"train": TrainingStep(), "validate": ModelValidationStep()}

    def __call__(self):
        data = read()
        BODY


if __name__ == "__main__":
    Pipeline()()
"""
LOOP = "for step in self.steps.values():\n            data = step(data)\n        "
SAVE = 'self.steps["train"].save()'


@pytest.mark.parametrize(
    ("body", "guarded"),
    [
        (f"{LOOP}{SAVE}", True),
        (f"{SAVE}\n        {LOOP}return data", False),
        (f"{LOOP.replace('step(data)', 'step.score(data)')}{SAVE}", False),
    ],
    ids=["kept after all steps", "kept before them", "scores"],
)
def test_a_pipeline_that_keeps_the_model_after_its_steps_passes_the_gate_of_one(body: str, *, guarded: bool) -> None:
    files = {"train.py": TRAIN.replace("mlflow.register_model", "print"), "steps.py": STEPS.replace("BODY", body)}
    repo = repo_of({**files, "Procfile": "worker: python steps.py\n"})

    assert bool(guarding_gates(repo)) is guarded


@pytest.mark.parametrize(
    ("body", "deployed", "loads", "guarded"),
    [
        ("refuse_worse(r2)\n    keep(model)", True, True, True),
        ("keep(model)\n    refuse_worse(r2)", True, True, False),
        ("refuse_worse(r2)\n    keep(model)", False, True, False),
        ("refuse_worse(r2)\n    keep(model)", True, False, False),
    ],
    ids=["before it is stored", "after", "started by people", "stored for nobody here"],
)
def test_a_deployed_run_that_comes_to_the_gate_before_it_stores_the_model_passes_it(
    body: str, *, deployed: bool, loads: bool, guarded: bool
) -> None:
    store = "import joblib\n\n\ndef keep(model):\n    joblib.dump(model, 'model.joblib')\n"
    take = "\n\ndef take():\n    return joblib.load('model.joblib')\n"
    run = RUN.replace("BODY", body).replace(
        "refuse_worse, register, train\n", "refuse_worse, train\nfrom store import keep\n"
    )
    files = {"train.py": TRAIN, "store.py": store + take if loads else store, "run.py": run}
    image = {"Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "run.py"]\n'} if deployed else {}

    assert bool(guarding_gates(repo_of(files | image))) is guarded
