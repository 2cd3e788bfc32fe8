"""By which calls do experiment trackers keep runs, parameters and metrics?"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from seatrial.model.record import dataclass


class Kept(StrEnum):
    """What one call keeps."""

    RUN = "a run"
    PARAMETERS = "parameters"
    METRICS = "metrics"
    BOTH = "parameters and metrics"
    SCALARS = "scalars in local event files"
    FILE = "settings and metrics in a file"
    SERVER = "the tracking server"


@dataclass(frozen=True, slots=True)
class Tracker:
    """One tool, as people write it, and the parts of a dotted name that show it."""

    name: str
    modules: frozenset[str]
    calls: Mapping[str, Kept]


def _tracker(name: str, modules: str, **calls: str) -> Tracker:
    """Build a row: each keyword is a kind of ``Kept`` by its member's name, its value the calls' last names."""
    kinds = {last: Kept[kind.upper()] for kind, names in calls.items() for last in names.split()}
    return Tracker(name, frozenset(modules.split()), MappingProxyType(kinds))


TRACKERS = (
    _tracker("MLflow", "mlflow", run="start_run set_experiment create_run log_model log_artifact log_artifacts",
             parameters="log_param log_params log_input log_dict set_tag set_tags",
             metrics="log_metric log_metrics evaluate", both="autolog MLflowCallback", server="set_tracking_uri"),
    _tracker("Weights & Biases", "wandb", run="init log_artifact", parameters="update",
             metrics="log define_metric watch", both="agent sweep wandb_log", server="login"),
    _tracker("ClearML", "clearml trains", both="init", parameters="connect connect_configuration",
             metrics="report_scalar report_single_value report_table"),
    _tracker("Neptune", "neptune", run="init init_run create_run", parameters="set_property",
             metrics="log log_metric append"),
    _tracker("Comet", "comet_ml comet", run="Experiment OfflineExperiment ExistingExperiment start",
             parameters="log_parameter log_parameters", metrics="log_metric log_metrics log_confusion_matrix",
             both="comet_flow"),
    _tracker("Aim", "aim", run="Run", metrics="track", parameters="set"),
    _tracker("DVCLive", "dvclive", run="Live", parameters="log_param log_params", metrics="log_metric",
             both="DVCLiveCallback"),
    _tracker("Sacred", "sacred", both="Experiment", metrics="log_scalar"),
    _tracker("Dora", "dora", both="hydra_main argparse_main get_xp", metrics="push_metrics"),
    _tracker("Guild AI", "guild", both="run"),
    _tracker("Azure ML", "azureml", run="get_context start_logging", metrics="log log_list log_table",
             both="Experiment"),
    _tracker("SageMaker Experiments", "experiments smexperiments", run="Run load_run", metrics="log_metric",
             parameters="log_parameter log_parameters"),
    _tracker("Vertex AI Experiments", "aiplatform", run="start_run", parameters="log_params",
             metrics="log_metrics log_time_series_metrics"),
    _tracker("Trackio", "trackio", run="init", metrics="log"),
    _tracker("SwanLab", "swanlab", run="init", metrics="log"),
    _tracker("Polyaxon", "polyaxon", run="init", metrics="log_metric log_metrics", parameters="log_inputs"),
    _tracker("LangSmith", "langsmith", both="evaluate aevaluate run_on_dataset"),
    _tracker("Langfuse", "langfuse", both="run_experiment", metrics="score create_score"),
    _tracker("TensorBoard", "tensorboard tensorboardX tensorboard_logger summary",
             scalars="FileWriter create_file_writer configure log_value TensorBoard TensorBoardCallback scalar"),
)  # fmt: skip

#: Parts of a runner that keep its figures, which files of settings name by the name of the class alone.
HOOKS = MappingProxyType({
    f"{word}{part}": tool
    for part in ("LoggerHook", "VisBackend")
    for word, tool in (
        ("Tensorboard", "TensorBoard"), ("Wandb", "Weights & Biases"), ("Mlflow", "MLflow"), ("MLflow", "MLflow"),
        ("Neptune", "Neptune"), ("ClearML", "ClearML"), ("Dvclive", "DVCLive"), ("DVCLive", "DVCLive"), ("Aim", "Aim"),
    )
})  # fmt: skip

#: Constructors whose own name shows the tracker, wherever they come from: a trainer logs to them.
LOGGERS = MappingProxyType({
    "WandbLogger": "Weights & Biases", "WandbCallback": "Weights & Biases", "WandbLoggerCallback": "Weights & Biases",
    "WandbMetricsLogger": "Weights & Biases", "WeightsAndBiasesCallback": "Weights & Biases",
    "MLFlowLogger": "MLflow", "MLflowLogger": "MLflow", "MLflowLoggerCallback": "MLflow", "MLFlowHandler": "MLflow",
    "MlflowCallback": "MLflow", "CometLogger": "Comet", "NeptuneLogger": "Neptune", "NeptuneCallback": "Neptune",
    "ClearMLLogger": "ClearML", "AimLogger": "Aim", "DVCLiveLogger": "DVCLive", "SwanLabLogger": "SwanLab",
    "TensorBoardLogger": "TensorBoard", "TestTubeLogger": "TensorBoard", "TensorBoardStatsHandler": "TensorBoard",
    "SummaryWriter": "TensorBoard", "TensorBoard": "TensorBoard", "TensorboardLogger": "TensorBoard",
    "TBXLoggerCallback": "TensorBoard", **HOOKS,
})  # fmt: skip

#: Keywords by which a trainer is told where to log, when they are given something else than "none".
KEYWORDS = frozenset({"report_to", "log_with", "tensorboard_log"})

#: Keywords by which a job of SageMaker is told the experiment that keeps its settings and figures.
TRIALS = frozenset({"experiment_config", "ExperimentConfig"})

#: Keywords by which an experiment of AutoML keeps the settings, figures and models of all that it tries, with the tools
#: that their values name: ``setup(rows, log_experiment=True)`` of PyCaret.
AUTOML = MappingProxyType({"log_experiment": {"wandb": "Weights & Biases", "comet_ml": "Comet", "dagshub": "MLflow"}})
