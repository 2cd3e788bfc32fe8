"""Does what is deployed depend on a notebook: as the only maker of a model, or as a step that is run?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.ci.commands.task_targets import targets
from seatrial.facts.code.notebooks import Kept, is_export, notebook_sources
from seatrial.facts.code.programs import Program, Sited, called, programs
from seatrial.facts.code.scripts import is_shell
from seatrial.facts.deployment.manifests import Platform, workloads
from seatrial.facts.images.containers import own_images
from seatrial.facts.models.loaders import LAST_PARTS
from seatrial.facts.models.stored_paths import file_name, is_stored, stored_path
from seatrial.facts.reach.entry_points import Kind, entry_points
from seatrial.facts.reach.entry_steps import PIPELINES
from seatrial.facts.training.rebuilds.notebook_starts import called_by_notebooks
from seatrial.facts.training.training import training
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.infrastructure.shell import SHELL, commands
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role


class Way(StrEnum):
    """How the product depends on a notebook."""

    ONLY_MAKER = "only maker"  #: nothing else stores a file that own code loads
    ONLY_TRAINING = "only training"  #: nothing else trains, and there is a model to train
    STEP = "step"  #: an image, a workload, a pipeline or CI runs it
    DEFINES = "defines"  #: no script says of which steps the pipeline of a platform consists
    SCHEDULED = "scheduled"  #: it is run with parameters by a scheduler, or is a platform's own notebook


@dataclass(frozen=True, slots=True)
class NotebookDependency:
    """One way in which what is deployed depends on a notebook."""

    place: Place
    way: Way
    what: str
    notebook: str = ""  #: its path, as far as it is known


#: Calls that store an object, by the last part of their name, and the position of the path or handle.
_STORES = {
    "dump": 1, "save": 1, "save_model": 0, "to_pickle": 0, "save_pretrained": 0, "save_weights": 0, "save_file": 1,
    "export": 2, "to_onnx": 0, "write": 0, "savez": 0,
}  # fmt: skip
#: Calls that write and read rows, for what comes before a training; their first argument names the file.
_WRITES_ROWS: dict[str, int] = dict.fromkeys(
    ("to_parquet", "to_csv", "to_feather", "to_hdf", "write_parquet", "write_csv"), 0
)
_READS_ROWS = frozenset({"read_parquet", "read_csv", "read_feather", "read_hdf", "scan_parquet", "scan_csv"})
_RUNS = regex(r"papermill|nbconvert\b.*--execute|jupyter[- ](?:execute|run)|\bvoila\b|dbutils\.notebook\.run")
#: How scripts and tasks are called that bring software or data into an environment, or make its model.
_DELIVERS = caseless(r"deploy|provision|pipeline|train|ingest|schedul|cron|nightly")
_SETTINGS = caseless(r"^(?:[\w-]*[_-])?(?:config|settings|conf|options)\.(?:json|ya?ml|toml|ini)$")
_OPERATORS = ("PapermillOperator", "DatabricksNotebookOperator", "NotebookTask", "execute_notebook", "run_notebook")


@fact
def notebook_dependencies(repo: Repo) -> tuple[NotebookDependency, ...]:
    """Return how what is deployed depends on notebooks of the owner; examples, docs and generated code are left out."""
    if _written_in_notebooks(repo):
        return ()
    found = (
        *_only_maker(repo),
        *_only_step(repo),
        *_only_training(repo),
        *_steps(repo),
        *_delivering(repo),
        *_defining(repo),
        *_scheduled(repo),
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.place, one.way)))


def _written_in_notebooks(repo: Repo) -> bool:
    """Tell whether the package itself is generated from notebooks by nbdev: its code is then reviewed as code."""
    return bool(repo.matching(lambda path: path.endswith(("_nbdev.py", "/_modidx.py"))))


def _only_maker(repo: Repo) -> Iterator[NotebookDependency]:
    loaded = _names(repo, LAST_PARTS | {"load_weights", "load_model", "InferenceSession", "open"}, notebook=False)
    made = _stored(repo, _STORES, notebook=False)
    handed, started = called_by_notebooks(repo), _told_to_scripts(repo)
    for name, (program, call) in sorted(_stored(repo, _STORES, notebook=True).items()):
        if name in started or _are_settings(repo, name):
            continue
        if name in loaded and (name not in made or made[name][0].path in handed):
            what = f"{name}, which {loaded[name]} loads, is made by this notebook only"
            yield NotebookDependency(program.place_of(call), Way.ONLY_MAKER, what, program.path)
    for name, (program, _) in sorted(made.items()):
        if name in loaded and loaded[name] != program.path and (notebook := handed.get(program.path)):
            what = f"{name}, which {loaded[name]} loads, is made by {program.path}, which only this notebook runs"
            yield NotebookDependency(Place(notebook), Way.ONLY_MAKER, what, notebook)


def _only_step(repo: Repo) -> Iterator[NotebookDependency]:
    """Find rows that scripts read, only a notebook writes, and do not lie in git: it is a step before them."""
    read, made = _names(repo, _READS_ROWS, notebook=False), _stored(repo, _WRITES_ROWS, notebook=False)
    for name, (program, call) in sorted(_stored(repo, _WRITES_ROWS, notebook=True).items()):
        if name in read and name not in made and "{}" not in name and not is_stored(repo, name):
            what = f"{name}, which {read[name]} reads, is made by this notebook only"
            yield NotebookDependency(program.place_of(call), Way.ONLY_MAKER, what, program.path)


def _are_settings(repo: Repo, name: str) -> bool:
    """Tell settings that lie in git, whoever wrote them first: who deploys needs no notebook for them."""
    return bool(_SETTINGS.search(name)) and bool(repo.matching(lambda path: posix(path).name == name))


def _stored(repo: Repo, calls: dict[str, int], *, notebook: bool) -> dict[str, tuple[Program, Call]]:
    found: dict[str, tuple[Program, Call]] = {}
    for item in called(repo, *calls):
        if item.program.notebook is notebook and item.program.role is Role.OWN:
            name = _file(item, calls)
            # a name that only the run knows is no file's
            if name and not name.startswith("{}.") and (notebook or not is_export(repo, item.program.path)):
                found.setdefault(name, (item.program, item.call))
    return found


def _told_to_scripts(repo: Repo) -> frozenset[str]:
    """Return the files that a task tells a script to store: ``python train.py -o forest.pkl`` of a Makefile."""
    storing = {posix(item.program.path).name for item in called(repo, *_STORES)
               if not item.program.notebook and item.program.role is Role.OWN and not _file(item, _STORES)}  # fmt: skip
    started = [command for _, target in targets(repo) for command in commands(target.text)] if storing else []
    return frozenset(
        posix(word.rpartition("=")[2]).name
        for command in started
        if command.program.startswith("python") and storing & {posix(word).name for word in command.operands[:1]}
        for word in command.arguments[1:]
    )


def _file(found: Sited, calls: dict[str, int]) -> str:
    """Return the name of the file that such a call writes, "" where nothing names it."""
    return file_name(stored_path(found.program.file, found.call, _target(found, calls[found.call.last])))


def _target(found: Sited, position: int) -> Value:
    """Return what names the file: the second argument of ``dump(object, file)``, the first of ``model.save(path)``."""
    call = found.call
    if call.last == "save" and len(call.args) == 1:
        position = 0
    given = call.args[position] if position < len(call.args) else None
    return given or call.keyword("path") or call.keyword("filename") or call.keyword("f") or Value("other")


def _names(repo: Repo, calls: frozenset[str], *, notebook: bool) -> dict[str, str]:
    """Return the file names that own code loads, each with the path of the program that does."""
    found: dict[str, str] = {}
    for item in called(repo, *calls):
        if item.program.notebook is notebook and item.program.role is Role.OWN and item.call.args:
            name = file_name(stored_path(item.program.file, item.call, item.call.args[0]))
            if name:
                found.setdefault(name, item.program.path)
    return found


def _only_training(repo: Repo) -> Iterator[NotebookDependency]:
    handed = [path for path in called_by_notebooks(repo) if not _offered(repo, path)]
    own = [item for item in training(repo) if item.site.role is Role.OWN and item.site.path not in handed]
    scripts = {(item.site.path, item.site.scope) for item in own if not item.site.notebook}
    scripts = {script for script in scripts if not is_export(repo, script[0])}
    first = {item.site.path: item.place for item in reversed(own) if item.site.notebook}
    if len(first) <= 4 * len(scripts):
        return  # functions of scripts train too; a few leftovers beside dozens of notebooks do not
    for path, place in sorted(first.items()):
        yield NotebookDependency(place, Way.ONLY_TRAINING, "the model is trained in this notebook only", path)


def _offered(repo: Repo, path: str) -> bool:
    """Tell whether a module belongs to a package that others install: they may train by it, whoever does so here."""
    offered = (posix(point.path).parent for point in entry_points(repo) if point.kind is Kind.LIBRARY)
    return any(folder in posix(path).parents for folder in offered)


def _steps(repo: Repo) -> Iterator[NotebookDependency]:
    for image in own_images(repo):
        for command in image.start:
            if ".ipynb" in command.text:
                yield NotebookDependency(image.place, Way.STEP, f"the image starts {command.text[:80]}")
        for command, place in image.runs:
            if _RUNS.search(command.text) and ".ipynb" in command.text:
                yield NotebookDependency(place, Way.STEP, f"the image is built by {command.text[:80]}")
    for work in workloads(repo):
        for container in work.containers:
            text = " ".join((*container.command, *container.arguments))
            if work.role is Role.OWN and _RUNS.search(text) and ".ipynb" in text:
                yield NotebookDependency(work.place, Way.STEP, f"{work.kind} {work.name} runs {text[:80]}")


def _delivering(repo: Repo) -> Iterator[NotebookDependency]:
    """Find scripts and tasks that deploy, fill an index or train, and execute a notebook for it."""
    named = repo.matching(lambda path: _DELIVERS.search(posix(path).stem))
    scripts = [path for path in named if is_shell(repo, path)]
    written = [(one.path, command.line, command) for one in repo.records(SHELL, scripts) for command in one.commands]
    for path, target in targets(repo):
        if _DELIVERS.search(target.name):
            written += [(path, target.line, command) for command in commands(target.text)]
    for path, line, command in written:
        if role(repo, path) is Role.OWN and _RUNS.search(command.text) and ".ipynb" in command.text:
            yield NotebookDependency(Place(path, line), Way.STEP, f"{path} runs {command.text[:80]}")


def _defining(repo: Repo) -> Iterator[NotebookDependency]:
    """Find notebooks that alone put the steps of a platform's pipeline together; scripts that do it are the source."""
    own = [program for program in programs(repo) if program.role is Role.OWN]
    found = [(program, call) for program in own for call in _definitions(program)]
    if all(program.notebook for program, _ in found):
        for program, call in found:
            what = "only this notebook says of which steps the pipeline consists"
            yield NotebookDependency(program.place_of(call), Way.DEFINES, what, program.path)


