"""What one copy of a service remembers, and another cannot know, is found; caches and loaded things are no memory."""

import pytest

from seatrial.facts.serving.process.local_stores import local_stores
from seatrial.facts.serving.process.shared_memory import shared_variables
from tests.repositories import component_of

HEAD = "from fastapi import FastAPI\napp = FastAPI()\n"
PAIR = "@app.post('/a')\ndef a(n):\n    {}\n@app.get('/b')\ndef b(n):\n    return {}\n"


@pytest.mark.parametrize(
    ("made", "changed", "read"),
    [
        ("jobs = {}", "jobs[n] = 1", "jobs[n]"),
        ("jobs = []", "jobs.append(n)", "jobs"),
        ("from collections import deque\njobs = deque()", "jobs.append(n)", "list(jobs)"),
        ("chosen = None", "global chosen; chosen = n", "str(chosen)"),
    ],
)
def test_what_one_request_changes_and_another_reads_is_memory(made: str, changed: str, read: str) -> None:
    (found,) = shared_variables(component_of({"app.py": HEAD + made + "\n" + PAIR.format(changed, read)}))

    assert (found.writer, found.reader) == ("a", "b")


def test_a_variable_of_another_module_is_followed() -> None:
    files = {
        "state.py": "jobs = {}\n",
        "app.py": HEAD + "from state import jobs\n" + PAIR.format("jobs[n] = 1", "jobs"),
    }

    assert [item.name for item in shared_variables(component_of(files))] == ["jobs"]


@pytest.mark.parametrize("name", ["model_cache", "models", "request_count", "clients"])
def test_what_each_copy_may_have_of_its_own_is_no_memory(name: str) -> None:
    code = HEAD + f"{name} = {{}}\n" + PAIR.format(f"{name}[n] = 1", f"{name}[n]")

    assert shared_variables(component_of({"app.py": code})) == ()


def test_a_file_that_passes_by_is_kept_nowhere() -> None:
    code = "@app.post('/a')\ndef a(n):\n    with open('{}', 'w') as f:\n        f.write(n)\n"

    assert local_stores(component_of({"app.py": HEAD + code.format("/tmp/upload.csv")})) == ()
    assert [item.lasting for item in local_stores(component_of({"app.py": HEAD + code.format("answers.csv")}))] == [
        False
    ]


def test_what_no_request_gets_to_is_no_store_of_the_service() -> None:
    files = {"app.py": HEAD + PAIR.format("pass", "1"), "train.py": "import sqlite3\nsqlite3.connect('runs.db')\n"}

    assert local_stores(component_of(files)) == ()
