"""What CI puts into service is a part's own, where changes of that part start it."""

from seatrial.component import components
from seatrial.facts.serving.own_deliveries import own_deliveries
from tests.judging.asked import SERVED
from tests.repositories import component_of, repo_of

SHIPS = """on:
  push:
    branches: [main]
    paths: ["{0}/**"]
jobs:
  ship:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: gcloud run deploy {0} --source {0}
"""
PART = {"app.py": SERVED, "fit.py": "import torch\n", "pyproject.toml": "", "Dockerfile": "FROM x\n"}


def part(name: str) -> dict[str, str]:
    return {f"{name}/{path}": text for path, text in PART.items()}


def shipped(*names: str) -> dict[str, str]:
    return {f".github/workflows/{name}.yaml": SHIPS.format(name) for name in names}


def test_a_workflow_that_another_part_starts_delivers_nothing_of_this_one() -> None:
    found = components(repo_of({**part("hot"), **part("cold"), **shipped("hot", "cold")}))

    assert {one.name: [step.place.path for step in own_deliveries(one)] for one in found} == {
        name: [f".github/workflows/{name}.yaml"] for name in ("hot", "cold")
    }


def test_a_workflow_that_names_no_paths_delivers_all_parts() -> None:
    anyway = SHIPS.format("hot").replace('    paths: ["hot/**"]\n', "")
    found = components(repo_of({**part("hot"), **part("cold"), ".github/workflows/ship.yaml": anyway}))

    assert all(own_deliveries(one) for one in found)


def test_the_delivery_that_what_answers_starts_comes_first() -> None:
    files = {"serve/app.py": SERVED, "docs/page.md": "", **shipped("docs", "serve")}
    paths = [step.place.path for step in own_deliveries(component_of(files))]

    assert paths == [".github/workflows/serve.yaml", ".github/workflows/docs.yaml"]
