"""What a condition asks about is not what a choice gives: a name that was cut before it is used leads nowhere."""

import pytest

from seatrial.facts.security.injections.sinks import injections
from tests.repositories import repo_of

APP = """
from fastapi import FastAPI, UploadFile

from names import last_part

app = FastAPI()


@app.post("/keep")
def keep(file: UploadFile):
    name = {}
    with open(name, "wb") as target:
        target.write(file.file.read())
"""


@pytest.mark.parametrize(
    ("chosen", "reached"),
    [
        ("last_part(file.filename) if file.filename else 'nameless'", False),
        ("file.filename if file.filename else 'nameless'", True),
        ("'nameless' if not file else file.filename", True),
    ],
)
def test_the_condition_of_a_choice_leads_nowhere(chosen: str, reached: bool) -> None:
    found = injections(
        repo_of({"app.py": APP.format(chosen), "names.py": "def last_part(path):\n    return path[-8:]\n"})
    )

    assert bool(found) is reached
