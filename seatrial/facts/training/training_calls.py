"""How do libraries name the calls that fit a model, and how are they told from those that prepare data?"""

from seatrial.read.regex import caseless, regex

#: Packages that fit models, beside those of ``ml_libraries``, by the first part of their import name.
LIBRARIES = frozenset({
    "autosklearn", "azureml", "causalml", "cornac", "econml", "fairlearn", "fbprophet", "flaml", "gplearn", "h2o",
    "hyperopt", "ignite", "keras_tuner", "kerastuner", "lasagne", "lifetimes", "ludwig", "mlforecast",
    "mord", "ngboost", "nixtla", "pygam", "pyspark", "pytorch_forecasting", "pytorch_tabnet", "ray", "recbole",
    "sagemaker", "sklearn_crfsuite", "skopt", "snapml", "sparkdl", "supervised", "tabpfn", "tensorforce", "tflearn",
    "tpot", "tsai", "utilsforecast", "xlearn",
})  # fmt: skip

#: Methods that fit a model when their object is one.
METHODS = (
    "fit", "train", "learn", "fit_generator", "train_on_batch", "partial_fit", "fit_predict", "fit_one_cycle",
    "fine_tune", "finetune", "train_model",
)  # fmt: skip

#: Calls that keep a fitted model, by the last part of their names.
KEEPS = (
    "dump", "save", "save_model", "to_pickle", "save_pretrained", "save_weights", "save_file", "save_checkpoint",
    "push_to_hub", "log_model", "register_model", "to_onnx", "export",
)  # fmt: skip

#: Functions that fit a model, by their dotted names.
FUNCTIONS = frozenset({
    "lightgbm.train", "lightgbm.cv", "lgb.train", "xgboost.train", "xgboost.cv", "xgb.train", "catboost.train",
    "catboost.cv", "fasttext.train_supervised", "fasttext.train_unsupervised", "h2o.estimators.train",
    "sklearn.model_selection.cross_val_score", "sklearn.model_selection.cross_validate",
    "sklearn.model_selection.cross_val_predict", "pmdarima.auto_arima", "pycaret.classification.compare_models",
    "pycaret.regression.compare_models", "pycaret.classification.create_model", "pycaret.regression.create_model",
    "tensorflow.estimator.train_and_evaluate", "spacy.cli.train.train", "mlx_lm.lora.run",
    "openai.fine_tuning.jobs.create", "openai.OpenAI.fine_tuning.jobs.create", "openai.FineTuningJob.create",
    "google.cloud.aiplatform.CustomTrainingJob.run", "google.cloud.aiplatform.CustomContainerTrainingJob.run",
    "google.cloud.aiplatform.AutoMLTabularTrainingJob.run", "xgboost.dask.train", "torchrec.train",
})  # fmt: skip

#: Constructors that train at once, or that are made for nothing else.
CONSTRUCTORS = (
    "SupervisedTrainer", "create_supervised_trainer", "Word2Vec", "Doc2Vec", "FastText", "LdaModel", "LdaMulticore",
    "GANTrainer",
)  # fmt: skip

#: What is handed a model and its optimiser to train the one by the other, of whatever library it is.
RUNNERS = ("Runner", "EpochBasedRunner", "IterBasedRunner", "SupervisedRunner", "Trainer", "Learner")

#: Loops over the data that are handed both as well, where no function of that name is the owner's: a copied project
#: and a company's package have them.
LOOPS = ("train_one_epoch", "train_epoch", "train_loop", "train_step", "train_model", "train", "fit")

#: Steps of a managed pipeline that do nothing but train, by the packages that must have made them.
STEPS = {
    "TrainingStep": ("sagemaker.", "stepfunctions."), "TuningStep": ("sagemaker.", "stepfunctions."),
    "AutoMLStep": ("sagemaker.",),
    "CustomTrainingJobOp": ("google_cloud_pipeline_components.",),
    "CustomContainerTrainingJobRunOp": ("google_cloud_pipeline_components.",),
    "CustomPythonPackageTrainingJobRunOp": ("google_cloud_pipeline_components.",),
    "AutoMLTabularTrainingJobRunOp": ("google_cloud_pipeline_components.",),
    "BigqueryCreateModelJobOp": ("google_cloud_pipeline_components.",),
    "SageMakerTrainingOperator": ("airflow.",), "SageMakerTuningOperator": ("airflow.",),
    "CreateCustomTrainingJobOperator": ("airflow.",), "CreateCustomContainerTrainingJobOperator": ("airflow.",),
}  # fmt: skip

#: Requests to a cloud that it train a model, by what its own client calls them.
REQUESTS = (
    "create_training_job", "create_hyper_parameter_tuning_job", "create_auto_ml_job", "create_auto_ml_job_v2",
    "create_model_customization_job",
)  # fmt: skip

_PREPARATION = caseless(
    r"(scaler|encoder|imputer|vectorizer|normalizer|binarizer|discretizer|tokenizer|transformer|selectkbest|"
    r"selectpercentile|variancethreshold|\bpca\b|truncatedsvd|tsne|umap|\bmds\b|splinetransformer|kerneldensity|"
    r"columntransformer|featureunion|powertransformer|smote|sampler|preprocess|preprocessor|\bdataset|"
    r"featureengineer|featureselector|features?_(?:engineering_)?pipeline|curve_fit|converter|polynomialfeatures|"
    r"standardscaler)(?![a-z_]*(model|classifier|regressor|forecaster))"
)
_MODEL = caseless(
    r"(model|clf|classifier|regressor|estimator|predictor|pipeline|\bpipe\b|forecaster|learner|trainer|network|\bnet\b|\bsvm?\b|"
    r"\bsvc\b|\brf\b|\bxgb\b|\blgbm?\b|\bcat(boost)?\b|\bknn\b|\blr\b|\bgbm\b|grid(_?search)?|random_?search|\btuner\b|"
    r"ensemble|regression|kmeans|baseline)"
)
_TRAINER = regex(r"(Trainer|YOLO|RTDETR|Runner|ModelTrainer|Estimator|SentenceTransformer|\bLearner)(\.|$)")
_AGENTS = ("stable_baselines3.", "sb3_contrib.", "d3rlpy.", "h2o.")


def is_preparation(owner: str) -> bool:
    """Tell whether an object prepares data: fitting a scaler is not training a model."""
    return bool(_PREPARATION.search(owner.rpartition(".")[2]))


def is_model(owner: str) -> bool:
    """Tell whether an object of unknown origin is named like a model."""
    return bool(_MODEL.search(owner))


def is_trainer(owner: str) -> bool:
    """Tell whether ``owner.train()`` starts a training: torch's ``module.train()`` only switches a mode."""
    return bool(_TRAINER.search(owner)) or owner.startswith(_AGENTS)
