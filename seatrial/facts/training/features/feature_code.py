"""Which code works out features for training, and which for predictions?"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.called_from import Reached, called_from
from seatrial.facts.code.code_index import by_scope, contents, function_at
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.serving import handlers, served
from seatrial.facts.training.features.table_makers import table_makers
from seatrial.facts.training.training import training, training_paths
from seatrial.facts.training.training_path import training_path
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Function
from seatrial.read.regex import caseless, regex
from seatrial.repo import Role

#: Names of functions that work out features, word by word.
_FEATURES = caseless(
    r"(^|_|(?<=(?-i:[a-z]))(?=(?-i:[A-Z])))(features?|preprocess\w*|prepare|transform|clean|encode\w*|normali[sz]\w*|"
    r"standardi[sz]\w*|scale|impute|engineer\w*|vectori[sz]\w*|one_?hot|dummies|augment|resample)(_|$|(?=[A-Z]))"
)
_ASIDE = regex(r"^_*(get|load|download|save|store|start|stop|delete|list|fetch|log|show|plot|register|analyze|is|has)_")
_DRAWS = caseless(r"plot|imshow|heatmap|visuali[sz]|chart")  #: for people to look at, and no model learns from it
#: Calls on tables and arrays, whatever they stand on.
_TABLES = frozenset({
    "fillna", "astype", "assign", "merge", "groupby", "apply", "map", "drop", "dropna", "to_datetime", "where", "clip",
    "log1p", "get_dummies", "cut", "qcut", "with_columns", "reshape", "stack", "concat", "transform", "mean", "std",
    "normalize", "rolling", "shift", "select_dtypes", "to_numeric", "reindex", "DataFrame",
})  # fmt: skip
_PIPELINES = regex(
    r"^(sklearn\.(pipeline\.(Pipeline|make_pipeline|FeatureUnion)|compose\.(ColumnTransformer|make_column_transformer))"
    r"|imblearn\.pipeline\.(Pipeline|make_pipeline)|pyspark\.ml\.Pipeline|skrub\.\w*[Pp]ipeline|sklearn_pandas\.\w+"
    r"|(tensorflow\.)?keras\.layers\.(Normalization|StringLookup|IntegerLookup|TextVectorization|Discretization|Hashing"
    r"|CategoryEncoding|Rescaling|Resizing)|tensorflow_transform\..*|sklearn2pmml\..*|feature_engine\.pipeline\..*)$"
)
_STORES = regex(
    r"^(feast|tecton|hopsworks|hsfs|featureform|feathr|databricks\.(feature_store|feature_engineering)|butterfree"
    r"|google\.cloud\.aiplatform\.(Featurestore|FeatureStore|FeatureView)\w*|sagemaker\.feature_store)\."
)
_TOKENIZERS = regex(r"(Tokenizer|Processor|FeatureExtractor)\w*\.from_pretrained$")
#: Calls that change values into features, by themselves.
_PREPARES = regex(
    r"^(sklearn\.(preprocessing|impute|feature_extraction|decomposition|feature_selection|compose)\.|category_encoders\.|pandas\."
    r"(get_dummies|factorize|cut|qcut)$|torchvision\.transforms\.|albumentations\.|audiomentations\.|feature_engine\.)"
)
_FITTED_HERE = ("fit_transform",)


class Means(StrEnum):
    """How features come to be the same on both sides."""

    PIPELINE = "a pipeline that is stored with the model"
    STORE = "a feature store"
    TOKENIZER = "the tokenizer of the model's own checkpoint"


@dataclass(frozen=True, slots=True)
class Step:
    """One call that prepares features, or that stands for the way in which they are kept the same."""

    place: Place
    call: Call
    means: Means | None = None  #: None for a call that only prepares

    @property
    def what(self) -> str:
        """What is called."""
        return f"{self.call.written}() is {self.means}" if self.means else f"{self.call.written}() prepares features"


@dataclass(frozen=True, slots=True)
class FeatureFunction:
    """One function that works out features."""

    path: str
    function: Function
    sure: bool = True  #: False when only the name of a method led there

    @property
    def place(self) -> Place:
        """Where it is defined."""
        return Place(self.path, self.function.line)

    @property
    def name(self) -> str:
        """Its name without the class."""
        return self.function.name.rpartition(".")[2]


@fact
def predicting(component: Component) -> tuple[Reached, ...]:
    """Return the functions that endpoints and jobs that predict, and do not train, get to."""
    trained = {(item.site.path, item.site.scope) for item in training(component.repo)}
    starts = [*handlers(served(component))]
    starts += [(job.entry.path, job.entry.name) for job in jobs_of(component) if not job.trains]
    found: dict[tuple[str, str], Reached] = {}
    for start in dict.fromkeys(starts):
        way = tuple(called_from(component.repo, [start], depth=6, widest=300))
        if not any(one.sure and (one.path, one.scope) in trained for one in way):
            for one in way:
                known = found.get((one.path, one.scope))
                found[one.path, one.scope] = known if known and known.sure else one
    return tuple(found[key] for key in sorted(found) if key[0] in component)


@fact
def learning(component: Component) -> frozenset[tuple[str, str]]:
    """Return file and name of the functions that code which trains gets to, and the classes whose methods these are."""
    repo, trains = component.repo, training_paths(component.repo)
    above = {path for path, targets in imported_files(repo).items() if targets & trains}
    files = [path for path in sorted(trains | above) if path.endswith(".py") and path in component]
    starts = [(path, name) for path in files for name in ("", *contents(repo, path).functions)]
    found = {(one.path, one.scope) for one in called_from(repo, starts, depth=4, widest=1500)}
    return frozenset(found | {(path, scope.rpartition(".")[0]) for path, scope in found if "." in scope})


@fact
def feature_functions(component: Component) -> Mapping[str, tuple[FeatureFunction, ...]]:
    """Return the functions that work out features, by "predicting" and by "training" and what leads to it."""
    repo, trains = component.repo, training_path(component.repo) | table_makers(component.repo)
    asked = []
    for one in predicting(component):
        function = function_at(repo, one.path, one.scope)
        if function and _is_feature(function, contents(repo, one.path).calls.get(one.scope, ())):
            asked.append(FeatureFunction(one.path, function, one.sure))
    learned = [
        FeatureFunction(program.path, function)
        for program in _programs(component)
        if program.path in trains
        for calls in [by_scope(program.file)]
        for function in program.file.functions
        if _is_feature(function, calls.get(function.name, ()))
    ]
    return {"predicting": tuple(asked), "training": tuple(learned)}


def _programs(component: Component) -> Iterator[Program]:
    own = (item for item in programs(component.repo) if item.role is Role.OWN)
    return (item for item in own if item.path in component)


def _is_feature(function: Function, calls: Sequence[Call]) -> bool:
    """Tell a function that makes features by its name and by what it calls on tables or arrays."""
    name = function.name.rpartition(".")[2]
    aside = name.startswith("test") or _ASIDE.search(name) or _DRAWS.search(function.name)
    if function.is_stub or function.statements < 2 or aside:
        return False
    works = any(call.last in _TABLES or _PREPARES.search(call.name) or call.name.startswith("numpy.") for call in calls)
    return works and bool(_FEATURES.search(name))


@fact
def training_steps(component: Component) -> tuple[Step, ...]:
    """Return the calls that prepare features, or keep them the same, in files that train, else in notebooks."""
    trains = training_path(component.repo)
    known = [item for item in _programs(component) if item.path in trains]
    scripts = [item for item in known if not item.notebook]
    files = [item.file for item in scripts or known]
    return tuple(step for file in files for call in file.calls if (step := _step(file.path, call)))


@fact
def predicting_steps(component: Component) -> tuple[Step, ...]:
    """Return the calls that prepare features, or keep them the same, on the way of a prediction."""
    calls = [
        (one.path, call)
        for one in predicting(component)
        if one.sure
        for call in contents(component.repo, one.path).calls.get(one.scope, ())
    ]
    return tuple(step for path, call in calls if (step := _step(path, call)))


def _step(path: str, call: Call) -> Step | None:
    place = Place(path, call.line, call.column)
    if _PIPELINES.search(call.name):
        return Step(place, call, Means.PIPELINE)
    if _STORES.search(call.name):
        return Step(place, call, Means.STORE)
    if _TOKENIZERS.search(call.name):
        return Step(place, call, Means.TOKENIZER)
    prepares = _PREPARES.search(call.name) or call.last in (*_FITTED_HERE, "get_dummies")
    return Step(place, call) if prepares else None
