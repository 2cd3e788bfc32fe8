"""What an audit wrote shows nothing of the repository: whoever audits twice gets the same result twice."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from seatrial.audit import audit
from seatrial.judging.registry import load_checks
from seatrial.model import Settings
from seatrial.model.result import Report, Run
from seatrial.repo import Memory, Repo, Role, role
from seatrial.report.formats.material import Material
from seatrial.report.formats.renderers import render
from seatrial.report.stored import to_json
from seatrial.report.terminal.page import page
from seatrial.report.terminal.paint import plain
from seatrial.report.terminal.view import View
from tests.repositories import repo_of

DAY = dt.date(2026, 11, 26)
EXAMPLE = Path(__file__).parents[2] / "examples" / "churn-api"
FILES = {path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in EXAMPLE.rglob("*") if path.is_file()}
NAMES = {"html": "page.html", "markdown": "summary.md", "csv": "ledger.csv", "junit": "tests.xml",
         "sarif": "results.sarif", "gitlab": "quality.json"}  # fmt: skip


@pytest.fixture(scope="module")
def first() -> Report:
    return audit(Memory(FILES), as_of=DAY)


@pytest.fixture(scope="module")
def written(first: Report) -> dict[str, bytes]:
    material = Material(first, load_checks().checks)
    made = {f"out/{name}": render(form, material) for form, name in NAMES.items()}
    return made | {"out/result.json": to_json(first), "out/page.txt": plain(page(first, View())).encode()}


def test_an_audit_beside_its_reports_says_what_it_said_without_them(first: Report, written: dict[str, bytes]) -> None:
    second = audit(Memory(FILES | written), as_of=DAY)

    assert replace(second, run=Run()) == replace(first, run=Run())


def test_each_report_is_told_by_how_it_begins_and_not_by_its_name(written: dict[str, bytes]) -> None:
    repo = repo_of(written)

    assert {path: role(repo, path) for path in written} == dict.fromkeys(written, Role.GENERATED)


def test_a_report_at_the_root_is_told_by_its_name(written: dict[str, bytes]) -> None:
    alone = {"result.json": written["out/result.json"], "seatrial.csv": written["out/ledger.csv"]}

    assert [role(repo_of({name: data}), name) for name, data in alone.items()] == [Role.GENERATED] * 2


def test_what_only_looks_like_a_report_stays_what_it_is() -> None:
    files = {
        "summary.md": "# Summary\n\n<!-- seatrial:pr-comment -->\n",
        "results.csv": "component,check,name\n1,2,3\n",
        "report.html": "<!doctype html><html><head><title>generator seatrial</title></head></html>",
        "result.json": '{"components": []}',
    }

    assert [role(repo_of(files), name) for name in files] == [Role.OWN] * 4


def test_the_owner_has_the_last_word(written: dict[str, bytes]) -> None:
    files = written | {".gitattributes": b"out/*.html linguist-generated=false\n"}

    assert role(Repo(Memory(files), Settings()), "out/page.html") is Role.OWN


def test_a_folder_of_data_is_not_looked_into(written: dict[str, bytes]) -> None:
    files = {f"data/result_{number}.json": b"{}" for number in range(300)} | {
        "data/result.json": written["out/result.json"]
    }

    assert role(repo_of(files), "data/result.json") is Role.OWN
