"""Which models and arrays are stored in the repository, in which format, and what would loading them run?"""

from pathlib import PurePosixPath

from seatrial.facts import fact
from seatrial.facts.code.python_files import own_files
from seatrial.model.artifacts import Finding, Import, Trust, Verdict
from seatrial.model.evidence import WholeFile
from seatrial.model.record import dataclass
from seatrial.read.models.artifact import ARTIFACT, StoredModel
from seatrial.read.models.endings import PICKLED, STORED
from seatrial.read.models.magic import HEAD, RUNS_CODE, Format, format_of, worth_a_look
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unread, Unreadable
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role
from seatrial.repo.problems import is_pointer

#: Kinds of findings that mean code, and those that mean a file that does not say the same to every reader.
_RUN = ("pickle-", "keras-lambda", "keras-unsafe", "tensorflow-operator", "onnx-python", "native-library", "template-")
_CONTRADICT = ("zip-", "tar-", "numpy-header", "safetensors-layout", "gguf-layout", "onnx-outside", "trailing-bytes")
_OWN_CODE = frozenset({"keras-lambda"})  #: what a network's author writes without any thought of attack
_KEEP_PAGES = ("docutils.", "sphinx.")  #: what Sphinx keeps of pages that it has read
#: What looks texts up by their words: it is filled, and fits nothing.
_KEEP_INDEXES = (
    "rank_bm25.", "bm25s.", "whoosh.", "langchain_community.retrievers.", "langchain.retrievers.",
    "langchain_core.documents.", "llama_index.retrievers.",
)  # fmt: skip
_DRAW = ("matplotlib.", "mpl_toolkits.", "PIL.", "plotly.")  #: colours, figures and pictures
_KEEP_DATA = ("scipy.sparse.", "networkx.classes.", *_DRAW, *_KEEP_PAGES, *_KEEP_INDEXES)  #: libraries of containers
#: HDF5 by whose ending measurements are stored: coordinates, weather, cells and genes, matrices.
_GRIDS = frozenset({".nc", ".nc4", ".cdf", ".netcdf", ".he5", ".mat", ".h5ad", ".loom"})
_CALLED_A_MODEL = caseless(
    r"model|weight|classif|regress|estimator|pipeline|encoder|scaler|vectori|tfidf|transform|checkpoint|ckpt|actor|critic"
    r"|forest|xgb|lgbm|svm|kmeans|\bnet\b|imputer|predictor|forecast"
)