def _definitions(program: Program) -> Iterator[Call]:
    decorators = (call for item in program.file.functions for call in item.decorators)
    return (call for call in (*program.file.calls, *decorators) if call.name in PIPELINES)


def _scheduled(repo: Repo) -> Iterator[NotebookDependency]:
    for item in called(repo, *_OPERATORS):
        in_order = item.program.notebook and item.call.name.startswith("papermill.")  # a notebook that runs the others
        if item.program.role is Role.OWN and (not item.program.notebook or in_order):
            what = f"a pipeline runs a notebook by {item.call.last}"
            yield NotebookDependency(item.site.place, Way.SCHEDULED, what)
    declared = _declared_tasks(repo)
    for source in notebook_sources(repo):
        doubles = source.kept is Kept.DATABRICKS and declared and posix(source.path).name not in declared
        if source.kept in (Kept.DATABRICKS, Kept.FABRIC) and role(repo, source.path) is Role.OWN and not doubles:
            what = f"{source.what} is a step of its platform"
            yield NotebookDependency(source.place, Way.SCHEDULED, what, source.path)


def _declared_tasks(repo: Repo) -> frozenset[str]:
    """Return the names of the files that declared jobs of Databricks run: where there are some, they are the steps."""
    words = (
        container.command[-1]
        for work in workloads(repo)
        for container in work.containers
        if work.platform is Platform.DATA_PLATFORM and work.kind == "jobs" and container.command
    )
    return frozenset(posix(word).name for word in words)
