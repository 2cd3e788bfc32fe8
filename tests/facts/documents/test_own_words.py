"""A README that says that nobody keeps the repository up any more."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from seatrial.audit import audit
from seatrial.component import components
from seatrial.facts.documents.documents import documents
from seatrial.facts.documents.given_up import given_up, sealed
from seatrial.facts.documents.teaching import teaching
from seatrial.facts.documents.written_business import business_statements
from seatrial.model import Place
from tests.judging.asked import SERVICE, judge, message
from tests.notebooks import notebook
from tests.repositories import repo_of


@pytest.mark.parametrize(
    "head",
    [
        "**This repository has been archived (read-only) on Nov 21, 2022**. Thanks to everyone.",
        "> This project is deprecated.\n> Use another one.",
        "nanoX (this repo) is now very old and deprecated, but I leave it up.",
        "The project is no longer actively maintained.",
        "**THIS PROJECT IS NOT MAINTAINED ANYMORE**",
        "## Deprecation notice\n\nUse the other package.",
        "## ARCHIVED - moved to acme/other\n\nSee there.",
        "NOTICE: support for this project has ended.",
        "This package has been superseded by acme/other.",
    ],
)
def test_a_notice_at_the_head_is_one(head: str) -> None:
    assert given_up(repo_of({"README.md": f"# X\n\n{head}\n"}))


@pytest.mark.parametrize(
    ("path", "head"),
    [
        ("README.md", "The `v1` branch is deprecated."),
        ("README.md", "This project is not deprecated."),
        ("README.md", "Snowpack is no longer maintained, so this project uses another bundler."),
        ("README.md", "This project is actively maintained."),
        ("README.md", "## Deprecated options\n\n`--fast` is gone."),
        ("README.md", f"{'Words.' + 2 * chr(10)}" * 30 + "This project is deprecated."),
        ("docs/old/README.md", "This project is deprecated."),
    ],
)
def test_a_word_about_a_part_or_about_others_is_none(path: str, head: str) -> None:
    assert given_up(repo_of({path: f"# X\n\n{head}\n"})) is None


@pytest.mark.parametrize(
    ("head", "archived"),
    [
        ("# Deprecation notice\n\n**This repository has been archived (read-only) on Nov 21, 2022**.", True),
        ("## ARCHIVED - moved to acme/other\n\nSee there.", True),
        ("> This project is deprecated.\n> Use another one.", False),
        ("This project is no longer maintained. The data of 2019 is archived at acme.", False),
    ],
)
def test_only_an_archived_repository_takes_no_changes(head: str, archived: bool) -> None:
    assert bool(sealed(repo_of({"README.md": f"# X\n\n{head}\n"}))) is archived


ROW = "| a search engine | p95 of {0} ms | a budget of {0} EUR a month, https://vendor{0}.example.com/post |"


def survey(rows: int) -> str:
    listed = "\n".join(ROW.format(number) for number in range(rows))
    return f"# What others offer\n\n| who | latency | cost |\n|---|---|---|\n{listed}\n"


def paths(**files: str) -> list[str]:
    return [document.path for document in documents(repo_of(files))]


@pytest.mark.parametrize("line", ["see https://vendor{}.example.com/post", "found by arXiv:25{:02}.10234"])
def test_what_cites_somebody_in_every_sentence_tells_of_others(line: str) -> None:
    text = "# Evidence\n\n" + "\n\n".join(line.format(number) for number in range(50))

    assert paths(**{"docs/evidence.md": text, "docs/design.md": "# Design\n\nWe answer in 200 ms.\n"}) == [
        "docs/design.md"
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("README.md", survey(60)),  # speaks of the project, however much it points elsewhere
        ("MODEL_CARD.md", survey(60)),
        ("docs/plan.md", survey(10)),
        ("docs/plan.md", survey(60) + "\n\n".join(["so many words that a page of them has few sources"] * 1_000)),
        ("docs/plan.md", "\n\n".join(f"https://github.com/acme/shop/pull/{number}" for number in range(60))),
    ],
)
def test_what_speaks_of_the_project_is_heard(path: str, text: str) -> None:
    assert paths(**{path: text}) == [path]


FIT = "import pandas as pd\nfrom sklearn.svm import SVC\nd = pd.read_csv('{}')\nSVC().fit(d, d.y)\n"
SERVED = "from fastapi import FastAPI\nimport joblib\napp = FastAPI()\nm = joblib.load('m')\n@app.post('/predict')\n"


def teaches(files: Mapping[str, str]) -> bool:
    return any(teaching(component) for component in components(repo_of(files)))


@pytest.mark.parametrize(
    ("opening", "taught"),
    [
        ("Data and notebook for the stock price prediction tutorial.", True),
        ("Exercises of the course on machine learning.", True),
        ("Our solution of the heart competition on Kaggle.", True),
        ("Predicts which customers leave, for the sales team.", False),
        ("Predicts, of course, which customers leave.", False),
        ("Predicts who leaves. See the tutorial to get started.", False),
    ],
)
def test_what_it_is_made_for_stands_at_the_beginning_of_its_readme(opening: str, taught: bool) -> None:
    assert teaches({"README.md": f"# Nets\n\n{opening}\n", "a.ipynb": notebook(FIT.format("a.csv"))}) is taught


def test_a_service_is_made_for_use_whatever_it_was_written_for() -> None:
    served = {"README.md": "# The course\n", "app.py": f"{SERVED}def predict(x: float):\n    return m.predict([[x]])\n"}

    assert not teaches(served)


@pytest.mark.parametrize(
    ("count", "data", "taught"), [(8, "{}.csv", True), (8, "churn.csv", False), (7, "{}.csv", False)]
)
def test_many_notebooks_with_data_of_their_own_are_a_collection(count: int, data: str, taught: bool) -> None:
    assert teaches({f"{n}.ipynb": notebook(FIT.format(data.format(n))) for n in range(count)}) is taught


@pytest.mark.parametrize(
    "check_id", ["ARC-01", "BIZ-01", "BIZ-04", "BIZ-10", "GOV-11", "GOV-14", "SEC-19", "PRF-02", "PRF-10"]
)
def test_nobody_is_asked_what_a_lesson_is_worth(check_id: str) -> None:
    lesson = {"README.md": "# Notebooks of the course\n", "a.ipynb": notebook(FIT.format("a.csv"))}

    assert not judge(check_id, lesson).applies
    assert judge(check_id, lesson | {"README.md": "# Churn of our customers\n"}).applies


def test_a_lesson_is_still_asked_for_its_data_and_its_metrics() -> None:
    lesson = {"README.md": "# Notebooks of the course\n", "a.ipynb": notebook(FIT.format("a.csv"))}

    assert all(judge(check_id, lesson).applies for check_id in ("DAT-01", "DAT-06", "OPS-03", "GOV-01"))


def test_a_report_says_for_whom_it_takes_the_code_to_be(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Notebooks of the course\n", encoding="utf-8")
    (tmp_path / "a.ipynb").write_text(notebook(FIT.format("a.csv")), encoding="utf-8")

    (component,) = audit(tmp_path).components
    told = [seen.place for seen in component.taken.evidence if "worth to a business" in seen.what]
    assert told == [Place("README.md", 1)]


@pytest.mark.parametrize(
    ("path", "text", "matters"),
    [
        ("docs/migration_report.md", "## Cost savings\n\n- Monthly cost: $0 (vs $300 in GCP credits)\n", ["cost"]),
        ("docs/deployment.md", "## Compression\n\n**Savings:** ~$0.60/month\n", ["cost"]),
        ("docs/overview.md", "## Success metrics\n\n- Zero cloud costs: from $100/month to $0/month\n", ["cost"]),
        ("docs/overview.md", "## Success metrics\n\n- Time to production: 2h\n", []),
        ("docs/case.md", "## Savings\n\n- Fewer chargebacks save $40,000 a month\n", ["benefit"]),
    ],
    ids=["a move", "a page on deploying", "clouds", "a delivery", "the work"],
)
def test_what_it_costs_to_run_is_no_worth_of_the_work(path: str, text: str, matters: list[str]) -> None:
    assert [one.matter.value for one in business_statements(repo_of({path: f"# Page\n\n{text}"}))] == matters


def test_a_cost_that_is_written_is_not_said_to_lack() -> None:
    files = {**SERVICE, "docs/costs.md": "# Costs\n\n## Monthly costs\n\n- One instance: $650 a month\n"}

    assert message("BIZ-02", files).startswith("docs/costs.md gives a cost, and neither what the work is worth")
