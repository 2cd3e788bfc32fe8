"""Which programs do the commands of Azure's machine learning start: those of steps in code, and of jobs in YAML?"""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from seatrial.facts.code.arguments import constant, keyword
from seatrial.facts.code.python_files import python_files
from seatrial.facts.deployment.clusters.kubernetes import yaml_paths
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.reach.entry_deployed import weakest
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.launch import launches
from seatrial.facts.reach.launch_targets import targets_of
from seatrial.model import Place
from seatrial.read.code.python_record import Call, PythonFile
from seatrial.read.infrastructure.shell import commands
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.repo import Repo, Role, role

_PACKAGES = ("azureml.", "azure.ai.ml.")
_FOLDERS = ("source_directory", "code")
#: Schemas of what runs a command: jobs, pipelines of jobs, and the components that they are put together from.
_SCHEMAS = ("commandjob", "pipelinejob", "pipelinecomponent", "commandcomponent", "sweepjob")


def of_azure(repo: Repo) -> Iterator[EntryPoint]:
    """Yield the Python that command lines start which the platform is given, in code and in files."""
    for file in python_files(repo):
        if role(repo, file.path) is not Role.TEST and any(x.module.startswith("azure") for x in file.imports):
            for call in file.calls:
                if call.name.startswith(_PACKAGES) and (text := _text(file, call, "command")):
                    folder = next((known for name in _FOLDERS if (known := _text(file, call, name))), "")
                    yield from _entries_of_command(repo, Place(file.path, call.line), text, (folder, ""))
    for path in yaml_paths(repo):
        root = first_document(repo, path)
        if role(repo, path) in (Role.OWN, Role.EXAMPLE) and _is_job(root):
            for node in (root, *(job for _, job in root.at("jobs").pairs)):
                line, text = node.at("command").line, node.at("command").text
                yield from _entries_of_command(repo, Place(path, line), text, _folders(path, node)) if text else ()


def _is_job(root: Node) -> bool:
    schema = root.at("$schema").text.lower()
    return "azureml" in schema and any(kind in schema for kind in _SCHEMAS)


def _folders(path: str, node: Node) -> tuple[str, ...]:
    """Return where the command may stand: the folder of code that the job is given, and that of its file."""
    code = node.at("code").text or node.at("code", "local_path").text
    beside = dirname(path)
    return (normpath(join(beside, code)).removeprefix("./") if code else beside, beside, "")


def _entries_of_command(repo: Repo, place: Place, text: str, folders: tuple[str, ...]) -> Iterator[EntryPoint]:
    starts = tuple(launch for command in commands(text) for launch in launches(command))
    for folder in dict.fromkeys("" if name in {".", "./"} else name for name in folders):
        goals = tuple(targets_of(repo, starts, folder))
        for goal in goals:
            what = f"{place.path} runs {' '.join(text.split())[:100]}"
            standing = weakest(role(repo, place.path), role(repo, goal.path))
            yield EntryPoint(Kind.PIPELINE, goal.path, goal.name, place, what, goal.main, standing)
        if goals:
            return


def _text(file: PythonFile, call: Call, name: str) -> str:
    """Return a text as far as it is written down; what is put into it while it runs stands as ``{}``."""
    value = keyword(file, call, name)
    known = constant(file, call.scope, value) if value is not None else None
    return known.template if known is not None else ""
