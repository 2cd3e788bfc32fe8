"""What docs/profiles.md shows of each profile is what a run really says.

``python -m tests.test_profiles_page`` writes the tables anew, and ``make docs`` runs it.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from seatrial.audit import Yardstick, audit
from seatrial.judging.registry import load_checks
from seatrial.model import LedgerLine, Level
from seatrial.model.result import Report
from seatrial.repo import Memory
from seatrial.rubric import asked_besides, load
from seatrial.rubric.schema import Table

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "profiles.md"
AS_OF = dt.date(2026, 11, 25)
#: The rows that each example tells about: those that the sentence of the industry is about.
TOLD = {
    "finance": ("GOV-04", "GOV-05", "GOV-07", "DAT-06", "MON-05", "ARC-08", "OPS-02", "PRF-02"),
    "healthcare": ("GOV-03", "GOV-04", "GOV-10", "DAT-06", "GOV-06", "GOV-17", "MON-12", "OPS-02"),
    "retail": ("PRF-01", "PRF-03", "PRF-04", "PRF-09", "PRF-12", "MON-06", "ARC-08", "BIZ-03"),
    "genai": ("ARC-15", "OPS-19", "MON-13", "SEC-21", "SEC-22", "BIZ-11"),
}
BLOCK = re.compile(r"(<!-- (?P<name>[a-z]+) -->\n)(?P<table>.*?)(<!-- end -->)", re.DOTALL)
CHAT: Mapping[str, str | bytes] = {
    "app.py": (
        "from fastapi import FastAPI\nfrom openai import OpenAI\n\napp = FastAPI()\nclient = OpenAI()\n\n\n"
        '@app.post("/answer")\ndef answer(question: str) -> dict[str, str]:\n'
        '    said = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}])\n'
        '    return {"answer": said.choices[0].message.content}\n'
    ),
    "requirements.txt": "fastapi==0.121.0\nopenai==2.7.1\nuvicorn==0.38.0\n",
    "Dockerfile": 'FROM python:3.12.3-slim\nCOPY . .\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n',
}


def churn() -> Mapping[str, str | bytes]:
    """Return the files of the example that the repository ships."""
    root = ROOT / "examples" / "churn-api"
    paths = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


@cache
def runs(name: str) -> tuple[Report, Report]:
    """Return the result without and with a profile; for the overlay, with the surface declared off and as found."""
    if name == "genai":
        declared = "surfaces: {llm: false, rag: false, agent_tools: false}\n"
        off: dict[str, str | bytes] = {**CHAT, "seatrial.yaml": declared}
        return audit(Memory(off), as_of=AS_OF), audit(Memory(CHAT), as_of=AS_OF)
    plain, under = (audit(Memory(churn()), Yardstick(profiles=profiles), as_of=AS_OF) for profiles in ((), (name,)))
    return plain, under


def table_of(name: str) -> str:
    """Return the table of one example: what a run says without, and with it."""
    profiles = () if name == "genai" else (name,)
    before, after = ({line.id: line for line in report.ledger} for report in runs(name))
    rows = [_row(before[one], after[one], load().table, load(profiles).table) for one in TOLD[name]]
    head = "| check | found | severity | required from | passes at production with | gate of | its step opens |"
    opens = [_changed(*(_opened(report, one) for report in runs(name))) for one in TOLD[name]]
    told = [f"{row} {opened} |" for row, opened in zip(rows, opens, strict=True)]
    return "\n".join([head, "|---|---|---|---|---|---|---|", *told, ""])


def clauses() -> str:
    """Return the table of what each profile asks inside of checks."""
    checks = load_checks().checks.values()
    asked = [(check, demand, told) for check in checks for demand, told in asked_besides(load().base, check)]
    rows = [
        f"| {one.profile} | {check.id} {check.name} | {told} (`{one.clause}`) | {one.source} | {one.without} |"
        for check, one, told in sorted(asked, key=lambda row: (row[1].profile, row[0].id, row[1].clause))
    ]
    head = ("| profile | check | asks for | who says so | else at most |", "|---|---|---|---|---|")
    return "\n".join([*head, *rows, ""])


def _row(old: LedgerLine, new: LedgerLine, plain: Table, under: Table) -> str:
    cells = (
        f"{new.id} {new.name}",
        _changed(_state(old), _state(new)),
        _changed(old.severity.value, new.severity.value),
        _changed(old.stage.value, new.stage.value),
        _changed(*(line.required.value if line.required else "not asked" for line in (old, new))),
        _changed(*("; ".join(_gates(table, new.id)) or "none" for table in (plain, under))),
    )
    return f"| {' | '.join(cells)} |"


def _state(line: LedgerLine) -> str:
    return line.state.value


def _changed(old: str, new: str) -> str:
    return old if old == new else f"{old} → **{new}**"


def _gates(table: Table, check_id: str) -> Iterator[str]:
    for level in Level:
        rung = table.levels.get(level)
        for gates in rung.gates if rung else ():
            for name in gates.checks:
                others = [one for one in name.split("|") if one != check_id]
                if check_id in name.split("|"):
                    instead = f", or {' or '.join(others)}" if others else ""
                    when = f" if {gates.when.replace('|', ' or ')}" if gates.when else ""
                    yield f"{level.value}: {gates.at_least.value}{when}{instead}"


def _opened(report: Report, check_id: str) -> str:
    step = next((one for one in report.headline.steps if check_id in one.checks), None)
    return ", ".join(dict.fromkeys(level.value for level in step.opens)) if step and step.opens else "nothing"


@pytest.mark.parametrize("name", TOLD)
def test_the_page_shows_what_a_run_says(name: str) -> None:
    shown = {match["name"]: match["table"] for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}

    assert shown[name] == table_of(name), "run python tests/test_profiles_page.py"


def test_the_page_shows_every_clause_with_its_figures() -> None:
    shown = {match["name"]: match["table"] for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}

    assert shown["clauses"] == clauses(), "run python tests/test_profiles_page.py"


@pytest.mark.parametrize("name", ["finance", "healthcare", "retail"])
def test_a_profile_asks_more_of_the_example_and_nothing_less(name: str) -> None:
    plain, under = runs(name)
    old, new = plain.level, under.level

    assert old is not None
    assert new is not None
    assert new.name <= old.name
    assert new.engineering <= old.engineering
    assert {(one.what, one.check) for one in old.held_by} <= {(one.what, one.check) for one in new.held_by}


def test_the_overlay_comes_with_the_surface_and_not_with_a_flag() -> None:
    off, on = ({line.id: line.state.value for line in report.ledger} for report in runs("genai"))

    assert {off[one] for one in TOLD["genai"]} == {"not-applicable"}
    assert "not-applicable" not in {on[one] for one in TOLD["genai"]}


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    made = {**{name: table_of(name) for name in TOLD}, "clauses": clauses()}
    PAGE.write_text(BLOCK.sub(lambda match: match[1] + made[match["name"]] + match[4], text), encoding="utf-8")
