"""From where does the code take data, as far as its own text says?"""

import re
from collections.abc import Iterator
from functools import lru_cache

from seatrial.facts import fact
from seatrial.facts.code.arguments import constant
from seatrial.facts.code.programs import InCode, Program, Site, programs
from seatrial.facts.product.standing_beside import stands_beside
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.models.endings import WEIGHTS, pattern_of
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

_READERS = regex(
    r"(?:pandas|polars|dask\.dataframe|modin\.pandas|cudf|geopandas|xarray|vaex|duckdb|ibis)\.(?:read_|scan_|open|from_csv)\w*|"
    r"datasets\.load_dataset|tensorflow_datasets\.load|tensorflow\.keras\.utils\.get_file|keras\.utils\.get_file|"
    r"numpy\.(?:loadtxt|genfromtxt)|urllib\.request\.urlretrieve|wget\.download|gdown\.download|pooch\.retrieve|"
    r"(?:.*\.)?(?:dataset_download|dataset_download_files|snapshot_download|download_and_extract_archive)|"
    r"(?:.*\.)?spark\.(?:table|sql|read\.\w+)|(?:.*\.)?read_gbq|kagglehub\.\w+|kaggle\.api\.\w+|"
    r"opendatasets\.download|roboflow\..*\.version|segments\..*\.get_release|picsellia\..*\.get_dataset\w*"
)
_BUILT_IN = regex(
    r"sklearn\.datasets\.(?:fetch|load)_\w+|torchvision\.datasets\.[A-Z]\w+|torchtext\.datasets\.\w+|"
    r"(?:tensorflow\.)?keras\.datasets\.\w+\.load_data|seaborn\.load_dataset"
)
_MADE = regex(
    r"sklearn\.datasets\.make_\w+|faker\.Faker|sdv\..+|ctgan\..+|gretel\w*\..+|ydata_synthetic\..+|mimesis\..+"
)
_ADDRESS = caseless(r"(?:https?|s3|gs|abfss?|wasbs?|hdfs|dbfs|ftp|az|oci)://|^jdbc:|^hf://")
_WEIGHTS = caseless(rf"\.(?:{pattern_of(WEIGHTS)}|pb|weights|params|torchscript|bin)(?:\.(?:gz|zip|xz|bz2|tar))?$")
#: Downloads of anything, which a function or a program called after models makes for a model.
_DOWNLOADS = frozenset({"urlretrieve", "download", "retrieve", "get_file"})
_FETCHES_MODEL = caseless(r"(?:^|[^a-z])(?:model|weight|checkpoint|ckpt)s?(?:[^a-z]|$)")
_ONLY_VALUES = regex(r"[{}/\\.:_-]*(?:\.\w{1,8})?")  #: ``{}/{}.csv``, of which nothing can be looked up
_PUBLIC_TABLE = regex(r"bigquery-public-data\.\w{1,80}\.\w{1,80}")
_TABLE = caseless(r"\b(?:from|join)\s+([\w.`\"]+\.[\w.`\"]+)")


@dataclass(frozen=True, slots=True)
class DataLoad(InCode):
    """A call that takes data from somewhere."""

    site: Site
    location: str  #: a path, an address, a table, or the name of a public data set; "" when a variable decides
    made: bool = False  #: the data is invented by the code

    @property
    def aside(self) -> bool:
        """Whether it stands, by its folder or file, in what tries or looks at the data, and makes nothing of it."""
        return stands_beside(self.site.path)

    @property
    def what(self) -> str:
        if self.made:
            return f"makes its data by {self.location}"
        named = _ONLY_VALUES.fullmatch(self.shown) is None
        return f"takes data from {self.shown[:100]}" if named else "takes data from a place that is set elsewhere"

    @property
    def shown(self) -> str:
        """The location without what may hold a credential."""
        return re.sub(r"//[^/@]*@", "//", self.location).partition("?")[0]

    @property
    def named(self) -> bool:
        """Whether it names a source that exists outside the machine: an address, a table or a public set."""
        return bool(self.location) and not self.made and not _is_file(self.location)

    @property
    def words(self) -> tuple[str, ...]:
        """The parts of the location by which a document may mention it, lower case."""
        parts = re.split(r"[/\\:?#\s{}]+", self.location.lower())[-2:]
        stems = [part.rpartition(".")[0] for part in parts[-1:]]
        return tuple(dict.fromkeys(part for part in (*parts, *stems) if len(part) > 3 and part not in _COMMON))


