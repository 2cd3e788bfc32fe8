"""Only code that production runs is named as hard, with its place and radon's figures."""

from seatrial.facts.reach.hardest import hardest
from seatrial.model import HardFunction, Place
from tests.repositories import component_of

WAYS = "".join(f"    if x == {n}:\n        return {n}\n" for n in range(14))
SERVICE = f"import torch\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/')\ndef price(x: int):\n{WAYS}"
DOCKERFILE = 'FROM python:3.12.1\nCOPY . .\nCMD ["uvicorn", "service:app"]\n'


def found(files: dict[str, str]) -> tuple[HardFunction, ...]:
    return hardest(component_of(files))


def test_names_the_live_function_with_many_ways() -> None:
    (function,) = found({"service.py": SERVICE, "Dockerfile": DOCKERFILE})

    assert (function.place, function.name, function.complexity) == (Place("service.py", 8), "price", 15)
    assert 0 < function.maintainability < 100


def test_says_nothing_of_code_that_nobody_starts() -> None:
    dead = f"def old(x):\n{WAYS}"

    assert (
        found({"service.py": SERVICE.replace(WAYS, "    return x\n"), "old.py": dead, "Dockerfile": DOCKERFILE}) == ()
    )


def test_says_nothing_of_a_file_that_cannot_be_parsed() -> None:
    assert found({"service.py": SERVICE + "\ndef broken(:\n", "Dockerfile": DOCKERFILE}) == ()
