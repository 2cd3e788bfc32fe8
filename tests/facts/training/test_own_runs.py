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
