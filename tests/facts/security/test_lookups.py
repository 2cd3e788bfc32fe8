"""A name that the owner's own table knows, or else is refused, comes from a closed list."""

import pytest

from seatrial.facts.security.sinks import injections
from tests.repositories import repo_of

HEAD = """
import enum
from fastapi import FastAPI, HTTPException
from settings import KNOWN
app = FastAPI()
tables = {"a": 1, "b": 2}
class Size(enum.StrEnum):
    SMALL = "small"
class Any:
    pass
"""
READS = "    return open(f'models/{name}.bin').read()\n"


def reaches(body: str) -> bool:
    code = f"{HEAD}\n@app.get('/x')\ndef handle(name: str):\n{body}{READS}"
    return any(one.origin for one in injections(repo_of({"app.py": code})))


@pytest.mark.parametrize(
    "body",
    [
        "    config = tables[name]\n",
        "    print(KNOWN[name])\n",
        "    size = Size(name)\n",
        "    try:\n        config = tables[name]\n    except KeyError:\n        raise HTTPException(404)\n",
        "    config = KNOWN.get(name)\n    if config is None:\n        raise HTTPException(404)\n",
        "    config = tables.get(name)\n    if config is None:\n        return None\n",
    ],
)
def test_what_a_table_knows_or_refuses_has_passed(body: str) -> None:
    assert not reaches(body)


@pytest.mark.parametrize(
    "body",
    [
        "    pass\n",
        "    config = tables.get(name)\n",  # nothing looks at what comes of it
        "    config = tables.get(name)\n    if config is None:\n        config = 1\n",
        "    try:\n        config = tables[name]\n    except KeyError:\n        config = None\n",
        "    config = received[name]\n",  # a table of whoever asks
        "    made = Any(name)\n",
        "    tables[name] = 3\n",  # kept under the name, and not asked for it
    ],
)
def test_what_nothing_refuses_reaches_the_file(body: str) -> None:
    assert reaches(body)


def test_a_name_that_is_looked_up_after_the_file_was_opened_had_passed_nothing() -> None:
    assert reaches("    text = open(f'models/{name}.txt').read()\n    config = tables[name]\n")
