"""Code that teaches or competes is told by what it says of itself, and by notebooks that share no data."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from seatrial.audit import audit
from seatrial.component import components
from seatrial.facts.documents.teaching import teaching
from seatrial.judging.registry import load_checks
from seatrial.model import Place
from seatrial.testing import judged
from tests.repositories import repo_of

CHECKS = load_checks().checks
FIT = "import pandas as pd\nfrom sklearn.svm import SVC\nd = pd.read_csv('{}')\nSVC().fit(d, d.y)\n"
SERVED = "from fastapi import FastAPI\nimport joblib\napp = FastAPI()\nm = joblib.load('m')\n@app.post('/predict')\n"


def notebook(source: str) -> str:
    cell: dict[str, object] = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source,
    }
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})


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

    assert not judged(CHECKS[check_id], lesson).applies
    assert judged(CHECKS[check_id], lesson | {"README.md": "# Churn of our customers\n"}).applies


def test_a_lesson_is_still_asked_for_its_data_and_its_metrics() -> None:
    lesson = {"README.md": "# Notebooks of the course\n", "a.ipynb": notebook(FIT.format("a.csv"))}

    assert all(judged(CHECKS[check_id], lesson).applies for check_id in ("DAT-01", "DAT-06", "OPS-03", "GOV-01"))


def test_a_report_says_for_whom_it_takes_the_code_to_be(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Notebooks of the course\n", encoding="utf-8")
    (tmp_path / "a.ipynb").write_text(notebook(FIT.format("a.csv")), encoding="utf-8")

    (component,) = audit(tmp_path).components
    told = [seen.place for seen in component.taken.evidence if "worth to a business" in seen.what]
    assert told == [Place("README.md", 1)]
