"""By which calls, commands and keywords are versions of models registered, staged and resolved?"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Act(StrEnum):
    """What is done with a version of a model."""

    REGISTER = "registers a model version"
    STAGE = "moves a model version to a stage or alias"
    RESOLVE = "loads a model by its version, stage or alias"


#: Names that no other thing has.
DISTINCT = MappingProxyType({
    "create_registered_model": ("MLflow", Act.REGISTER), "create_model_version": ("MLflow", Act.REGISTER),
    "mlflow_register_model_step": ("MLflow", Act.REGISTER),
    "transition_model_version_stage": ("MLflow", Act.STAGE), "set_registered_model_alias": ("MLflow", Act.STAGE),
    "get_model_version_by_alias": ("MLflow", Act.RESOLVE), "get_latest_versions": ("MLflow", Act.RESOLVE),
    "link_artifact": ("the Weights & Biases registry", Act.REGISTER),
    "link_model": ("the Weights & Biases registry", Act.REGISTER),
    "create_model_package": ("the SageMaker model registry", Act.REGISTER),
    "update_model_package": ("the SageMaker model registry", Act.STAGE),
    "init_model_version": ("Neptune", Act.REGISTER), "ModelUploadOp": ("Vertex AI", Act.REGISTER),
    "add_version_aliases": ("Vertex AI", Act.STAGE),
})  # fmt: skip

#: Common names, which count only when the dotted name also holds one of these parts.
TOLD_BY: Mapping[str, Mapping[str, tuple[str, Act]]] = MappingProxyType({
    "register_model": {
        "mlflow": ("MLflow", Act.REGISTER), "comet_ml": ("Comet", Act.REGISTER),
        "azureml": ("Azure ML", Act.REGISTER), "hsml": ("Hopsworks", Act.REGISTER),
        "model_registry": ("the Kubeflow model registry", Act.REGISTER),
        "ModelRegistry": ("a model registry service", Act.REGISTER),
    },
    "register": {
        "azureml": ("Azure ML", Act.REGISTER), "sagemaker": ("the SageMaker model registry", Act.REGISTER),
    },
    "RegisterModel": {"sagemaker": ("the SageMaker model registry", Act.REGISTER)},
    "ModelPackage": {"sagemaker": ("the SageMaker model registry", Act.RESOLVE)},
    "upload": {"aiplatform": ("Vertex AI", Act.REGISTER)},
    "create_model": {"get_model_registry": ("Hopsworks", Act.REGISTER)},
    "save_model": {"bentoml": ("the BentoML store", Act.REGISTER)},
    # what the evaluator has blessed, by versions that the store of TFX knows
    "Pusher": {"tfx": ("ML Metadata", Act.REGISTER)},
    "OutputModel": {"clearml": ("ClearML", Act.REGISTER)},
    "create_or_update": {"MLClient": ("Azure ML", Act.REGISTER), "ml_client": ("Azure ML", Act.REGISTER)},
})  # fmt: skip

#: Methods of objects that a library hands out: they count where the program imports it.
TOLD_BY_IMPORT = MappingProxyType({
    "set_stage": ("zenml", "ZenML", Act.STAGE), "get_model_version": ("zenml", "ZenML", Act.RESOLVE),
})  # fmt: skip

#: Keywords by which a call that saves or trains also registers.
KEYWORDS = MappingProxyType({
    "registered_model_name": "MLflow", "model_package_group_name": "the SageMaker model registry",
})  # fmt: skip

#: Commands, by their first words.
COMMANDS = MappingProxyType({
    "az ml model create": ("Azure ML", Act.REGISTER), "az ml model register": ("Azure ML", Act.REGISTER),
    "gcloud ai models upload": ("Vertex AI", Act.REGISTER), "gto register": ("GTO", Act.REGISTER),
    "gto assign": ("GTO", Act.STAGE), "kit push": ("KitOps", Act.REGISTER),
    "aws sagemaker create-model-package": ("the SageMaker model registry", Act.REGISTER),
    "aws sagemaker update-model-package": ("the SageMaker model registry", Act.STAGE),
})  # fmt: skip
