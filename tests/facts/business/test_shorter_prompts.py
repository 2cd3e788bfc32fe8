"""Own functions that shorten what is sent save tokens, where a language model is asked."""

import pytest

from seatrial.facts.business.token_budget import token_savings
from tests.repositories import component_of

CODE = """from fastapi import FastAPI
{imports}

app = FastAPI()


@app.post("/ask")
def ask(text: str):
    return {call}(text)
"""


@pytest.mark.parametrize(
    ("imports", "call", "saves"),
    [
        ("from openai import OpenAI", "trim_passages", True),
        ("from openai import OpenAI", "summarize_history", True),
        ("from openai import OpenAI", "trim_name", False),
        ("import numpy", "trim_passages", False),
    ],
)
def test_by_what_they_shorten(imports: str, call: str, saves: bool) -> None:
    files = {"app.py": CODE.format(imports=imports, call=call), "Procfile": "web: uvicorn app:app\n"}
    assert bool(token_savings(component_of(files))) is saves