#: Keywords of readers that say what is read.
_NAMING = {"filepath_or_buffer", "path", "io", "url", "name", "source", "data_files", "repo_id", "sql", "query",
           "fname", "filename", "dataset", "table", "id"}  # fmt: skip
_EXTENSION = caseless(r"\.(?:csv|tsv|txt|parquet|jsonl?|xlsx?|feather|gz|zip|np[yz]|pkl|h5|arrow|xml|data)$")
#: Parts of locations that every project has.
_COMMON = {"data", "https", "http", "raw", "main", "master", "blob", "train", "test", "resolve", "datasets", "input"}


@fact
def data_loads(repo: Repo) -> tuple[DataLoad, ...]:
    """Return the calls of the owner's code and notebooks that take data, in the order of their places."""
    own = (program for program in programs(repo) if program.role is Role.OWN)
    found = {load for program in own for load in (*_calls(program), *_public_tables(program))}
    return tuple(sorted(found, key=lambda load: (load.site, load.location)))


def _calls(program: Program) -> Iterator[DataLoad]:
    return (load for call in program.file.calls for load in _loads(program, call))


def _public_tables(program: Program) -> Iterator[DataLoad]:
    """Find the tables that BigQuery offers to everybody, by the project that holds them."""
    for text in program.file.texts:
        if _PUBLIC_TABLE.fullmatch(text.value):
            yield DataLoad(program.site_of(text), text.value)


def _loads(program: Program, call: Call) -> Iterator[DataLoad]:
    kind = _kind(call.name)
    if kind is None:
        return
    site = program.site_of(call)
    if kind is _MADE:
        if not any(one.package == "locust" for one in program.file.imports):  # made-up callers are no data
            yield DataLoad(site, call.name, made=True)
    elif kind is _BUILT_IN:
        yield DataLoad(site, call.name.removesuffix(".load_data").rpartition(".")[2])
    elif not _is_model(program, call, location := _location(program, call)):
        yield DataLoad(site, location)


def _is_model(program: Program, call: Call, location: str) -> bool:
    """Tell weights from data: by the ending of their file, by the function around, and by the kind of repository."""
    name = program.path.rpartition("/")[2]
    # what PyTorch's hub asks for models by is called hubconf.py
    if call.last in _DOWNLOADS and (name == "hubconf.py" or _FETCHES_MODEL.search(f"{call.scope} {name}")):
        return True
    named = [str(value.literal or value.text) for _, value in call.keywords]
    variables = {value.name for _, value in call.keywords if value.name}
    named += [
        str(item.value.literal or item.value.text)
        for item in program.file.assignments
        if item.target in variables and item.scope == call.scope
    ]
    if any(_WEIGHTS.search(text.partition("?")[0].rstrip("\"'")) for text in (location, *named)):
        return True
    kind = call.keyword("repo_type")
    return call.last == "snapshot_download" and (kind is None or kind.literal in (None, "model"))


@lru_cache(maxsize=65_536)  # a large repository calls the same names again and again
def _kind(name: str) -> re.Pattern[str] | None:
    """Return the pattern of the data that a call of this name takes."""
    return next((pattern for pattern in (_MADE, _BUILT_IN, _READERS) if pattern.fullmatch(name)), None)


def _location(program: Program, call: Call) -> str:
    given = [*call.args[: 2 if call.last == "load_dataset" else 1]]
    given += [value for key, value in call.keywords if key in _NAMING]
    for value in (constant(program.file, call.scope, item) for item in given):
        text = value.template
        if len(re.sub(r"\{\}|\W", "", text)) >= 3:
            table = _TABLE.search(text)
            return table[1] if table else text[:200]
    return ""


def _is_file(location: str) -> bool:
    if _ADDRESS.search(location):
        return False
    in_folder = "/" in location and "." in location.rpartition("/")[2]
    return in_folder or "\\" in location or bool(_EXTENSION.search(location))
