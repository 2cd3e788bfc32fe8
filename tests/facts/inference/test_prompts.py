"""Prompts are found where they stand, and are told from docstrings, descriptions and questions to people."""

import pytest

from seatrial.facts.inference.prompts import Kept, prompts
from tests.repositories import repo_of

LONG = "You answer questions about orders, in two sentences, and you name the article that says so. " * 3
SHORT = "You are the help desk of a bank. Answer by the passages below, and say so when they do not help. {passages}"


def kept(files: dict[str, str]) -> list[Kept]:
    return [item.kept for item in prompts(repo_of(files))]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("prompts/answer.md", LONG, [Kept.FILE]),
        ("prompts/answer_v2.md", LONG, [Kept.VERSIONED]),
        ("prompts/answer.yaml", f"version: 3\ntext: {LONG}\n", [Kept.VERSIONED]),
        ("answer.prompty", f"---\nversion: 1\n---\n{LONG}", [Kept.VERSIONED]),
        ("prompts.py", f"SYSTEM_PROMPT = '{LONG}'\n", [Kept.CONSTANT]),
        ("app.py", f"def f():\n    prompt = '{LONG}'\n", [Kept.INLINE]),
        ("app.py", f"def _system_prompt():\n    return '{LONG}'\n", [Kept.INLINE]),
        ("app.py", "client.get_prompt('answer')\n", [Kept.VERSIONED]),
        ("app.py", "def load_prompt(name):\n    return open(name).read()\nload_prompt('answer')\n", []),
        ("app.py", f"def f():\n    '''{LONG}'''\n", []),
        ("app.py", f"register(description='{LONG}')\n", []),
        ("app.py", "prompt = 'Answer in one word: {question}'\n", []),
        ("app.py", f"SYSTEM = '{SHORT}'\n", [Kept.INLINE]),
        ("app.py", f"HELP = '{SHORT}'\n", []),
        ("app.py", f"FILE_SYSTEM_NOTE = '{SHORT}'\n", []),
        ("tests/test_a.py", f"PROMPT = '{LONG}'\n", []),
        ("prompts/README.md", LONG, []),
    ],
)
def test_where_prompts_stand(path: str, text: str, found: list[Kept]) -> None:
    assert kept({path: text}) == found


def test_the_questions_of_a_template_are_no_prompts() -> None:
    assert kept({"prompts.yml": "name: {title: What is it called?}\n", "cookiecutter.json": "{}"}) == []
