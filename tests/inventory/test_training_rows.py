"""The rows about training, data, drift, tests and load."""

import pytest

from seatrial.inventory import Value, rows
from tests.repositories import repo_of

FIT = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"
SERVICE = "from fastapi import FastAPI\napp = FastAPI()\n"
ROWS = {row.name: row for row in rows()}


def value(row: str, files: dict[str, str]) -> Value:
    return ROWS[row].answer(repo_of(files)).value


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("experiment_tracking", "import mlflow\nmlflow.log_metric('f1', 1)\n"),
        ("model_registry", "import mlflow\nmlflow.register_model('a', 'b')\n"),
        ("seeds_fixed", "import random\nrandom.seed(1)\n"),
        ("data_validation", "import pandera as pa\nS = pa.DataFrameSchema({'a': pa.Column(int)})\n"),
        ("drift_monitoring", "from evidently.presets import DataDriftPreset\nDataDriftPreset()\n"),
        ("load_or_latency_test", "from locust import HttpUser\nclass U(HttpUser):\n    pass\n"),
    ],
)
def test_each_row_is_yes_for_the_thing_itself_and_no_without_it(row: str, text: str) -> None:
    assert value(row, {"train.py": FIT + text, "app.py": SERVICE}) is Value.YES
    assert value(row, {"train.py": FIT, "app.py": SERVICE}) is Value.NO


@pytest.mark.parametrize("row", ["experiment_tracking", "seeds_fixed", "data_validation"])
def test_questions_about_training_do_not_arise_where_nothing_trains(row: str) -> None:
    assert value(row, {"app.py": SERVICE + "import random\nrandom.seed(1)\n"}) is Value.NA


def test_a_file_of_settings_and_metrics_is_no_tracker() -> None:
    kept = "import json\njson.dump({'params': {'c': 1}, 'metrics': {'f1': 1}}, open('run.json', 'w'))\n"

    assert value("experiment_tracking", {"train.py": FIT + kept}) is Value.NO


def test_drift_is_no_question_for_a_library() -> None:
    assert value("drift_monitoring", {"lib.py": FIT}) is Value.NA


def test_tests_that_can_fail_are_tests() -> None:
    assert value("unit_tests_present", {"tests/test_a.py": "def test_a():\n    assert f()\n"}) is Value.YES
    assert value("unit_tests_present", {"tests/test_a.py": "def test_a():\n    pass\n"}) is Value.NO


def test_nothing_found_among_unreadable_notebooks_is_unknown() -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"

    assert value("load_or_latency_test", {"train.py": FIT, "model.ipynb": pointer}) is Value.UNKNOWN


def test_the_owners_own_code_is_shown_before_examples() -> None:
    seed = FIT + "import random\nrandom.seed(1)\n"
    answered = ROWS["seeds_fixed"].answer(repo_of({"examples/a.py": seed, "train.py": seed}))

    assert [item.place.path for item in answered.evidence] == ["train.py", "examples/a.py"]
