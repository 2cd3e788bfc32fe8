"""What the engines of pipelines keep of each run by themselves."""

import pytest

from seatrial.facts.training.gates.gated_delivery import guarding_gates
from seatrial.facts.training.origins.engines import EngineRun, engine_runs
from seatrial.facts.training.origins.lineage import lineage
from seatrial.facts.training.origins.model_origin import Origin
from seatrial.facts.training.origins.run_records import run_of_model, run_servers
from seatrial.facts.training.origins.trackers import Kept
from seatrial.facts.training.origins.tracking import tracked_runs
from seatrial.facts.training.rebuilds.dag_order import tasks_after
from seatrial.repo import Repo
from tests.repositories import repo_of

FIT = "    from sklearn.svm import SVC\n    SVC().fit(rows, y)\n"
KFP = (
    "from kfp import dsl\nfrom kfp.dsl import Dataset, Input, Metrics, Model, Output\n\n@dsl.component\n"
    f"def train(data: Input[Dataset], c: float, model: Output[Model], metrics: Output[Metrics]):\n{FIT}"
)
ZENML = (
    f"from zenml import pipeline, step\n\n@step\ndef fit(rows: object, c: float):\n{FIT}\n"
    "@pipeline\ndef training():\n    fit(load(), 1.0)\n"
)
METAFLOW = (
    "from metaflow import FlowSpec, Parameter, step\n\nclass Train(FlowSpec):\n    c = Parameter('c', default=1.0)\n\n"
    "    @step\n    def start(self):\n        from sklearn.svm import SVC\n"
    "        self.model = SVC().fit(self.x, self.y)\n"
    "        self.accuracy = self.model.score(self.x, self.y)\n"
)
TFX = (
    "from tfx.components import Evaluator, Trainer\n\ntrainer = Trainer(module_file='m.py', examples=x)\nEvaluator()\n"
)
SAGEMAKER = (
    "from sagemaker.estimator import Estimator\nfrom sagemaker.workflow.steps import ProcessingStep, TrainingStep\n"
    "ProcessingStep(name='prep')\n"
    "TrainingStep(name='train', estimator=Estimator(hyperparameters={'c': 1}, metric_definitions=[]))\n"
)
BOTH = frozenset({Origin.PARAMETERS, Origin.DATA})


def runs(text: str) -> tuple[EngineRun, ...]:
    return engine_runs(repo_of({"pipeline.py": text}))


@pytest.mark.parametrize(
    ("text", "engine", "figures", "remote"),
    [
        (KFP, "Kubeflow Pipelines", True, True),
        (KFP.replace("@dsl.component", "@dsl.container_component"), "Kubeflow Pipelines", True, True),
        (ZENML, "ZenML", False, False),
        (METAFLOW, "Metaflow", True, False),
        (TFX, "ML Metadata", True, False),
        (SAGEMAKER, "SageMaker", True, True),
    ],
)
def test_an_engine_keeps_settings_and_data_of_each_run(text: str, engine: str, figures: bool, remote: bool) -> None:
    (run,) = runs(text)

    assert (run.engine, run.held, run.figures, run.remote) == (engine, BOTH, figures, remote)


def test_a_flow_that_runs_elsewhere_sends_its_code_along() -> None:
    (run,) = runs(METAFLOW.replace("    @step\n", "    @kubernetes(cpu=2)\n    @step\n"))

    assert run.held == {*BOTH, Origin.COMMIT}
    assert run.remote


def test_a_job_of_azure_knows_its_commit_and_an_own_command_does_not() -> None:
    job = "from azure.ai.ml import command\ncommand(command='python train.py --c 1', inputs={'c': 1})\n"
    training = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"

    (run,) = engine_runs(repo_of({"job.py": job, "train.py": training}))
    assert run.held == {Origin.COMMIT, Origin.PARAMETERS}
    assert not engine_runs(repo_of({"job.py": job.replace("azure.ai.ml", "click"), "train.py": training}))


@pytest.mark.parametrize(
    "text",
    [
        KFP.replace("model: Output[Model], ", "table: Output[Dataset], "),
        ZENML.replace("SVC().fit(rows, y)", "print(rows)"),
        METAFLOW.replace("from metaflow", "from flows"),
        TFX.replace("from tfx.components", "from transformers"),
        SAGEMAKER.replace("TrainingStep", "TransformStep"),
    ],
)
def test_what_hands_on_no_model_or_belongs_to_no_engine_keeps_nothing(text: str) -> None:
    assert runs(text) == ()


def test_what_an_engine_keeps_is_lineage_and_a_run() -> None:
    repo = repo_of({"pipeline.py": KFP})

    assert {mark.origin for mark in lineage(repo)} == BOTH
    assert [(item.tool, item.kept, item.trains) for item in tracked_runs(repo)] == [
        ("Kubeflow Pipelines", Kept.BOTH, True)
    ]
    assert run_servers(repo)
    assert run_of_model(repo)


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


def ordered(order: str, rule: str = "") -> Repo:
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
    assert tasks_after(ordered(order), "dags/churn.py", "validate_model") == after


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
    assert bool(guarding_gates(ordered(order, rule))) is guards


def test_all_options_that_a_training_writes_beside_its_weights_are_its_parameters() -> None:
    options = (
        "import argparse\n\n\ndef options():\n    parser = argparse.ArgumentParser()\n    opt = parser.parse_args()\n"
        "    with open('opt.txt', 'w') as f:\n        for k, v in vars(opt).items():\n            f.write(k)\n"
    )
    train = "from options import options\nfrom sklearn.svm import SVC\n\nSVC().fit(x, y)\n"

    def origins(files: dict[str, str]) -> list[Origin]:
        return [mark.origin for mark in lineage(repo_of(files))]

    assert origins({"train.py": train, "options.py": options}) == [Origin.PARAMETERS]
    assert origins({"train.py": train, "options.py": options.replace("f.write", "print")}) == []
    assert origins({"train.py": train.replace("from options import options\n", ""), "options.py": options}) == []


def test_settings_of_a_network_that_stand_in_its_checkpoint_are_parameters() -> None:
    saved = (
        "import torch\nfrom sklearn.svm import SVC\n\nSVC().fit(x, y)\ntorch.save({{'weights': w, '{}': 1}}, 'm.pt')\n"
    )

    assert [m.origin for m in lineage(repo_of({"train.py": saved.format("dropout_rate")}))] == [Origin.PARAMETERS]
    assert lineage(repo_of({"train.py": saved.format("class_names")})) == ()
