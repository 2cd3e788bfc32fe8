"""Which programs do the steps of a managed pipeline start: those of SageMaker, and of Azure's machine learning?"""

from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath

from seatrial.facts.code.arguments import constant, keyword
from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.code.python_files import python_files
from seatrial.facts.reach.entry_deployed import weakest
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.model import Place
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.repo import Repo, Role, role

_PACKAGES = ("sagemaker.", "azureml.", "azure.ai.ml.")
_ROOTS = frozenset({"sagemaker", "azureml", "azure"})
#: Calls and decorators by which a program says of which steps the pipeline of a platform consists.
PIPELINES = frozenset({
    "sagemaker.workflow.pipeline.Pipeline", "azureml.pipeline.core.Pipeline", "azure.ai.ml.dsl.pipeline",
    "kfp.dsl.pipeline", "kfp.v2.dsl.pipeline",
})  # fmt: skip
#: Keywords that name the program of a step, and those that name the folder it is taken from.
_PROGRAMS = (
    "code", "entry_point", "script_name", "script", "entry_script", "post_analytics_processor_script",
    "record_preprocessor_script",
)  # fmt: skip
_FOLDERS = ("source_dir", "source_directory")


def of_steps(repo: Repo) -> Iterator[EntryPoint]:
    """Yield the programs of the repository that jobs and steps of a platform are given by their file names.

    A notebook starts what it tries; where it puts a pipeline together, the platform starts those steps after it.
    """
    books = (book.code for book in notebooks(repo) if any(call.name in PIPELINES for call in book.code.calls))
    for file in (*python_files(repo), *books):
        standing = role(repo, file.path)
        if standing is not Role.TEST and not file.packages.isdisjoint(_ROOTS):
            for call in file.calls:
                for path in _programs(repo, file, call) if call.name.startswith(_PACKAGES) else ():
                    what = f"{call.last} starts {basename(path)}"
                    whose = weakest(role(repo, path), standing)
                    yield EntryPoint(Kind.PIPELINE, path, "", Place(file.path, call.line), what, main=True, role=whose)


def _programs(repo: Repo, file: PythonFile, call: Call) -> Iterator[str]:
    folder = next((text for name in _FOLDERS if (text := _text(file, call, keyword(file, call, name)))), "")
    for name in _PROGRAMS:
        named = _text(file, call, keyword(file, call, name))
        if named.endswith(".py") and (path := _found(repo, file, join(folder, named))):
            yield path


def _found(repo: Repo, file: PythonFile, inside: str) -> str:
    """Return the one file that is meant: beside the one that names it, from the root, or by its end."""
    for path in (join(dirname(file.path), inside), inside):
        if (known := normpath(path).removeprefix("./")) in repo.entries:
            return known
    end = f"/{normpath(inside).lstrip('./')}"
    ends = repo.matching(lambda path: f"/{path}".endswith(end))
    return ends[0] if len(ends) == 1 else ""


def _text(file: PythonFile, call: Call, value: Value | None) -> str:
    """Return a path as far as it is written down: what is joined to a folder of the run is its end."""
    known = constant(file, call.scope, value) if value is not None else None
    if known is None:
        return ""
    if isinstance(known.literal, str):
        return known.literal
    if known.kind == "call" and known.name.endswith("path.join"):
        return "/".join(item.literal for item in known.items[1:] if isinstance(item.literal, str))
    return known.text.rpartition("{}")[2].lstrip("/") if known.kind == "fstring" else ""
