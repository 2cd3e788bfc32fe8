"""Tests of what a language model answers, and attacks on it."""

import pytest

from seatrial.component import components
from seatrial.facts.testing.answer_tests import answer_tests
from seatrial.facts.testing.attacks import attack_runs, attacks
from seatrial.repo import Memory, Repo
from tests.repositories import repo_of

ASK = (
    "from openai import OpenAI\n\nclient = OpenAI()\n\n\ndef answer(question):\n"
    "    return client.chat.completions.create(model='m', messages=[question])\n\n\n"
    "def encode(text):\n    return client.embeddings.create(model='e', input=text)\n"
)
APP = (
    "from fastapi import FastAPI\nfrom ask import answer\n\n\ndef create_app():\n    app = FastAPI(title='desk')\n\n"
    "    @app.post('/ask')\n    def ask(question: str):\n        return answer(question)\n\n"
    "    @app.get('/about')\n    def about():\n        return {'name': 'desk'}\n\n    return app\n"
)
CLIENT = "from fastapi.testclient import TestClient\nfrom app import create_app\n\n\ndef test_it():\n"


def counted(test: str) -> tuple[str, ...]:
    (component,) = components(repo_of({"ask.py": ASK, "app.py": APP, "tests/test_it.py": test}))
    return tuple(item.what.partition(" ")[0] for item in answer_tests(component))


def sending(request: str) -> str:
    return f"{CLIENT}    client = TestClient(create_app())\n    assert 'desk' in client.{request}.text\n"


@pytest.mark.parametrize(
    ("request_", "asks"), [("post('/ask', json='Who?')", True), ("get('/about')", False), ("get('/other')", False)]
)
def test_a_request_asks_what_stands_behind_its_path(request_: str, asks: bool) -> None:
    assert bool(counted(sending(request_))) is asks


def test_who_only_makes_the_application_asks_nobody() -> None:
    assert counted(f"{CLIENT}    assert create_app().title == 'desk'\n") == ()


@pytest.mark.parametrize(
    ("body", "asks"),
    [
        ("    assert 'rome' in answer('Italy?').lower()\n", True),
        ("    assert 'float' in str(encode('Italy?'))\n", False),
        ("    monkeypatch.setattr(app, 'answer', str)\n    assert 'rome' in answer('Italy?')\n", False),
        ("    with patch('ask.answer', side_effect=str):\n        assert 'rome' in answer('Italy?')\n", False),
    ],
)
def test_an_answer_comes_from_the_model_and_from_no_stand_in(body: str, asks: bool) -> None:
    top = "from unittest.mock import patch\nfrom ask import answer, encode\nimport app\n\n\n"

    assert bool(counted(f"{top}def test_it(monkeypatch):\n{body}")) is asks


def test_a_tool_that_a_model_may_call_is_no_model() -> None:
    run = "from llama_index.core.tools import AsyncBaseTool\n\n\nasync def run(tool: AsyncBaseTool):\n"
    repo = repo_of({
        "run.py": f"{run}    return await tool.acall(place='Rome')\n",
        "tests/test_it.py": "from run import run\n\n\nasync def test_it():\n    assert 'rain' in await run(rain)\n",
    })  # fmt: skip

    assert answer_tests(components(repo)[0]) == ()


ATTACK = "from art.attacks.evasion import HopSkipJump\nHopSkipJump(model)\n"
RUN = "on:\n  schedule:\n    - cron: '0 3 * * 1'\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: %s\n"


def attacking(files: dict[str, str]) -> Repo:
    return Repo(Memory({path: text.encode() for path, text in files.items()}))


def test_a_library_that_is_only_imported_attacks_nothing() -> None:
    assert attacks(attacking({"attack.py": ATTACK}))
    assert not attacks(attacking({"attack.py": ATTACK.partition("\n")[0]}))
    hosted = "from azure.ai.evaluation.red_team import RedTeam\nred = RedTeam(azure_ai_project=p)\n"
    assert attacks(attacking({"evals/safety.py": hosted}))
    assert not attacks(attacking({"evals/score.py": hosted.replace("red_team", "evaluators")}))
    assert not attacks(attacking({"draw.py": "import art\nart.tprint('x')\n"}))


def test_a_run_by_the_clock_counts() -> None:
    started = attacking({"attack.py": ATTACK, ".github/workflows/a.yml": RUN % "python attack.py"})
    probed = attacking({".github/workflows/a.yml": RUN % "garak --model_type openai"})
    other = attacking({"attack.py": ATTACK, ".github/workflows/a.yml": RUN % "python train.py"})

    assert attack_runs(components(started)[0])
    assert attack_runs(components(probed)[0])
    assert not attack_runs(components(other)[0])
