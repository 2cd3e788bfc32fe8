"""Which models does a service load from files that git leaves out, and that nothing here brings?"""

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.model_loads import ModelLoad
from seatrial.facts.inference.model_names import How, named_by
from seatrial.facts.models.stored_paths import file_name, stored_path
from seatrial.facts.serving.process.load_moments import load_moments
from seatrial.facts.serving.service_files import service_files
from seatrial.facts.training.training_calls import KEEPS
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

#: What a file of a model is called that is loaded from the disk, and from nowhere else.
_STORED = caseless(
    r"[\w .-]{1,80}\.(?:pkl|pickle|joblib|sav|pt|pth|ckpt|h5|hdf5|keras|onnx|tflite|safetensors|cbm|model|bst|skops)"
)
#: Calls that read a file of the machine; those that fetch a name which is not there look like ``YOLO("yolo.pt")``.
_READS = frozenset({"load", "load_model", "read_pickle", "InferenceSession", "Booster", "load_file", "Interpreter"})
_NO_MODELS = frozenset({"json.dump", "yaml.dump", "yaml.safe_dump"})
#: What a service does itself to come by a file.
_FETCHES = regex(
    r"download|urlretrieve|^(?:requests|httpx|urllib|boto3|wget|gdown|subprocess)\.|snapshot|get_object|get_file"
    r"|extractall|os\.system|copyfile|(?:^|\.)(?:fit|train)(?:_|$)"
)
#: Files that leave out, copy or test what is brought there by others.
_SILENT = caseless(r"(?:^|/)\.(?:git|docker)ignore$|(?:^|/)(?:tests?|test_\w+\.py$)")
_NO_TEXTS = (".csv", ".tsv", ".parquet", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".zip", ".gz", ".lock")
_DOCUMENTS = (".md", ".rst", ".txt", ".adoc")
_TREE = regex(r"^[\s>]*[│├└|`+\\]")  # a line of a drawn tree of folders
_BRINGING = caseless(r"download|fetch|obtain|releases?/|https?://|\b(?:place|put|copy|train|pull|get)\b")
_LARGEST = 1_000_000  #: bytes of a text in which a name is looked for
_MOST = 3_000  #: texts: of more, one that is not looked at may name it


@dataclass(frozen=True, slots=True)
class Unbrought:
    """One load of a file that no clone has."""

    place: Place
    path: str  #: as the program names it

    @property
    def what(self) -> str:
        """Which file it is, and who loads it."""
        return f"{self.place.path} loads {self.path}, which git leaves out and nothing here brings"


@fact
def unbrought_models(component: Component) -> tuple[Unbrought, ...]:
    """Return the loads behind endpoints of files that git leaves out, and of which nothing else here speaks.

    What a setting names is brought by whoever sets it; so is a path of the machine. Whatever speaks of the file may
    bring it: a training, CI, DVC, a script, a document; and so may a mount of its folder.
    """
    repo = component.repo
    loads = [one.load for one in load_moments(component) if one.load.path in component.own]
    if not loads or len(repo.paths) > _MOST or _comes_by_itself(component):
        return ()
    return tuple(found for load in loads if (found := _lost(component, load)))


def _lost(component: Component, load: ModelLoad) -> Unbrought | None:
    repo, file, call = component.repo, python_file(component.repo, load.path), load.call
    if file is None or not call.args or call.last not in _READS:
        return None
    how, path = named_by(repo, file, call, call.args[0])
    path = path.replace("\\", "/")
    name = file_name(path)
    if how is not How.FIXED or path.startswith(("/", "~")) or ":" in path or not _STORED.fullmatch(name):
        return None
    if any(file_name(one).startswith(name) for one in repo.paths) or _kept_here(repo, name):
        return None
    if not any(_left_out(repo, posixpath.normpath(one)) for one in (path, f"{posixpath.dirname(load.path)}/{path}")):
        return None
    if any(_speaks(repo, one, path) for one in repo.paths if one != load.path and one not in service_files(component)):
        return None
    return Unbrought(load.place, path)


def _left_out(repo: Repo, path: str) -> bool:
    """Tell whether a rule of git leaves a file out, by the last list on the way to it that says anything."""
    from pathspec import GitIgnoreSpec  # rarely asked, and slow to import

    folders = [posixpath.join("", *path.split("/")[:depth]) for depth in range(path.count("/") + 1)]
    lists = [one for one in (posixpath.join(folder, ".gitignore") for folder in folders) if one in repo.entries]
    left = False
    for one in lists:
        with suppress(ValueError):
            spec = GitIgnoreSpec.from_lines(repo.text_or_empty(one, _LARGEST).splitlines())
            kept = spec.check_file(posixpath.relpath(path, posixpath.dirname(one) or ".")).include
            left = left if kept is None else kept
    return left


def _comes_by_itself(component: Component) -> bool:
    """Tell whether the service may fetch or make what it loads."""
    files = (python_file(component.repo, path) for path in service_files(component))
    return any(_FETCHES.search(call.name or call.written) for file in files if file for call in file.calls)


def _kept_here(repo: Repo, name: str) -> bool:
    """Tell whether a program keeps a model under that name, or under one that only shows when it runs."""
    return any(kept in ("", name) or "{" in kept for kept in _kept(repo))


@fact
def _kept(repo: Repo) -> frozenset[str]:
    return frozenset(name for one in programs(repo) if one.role is Role.OWN for name in _names_kept(one))


def _names_kept(program: Program) -> Iterator[str]:
    for call in program.file.calls:
        if call.last in KEEPS and call.name not in _NO_MODELS:
            yield from {file_name(stored_path(program.file, call, value)) for value in call.values[1:2] or call.values}


def _speaks(repo: Repo, where: str, path: str) -> bool:
    """Tell whether a text names a file, or what is done to its folder, as who brings it there does."""
    if _SILENT.search(where) or where.lower().endswith(_NO_TEXTS):
        return False
    lines = repo.text_or_empty(where, _LARGEST)
    named = _word(file_name(path))
    if where.lower().endswith(_DOCUMENTS):
        folder = _word(path.rpartition("/")[0] or path)
        prose = (line for line in lines.splitlines() if not _TREE.match(line))
        return any(named.search(line) or (folder.search(line) and _BRINGING.search(line)) for line in prose)
    if where.endswith((".py", ".ipynb")):
        return bool(named.search(lines))
    return bool(named.search(lines) or _word(file_name(path.rpartition("/")[0]) or path).search(lines))


@lru_cache(512)
def _word(name: str) -> re.Pattern[str]:
    return regex(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)")
