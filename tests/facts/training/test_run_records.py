"""Where tracked runs go, and whether a stored model knows its run."""

import pytest

from seatrial.facts.training.origins.run_records import committed_runs, dvc_runs, run_of_model, run_servers
from tests.repositories import repo_of

TRAIN = "import mlflow\nfrom sklearn.svm import SVC\n{}\nmlflow.log_metric('a', 1)\nSVC().fit(x, y)\n"


@pytest.mark.parametrize(
    ("line", "remote"),
    [
        ("mlflow.set_tracking_uri('http://mlflow:5000')", True),
        ("mlflow.set_tracking_uri(cfg.uri)", True),
        ("import os\nuri = os.environ['MLFLOW_TRACKING_URI']", True),
        ("mlflow.set_tracking_uri('sqlite:///a.db')", False),
        ("", False),
    ],
)
def test_runs_leave_the_machine_when_something_names_a_server(line: str, remote: bool) -> None:
    assert bool(run_servers(repo_of({"train.py": TRAIN.format(line)}))) is remote


def test_a_model_knows_its_run_when_it_is_stored_within_it_or_its_id_beside_it() -> None:
    assert run_of_model(repo_of({"train.py": TRAIN.format("mlflow.sklearn.log_model(m, 'm')")}))
    assert run_of_model(repo_of({"train.py": TRAIN.format("import json\njson.dump({'run_id': r}, f)")}))
    assert not run_of_model(repo_of({"train.py": TRAIN.format("import joblib\njoblib.dump(m, 'm')")}))


def test_dvc_keeps_runs_only_with_a_lock_and_both_kinds() -> None:
    both = "stages:\n  fit:\n    cmd: python a.py\n    params: [c]\n    metrics: [m.json]\n"

    assert dvc_runs(repo_of({"dvc.yaml": both, "dvc.lock": "stages: {}\n"}))
    assert not dvc_runs(repo_of({"dvc.yaml": both}))
    assert not dvc_runs(repo_of({"dvc.yaml": both.replace("params", "deps"), "dvc.lock": "stages: {}\n"}))


def test_runs_of_a_machine_are_seen_once() -> None:
    assert len(committed_runs(repo_of({"mlruns/0/meta.yaml": "a: 1", "mlruns/1/meta.yaml": "a: 1"}))) == 1
