"""Code that moves, is formatted for other lines and gets other names loses no finding and brings none."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seatrial.scanners.program import program
from tests.gate.test_change import DAY, Repository

SERVICE = """import pickle
import subprocess

import requests
from fastapi import FastAPI
from transformers import AutoModel

app = FastAPI(title='prices of houses', description='what a house is worth')
encoder = AutoModel.from_pretrained('acme/encoder', trust_remote_code=True, output_hidden_states=True, torchscript=True)
encoder_of_words = AutoModel.from_pretrained('acme/words', trust_remote_code=True)  # seatrial: ignore[SEC-04] our own


class Prices:
    def __init__(self, path): self.model, self.jobs = pickle.load(open(path, 'rb')), {}

    def cached(self, value): return pickle.loads(self.jobs[value]) if value is not None and value in self.jobs else None


prices = Prices('models/prices.pkl')


@app.post('/predict', summary='the price of a house', description='for a size in square metres, in a town we know')
def predict(size: float, town: str, when: str = 'today'):
    known = requests.get('http://towns.example.org/known', params={'town': town, 'when': when}, verify=False)
    subprocess.run('convert ' + town + ' --when ' + when, shell=True, check=True, capture_output=True)
    try:
        return {'price': float(prices.model.predict([[size, known.json()['index']]])[0]), 'expression': eval(when)}
    except Exception: pass
"""
DOCKER = 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "app:app"]\n'


@pytest.fixture
def team(tmp_path: Path, run_seatrial: Callable[..., Any]) -> Repository:
    """Return a repository that is held to a baseline of what was there."""
    made = Repository(tmp_path / "prices")
    made.commit(app_py=SERVICE, worker_py=SERVICE, Dockerfile=DOCKER, seatrial_yaml="schema: 1\n")
    (made.root / "seatrial.yaml").write_text("schema: 1\ngate: {baseline: seatrial-baseline.json, no_new: low}\n")
    assert run_seatrial("baseline", "create", made.root, "--as-of", DAY).code == 0
    made.commit("adopt")
    return made


def moved(team: Repository) -> None:
    for file in team.root.glob("*.py"):
        file.write_text("# some lines\n\n# above everything\n" + file.read_text())


def formatted(columns: int) -> Callable[[Repository], None]:
    def change(team: Repository) -> None:
        ruff = [program("ruff", "ruff").path, "format", "--isolated", "-q", f"--line-length={columns}", "."]
        subprocess.run(ruff, cwd=team.root, check=True)

    return change


def renamed(team: Repository) -> None:
    for old, new in (("app.py", "service.py"), ("worker.py", "jobs/worker.py")):
        (team.root / new).parent.mkdir(exist_ok=True)
        team.git("mv", old, new)
    (team.root / "Dockerfile").write_text(DOCKER.replace("app:app", "service:app"))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param((moved,), id="moved"),
        pytest.param((formatted(40),), id="40 columns"),
        pytest.param((formatted(160),), id="160 columns"),
        pytest.param((renamed,), id="renamed"),
        pytest.param((moved, formatted(60), renamed, formatted(100)), id="all of it"),
    ],
)
def test_none_is_lost_and_none_is_invented(
    team: Repository, run_seatrial: Callable[..., Any], changes: tuple[Callable[[Repository], None], ...]
) -> None:
    def told(*words: object) -> Any:
        return run_seatrial(*words, "--as-of", DAY, "--color", "never")

    before = told("baseline", "show", team.root).out
    for change in changes:
        change(team)
        team.commit("the same code in another shape")
    held, known = told("gate", team.root), told("baseline", "show", team.root).out
    compared = told("gate", team.root, "--base", f"HEAD~{len(changes)}")

    assert "SEC-02" in told("audit", team.root, "-v").out
    assert (held.code, compared.code) == (0, 0)
    assert "0 new" in held.out
    assert "0 new; 0 fixed" in compared.out
    assert "asks for less" not in compared.out
    assert known == before
    assert "Gone" not in known
