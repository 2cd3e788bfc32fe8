"""``seatrial path`` draws the way from a start to the model, and ends with a code that says what was found."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from .conftest import SERVICE, Command

Folder = Callable[[Mapping[str, str | bytes]], Path]


def test_the_way_from_the_image_to_the_model_is_drawn(seatrial: Command, service: Path) -> None:
    ran = seatrial("path", service)

    assert ran.code == 0
    assert ran.out.splitlines()[2:8] == [
        "Dockerfile:4  starts uvicorn app.main:app",
        "├─ app/main.py on import",
        "│  └─ loads a model  app/main.py:5  joblib.load",
        "└─ app/main.py:9 predict",
        "   └─ runs a model  app/main.py:10  model.predict",
        "",
    ]
    assert "live             1 file" in ran.out


def test_programs_get_the_same_as_json(seatrial: Command, service: Path) -> None:
    (component,) = json.loads(seatrial("path", service, "--format", "json").out)["components"]

    (start,) = component["starts"]
    assert start["entries"][0]["path"] == "Dockerfile"
    assert [(way["purpose"], way["line"], way["chain"][-1]["scope"]) for way in start["ways"]] == [
        ("loads a model", 5, ""),
        ("runs a model", 10, "predict"),
    ]
    assert component["code"] == {"live": {"files": 1, "functions": 1}}
    assert component["unresolved"] == []


def test_where_nothing_is_deployed_one_sentence_says_so(seatrial: Command, folder: Folder) -> None:
    ran = seatrial("path", folder({"app/main.py": SERVICE["app/main.py"]}))

    assert ran.code == 0
    assert "No deployment starts anything here, and no package is offered to others: nothing is live.\n" in ran.out


@pytest.mark.parametrize("files", [{}, {"README.md": "# Nothing\n"}, {"app.py": "print(1)\n"}])
def test_without_machine_learning_there_is_nothing_to_follow(
    seatrial: Command, folder: Folder, files: dict[str, str]
) -> None:
    ran = seatrial("path", folder(files))

    assert (ran.code, ran.out) == (4, "")
    assert "nothing to follow" in ran.err
    assert ran.last == "seatrial: verdict=nothing gate=none exit=4"


def test_a_path_that_is_not_there_is_wrong_usage(seatrial: Command, tmp_path: Path) -> None:
    assert seatrial("path", tmp_path / "missing").code == 2


def test_names_of_the_repository_obey_nobody(seatrial: Command, folder: Folder) -> None:
    root = folder({**SERVICE, "app/main.py": SERVICE["app/main.py"].replace("def predict", "def prédict")})
    (root / "Procfile").write_text("web: python 'a\x1b[31m.py'\n")
    (root / "a\x1b[31m.py").write_text("import joblib\nmodel = joblib.load('m')\n")

    ran = seatrial("path", root)

    assert "\x1b" not in ran.out
    assert "app/main.py:9 prédict" in ran.out


def test_explaining_the_interface_draws_the_way_too(seatrial: Command, service: Path) -> None:
    assert "└─ runs a model  app/main.py:10  model.predict" in seatrial("explain", "ARC-01", service).out
    assert "runs a model  app" not in seatrial("explain", "SEC-02", service).out
