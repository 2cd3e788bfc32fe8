"""Which code do programs put behind an endpoint of a platform for models: SageMaker, Vertex AI, Azure ML?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.code_index import defined
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.deployment.settings_files import single
from seatrial.facts.deployment.workload import Platform, Workload
from seatrial.model import Place
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.repo import Repo, role

#: What makes an endpoint of what was described before, by the package of the platform.
_DEPLOYS = {
    "sagemaker": frozenset({"deploy", "create_endpoint", "update_endpoint"}),
    "google.cloud": frozenset({"deploy", "upload", "push_image"}),
    "azure.ai.ml": frozenset({"begin_create_or_update"}),
    "azureml": frozenset({"deploy", "deploy_from_image"}),
}
#: How calls of a package hand a script over, by its folder and name, and what the platform calls in it, answers first.
_SCRIPTS = (
    ("sagemaker", "SageMaker", ("source_dir", "entry_point"), ("predict_fn", "transform_fn", "model_fn")),
    ("azure.ai.ml", "Azure ML", ("code", "scoring_script"), ("run",)),
    ("azureml", "Azure ML", ("source_directory", "entry_script"), ("run",)),
)


@fact
def code_endpoints(repo: Repo) -> tuple[Workload, ...]:
    """Return the code of the repository that its own programs put behind an endpoint.

    It is started like a workload, and is no manifest that another tool could read.
    """
    found = (work for file in python_files(repo) for work in _in_file(repo, file))
    return tuple(replace(work, role=role(repo, work.path)) for work in found)


def _in_file(repo: Repo, file: PythonFile) -> Iterator[Workload]:
    packages = {name for name, ends in _DEPLOYS.items() if _imports(file, name) and _calls(file, ends)}
    for call in file.calls if packages else ():
        if call.last == "build_cpr_model" and "google.cloud" in packages:
            yield from _of_class(repo, file, call)
        for package, platform, names, functions in _SCRIPTS:
            if package in packages and call.name.startswith(f"{package}.") and call.keyword(names[-1]) is not None:
                yield from _of_script(repo, file, call, platform, names, functions)


def _imports(file: PythonFile, package: str) -> bool:
    return any(f"{item.module}.{item.name}.".startswith(f"{package}.") for item in file.imports)


def _calls(file: PythonFile, ends: frozenset[str]) -> bool:
    return any(call.last in ends for call in file.calls)


def _of_script(
    repo: Repo, file: PythonFile, call: Call, platform: str, names: tuple[str, str], functions: tuple[str, ...]
) -> Iterator[Workload]:
    """Yield the function that a platform calls in the script that it is handed, by the script's folder and name."""
    folder, script = (_text(file, call, name) for name in names)
    path = _path(repo, posixpath.dirname(file.path), folder, script)
    record = python_file(repo, path) if path else None
    defines = {function.name for function in record.functions} if record else set()
    answers = next((name for name in functions if name in defines), "")
    if answers:
        yield _workload(file, call, platform, path, answers)


def _of_class(repo: Repo, file: PythonFile, call: Call) -> Iterator[Workload]:
    """Yield the class that Vertex AI is told to predict with."""
    given = call.keyword("predictor")
    found = defined(repo, file.path, given.name, given.text) if given is not None else None
    if found is not None and found.cls is not None:
        yield _workload(file, call, "Vertex AI", found.path, found.cls.name)


def _text(file: PythonFile, call: Call, name: str) -> str:
    given = call.keyword(name)
    return constant(file, call.scope, given).string if given is not None else ""


def _path(repo: Repo, beside: str, folder: str, script: str) -> str:
    """Return the file of a script: from where the program stands, else from the root of the repository."""
    written = posixpath.join(folder, script) if script.endswith(".py") else ""
    tried = (posixpath.normpath(posixpath.join(base, written)) for base in dict.fromkeys((beside, "")) if written)
    return next((path for path in tried if path in repo.entries), "")


def _workload(file: PythonFile, call: Call, platform: str, path: str, name: str) -> Workload:
    command = f"{path.removesuffix('.py')}.{name}" if "/" in path else f"{path}:{name}"
    what = f"{file.path} puts {command} behind an endpoint of {platform}"
    place = Place(file.path, call.line)
    return single(Platform.MODEL_PLATFORM, f"{platform} endpoint", command, place, what, command=(command,))
