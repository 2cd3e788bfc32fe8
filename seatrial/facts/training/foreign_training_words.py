"""By which words do programs in other languages than Python make models, seed, track and register them?"""

import re
from enum import StrEnum

from seatrial.model.record import dataclass
from seatrial.read.regex import regex


class Step(StrEnum):
    """What a line of such a program does."""

    FITS = "trains a model"
    SEEDS = "fixes the randomness"
    TRACKS = "keeps a run with MLflow"
    REGISTERS = "keeps a version of a model"


@dataclass(frozen=True, slots=True)
class Words:
    """How programs of one language that make models are named, and how each step looks in them."""

    language: str
    files: re.Pattern[str]
    libraries: re.Pattern[str]  #: of models; a file without one of them makes none
    shared: bool  #: files take one another in, so that a library that one of them loads is there for all
    steps: tuple[tuple[Step, re.Pattern[str]], ...]


def _words(language: str, files: str, libraries: str, *, shared: bool = False, **steps: str) -> Words:
    read = tuple((Step[name.upper()], regex(pattern)) for name, pattern in steps.items())
    return Words(language, regex(files), regex(libraries), shared, read)


#: Packages of R that make models: attached, or called by their names as ``mikropml::run_ml(rows, "rf")``.
_IN_R = (
    r"(?:tidymodels|parsnip|caret|caretEnsemble|mlr3?\w*|mikropml|SuperLearner|randomForest\w*|ranger|xgboost|lightgbm"
    r"|catboost|bonsai|keras3?|tensorflow|torch|luz|brulee|glmnet|e1071|kernlab|nnet|rpart|gbm|mboost|h2o|prophet"
    r"|forecast|fable|modeltime|mlflow|Cubist|C50|neuralnet|kknn)"
)
#: Statements by which a database fits a model: of BigQuery and Redshift, PostgresML, MADlib, Snowflake; models of dbt.
_SPACE = r"\s{1,99}"
_IN_SQL = (
    rf"(?im:(?:^|[;\"'(]|%\}})[ \t]*create{_SPACE}(?:or{_SPACE}replace{_SPACE})?model{_SPACE}"
    rf"(?:if{_SPACE}not{_SPACE}exists{_SPACE})?(?:[`\"\w.$-]{{1,160}}|\$?\{{[^\n]{{1,160}}?\}})\s{{0,99}}(?<!\w)"
    rf"(?:(?:transform|options|remote|input|from|using|predict|target)\b|as{_SPACE}\(?\s{{0,99}}(?:select|with)\b)"
    r"|\bpgml\.train\w*\(|\bmadlib\.\w+_train\("
    r"|\bcreate\s+(?:or\s+replace\s+)?snowflake\.ml\.\w+|\bmaterialized\s*=\s*[\"']model[\"'])"
)
#: Classifiers and regressors; ``fitcircle`` and ``fitness`` are none.
_FITS_IN_MATLAB = (
    r"fitc(?:auto|discr|ecoc|ensemble|gam|kernel|knn|linear|nb|net|svm|tree)"
    r"|fitr(?:auto|ensemble|gam|gp|kernel|linear|net|svm|tree)"
)
WORDS = (
    _words(
        "R",
        r"(?!(?:.*/)?(?:renv|packrat)/).*\.(?:[rR]|[rRq]md)",
        # also by a helper of the owner's: load_packages("glmnet")
        rf"\b[\w.]*(?:library|require|requireNamespace|packages?|p_load)\(\s*[\"']?{_IN_R}\b|\b{_IN_R}::",
        shared=True,
        fits=r"\b(?:last_fit|fit_resamples|tune_(?:grid|bayes|race_\w+)|workflow_map|fit|train|run_ml"
        r"|randomForest|ranger"
        r"|glmnet|mboost|cubist|kknn"
        r"|cv\.glmnet|xgboost|xgb\.train|lightgbm|lgb\.train|catboost\.train|svm|rpart|gbm|nnet|prophet|auto\.arima"
        r"|h2o\.(?:automl|gbm|randomForest|glm|deeplearning))\(",
        seeds=r"\b(?:set\.seed|torch_manual_seed|(?:use|set)_(?:random_)?seed|set_random_seed)\("
        r"|[(,]\s*seed\s*=\s*(?!NULL\b|NA\b)\w",
        tracks=r"\bmlflow_(?:start_run|log_\w+)\(",
        registers=r"\bvetiver_pin_write\("
        r"|\bmlflow_(?:register_model|create_model_version|transition_model_version_stage)\(",
    ),
    _words(
        "Julia",
        r".*\.jl",
        r"\b(?:using|import)\s[^\n]*\b(?:Flux|Lux|MLJ\w*|Knet|XGBoost|LightGBM|EvoTrees|DecisionTree|ScikitLearn)\b",
        fits=r"\b(?:train!|fit!|fit|build_(?:tree|forest)|xgboost|update!)\(",
        seeds=r"\b(?:Random\.)?seed!\(|\b(?:StableRNG|MersenneTwister|Xoshiro)\(\d",
        tracks=r"\b(?:MLFlow|MLFlowClient|logparam|logmetric|createrun)\(",
    ),
    _words(
        "C#",
        r".*\.(?:cs|fs)",
        r"\b(?:using|open)\s+(?:Microsoft\.ML\b|TorchSharp\b)",
        fits=r"\.Fit\(|\.Execute\(\s*\w*[tT]rain|\.backward\(",
        seeds=r"\bMLContext\(\s*(?:seed\s*[:=]\s*)?\d|\bmanual_seed\(",
    ),
    _words(
        "Java",
        r".*\.(?:java|kt|scala)",
        r"\bimport\s+(?:ai\.djl\.training|org\.deeplearning4j|org\.tribuo|weka\.classifiers"
        r"|org\.apache\.spark\.ml(?:lib)?"
        r"|ml\.dmlc\.xgboost4j|smile\.(?:classification|regression)|hex\.)",
        fits=r"\bEasyTrain\.(?:fit|trainBatch)\(|\bXGBoost\.train\w*\(|\.(?:fit|train|buildClassifier|trainModel)\(",
        seeds=r"\b(?:setSeed|setRandomSeed|seed)\(\s*\d",
        tracks=r"\bMlflowClient\b|\.(?:logMetric|logParam)\(",
        registers=r"\.createModelVersion\(",
    ),
    _words(
        "C++",
        r".*\.(?:c|cc|cpp|cxx|cu|h|hh|hpp)",
        # a library of models, or a learner of the owner's own, which works out the loss of its training
        r"#include\s*[<\"](?:torch/|xgboost/|LightGBM/|mlpack|dlib/(?:svm|dnn)|opencv2/ml|caffe/|fann|opennn|tiny_dnn/)"
        r"|\b(?:[Tt]r|[Tt]rain(?:ing)?|[Ll]og|[Ll]ogistic|[Hh]inge|[Cc]ross_?[Ee]ntropy)_?[Ll]oss\b"
        r"|\b[Ll]earning[_ ]?[Rr]ate\b|\b[Bb]ack_?[Pp]rop\w*",
        fits=r"(?<![\w>])(?:train|fit|backward)(?:_(?:model|epoch|step|batch|one|on_\w+))?\("
        r"|\b(?:Train|Fit|Backward)\w*\(",
        seeds=r"\b(?:srand(?:48|om)?|manual_seed|set_seed)\(\s*\d|\bmt19937(?:_64)?\s+\w+[({]\s*\d",
    ),
    _words(
        "Rust",
        r".*\.rs",
        r"\buse\s+(?:candle_nn|burn|tch|linfa\w*|smartcore|dfdx)\b",
        fits=r"\.backward_step\(|\.fit\(&|\bLearnerBuilder::new\(|\.backward\(\)",
        seeds=r"\b(?:seed_from_u64|set_seed|manual_seed)\(|\bB::seed\(",
    ),
    _words("SQL", r".*\.(?:sql|sqlx)", _IN_SQL, fits=_IN_SQL),
    _words(
        "JavaScript",
        r".*(?<!\.d)\.[cm]?[jt]sx?|.*\.html",
        # where they are taken in: "ml-2" is a class of CSS, and "natural" an order
        r"\b(?:from|import|require)\b\s{0,9}\(?\s{0,9}[\"'](?:@tensorflow/tfjs[\w-]*|brain\.js|synaptic|ml-(?!matrix)\w[\w-]*"
        r"|natural|scikitjs)[\"']"
        r"|\btf\.(?:sequential|model|layers)\b"
        r"|\bbrain\.(?:NeuralNetwork|recurrent)\b|\bml5\.\w+\(",
        fits=r"\.(?:fit|fitDataset|trainOnBatch)\(|\b(?:net|network|trainer|classifier|nn|knn|brain)\.(?:train"
        r"|trainAsync|addData)\(",
        seeds=r"\bseedrandom\(|\bseed\s*:\s*\d",
    ),
    _words(
        "Lua",
        r".*\.lua",
        r"\brequire\s*\(?[\"'](?:nn|nngraph|torch|optim|cunn)[\"']",
        fits=r"\boptim\.\w+\(|:backward\(|:updateParameters\(",
        seeds=r"\b(?:torch|cutorch)\.(?:manualSeed|manualSeedAll)\(",
    ),
    _words(
        "MATLAB",
        r".*\.m",
        rf"\b(?:trainNetwork|trainnet|{_FITS_IN_MATLAB}|TreeBagger|trainFasterRCNN\w*|trainYOLO\w*|patternnet"
        r"|feedforwardnet)\(",
        fits=rf"\b(?:trainNetwork|trainnet|{_FITS_IN_MATLAB}|fitlm|fitglm|TreeBagger|trainFasterRCNN\w*"
        r"|trainYOLO\w*|train)\(",
        seeds=r"\brng\(\s*[\d'\"]",
    ),
    _words(
        "Swift",
        r".*\.swift",
        r"\bimport CreateML\b",
        fits=r"\bML\w+(?:Classifier|Regressor|Recommender)\(|\.fit\(",
    ),
    _words(
        "Ruby",
        r".*\.rb",
        r"\b(?:Rumale::|XGBoost::|LightGBM::|Disco::Recommender\b|Eps::|Prophet\.(?:new|forecast)\b)",
        fits=r"\.(?:fit|train)\(|\bEps::Model\.new\(",
    ),
)  # fmt: skip
