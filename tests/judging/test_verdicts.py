"""A large repository is judged by two processes, and the result is that of one."""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from seatrial.audit import audit
from seatrial.model import Report, Run
from seatrial.repo import Memory, Repo, forked
from seatrial.repo import batch as batch_module
from seatrial.repo import repo as repo_module
from seatrial.testing import EXAMPLE_DAY

FILES = {
    "serve.py": "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
    "@app.post('/predict')\ndef predict(row: dict):\n    return model.predict([row])\n",
    "train.py": "from sklearn.svm import SVC\n\nSVC().fit([[1]], [1])\n",
    "broken.py": "def f(:\n",
    "README.md": "# Churn\n\nThe model answers within 200 ms.\n",
    "Dockerfile": 'FROM python:3.11\nCOPY . .\nCMD ["uvicorn", "serve:app"]\n',
}


def judged() -> Report:
    """Audit the files, without what differs between two runs."""
    report = audit(Memory(FILES), as_of=EXAMPLE_DAY)
    assert report.crashed == ()
    return replace(report, run=Run("", 0.0, "", ""))


def test_two_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = judged()
    monkeypatch.setattr(repo_module, "WORTH", 1)
    for module in (batch_module, forked):
        monkeypatch.setattr(module, "processors", lambda: 2)

    assert judged() == alone


def test_every_verdict_travels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the second process works for nothing, and the first one does all again."""
    sent: list[object] = []

    def by_two_processes(repo: Repo, questions: Sequence[Callable[[], object]]) -> list[object]:
        sent.extend(pickle.loads(pickle.dumps(question())) for question in questions)
        return sent

    monkeypatch.setattr(repo_module, "WORTH", 1)
    monkeypatch.setattr(forked, "by_two_processes", by_two_processes)

    assert judged().ledger
    assert sent
