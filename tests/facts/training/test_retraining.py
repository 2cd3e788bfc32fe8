"""When a model is made again, by what, and whether anything stands between it and its users."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.training.rebuilds.retraining import Retraining, retrainings
from tests.repositories import repo_of

TRAIN = "from sklearn.svm import SVC\ndef fit(x):\n    SVC().fit(x, x)\nif __name__ == '__main__':\n    fit(1)\n"
FLOW = "on: %s\njobs: {a: {runs-on: u, steps: [{run: python train.py}]}}\n"


def ways(files: dict[str, str]) -> tuple[Retraining, ...]:
    return retrainings(repo_of(files))


@pytest.mark.parametrize(
    ("events", "count"),
    [("{schedule: [{cron: 0 3 * * *}]}", 1), ("repository_dispatch", 1), ("workflow_dispatch", 0), ("push", 0),
     ("{push: {}, schedule: [{cron: 0 3 * * *}]}", 0)],
)  # fmt: skip
def test_what_changes_or_people_start_is_no_retraining(events: str, count: int) -> None:
    assert len(ways({"train.py": TRAIN, ".github/workflows/a.yml": FLOW % events})) == count


def test_a_cron_job_of_a_cluster_is_one() -> None:
    job = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: a}
spec:
  schedule: "0 3 * * *"
  jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: b, command: [python, train.py]}]}}}}
"""
    (found,) = ways({"train.py": TRAIN, "k8s/job.yaml": job})

    assert found.runs
    assert not found.gated


@pytest.mark.parametrize(
    ("schedule", "count"),
    [
        ("schedules: [{cron: 0 3 * * *}]", 1),
        ("schedule: {interval: 3600}", 1),
        ("schedules: [{cron: 0 3 * * *, active: false}]", 0),
        ("schedules: []", 0),
    ],
)
def test_a_deployment_of_prefect_is_one_where_a_schedule_starts_it_and_its_neighbour_is_none(
    schedule: str, count: int
) -> None:
    both = (
        f"deployments:\n- name: nightly\n  entrypoint: train.py:fit\n  {schedule}\n"
        "- name: by-hand\n  entrypoint: other.py:fit\n"
    )
    found = ways({"train.py": TRAIN, "other.py": TRAIN, "prefect.yaml": both})

    assert [str(item.place) for item in found] == ["prefect.yaml:3"] * count


WATCH = """
from airflow.decorators import dag, task
from airflow.operators.trigger_dagrun import TriggerDagRunOperator

@dag(dag_id="watch", schedule=%s)
def watch():
    @task.branch()
    def look():
        return "again"
    look() >> TriggerDagRunOperator(task_id="again", trigger_dag_id="%s")

watch()
"""
MAKE = """
from airflow.decorators import dag, task
from train import fit

@dag(dag_id="make_model", schedule=None)
def make_model():
    @task()
    def step():
        fit(1)
    step()

make_model()
"""


@pytest.mark.parametrize(
    ("schedule", "started", "count"),
    [("'@daily'", "make_model", 1), ("None", "make_model", 0), ("'@daily'", "clean_up", 0)],
)
def test_a_flow_that_the_clock_starts_and_that_starts_the_training_is_one(
    schedule: str, started: str, count: int
) -> None:
    found = ways({"train.py": TRAIN, "dags/watch.py": WATCH % (schedule, started), "dags/make.py": MAKE})

    assert len(found) == count
    assert all(one.runs for one in found)


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("The model is trained again every month by `python train.py`, and the lead approves it.", True),
        ("When the drift of a week is above 0.2, the job is started by `make retrain` and looked at.", True),
        ("From time to time somebody should have a look at whether the model is still good enough.", False),
    ],
)
def test_a_rule_says_when_and_by_what(text: str, complete: bool) -> None:
    (found,) = ways({"README.md": f"# A\n## Retraining\n{text}\n"})

    assert found.complete is complete


@pytest.mark.parametrize("heading", ["Pre-training", "from_pretrained", "Pretrained checkpoints", "Model updates"])
def test_words_that_only_hold_the_word_are_left_out(heading: str) -> None:
    text = f"# A\n## {heading}\nEvery week there is something new here, and you can read about it in the log.\n"

    assert ways({"README.md": text}) == ()


@given(st.text(max_size=80))
def test_no_text_is_too_strange(text: str) -> None:
    ways({"README.md": f"# A\n## Retraining\n{text}\n", "dags/a.py": text})
