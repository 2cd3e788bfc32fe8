"""A file of many lines is read in time that grows with its lines, not with their square."""

from collections.abc import Callable
from time import process_time

from seatrial.facts.code.python_files import python_file
from seatrial.facts.data.published_records import published_records
from seatrial.facts.operations.machine_notices import machine_notices
from seatrial.facts.serving.door_words import copies
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.training.origins.model_rows import ModelRow, model_rows
from seatrial.model import Place
from tests.repositories import repo_of

SECONDS = 6.0  #: many times what it takes, and a part of what it took by the square


def seconds(work: Callable[[], object]) -> float:
    started = process_time()
    work()
    return process_time() - started


def test_a_page_of_many_lines() -> None:
    page = "# Rows\n\nThe data is available at\nhttps://doi.org/10.5281/zenodo.42\n" + "a line of words\n" * 16_000
    repo = repo_of({"README.md": page})
    assert seconds(lambda: published_records(repo)) < SECONDS
    assert [one.site.place.line for one in published_records(repo)] == [4]


def test_a_machine_of_many_steps_that_publish() -> None:
    steps = "StartAt: A\nTellFailure:\n" + "  x: arn:aws:states:::sns:publish\n" * 6_000
    repo = repo_of({"flow.asl.yaml": steps})
    found: list[Place] = []
    assert seconds(lambda: found.extend(machine_notices(repo))) < SECONDS
    assert len(found) == 6_000


def test_a_program_of_many_functions_that_insert() -> None:
    line = "def f{0}(db):\n    db.execute('insert into models (model_path, accuracy) values (1, 2)')\n"
    file = python_file(repo_of({"rows.py": "".join(map(line.format, range(3000)))}), "rows.py")
    assert file is not None
    found: list[ModelRow] = []
    assert seconds(lambda: found.extend(model_rows(file))) < SECONDS
    assert len(found) == 3000


def test_two_equal_programs_of_many_doors() -> None:
    door = "@app.post('/predict{0}')\ndef p{0}(x):\n    return {0}\n"
    app = "from fastapi import FastAPI\napp = FastAPI()\n" + "".join(map(door.format, range(800)))
    repo = repo_of({"app/main.py": app, "x/y/main.py": app})
    doors = endpoints(repo)
    assert len(copies(repo, doors)) == 800
