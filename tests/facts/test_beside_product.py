"""A folder that nothing builds, beside a product at the root, is shown and does not decide its level."""

from collections.abc import Mapping

from seatrial.audit import audit
from seatrial.component import components
from seatrial.facts.product.beside_product import beside_product
from seatrial.model import Settings
from seatrial.repo import Memory, Repo
from tests.workflows import workflow

SERVER = "from fastapi import FastAPI\nimport torch\n\napp = FastAPI()\n"
FILES = {
    "pyproject.toml": "[project]\nname = 'labels'\nversion = '1.0'\n",
    "Dockerfile": 'FROM python:3.12.3-slim\nCOPY labels labels\nCMD ["uvicorn", "labels.main:app"]\n',
    "labels/main.py": SERVER,
    **{
        f"servers/{name}/{file}": text
        for name in ("boxes", "masks")
        for file, text in (
            ("server.py", SERVER),
            ("requirements.txt", "torch\n"),
            ("Dockerfile", 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["python", "server.py"]\n'),
        )
    },
}
BESIDE = "nothing outside of its folder builds, tests, starts or publishes it"


def beside(files: Mapping[str, str], *product: str) -> dict[str, str]:
    repo = Repo(Memory(files), Settings(product=product))
    return {one.name: beside_product(one) for one in components(repo)}


def test_folders_that_nothing_builds_stand_beside_the_product_at_the_root() -> None:
    assert beside(FILES) == {".": "", "servers/boxes": BESIDE, "servers/masks": BESIDE}
    assert beside({**FILES, "README.md": "cd servers/boxes && python server.py\n"})["servers/boxes"] == BESIDE


def test_what_ci_or_compose_builds_decides() -> None:
    ci = workflow("docker build servers/boxes")
    every = "services:\n  masks:\n    build: ./servers/masks\n"

    assert beside({**FILES, ".github/workflows/ci.yml": ci}) == {".": "", "servers/boxes": "", "servers/masks": BESIDE}
    assert beside({**FILES, "compose.yaml": every})["servers/masks"] == ""
    assert set(beside({**FILES, "Makefile": "all:\n\tfor s in servers/*; do docker build $$s; done\n"}).values()) == {
        ""
    }


def test_parts_without_a_product_at_the_root_all_decide() -> None:
    apart = {path: text for path, text in FILES.items() if path.startswith("servers/")}

    assert set(beside(apart).values()) == {""}


def test_the_owner_says_what_the_product_is() -> None:
    told = beside(FILES, "servers/boxes")

    assert told["servers/boxes"] == ""
    assert told["."] == "`product:` in seatrial.yaml does not name it"
    assert beside(FILES, "gone") == beside(FILES)


def test_a_name_that_is_no_part_is_told_with_the_nearest_and_decides_nothing() -> None:
    report = audit(Memory({**FILES, "seatrial.yaml": "product: [server/boxes]\n"}))

    (told,) = (str(one.message) for one in report.notices if "product" in one.message)
    assert told == "product names 'server/boxes', which is no part; the nearest is 'servers/boxes'"
    assert [one.name for one in report.deciding] == ["."]
