"""Whether versions of models are registered, staged and resolved."""

import pytest

from seatrial.facts.training.origins.model_registry import Act, registrations
from tests.repositories import repo_of
from tests.workflows import workflow


def acts(text: str) -> list[tuple[str, Act]]:
    return [(item.tool, item.act) for item in registrations(repo_of({"job.py": text}))]


@pytest.mark.parametrize(
    ("text", "tool", "act"),
    [
        ("import mlflow\nmlflow.register_model('runs:/1/m', 'm')\n", "MLflow", Act.REGISTER),
        ("import mlflow\nmlflow.sklearn.log_model(m, 'm', registered_model_name='m')\n", "MLflow", Act.REGISTER),
        ("client.set_registered_model_alias('m', 'champion', 3)\n", "MLflow", Act.STAGE),
        ("import mlflow\nmlflow.pyfunc.load_model('models:/m@champion')\n", "MLflow", Act.RESOLVE),
        ("run.link_artifact(a, 'registry/m')\n", "the Weights & Biases registry", Act.REGISTER),
        ("from azureml.core import Model\nModel.register(ws, 'p', 'm')\n", "Azure ML", Act.REGISTER),
        (
            "from settings import get_client\nml_client = get_client()\nml_client.models.create_or_update(m)\n",
            "Azure ML",
            Act.REGISTER,
        ),
        ("from azureml.core import Model\nmodel.add_tags({'prod': True})\n", "Azure ML", Act.STAGE),
        ("from tfx.components import Pusher\nPusher(model=m, model_blessing=b)\n", "ML Metadata", Act.REGISTER),
        ("from google.cloud import aiplatform\naiplatform.Model.upload(display_name='m')\n", "Vertex AI", Act.REGISTER),
        ("from google.cloud.aiplatform import models\njob.run(model_display_name='m')\n", "Vertex AI", Act.REGISTER),
        ("registry.add_version_aliases(['default'], 3)\n", "Vertex AI", Act.STAGE),
        (
            "import boto3\nboto3.client('sagemaker').create_model_package()\n",
            "the SageMaker model registry",
            Act.REGISTER,
        ),
    ],
)
def test_each_registry_is_known_by_its_calls(text: str, tool: str, act: Act) -> None:
    assert acts(text) == [(tool, act)]


@pytest.mark.parametrize(
    "text",
    [
        "REGISTRY = {}\ndef register_model(name, build):\n    REGISTRY[name] = build\nregister_model('a', A)\n",
        "from recognizers import Registry\nRegistry().register(a)\n",
        "model.push_to_hub('me/m')\n",
        "from notices import Pusher\nPusher(channel='a').send()\n",
        "import mlflow\nmlflow.sklearn.log_model(m, 'm', registered_model_name=None)\n",
        "from google.cloud import aiplatform\njob.run(replica_count=1)\n",
        "class Row(Base):\n    __tablename__ = 'rows'\nRow(registered_model_name=name)\n",
        "db.execute(table.update().values(registered_model_name=name))\n",
        "from django.contrib import admin\nadmin.site.register(Model)\n",
        "from settings import get_client\nml_client = get_client()\nml_client.jobs.create_or_update(m)\n",
        "from azureml.core import Run\nRun.get_context().add_tags({'rows': 3})\n",
        "from boto3 import client\nclient('elb').add_tags({'stage': 'prod'})\n",
    ],
    ids=[
        "builders",
        "plug-ins",
        "a hub",
        "notices",
        "none",
        "a training whose model is not named",
        "a row",
        "a query",
        "an admin page",
        "a job",
        "tags of a run",
        "tags of a machine",
    ],
)
def test_false_friends_register_nothing(text: str) -> None:
    assert acts(text) == []


@pytest.mark.parametrize(
    ("given", "act"), [("name='m'", Act.REGISTER), ("name='m', version=ModelStages.PRODUCTION", Act.RESOLVE)]
)
def test_a_pipeline_that_is_given_a_model_makes_a_version_of_it_or_takes_the_one_it_names(given: str, act: Act) -> None:
    head = "from zenml import Model, pipeline, log_metadata\nfrom zenml.enums import ModelStages\n"
    text = f"{head}@pipeline(model=Model({given}))\ndef run():\n    work()\n"
    told = text.replace("work()", "log_metadata(metadata={'f1': 1}, infer_model=True)")

    def measured(text: str) -> list[bool]:
        return [item.measured for item in registrations(repo_of({"job.py": text}))]

    assert acts(text) == [("ZenML", act)]
    assert (measured(text), measured(told)) == ([False], [act is Act.REGISTER])
    assert acts("from django.db.models import Model\nModel(name='m')\n") == []


