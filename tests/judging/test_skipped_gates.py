"""A gate in a test that is skipped for lack of the earlier figures judges nothing, and is told so."""

import time

import pytest

from seatrial.model import Grade
from tests.judging.asked import FIT, judge, message, steps
from tests.workflows import workflow

GATE = """
import json
from pathlib import Path

import pytest

BASELINE = Path(__file__).parent / "churn_baseline.json"


def evaluate():
    return {"mae": 3.0}


@pytest.mark.skipif(not BASELINE.exists(), reason="no baseline: run python scripts/bless.py")
def test_no_regression():
    baseline = json.loads(BASELINE.read_text())
    assert evaluate()["mae"] <= baseline["mae"] * 1.05
"""
BLESS = "import json\n\nprint(json.dumps({'mae': 3.0}))\n"
FILES = {"train.py": FIT, "tests/test_gate.py": GATE, "scripts/bless.py": BLESS}


def test_a_gate_that_is_skipped_for_lack_of_a_baseline_is_begun_by_committing_that() -> None:
    said = message("OPS-03", FILES)

    assert said == "the gate in tests/test_gate.py is skipped: churn_baseline.json is not here"
    first, *_ = steps("OPS-03", FILES)
    assert first.startswith("Write churn_baseline.json with scripts/bless.py, and commit it")
    assert judge("OPS-03", FILES).grade is Grade.PRESENT


def test_a_baseline_that_is_committed_skips_nothing() -> None:
    assert "skipped" not in message("OPS-03", {**FILES, "tests/churn_baseline.json": '{"mae": 3.0}'})


def test_a_gap_in_the_name_of_a_baseline_is_filled_by_what_is_there() -> None:
    gap = {**FILES, "tests/test_gate.py": GATE.replace('"churn_baseline.json"', 'f"{KIND}_baseline.json"')}

    assert "*_baseline.json is not here" in message("OPS-03", gap)
    assert "skipped" not in message("OPS-03", {**gap, "tests/churn_baseline.json": "{}"})


def test_many_gaps_in_a_name_take_no_time_beside_files_with_long_names() -> None:
    gap = GATE.replace('"churn_baseline.json"', 'f"' + "{KIND}a" * 30 + '_baseline.json"')
    long = {f"data/{'a' * 120}{number}.json": "{}" for number in range(20)}

    begun = time.process_time()
    said = message("OPS-03", {**FILES, **long, "tests/test_gate.py": gap})
    assert time.process_time() - begun < 5
    assert "_baseline.json is not here" in said
    filled = f"tests/{'xa' * 30}_baseline.json"
    assert "skipped" not in message("OPS-03", {**FILES, "tests/test_gate.py": gap, filled: "{}"})


def test_a_bracket_in_the_name_of_a_baseline_is_no_set_of_letters() -> None:
    gap = GATE.replace('"churn_baseline.json"', 'f"{KIND}[ab]_baseline.json"')

    assert "is not here" in message("OPS-03", {**FILES, "tests/test_gate.py": gap, "tests/xa_baseline.json": "{}"})


def test_a_skip_for_another_cause_and_a_bound_in_the_code_are_no_gate_that_waits_for_a_baseline() -> None:
    slow = GATE.replace("not BASELINE.exists(), reason=", "SLOW, reason=").replace("no baseline: run python", "slow")
    fixed = GATE.replace('baseline["mae"] * 1.05', "4.0")

    for test in (slow, fixed):
        assert "skipped" not in message("OPS-03", {**FILES, "tests/test_gate.py": test})


OTHER = """
import json
import os

import pytest


@pytest.mark.skipif(not os.path.exists("reference.csv"), reason="no reference")
def test_rows():
    pass


def test_accuracy(tmp_path):
    (tmp_path / "baseline.json").write_text(json.dumps({"accuracy": 0.5}))
    accuracy, baseline_accuracy = score(), json.loads((tmp_path / "baseline.json").read_text())["accuracy"]
    assert accuracy > baseline_accuracy
"""
ITSELF = """
import json
import os

import pytest


def test_accuracy():
    if not os.path.exists("metrics/baseline.json"):
        pytest.skip("no baseline")
    accuracy, baseline_accuracy = score(), json.load(open("metrics/baseline.json"))["accuracy"]
    assert accuracy > baseline_accuracy
"""
FIXTURE = """
import json
import os

import pytest


@pytest.fixture
def baseline():
    if not os.path.exists("metrics/baseline.json"):
        pytest.skip("no baseline")
    return json.load(open("metrics/baseline.json"))


def test_accuracy(baseline):
    assert score_accuracy() > baseline["accuracy"]
"""
MARKED = GATE.replace("@pytest.mark.skipif", "needs = pytest.mark.skipif").replace("def test_no", "@needs\ndef test_no")
WHOLE = GATE.replace("@pytest.mark.skipif", "pytestmark = pytest.mark.skipif")


def test_a_skip_of_another_test_skips_no_comparison() -> None:
    assert "skipped" not in message("OPS-03", {**FILES, "tests/test_gate.py": OTHER})


def test_a_test_is_skipped_by_itself_its_fixture_a_mark_with_a_name_or_its_file() -> None:
    for test in (ITSELF, FIXTURE, MARKED, WHOLE):
        assert "baseline.json is not here" in message("OPS-03", {**FILES, "tests/test_gate.py": test}), test


def test_figures_that_dvc_keeps_are_there() -> None:
    kept = {"metrics/baseline.json.dvc": "outs:\n- md5: aa\n  path: baseline.json\n"}

    assert "skipped" not in message("OPS-03", {**FILES, "tests/test_gate.py": ITSELF, **kept})


@pytest.mark.parametrize(
    ("fetches", "skipped"),
    [
        ("dvc pull", False),
        ("curl -sf http://localhost:8000/metrics", True),
        ("curl -sfo churn_baseline.json https://models.acme.org/churn_baseline.json", False),
        ("aws s3 cp s3://acme/churn_baseline.json tests/", False),
        ("aws s3 cp s3://acme/rows.csv data/", True),
        ("pip install dvc", True),
    ],
)
def test_a_baseline_that_ci_fetches_before_its_tests_is_there(fetches: str, *, skipped: bool) -> None:
    ci = {".github/workflows/ci.yml": workflow(fetches, "pytest", on="push")}

    assert ("is skipped" in message("OPS-03", {**FILES, **ci})) is skipped


@pytest.mark.parametrize(("name", "skipped"), [("dist", True), ("built-wheels", True), ("baseline", False)])
def test_what_was_built_before_holds_no_figures(name: str, *, skipped: bool) -> None:
    steps = f"      - uses: actions/download-artifact@v4\n        with:\n          name: {name}\n      - run: pytest\n"
    ci = {".github/workflows/ci.yml": f"on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n{steps}"}
    assert ("skipped" in message("OPS-03", {**FILES, **ci})) is skipped
