"""Which programs of the owner put something into service by the library of a platform, when CI starts them?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.python_files import python_file
from seatrial.read.code.python_record import PythonFile
from seatrial.read.infrastructure.shell import Command, is_python
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Calls by which a model, a pipeline or a job is in service from then on, by the package of the platform. What only
#: starts one run of it puts nothing into service.
_DEPLOYS = {
    "sagemaker": {"deploy", "upsert", "create_endpoint", "update_endpoint"},
    "boto3": {"create_endpoint", "update_endpoint", "update_function_code", "update_service"},
    "google.cloud.aiplatform": {"deploy", "create_schedule"},
    "azure.ai.ml": {"begin_create_or_update"},
    "azureml": {"deploy", "publish"},
    "zenml": {"create_snapshot", "create_run_template", "deploy"},
    "prefect": {"deploy", "build_from_flow"},
    "kfp": {"upload_pipeline", "upload_pipeline_version", "create_recurring_run"},
    "databricks.sdk": {"create", "reset", "create_and_wait", "update_config_and_wait"},
    "bentoml": {"deploy", "create"},
    "pulumi.automation": {"up"},
    "mlflow.deployments": {"create_deployment", "update_deployment", "create_endpoint", "update_endpoint"},
}  # fmt: skip

#: What is made before anything runs: machines to compute on, environments, data.
_PREPARES = regex(r"\.(?:compute|environments?|workspaces?|data|datastores?|connections?)\.\w+$")


def puts_into_service(repo: Repo, command: Command, folder: str) -> bool:
    """Tell whether a command of CI starts an own program that deploys by the library of a platform.

    What the program imports from beside it may hold the call.
    """
    started = _program_run(repo, command, folder)
    near = (started, *sorted(imported_files(repo).get(started, frozenset()))) if started else ()
    return any(_deploys(file) for path in near if (file := python_file(repo, path)) is not None)


def _program_run(repo: Repo, command: Command, folder: str) -> str:
    """Return the file that ``python build.py`` or ``python -m ops.deploy`` runs."""
    if not is_python(posixpath.basename(next(iter(command.argv), ""))):
        return ""
    module = not is_python(command.program)  # of ``python -m ops.ship`` the program is the module
    name = f"{command.program.replace('.', '/')}.py" if module else next(iter(command.arguments), "")
    paths = (posixpath.normpath(posixpath.join(folder, name)), posixpath.normpath(name)) if name.endswith(".py") else ()
    return next((path for path in paths if path in repo.entries), "")


def _deploys(file: PythonFile) -> bool:
    called = [call for call in file.calls if not _PREPARES.search(call.written)]
    return any(call.last in ends for ends in _ends_of(file) for call in called)


def _ends_of(file: PythonFile) -> Iterator[set[str]]:
    """Yield the calls that deploy for each platform whose library the file imports."""
    for package, ends in _DEPLOYS.items():
        if any(f"{item.module}.{item.name}.".startswith(f"{package}.") for item in file.imports):
            yield ends
