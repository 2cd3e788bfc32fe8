"""Which definitions in Python do orchestrators find: DAGs, flows, jobs?"""

from collections.abc import Iterator

from seatrial.facts.code.python_files import python_files
from seatrial.facts.reach.entry_point import OWN_CLOCK, EntryPoint, Kind
from seatrial.facts.reach.mage_blocks import mage_blocks
from seatrial.model import Place
from seatrial.read.code.python_record import PythonFile
from seatrial.repo import Repo, Role, role

#: Resolved names whose last part makes a file, a function or a class the definition of a pipeline, by package.
_MARKS = {
    "airflow": {"DAG", "dag"}, "astronomer": {"DAG"}, "prefect": {"flow"}, "luigi": {"Task", "WrapperTask"},
    "dagster": {"Definitions", "job", "asset", "multi_asset", "schedule", "sensor", "repository", "graph_asset"},
    "kedro": {"Pipeline", "pipeline"}, "metaflow": {"FlowSpec"}, "zenml": {"pipeline"}, "kfp": {"pipeline"},
    "flytekit": {"workflow", "LaunchPlan"}, "sagemaker": {"Pipeline"}, "azure": {"pipeline"},
    "tfx": {  # a runner compiles the pipeline with its settings; the pipeline itself may know none of them
        "Pipeline", "KubeflowV2DagRunner", "KubeflowDagRunner", "LocalDagRunner", "BeamDagRunner", "AirflowDagRunner",
    },
    "hera": {"Workflow", "CronWorkflow"}, "apache_beam": {"Pipeline"},
    "mage_ai": {"data_loader", "transformer", "data_exporter", "custom"},
    OWN_CLOCK: {"add_job", "scheduled_job"}, "clearml": {"PipelineController", "PipelineDecorator"},
    "ploomber": {"DAG"}, "bytewax": {"Dataflow"}, "covalent": {"lattice"}, "orchest": {"Pipeline"},
}  # fmt: skip


def of_pipelines(repo: Repo) -> Iterator[EntryPoint]:
    """Yield the pipelines that are defined in Python code; those in tests are none."""
    for file in python_files(repo):
        standing = role(repo, file.path)
        if standing is not Role.TEST and file.packages & _MARKS.keys():
            for name, line, tool in dict.fromkeys(_defined(file)):
                what = f"{name or file.path} is found by {tool}"
                yield EntryPoint(Kind.PIPELINE, file.path, name, Place(file.path, line), what, role=standing)


def of_mage(repo: Repo) -> Iterator[EntryPoint]:
    """Yield the files of the blocks that a pipeline of Mage lists."""
    for block in mage_blocks(repo):
        what = f"{block.place.path} runs {block.name}"
        yield EntryPoint(Kind.PIPELINE, block.path, "", block.place, what, role=role(repo, block.path))


def _defined(file: PythonFile) -> Iterator[tuple[str, int, str]]:
    """Yield (definition, line, tool); "" for what stands at the top of the file."""
    for call in file.calls:
        if tool := _tool(call.name):
            yield call.scope, call.line, tool
    for function in file.functions:
        for mark in function.decorators:
            if tool := _tool(mark.name):
                yield function.name, function.line, tool
    for cls in file.classes:
        for base in cls.bases:
            if tool := _tool(base):
                yield cls.name, cls.line, tool


def _tool(name: str) -> str:
    package, _, rest = name.partition(".")
    return package if rest and rest.rpartition(".")[2] in _MARKS.get(package, ()) else ""
