"""Copies and idle code are told of files that production runs, and of no others."""

from seatrial.facts.reach.hardest import hardest
from seatrial.facts.reach.path_shape import path_shape
from seatrial.model import HardFunction, Place
from seatrial.model.component_report import PathShape
from tests.repositories import component_of

CLEAN = "def clean(rows):\n    rows = list(rows)\n    rows.sort()\n    first = rows[0]\n    return first\n"
SERVICE = (
    "from fastapi import FastAPI\n\nimport other\n\napp = FastAPI()\n\n\n"
    "@app.get('/')\ndef price(x: int):\n    return other.Tools.best(clean(other.clean([x])))\n\n\n" + CLEAN
)
OTHER = (
    CLEAN.replace("    first = rows[0]\n", "    # the same\n\n    first = rows[0]\n")
    + "\n\nclass Tools:\n    @staticmethod\n    def best(x):\n        return x\n"
    + "\n\ndef old(x):\n    def inner():\n        return x\n\n    return inner\n"
    + "\n\nclass Older:\n    def run(self):\n        return old(self)\n"
)
FILES = {
    "Dockerfile": 'FROM python:3.12.1\nCOPY . .\nCMD ["uvicorn", "service:app"]\n',
    "service.py": SERVICE,
    "other.py": OTHER,
    "nobody.py": CLEAN + "\n\ndef unused():\n    return 1\n",
    "tests/test_other.py": CLEAN,
}


def shape_of(files: dict[str, str]) -> PathShape:
    return path_shape(component_of(files))


def test_a_function_that_stands_in_two_live_files_is_told_once_with_both_places() -> None:
    shape = shape_of(FILES)

    assert (shape.functions, shape.copies) == (4, 1)
    assert [(one.name, one.places) for one in shape.repeated] == [
        ("clean", (Place("other.py", 1), Place("service.py", 13)))
    ]


def test_idle_code_is_what_no_way_leads_to_in_files_that_production_runs() -> None:
    shape = shape_of(FILES)

    assert [(one.name, one.place.path, one.lines) for one in shape.unreached] == [
        ("old", "other.py", 5),
        ("Older", "other.py", 3),
    ]
    assert (shape.idle, shape.idle_lines) == (2, 8)


def test_where_nothing_is_live_there_is_nothing_to_tell() -> None:
    assert shape_of({name: text for name, text in FILES.items() if name != "Dockerfile"}) == PathShape()


WAYS = "".join(f"    if x == {n}:\n        return {n}\n" for n in range(14))
HARD = f"import torch\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/')\ndef price(x: int):\n{WAYS}"
DOCKERFILE = 'FROM python:3.12.1\nCOPY . .\nCMD ["uvicorn", "service:app"]\n'


def named(files: dict[str, str]) -> tuple[HardFunction, ...]:
    return hardest(component_of(files))


def test_names_the_live_function_with_many_ways() -> None:
    (function,) = named({"service.py": HARD, "Dockerfile": DOCKERFILE})

    assert (function.place, function.name, function.complexity) == (Place("service.py", 8), "price", 15)
    assert 0 < function.maintainability < 100


def test_says_nothing_of_code_that_nobody_starts() -> None:
    dead = f"def old(x):\n{WAYS}"

    assert named({"service.py": HARD.replace(WAYS, "    return x\n"), "old.py": dead, "Dockerfile": DOCKERFILE}) == ()


def test_says_nothing_of_a_file_that_cannot_be_parsed() -> None:
    assert named({"service.py": HARD + "\ndef broken(:\n", "Dockerfile": DOCKERFILE}) == ()
