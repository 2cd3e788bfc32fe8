"""Which tasks of a graph wait for which, and a gate before one that deploys."""

import pytest

from seatrial.facts.training.gates.gated_delivery import guarding_gates
from seatrial.facts.training.rebuilds.dag_order import tasks_after
from seatrial.repo import Repo
from tests.repositories import repo_of

DAG = """
from airflow import DAG
from airflow.operators.python import PythonOperator
from sklearn.linear_model import LogisticRegression


def train_model():
    LogisticRegression().fit(rows, labels)


def validate_model(accuracy, limits):
    if accuracy < limits["min_accuracy"]:
        raise ValueError("worse")


def deploy_model():
    copy("model.joblib", "production")


dag = DAG("churn", schedule_interval="@weekly")
train = PythonOperator(task_id="train", python_callable=train_model, dag=dag)
validate = PythonOperator(task_id="validate", python_callable=validate_model, dag=dag)
deploy = PythonOperator(task_id="deploy", python_callable=deploy_model, dag=dag{rule})
mail = EmailOperator(task_id="mail", dag=dag)
train >> validate
{order}
"""


def of(order: str, rule: str = "") -> Repo:
    return repo_of({"dags/churn.py": DAG.format(order=order, rule=rule)})


@pytest.mark.parametrize(
    ("order", "after"),
    [
        ("validate >> [deploy, mail]", {"deploy_model", "mail"}),
        ("validate >> mail >> deploy", {"deploy_model", "mail"}),
        ("[train, validate] >> mail", {"mail"}),
        ("deploy >> validate", set()),
        ("# validate >> deploy", set()),
    ],
)
def test_what_the_arrows_lead_to_runs_after(order: str, after: set[str]) -> None:
    assert tasks_after(of(order), "dags/churn.py", "validate_model") == after


@pytest.mark.parametrize(
    ("order", "rule", "guards"),
    [
        ("validate >> deploy", "", True),
        ("validate >> mail", "", False),
        ("deploy >> validate", "", False),
        ("validate >> deploy", ", trigger_rule=TriggerRule.ALL_DONE", False),
    ],
)
def test_a_gate_guards_the_task_that_deploys_after_it(order: str, rule: str, *, guards: bool) -> None:
    assert bool(guarding_gates(of(order, rule))) is guards
