"""Which file of settings does code that trains read, as it names one or lets a person choose one?"""

from collections.abc import Iterator
from posixpath import basename, commonpath, dirname

from seatrial.facts import fact
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, Site, outside_tests, programs
from seatrial.facts.training.settings.files import SUFFIXES, SettingsFile, names, paths_in, settings_files
from seatrial.facts.training.settings.words import is_option, names_a_file, reads_settings
from seatrial.facts.training.training import training_paths
from seatrial.facts.training.training_path import training_path
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_NEAR = 2  #: imports from what trains to what it takes its settings from
#: Frameworks that look for the file of settings themselves.
_FRAMEWORKS = regex(r"^(hydra|jsonargparse|kedro|lightning\.pytorch\.cli|pytorch_lightning\.cli|draccus|pyrallis)\b")
_SETTINGS = caseless(r"conf|cfg|param|setting|\bopts?\b")
#: What a library reads, where it reads one form only.
_FORMS = (
    ("json.", (".json",)), ("yaml.", (".yaml", ".yml")), ("ruamel.", (".yaml", ".yml")),
    ("omegaconf.", (".yaml", ".yml")), ("hydra.", (".yaml", ".yml")), ("kedro.", (".yaml", ".yml")),
    ("dvc.", (".yaml", ".yml")), ("toml", (".toml",)), ("gin.", (".gin",)), ("configparser.", (".ini", ".cfg")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SettingsRead:
    """One call by which code that trains reads a file of settings."""

    site: Site
    call: str  #: as resolved
    file: SettingsFile
    trains: bool  #: stands in a file that fits a model itself
    named: bool = True  #: the same program names the file or its folder; else it is chosen elsewhere

    @property
    def what(self) -> str:
        """What is read."""
        return f"{self.call.lstrip('.')}() reads {self.file.path}, which holds {', '.join(self.file.keys[:3])}"


@fact
def settings_reads(repo: Repo) -> tuple[SettingsRead, ...]:
    """Return the calls that read files of settings near what trains, files that train first."""
    found = [one for program in near_training(repo) for one in _in_program(repo, program)]
    found += _by_kedro(repo) if training_path(repo) else ()
    sure = [one for one in found if one.trains or one.named]
    return tuple(sorted(sure or found, key=lambda one: (not one.trains, not one.named, one.site)))


@fact
def near_training(repo: Repo) -> tuple[Program, ...]:
    """Return the programs that train, start a training, or are imported for one, a few imports away; no tests."""
    imported, near = imported_files(repo), training_paths(repo)
    for _ in range(_NEAR):
        near |= {target for path in near for target in imported.get(path, ())}
        near |= {path for path, targets in imported.items() if targets & training_paths(repo)}
    near &= training_path(repo)
    return tuple(item for item in outside_tests(repo) if item.path in near)


def calls_of(program: Program) -> Iterator[Call]:
    """Yield the calls of a program, those of its decorators too."""
    yield from program.file.calls
    for function in program.file.functions:
        yield from function.decorators


def _in_program(repo: Repo, program: Program) -> Iterator[SettingsRead]:
    """Yield the first read of each file."""
    seen: set[str] = set()
    trains = program.path in training_paths(repo)
    for call in calls_of(program):
        name = call.name or call.written
        file = _file_of(repo, program, call) if reads_settings(name) else None
        if file is not None and file.path not in seen:
            seen.add(file.path)
            named = any(names(text, file.path) for text in paths_in(program))
            yield SettingsRead(program.site_of(call), name, file, trains, named)


def _by_kedro(repo: Repo) -> Iterator[SettingsRead]:
    """Yield what Kedro hands to nodes that ask for ``params:model_options``; pipelines import their nodes by a name."""
    for program in programs(repo):
        asked = next((text for text in program.file.texts if text.value.startswith("params:")), None)
        if asked and not program.is_test and any(item.module.startswith("kedro") for item in program.file.imports):
            held = [file for file in _nearest(repo, program.path) if "param" in basename(file.path)]
            for file in held[:1]:
                yield SettingsRead(program.site_of(asked), "kedro.pipeline.node", file, trains=False)


def _file_of(repo: Repo, program: Program, call: Call) -> SettingsFile | None:
    """Return the file of settings that a call reads: one that the code names, else the one that a person chooses.

    A program that names other files only reads those: the settings of another tool are none of the training's.
    """
    forms = next((forms for head, forms in _FORMS if call.name.startswith(head)), SUFFIXES)
    known = [file for file in _nearest(repo, program.path) if file.path.endswith(forms)]
    texts = paths_in(program)
    mine = next((file for file in known if any(names(text, file.path) for text in texts)), None)
    if mine is not None or any(basename(text) in names_of_files(repo) for text in texts if text.endswith(forms)):
        return mine
    if call.name.startswith("json.") and not _SETTINGS.search(f"{call.scope} {call.target} {call.args[:1]}"):
        return None  # mostly data
    return next(iter(known), None) if _is_chosen(repo) else None


@fact
def names_of_files(repo: Repo) -> frozenset[str]:
    """Return the names of all files, without their folders."""
    return frozenset(map(basename, repo.paths))


def _nearest(repo: Repo, path: str) -> list[SettingsFile]:
    """Return the files of settings, those first that share most folders with a program."""

    def apart(file: SettingsFile) -> int:
        shared = commonpath((dirname(path), dirname(file.path)))
        return -(shared.count("/") + 1 if shared else 0)

    return sorted(settings_files(repo), key=apart)


@fact
def _is_chosen(repo: Repo) -> bool:
    """Tell whether a file of settings is named, by an option, by a text, or for a framework, where code trains."""
    for program in near_training(repo):
        options = (text.value for text in program.file.texts if is_option(text.into))
        if any(map(names_a_file, options)) or any(_FRAMEWORKS.search(item.module) for item in program.file.imports):
            return True
        if any(names(text, file.path) for text in paths_in(program) for file in settings_files(repo)):
            return True
    return False