def test_a_version_is_looked_up_by_the_client_of_zenml_and_by_that_of_no_other_library() -> None:
    lookup = "client.get_model_version('m', 'production')\n"

    assert acts(f"from zenml.client import Client\nclient = Client()\n{lookup}") == [("ZenML", Act.RESOLVE)]
    assert acts(f"from shop import Client\nclient = Client()\n{lookup}") == []


REGISTER = "from sagemaker.workflow.step_collections import RegisterModel\nRegisterModel(name='m', {})\n"
UPLOAD = "from google.cloud import aiplatform\naiplatform.Model.upload(display_name='m')\n{}\n"


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        (REGISTER.format("model_package_group_name='g', model_metrics=figures"), True),
        (REGISTER.format("model_package_group_name='g', model_metrics=None"), False),
        (UPLOAD.format("client.import_model_evaluation(parent=m, model_evaluation=e)"), True),
        (UPLOAD.format("client.list_models()"), False),
    ],
)
def test_a_version_is_measured_when_its_figures_come_with_it(text: str, measured: bool) -> None:
    assert [item.measured for item in registrations(repo_of({"job.py": text}))] == [measured]


def test_a_check_for_a_group_of_versions_registers_none() -> None:
    step = "from sagemaker.workflow.quality_check_step import QualityCheckStep\nQualityCheckStep({})\n"

    assert acts(step.format("model_package_group_name='g'")) == []


TABLE = """
class ModelVersion(Base):
    __tablename__ = "model_versions"
    version = Column(Integer)
    stage = Column(String)
"""
PROMOTE = """
def promote_model(db, version):
    version.stage = "production"
    db.commit()
"""


def test_an_own_table_of_versions_is_a_registry_when_something_promotes() -> None:
    assert acts(TABLE) == []
    assert [act for _, act in acts(TABLE + PROMOTE)] == [Act.REGISTER, Act.STAGE]


FLAGGED = """
class ModelInfo(Base):
    __tablename__ = "model_info"
    version_name = Column(String)
    is_production_model = Column(Boolean)
"""


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ("def set_production_model(info):\n    info.is_production_model = True\n", 2),
        ("def set_production_model(info):\n    info.is_production_model = False\n", 0),
        ("def welcome(user):\n    user.is_active = True\n", 0),
    ],
    ids=["in use", "out of use", "a person"],
)
def test_a_flag_that_says_which_version_is_in_use_is_a_stage(change: str, count: int) -> None:
    assert len(acts(FLAGGED + change)) == count
    assert acts(FLAGGED.replace("version_name", "name") + change) == []


def test_the_promotion_of_a_person_is_no_registry() -> None:
    approve = "def approve_role(request):\n    request.status = 'approved'\n"

    assert acts(TABLE + approve) == []


def test_a_stage_that_the_owner_of_the_method_sets_counts_where_its_library_is_imported() -> None:
    text = "model = get_step_context().model\nmodel.set_stage('production')\n"

    assert acts(text) == []
    assert acts("from zenml import get_step_context\n" + text) == [("ZenML", Act.STAGE)]


def test_commands_of_ci_register_too() -> None:
    found = registrations(repo_of({".github/workflows/a.yml": workflow("gto assign churn --stage prod")}))

    assert [item.what for item in found] == ["moves a model version to a stage or alias in GTO"]


KEPT = """
class ModelRegistry:
    def register(self, path, version, metrics):
        self.index["versions"][version] = {"path": path, "metrics": metrics}

    def promote(self, version):
        self.index["stages"]["production"] = version
"""


def test_a_file_of_versions_is_a_registry_when_one_of_them_is_put_into_use() -> None:
    found = registrations(repo_of({"job.py": KEPT}))

    assert [(item.tool, item.act) for item in found] == [
        ("the repository's own registry", Act.REGISTER),
        ("the repository's own registry", Act.STAGE),
    ]
    assert found[0].measured


@pytest.mark.parametrize(
    "text",
    [
        KEPT.partition("    def promote")[0],
        KEPT.replace("ModelRegistry", "PluginRegistry"),
        KEPT.replace("version", "name"),
        "class ModelRegistry:\n    def register(self, version, build):\n        self.builders[version] = build\n",
    ],
    ids=["nothing is put into use", "plug-ins", "no versions", "builders"],
)
def test_what_only_lists_models_or_plug_ins_is_no_registry(text: str) -> None:
    assert acts(text) == []


def test_rows_of_sql_that_add_a_version_and_mark_the_one_in_use_are_a_registry() -> None:
    add = 'def add(db):\n    db.execute("INSERT INTO model_versions (name, version, auc) VALUES (?, ?, ?)")\n'
    use = 'def use(db):\n    db.execute("UPDATE model_versions SET is_active = 1 WHERE id = ?")\n'

    assert [act for _, act in acts(add + use)] == [Act.REGISTER, Act.STAGE]
    assert acts(add) == acts(use) == []
    assert acts(add.replace("model_", "file_") + use.replace("model_", "file_")) == []
