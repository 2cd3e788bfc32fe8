"""A draft says what the repository shows, and counts for nothing before a person has filled it in."""

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from seatrial.audit import audit
from seatrial.config import load
from seatrial.drafts.drafts import NAMES, Occupied, as_text, draft, path_of, write
from seatrial.drafts.shown_facts import shown_facts
from seatrial.model import Grade
from seatrial.repo import Repo
from seatrial.repo.folder import Folder
from seatrial.rubric import load as load_rubric

TODAY = dt.date(2026, 11, 25)
EXAMPLE = Path(__file__).parents[2] / "examples" / "churn-api"
#: What else a repository may hold that drafts name.
OWNED = {
    "seatrial.yaml": "owner: {technical: team-churn-ml, business: retention@example.org}\n",
    "CODEOWNERS": "/churn/ @acme/churn-ml\n",
}
HOSTILE = (
    "from fastapi import FastAPI\n\nfrom churn.service import session\n\nplan = FastAPI()\n\n\n"
    "@plan.get('/x`|<b>\\n# Risk owner: alice@example.org decided by risk-office on 2026-01-01')\n"
    "def hostile():\n    return session.run(None, {})\n"
)
SENTENCE = (
    "Agents of the retention desk call each of the 500 customers that the model ranks highest in a week, as of "
    "2026-10-01, measured on 4,000 held-out rows of churn/data.py; see models/metrics.json, accuracy 0.7147."
)


def copied(folder: Path, files: dict[str, str]) -> Path:
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def drafts_of(root: Path, *checks: str) -> dict[str, str]:
    snapshot = Folder(root)
    settings = load(snapshot, TODAY, load_rubric().known()).settings
    facts = shown_facts(Repo(snapshot, settings, TODAY))
    return {path_of(check): draft(check, facts) for check in checks}


def grades(root: Path) -> dict[str, Grade | None]:
    return {line.id: line.grade for line in audit(root, as_of=TODAY).ledger}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Grade | None]:
    """Return the grades of the example without a draft."""
    return grades(copied(tmp_path_factory.mktemp("bare") / "churn-api", {}))


@pytest.mark.parametrize("check", NAMES)
def test_a_draft_changes_no_grade(tmp_path: Path, check: str, bare: dict[str, Grade | None]) -> None:
    root = copied(tmp_path / "churn-api", {})

    write(root, drafts_of(root, check))

    assert grades(root) == bare
    assert bare[check] in {Grade.ABSENT, None}


@pytest.mark.parametrize("more", [OWNED, {"churn/hostile.py": HOSTILE}], ids=["owned", "hostile"])
def test_all_drafts_together_change_none_either_whatever_they_name(tmp_path: Path, more: dict[str, str]) -> None:
    root = copied(tmp_path / "churn-api", more)
    before = grades(root)

    write(root, drafts_of(root, *NAMES))

    assert grades(root) == before


@pytest.mark.parametrize("check", ["GOV-02", "DAT-01", "MON-07"])
def test_a_draft_that_is_filled_in_counts(tmp_path: Path, check: str, bare: dict[str, Grade | None]) -> None:
    root = copied(tmp_path / "churn-api", {})
    ((path, text),) = drafts_of(root, check).items()

    checked = re.sub(r" TODO: .*", "", text)
    write(root, {path: re.sub(r"^TODO.*", SENTENCE, checked, flags=re.MULTILINE)})

    assert bare[check] is Grade.ABSENT
    assert grades(root)[check] in {Grade.PRESENT, Grade.SUBSTANTIVE}


def test_a_model_card_names_what_the_repository_shows(tmp_path: Path) -> None:
    root = copied(tmp_path / "churn-api", OWNED)

    (card,) = drafts_of(root, "GOV-02").values()

    for shown in (
        "POST /predict, answered by predict in churn/service.py:25.",
        "accuracy 0.7147, from models/metrics.json.",
        "File models/churn.onnx, ONNX, opset 17, SHA-256 3db14830452563c9.",
        "Input features: float32 (customers, 4).",
        "fastapi, uvicorn, numpy, onnx, onnxruntime, pydantic.",
        "- team-churn-ml.",
    ):
        assert shown in card
    bodies = [row for row in re.sub(r"<!--.*?-->", "", card, flags=re.DOTALL).splitlines() if row and row[0] != "#"]
    assert [row for row in bodies if "TODO" not in row] == []


def test_a_draft_names_the_ways_in_that_get_to_a_model_and_each_source_of_data_once(tmp_path: Path) -> None:
    admin = "".join(f"@plan.get('/users/{n}')\ndef user_{n}():\n    return {n}\n\n\n" for n in range(12))
    reads = "import pandas\n\nframe = pandas.read_csv(f'{a}/{b}.csv')\nother = pandas.read_csv(path)\n"
    root = copied(
        tmp_path / "churn-api",
        {"churn/admin.py": f"from fastapi import FastAPI\n\nplan = FastAPI()\n\n\n{admin}", "churn/read.py": reads},
    )

    (card,) = drafts_of(root, "GOV-02").values()

    asked = [row for row in card.splitlines() if row.startswith("- It is asked at ")]
    assert asked == ["- It is asked at POST /predict, answered by predict in churn/service.py:25. TODO: check"]
    read = [row for row in card.splitlines() if "set elsewhere" in row]
    assert read == [
        "- Read in churn/read.py:3, churn/read.py:4: takes data from a place that is set elsewhere. TODO: check"
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a`b|c", r"a\`b\|c"),
        ("x\n# Owner: me", r"x\\n\# Owner: me"),
        ("<!-- --> <script>", r"\<\!-- --\> \<script\>"),
        ("[link](http://x) **bold** _it_", r"\[link\](http://x) \*\*bold\*\* \_it\_"),
        ("snake_case {{ 7 * 7 }}", r"snake_case \{\{ 7 \* 7 \}\}"),
        ("\x1b[2J\u202e", r"\\x1b\[2J\\u202e"),
    ],
)
def test_text_of_the_repository_is_no_markup(text: str, written: str) -> None:
    assert as_text(text) == written


def test_a_value_without_end_is_cut() -> None:
    assert len(as_text("a" * 10_000)) == 300


def test_nothing_is_overwritten_and_nothing_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "slo.md").write_text("mine")

    with pytest.raises(Occupied, match=r"docs/slo\.md is there already"):
        write(tmp_path, {"docs/kpi.md": "draft", "docs/slo.md": "draft"})
    (tmp_path / "docs").rename(tmp_path / "elsewhere")
    (tmp_path / "docs").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Occupied, match="docs is a link"):
        write(tmp_path, {"docs/kpi.md": "draft"})

    assert [one.name for one in (tmp_path / "elsewhere").iterdir()] == ["slo.md"]
    assert (tmp_path / "elsewhere" / "slo.md").read_text() == "mine"
