"""Whether training keeps its runs where they can be compared."""

import pytest

from seatrial.facts.training.origins.published_models import Way, published_models
from seatrial.facts.training.origins.run_records import committed_runs, dvc_runs, run_of_model, run_servers
from seatrial.facts.training.origins.trackers import Kept
from seatrial.facts.training.origins.tracking import tracked_runs, tracking
from tests.repositories import repo_of

FIT = "from sklearn.svm import SVC\nSVC().fit(x, y)\n"


@pytest.mark.parametrize(
    ("text", "tool", "kept"),
    [
        ("import mlflow\nmlflow.log_params(p)\n", "MLflow", Kept.PARAMETERS),
        ("import mlflow\nmlflow.sklearn.autolog()\n", "MLflow", Kept.BOTH),
        ("import wandb\nwandb.init(config=p)\n", "Weights & Biases", Kept.PARAMETERS),
        ("import wandb\nrun = wandb.init()\n", "Weights & Biases", Kept.RUN),
        ("from clearml import Task\nTask.init('p', 't')\n", "ClearML", Kept.BOTH),
        ("from torch.utils.tensorboard import SummaryWriter\nw = SummaryWriter()\n", "TensorBoard", Kept.SCALARS),
        ("import tensorflow as tf\ntf.summary.scalar('loss', x)\n", "TensorBoard", Kept.SCALARS),
        ("from transformers import TrainingArguments\nTrainingArguments(report_to='wandb')\n", "wandb", Kept.BOTH),
        ("step(experiment_config={'ExperimentName': 'e', 'TrialName': t})\n", "SageMaker Experiments", Kept.BOTH),
        ("LOGGERS = {'w': 'pytorch_lightning.loggers.WandbLogger'}\n", "Weights & Biases", Kept.BOTH),
        ("Stop, TensorBoard = bring('callbacks', 'Stop')\nTensorBoard(log_dir='l')\n", "TensorBoard", Kept.SCALARS),
        ("from dvclive import Live\nLive()\n", "DVCLive", Kept.RUN),
        ("import comet_ml\nself.comet_experiment.log_metrics({'r2': r2})\n", "Comet", Kept.METRICS),
        ("import mlflow\nself._mlflow_client.log_param('k', 1)\n", "MLflow", Kept.PARAMETERS),
    ],
)
def test_each_tracker_keeps_by_its_own_calls(text: str, tool: str, kept: Kept) -> None:
    assert [(item.tool, item.kept, item.trains) for item in tracking(repo_of({"train.py": text + FIT}))] == [
        (tool, kept, True)
    ]


def test_the_part_of_a_runner_that_settings_in_code_name_by_its_class_keeps_its_figures() -> None:
    hooks = 'HOOKS = [dict(type="TextLoggerHook"), dict(type="{}", log_dir="runs")]\n'
    kept = tracking(repo_of({"configs/default.py": hooks.format("TensorboardLoggerHook"), "train.py": FIT}))

    assert [(item.tool, item.kept, item.trains) for item in kept] == [("TensorBoard", Kept.SCALARS, True)]
    assert not tracking(repo_of({"configs/default.py": hooks.format("SummaryWriter"), "train.py": FIT}))


@pytest.mark.parametrize(
    "text",
    [
        "import mlflow\n",
        "import mlflow\nmodel = mlflow.pyfunc.load_model('models:/m/1')\n",
        "from transformers import TrainingArguments\nTrainingArguments(report_to='none')\n",
        "import mlflow\nmlflow.autolog(disable=True)\n",
        "import wandb\nwandb.init(project='p', mode='disabled')\n",
        "import neptune\nneptune.init_run(mode='debug')\n",
        "from comet_ml import Experiment\nExperiment(disabled=True)\n",
        "run(experiment_config={'name': 'e'})\n",
        "from pycaret.regression import setup\nsetup(rows, log_experiment=False)\n",
        "import math\nmath.log(2)\n",
        "log_metric('f1', 1)\n",
        "self.comet_experiment.log_metrics({'r2': r2})\n",
        "import comet_ml\nself.comets.log_metrics({'r2': r2})\n",
    ],
    ids=[
        "an import",
        "loading",
        "switched off",
        "automatic records switched off",
        "a run that is disabled",
        "a run for debugging",
        "an experiment that is disabled",
        "settings of an experiment of one's own",
        "an experiment that is not logged",
        "another log",
        "a name of nobody",
        "nothing imported",
        "a longer word",
    ],
)
def test_an_import_and_what_only_sounds_alike_keep_nothing(text: str) -> None:
    assert tracking(repo_of({"train.py": text + FIT})) == ()


