"""uWSGI is given a file with the name of the application in it apart, or a module."""

import pytest

from seatrial.facts.images.deliverables import units
from seatrial.facts.reach.entry_points import Kind, entry_points
from tests.repositories import repo_of

IMAGE = "FROM python:3.12.1\nWORKDIR /srv\nCOPY app.py wsgi.py /srv/\nCMD uwsgi --http :80 {}\n"
APP = "from flask import Flask\n\napp = Flask(__name__)\n"


@pytest.mark.parametrize(
    ("given", "started"),
    [
        ("--wsgi-file app.py --callable app", ("app.py", "app")),
        ("--wsgi-file=app.py --callable=app", ("app.py", "app")),
        ("--wsgi-file app.py", ("app.py", "")),
        ("--module app --callable app", ("app.py", "app")),
        ("--module app:app", ("app.py", "app")),
        ("-w app:app", ("app.py", "app")),
    ],
)
def test_file_module_and_name_are_told_apart(given: str, started: tuple[str, str]) -> None:
    repo = repo_of({"Dockerfile": IMAGE.format(given), "app.py": APP, "wsgi.py": ""})

    assert started in [(entry.path, entry.name) for entry in entry_points(repo) if entry.kind is Kind.IMAGE]
    assert not [fault for unit in units(repo) for fault in unit.faults]


def test_a_name_that_the_file_does_not_hold_stops_the_start() -> None:
    text = IMAGE.format("--wsgi-file app.py --callable application")
    repo = repo_of({"Dockerfile": text, "app.py": APP, "wsgi.py": ""})

    assert [fault for unit in units(repo) for fault in unit.faults]