@dataclass(frozen=True, slots=True)
class Artifact(WholeFile):
    """One stored model, set of weights, transformer or array."""

    path: str
    role: Role
    format: Format | None  #: None when the content is elsewhere
    stored: StoredModel | None = None  #: what was read of it
    elsewhere: str = ""  #: why the content is not here: "git-lfs pointer: ...", "missing blob: ..."

    @property
    def is_test(self) -> bool:
        """Whether it is a sample for tests."""
        return self.role is Role.TEST

    @property
    def is_pointer(self) -> bool:
        """Whether its content is kept elsewhere by a digest."""
        return is_pointer(self.elsewhere)

    @property
    def what(self) -> str:
        if self.format is None:
            return f"a model by its name; {self.elsewhere or 'it cannot be read'}"
        named = f"a file in the format {self.format}"
        if self.dangerous:
            return f"{named}: when it is loaded it {self.dangerous[0]}"
        code = next((finding.what for finding in self._findings if finding.rule.startswith(_RUN)), "")
        if code:
            return f"{named}: {code}"
        return f"{named} that runs the code it names when it is loaded" if self.pickled else named

    @property
    def pickled(self) -> bool:
        """Whether its loader runs code that the file names, or would by its name."""
        if self.format is None:
            return PurePosixPath(self.path).suffix.lower() in PICKLED
        return self.format in RUNS_CODE or bool(self.stored and self.stored.pickled)

    @property
    def runs_code(self) -> bool:
        """Whether loading it runs code that it names or holds: a pickle, a Lambda layer, an operator in Python."""
        return self.pickled or any(finding.rule.startswith(_RUN) for finding in self._findings)

    @property
    def model(self) -> bool:
        """Whether it holds a fitted object, and not just an index, a list or a table."""
        if self.pickled and self.format is not None and not any(map(_is_fitted, self._beside_indexes)):
            pages = any(f"{one.module}.".startswith(_KEEP_PAGES) for one in self._imports)
            return not pages and bool(_CALLED_A_MODEL.search(PurePosixPath(self.path).name))
        grids = self.format is Format.HDF5 and PurePosixPath(self.path).suffix.lower() in _GRIDS
        return self.format not in (Format.NUMPY, Format.NUMPY_ARCHIVE) and not grids

    @property
    def dangerous(self) -> tuple[str, ...]:
        """What it would run that no model needs: commands, files, sockets, code that it loads."""
        worst = (finding for finding in self._findings if finding.level is Verdict.DANGEROUS)
        return tuple(finding.what for finding in worst if finding.rule not in _OWN_CODE)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why a harmless look proves nothing: what was not read, and where the file contradicts itself."""
        if self.stored is None:
            return (self.elsewhere,)
        gaps = self.stored.scanned.gaps if self.stored.scanned else ()
        faults = (finding.what for finding in self._findings if finding.rule.startswith(_CONTRADICT))
        return (*(f"{gap.member}: {gap.why}" if gap.member else gap.why for gap in gaps), *faults)

    @property
    def _beside_indexes(self) -> tuple[Import, ...]:
        """The names in its pickles; of an index without those of unknown code, by which it takes texts apart."""
        indexed = any(f"{one.module}.".startswith(_KEEP_INDEXES) for one in self._imports)
        return tuple(one for one in self._imports if not (indexed and one.trust is Trust.UNKNOWN))

    @property
    def _imports(self) -> tuple[Import, ...]:
        return self.stored.scanned.imports if self.stored and self.stored.scanned else ()

    @property
    def _findings(self) -> tuple[Finding, ...]:
        return self.stored.scanned.findings if self.stored and self.stored.scanned else ()


def _is_fitted(named: Import) -> bool:
    """Tell whether a pickle names more than data: sparse matrices and graphs are data sets, though of a library."""
    return named.trust is not Trust.DATA and not f"{named.module}.".startswith(_KEEP_DATA)


@fact
def artifacts(repo: Repo) -> tuple[Artifact, ...]:
    """Return the stored models and arrays, also those whose content is elsewhere, by path; vendored ones left out."""
    found = (_artifact(repo, path) for path in repo.matching(worth_a_look))
    return tuple(one for one in found if one is not None)


@fact
def pickled_models(repo: Repo) -> tuple[Artifact, ...]:
    """Return the models that are stored as pickles and belong to the product.

    One below a test folder counts when code outside of tests names it: it is then no sample for a test.
    """
    pickles = tuple(one for one in artifacts(repo) if one.pickled and one.model and one.role is not Role.DOCS)
    return tuple(one for one in pickles if one.role is not Role.TEST or _named_in_code(repo, one.path))


def _named_in_code(repo: Repo, path: str) -> bool:
    name = posix(path).name
    own = own_files(repo)
    return any(name in text.value for file in own for text in file.texts)


def _artifact(repo: Repo, path: str) -> Artifact | None:
    kind = role(repo, path)
    if kind.is_foreign:
        return None
    try:
        found = format_of(path, repo.head(path, HEAD))
    except Unreadable as error:
        promising = posix(path).suffix.lower() in STORED
        return Artifact(path, kind, None, elsewhere=str(error)) if promising else None
    if found is None:
        return None
    stored = repo.record(ARTIFACT, path)
    if isinstance(stored, Unread):
        return Artifact(path, kind, None, elsewhere=stored.reason)
    return Artifact(path, kind, stored.format, stored) if stored.format else None
