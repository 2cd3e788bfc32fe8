"""Which models and arrays are stored in the repository, in which format, and what would loading them run?"""

import re
from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.code.python_files import python_files
from seatrial.facts.models.pickle_names import Harm, harm
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.models.artifact import ARTIFACT, StoredModel
from seatrial.read.models.magic import HEAD, RUNS_CODE, Format, format_of, worth_a_look
from seatrial.read.models.pickle_opcodes import PickleName
from seatrial.read.reader import Unread, Unreadable
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Suffixes that only pickles have; .bin, .dat and .model may hold anything.
_PICKLES = frozenset({".pkl", ".pickle", ".pck", ".pk", ".joblib", ".sav", ".dill", ".pt", ".pth", ".ckpt"})
_MODEL_SUFFIXES = _PICKLES | {".onnx", ".h5", ".keras", ".safetensors", ".gguf", ".tflite", ".cbm", ".ubj", ".pmml"}
_CALLED_A_MODEL = regex(
    r"model|weight|classif|regress|estimator|pipeline|encoder|scaler|vectori|tfidf|transform|checkpoint|ckpt|actor|critic"
    r"|forest|xgb|lgbm|svm|kmeans|\bnet\b|imputer|predictor|forecast",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Artifact:
    """One stored model, set of weights, transformer or array."""

    path: str
    role: Role
    format: Format | None  #: None when the content is elsewhere
    stored: StoredModel | None = None  #: what was read of it
    elsewhere: str = ""  #: why the content is not here: "git-lfs pointer: ...", "missing blob: ..."

    @property
    def place(self) -> Place:
        """The whole file."""
        return Place(self.path)

    @property
    def tested(self) -> bool:
        """Whether it is a sample for tests."""
        return self.role is Role.TEST

    @property
    def what(self) -> str:
        """What it is and what loading it would run, in one sentence."""
        if self.format is None:
            return f"a model by its name; {self.elsewhere or 'it cannot be read'}"
        named = f"a file in the format {self.format}"
        if self.dangerous:
            return f"{named} that calls {self.dangerous[0]} when it is loaded"
        if self.stored and self.stored.code:
            return f"{named}: {self.stored.code[0]}"
        return f"{named} that runs the code it names when it is loaded" if self.pickled else named

    @property
    def pickled(self) -> bool:
        """Whether its loader runs code that the file names, or would by its name."""
        if self.format is None:
            return PurePosixPath(self.path).suffix.lower() in _PICKLES
        return self.format in RUNS_CODE or bool(self.stored and self.stored.pickles)

    @property
    def runs_code(self) -> bool:
        """Whether loading it runs code that it names or holds: a pickle, or a network with a Lambda layer."""
        return self.pickled or bool(self.stored and self.stored.code)

    @property
    def model(self) -> bool:
        """Whether it holds a fitted object, and not just an index, a list or a table."""
        if self.pickled and self.format is not None and self.harm is Harm.DATA:
            return bool(_CALLED_A_MODEL.search(PurePosixPath(self.path).name))
        return self.format not in (Format.NUMPY, Format.NUMPY_ARCHIVE)

    @property
    def harm(self) -> Harm:
        """The worst that its names stand for."""
        return max((harm(name) for name in self._names), key=lambda worst: worst.rank, default=Harm.DATA)

    @property
    def dangerous(self) -> tuple[str, ...]:
        """The dotted names that run commands, open files or sockets, or load code."""
        return tuple(str(name) for name in self._names if harm(name) is Harm.DANGEROUS)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why a harmless look proves nothing: what was not read, and where the file contradicts itself."""
        if self.stored is None:
            return (self.elsewhere,)
        broken = (part.scan.broken for part in self.stored.pickles if part.scan.broken)
        return tuple(filter(None, (*broken, self.stored.unread, *self.stored.faults)))

    @property
    def _names(self) -> tuple[PickleName, ...]:
        return tuple(name for part in (self.stored.pickles if self.stored else ()) for name in part.scan.names)


@fact
def artifacts(repo: Repo) -> tuple[Artifact, ...]:
    """Return the stored models and arrays, also those whose content is elsewhere, by path; vendored ones left out."""
    found = (_artifact(repo, path) for path in repo.paths if worth_a_look(path))
    return tuple(one for one in found if one is not None)


@fact
def pickled_models(repo: Repo) -> tuple[Artifact, ...]:
    """Return the models that are stored as pickles and belong to the product.

    One below a test folder counts when code outside of tests names it: it is then no sample for a test.
    """
    pickles = tuple(one for one in artifacts(repo) if one.pickled and one.model and one.role is not Role.DOCS)
    return tuple(one for one in pickles if one.role is not Role.TEST or _named_in_code(repo, one.path))


def _named_in_code(repo: Repo, path: str) -> bool:
    name = PurePosixPath(path).name
    own = (file for file in python_files(repo) if role(repo, file.path) is Role.OWN)
    return any(name in text.value for file in own for text in file.texts)


def _artifact(repo: Repo, path: str) -> Artifact | None:
    kind = role(repo, path)
    if kind in (Role.VENDORED, Role.GENERATED):
        return None
    try:
        found = format_of(path, repo.head(path, HEAD))
    except Unreadable as error:
        promising = PurePosixPath(path).suffix.lower() in _MODEL_SUFFIXES
        return Artifact(path, kind, None, elsewhere=str(error)) if promising else None
    if found is None:
        return None
    stored = repo.record(ARTIFACT, path)
    if isinstance(stored, Unread):
        return Artifact(path, kind, None, elsewhere=stored.reason)
    return Artifact(path, kind, stored.format, stored) if stored.format else None