def test_naming_a_server_keeps_nothing_and_says_whether_it_is_another_host() -> None:
    repo = repo_of(
        {
            "local.py": "import mlflow\nmlflow.set_tracking_uri('./mlruns')\n",
            "remote.py": "import mlflow, os\nmlflow.set_tracking_uri(os.environ['URI'])\n",
        }
    )

    assert tracked_runs(repo) == ()
    assert [(item.place.path, item.configured) for item in tracking(repo)] == [("local.py", False), ("remote.py", True)]


def test_what_is_kept_away_from_training_says_so() -> None:
    repo = repo_of({"train.py": FIT, "serve.py": "import mlflow\nmlflow.log_metric('latency', 1)\n"})

    assert [item.what for item in tracking(repo)] == ["keeps metrics with MLflow, away from training"]


def test_what_a_flow_is_decorated_with_keeps_its_steps() -> None:
    text = "from comet_ml.integration.metaflow import comet_flow\n@comet_flow(project_name='p')\nclass Flow: ...\n"

    assert [(item.tool, item.kept) for item in tracking(repo_of({"flow.py": text + FIT}))] == [("Comet", Kept.BOTH)]


OWN_LOGGER = "from pytorch_lightning.loggers import TensorBoardLogger\nclass Runs(TensorBoardLogger):\n    pass\n"


def test_a_logger_that_the_owner_makes_of_another_is_known_where_it_is_made_and_where_settings_name_it() -> None:
    train = "from hydra.utils import instantiate\nlogger = instantiate(cfg.logger)\n" + FIT
    named = repo_of({"train.py": train, "runs.py": OWN_LOGGER, "conf/logger.yaml": '_target_: "runs.Runs"\n'})
    made = repo_of({"train.py": "from runs import Runs\nlogger = Runs()\n" + FIT, "runs.py": OWN_LOGGER})
    left = repo_of({"train.py": train, "runs.py": OWN_LOGGER})

    assert [(item.site.path, item.tool) for item in tracked_runs(named)] == [("conf/logger.yaml", "TensorBoard")]
    assert [(item.site.path, item.tool) for item in tracked_runs(made)] == [("train.py", "TensorBoard")]
    assert tracked_runs(left) == ()


RUN = (
    "\n\ndef save(c, f1):\n    run = {{'model_parameters': {{'c': c}}, '{key}': f1}}\n"
    "    json.dump(run, open('run.json', 'w'))\n"
)


@pytest.mark.parametrize(("key", "kept"), [("metrics", [Kept.FILE]), ("place", [])])
def test_a_file_with_settings_and_metrics_keeps_a_run(key: str, kept: list[Kept]) -> None:
    text = "import json\n" + FIT + RUN.format(key=key)

    assert [item.kept for item in tracked_runs(repo_of({"train.py": text}))] == kept


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        ("pl.Trainer(max_epochs=3)", True),
        ("pl.Trainer.from_argparse_args(args)", True),
        ("pl.Trainer(logger=True)", True),
        ("pl.Trainer(logger=False)", False),
        ("pl.Trainer(**settings)", False),
        ("club.Trainer(max_epochs=3)", False),
    ],
)
@pytest.mark.parametrize("logs", [True, False])
def test_a_trainer_of_lightning_that_is_told_of_no_logger_writes_event_files(
    made: str, *, kept: bool, logs: bool
) -> None:
    text = (
        "import pytorch_lightning as pl\nclass Net(pl.LightningModule):\n    def training_step(self, batch, index):\n"
        f"        self.{'log' if logs else 'note'}('loss', 1.0)\ntrainer = {made}\ntrainer.fit(Net(), rows)\n"
    )

    assert [item.tool for item in tracking(repo_of({"train.py": text}))] == ["TensorBoard"] * (kept and logs)


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


@pytest.mark.parametrize(("value", "tool"), [("True", "MLflow"), ("'wandb'", "Weights & Biases")])
def test_an_experiment_of_automl_that_logs_keeps_all_that_it_tries(value: str, tool: str) -> None:
    asks = f"from pycaret.regression import setup\nsetup(rows, target='y', log_experiment={value})\n"
    repo = repo_of({"train.py": asks + FIT})

    assert [(item.tool, item.kept) for item in tracked_runs(repo)] == [(tool, Kept.BOTH)]
    assert [item.way for item in published_models(repo)] == [Way.RUN]
