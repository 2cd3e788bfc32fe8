"""Of which models, data sets and frameworks does a repository consist, and what does it say of them?

Nothing here is judged. It is kept with the result, so that an inventory can be written of a stored result too.
"""

from seatrial.model.evidence import Place
from seatrial.model.record import dataclass


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One stored model."""

    path: str
    format: str = ""  #: as its first bytes tell; "" when the content is not here
    sha256: str = ""  #: of the content; of a git-lfs pointer, the digest that it names; "" when it was not read
    md5: str = ""  #: as DVC keeps it
    elsewhere: str = ""  #: why the content is not here
    example: bool = False  #: it explains the product, and is no part of it
    runs_code: bool = False  #: loading it runs code that it names or holds
    inputs: tuple[str, ...] = ()  #: ``name: float32[?, 5]``
    outputs: tuple[str, ...] = ()
    opset: int = 0
    metadata: tuple[tuple[str, str], ...] = ()  #: what the file says of its origin
    needs: tuple[str, ...] = ()  #: files that it reads besides, as written
    family: str = ""  #: "bert", as the configuration beside it says
    architecture: str = ""  #: "BertForSequenceClassification", as the configuration beside it says


@dataclass(frozen=True, slots=True)
class ModelReference:
    """A model that comes from a hub, or is asked from a provider, when the code runs."""

    name: str
    revision: str = ""  #: as written; "" when whatever is newest comes
    fixed: bool = False  #: the next one is the same
    hosted: bool = False  #: a provider runs it; otherwise it is fetched from a hub
    remote_code: bool = False  #: code that comes with it is run
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure that the repository states about a model."""

    name: str
    value: str  #: as written
    data: str = ""  #: on which data set, split included
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What one document says about a model."""

    place: Place
    title: str
    of: tuple[str, ...] = ()  #: paths of the stored models that it describes; () when it does not tell which
    task: str = ""
    library: str = ""
    licences: tuple[str, ...] = ()
    upstream: tuple[str, ...] = ()  #: models that it derives from
    datasets: tuple[str, ...] = ()
    metrics: tuple[Metric, ...] = ()
    statements: tuple[tuple[str, str], ...] = ()  #: a question ("intended use") and what it answers


@dataclass(frozen=True, slots=True)
class DataSource:
    """A data set that the code takes, or that DVC keeps."""

    name: str  #: an address without credentials, a path, a table, a name on a hub
    revision: str = ""  #: as written
    md5: str = ""  #: as DVC keeps it
    made: bool = False  #: the code makes it up
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """A library of machine learning that the repository declares."""

    name: str  #: of the distribution
    version: str = ""  #: the one that is locked or pinned; "" when several are allowed
    asked: str = ""  #: what the manifest allows
    needed: bool = True  #: to run; otherwise for development or an extra
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Models:
    """All of it, each part by name or path."""

    files: tuple[ModelFile, ...] = ()
    references: tuple[ModelReference, ...] = ()
    cards: tuple[ModelCard, ...] = ()
    data: tuple[DataSource, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    metrics: tuple[tuple[str, Metric], ...] = ()  #: of files of figures; the model's path first, "" when not told
    left_out: int = 0  #: parts beyond what is listed
