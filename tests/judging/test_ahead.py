"""What is worked out ahead is asked for in any case, travels, and asks for nothing that is found out meanwhile."""

import pickle
from collections.abc import Callable

import pytest

from seatrial.audit.ahead import AHEAD, worked_out_ahead
from seatrial.facts.documents.written_business import business_statements
from seatrial.facts.inference.inference import inference_calls
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.training.chance.seeds import seeds
from seatrial.repo import Repo, forked
from seatrial.repo import repo as repo_module
from tests.repositories import repo_of

FILES = {
    "serve.py": "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(row: dict):\n    return model.predict([row])\n",
    "train.py": "import logging\nimport mlflow\nimport numpy as np\nfrom sklearn.svm import SVC\n\nnp.random.seed(3)\n"
    "logging.basicConfig(level='INFO')\nmodel = SVC().fit([[1]], [1])\nmlflow.sklearn.log_model(model, 'churn')\n"
    "LOG_RETENTION_DAYS = 30\n",
    "README.md": "# Churn\n\nThe model saves 40 hours a month.\n\nReviewed by Jo Doe. Data: https://zenodo.org/record/42\n",
}
FOUND_OUT_HERE: tuple[Callable[[Repo], object], ...] = (reach, endpoints, inference_calls)


@pytest.mark.parametrize("ask", AHEAD, ids=lambda ask: ask.__name__)
def test_what_is_worked_out_ahead_travels_and_stands_by_itself(ask: Callable[[Repo], object]) -> None:
    repo = repo_of(FILES)

    assert pickle.loads(pickle.dumps(ask(repo))) == ask(repo)
    assert repo.answers.known([ask])
    assert repo.answers.known(FOUND_OUT_HERE) == {}


def test_a_large_repository_knows_behind_the_block_what_was_worked_out_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(repo_module, "WORTH", 1)
    monkeypatch.setattr(forked, "processors", lambda: 2)
    repo = repo_of(FILES)
    with worked_out_ahead(repo):
        assert repo.answers.known(AHEAD) == {}

    assert len(repo.answers.known(AHEAD)) == len(AHEAD)
    assert seeds(repo) == seeds(repo_of(FILES))
    assert business_statements(repo) == business_statements(repo_of(FILES))


def test_a_small_repository_works_nothing_out_ahead() -> None:
    repo = repo_of(FILES)
    with worked_out_ahead(repo):
        pass

    assert repo.answers.known(AHEAD) == {}
