"""Which random calls of training does no seed reach, and is the seed kept with the run?"""

import re
from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, Sited, own_code, programs
from seatrial.facts.training.chance.seeds import SEEDS_PROCESS, Fixed, Seed, seeds, unseeded_splits
from seatrial.facts.training.origins.trackers import Kept
from seatrial.facts.training.origins.tracking import tracked_runs
from seatrial.facts.training.training import Training, training
from seatrial.facts.training.training_path import training_path
from seatrial.model import Evidence
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_RANDOM_STATE = frozenset({
    "RandomForestClassifier", "RandomForestRegressor", "ExtraTreesClassifier", "ExtraTreesRegressor",
    "GradientBoostingClassifier", "GradientBoostingRegressor", "HistGradientBoostingClassifier",
    "HistGradientBoostingRegressor", "AdaBoostClassifier", "AdaBoostRegressor", "BaggingClassifier",
    "BaggingRegressor", "DecisionTreeClassifier", "DecisionTreeRegressor", "MLPClassifier", "MLPRegressor",
    "SGDClassifier", "SGDRegressor", "KMeans", "MiniBatchKMeans", "GaussianMixture", "IsolationForest",
    "RandomizedSearchCV", "NMF", "LatentDirichletAllocation", "Perceptron", "PassiveAggressiveClassifier",
})  # fmt: skip
_SHUFFLES = frozenset(
    {"ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit", "MultilabelStratifiedShuffleSplit"}
)
_FOLDS = frozenset({"KFold", "StratifiedKFold", "StratifiedGroupKFold", "MultilabelStratifiedKFold"})
_SEEDS = frozenset({"random_state", "seed", "**"})
#: Libraries whose weights start at random numbers of the process, by parts of the name of what fits.
_FRAMEWORK = caseless(
    r"(^|\.)(backward|value_and_grad|GradientTape|manual_backward|apply_gradients)$|^(tensorflow|keras|tf)\.|"
    r"^(pytorch_lightning|lightning|pl)\."
)
#: What is the same at every run, or starts from a fixed number when none is given.
_STEADY = regex(
    r"(LinearRegression|LogisticRegression|Ridge\w*|Lasso\w*|ElasticNet\w*|GaussianNB|MultinomialNB|BernoulliNB|"
    r"KNeighbors\w+|SVR|SVC|LinearDiscriminantAnalysis|Prophet|ARIMA|SARIMAX|ExponentialSmoothing|OLS)\.fit$|"
    r"^(xgboost|lightgbm|catboost|xgb|lgb|prophet|statsmodels|ultralytics)\."
)
_NUMPY_ONLY = regex(r"^(numpy|np)\.random\.")
_PYTHON_ONLY = regex(r"^random\.")
_SEED_WORD = caseless(r"(^|_)(seed|random_state)$")
_ASIDE = regex(r"bench|infer|demo|predict")
_REPEATS = regex(r"reproducib|determinis|same_seed|fixed_seed|seeded")
_WRITES = frozenset({"dump", "dumps", "safe_dump", "write_text", "log_dict", "to_json"})


@fact
def open_randomness(repo: Repo) -> tuple[Seed, ...]:
    """Return the random calls on the way of training that neither a number of their own nor the process' seed holds.

    Tests are left out. A generator that is seeded somewhere among the files of the same training holds them, unless it
    is seeded further down in the same function.
    """
    found = (*unseeded_splits(repo), *_shuffles(repo), *_estimators(repo), *_networks(repo))
    kept = (item for item in found if item.site.path in training_path(repo) and not _held(repo, item))
    return tuple(sorted(dict.fromkeys(kept), key=lambda item: (item.site, item.call)))


def steady(trained: tuple[Training, ...]) -> bool:
    """Tell whether everything that is trained is the same at every run, or starts from a number fixed by default."""
    return bool(trained) and all(_STEADY.search(item.call) for item in trained)


def _calls(repo: Repo, names: frozenset[str]) -> Iterator[Sited]:
    for program in programs(repo):
        for call in program.file.calls if not program.is_test else ():
            if call.last in names and not any(key in _SEEDS for key, _ in call.keywords):
                yield Sited(call, program)


def _shuffles(repo: Repo) -> Iterator[Seed]:
    for found in _calls(repo, _SHUFFLES | _FOLDS):
        shuffle = found.call.keyword("shuffle")
        if found.call.last in _SHUFFLES or (shuffle is not None and shuffle.literal is True):
            yield _open(found, Fixed.SPLIT)


def _estimators(repo: Repo) -> Iterator[Seed]:
    for found in _calls(repo, _RANDOM_STATE):
        if found.call.name.startswith(("sklearn.", "imblearn.", "cuml.")):
            yield _open(found, Fixed.MODEL)


def _networks(repo: Repo) -> Iterator[Seed]:
    for item in training(repo):
        if _FRAMEWORK.search(item.call) and not _ASIDE.search(item.site.path.lower()):
            yield Seed(item.site, item.call, Fixed.PROCESS, trains=True, missing=True)


def _open(found: Sited, fixes: Fixed) -> Seed:
    return Seed(found.site, found.call.name or found.call.written, fixes, trains=True, missing=True)


def _held(repo: Repo, item: Seed) -> bool:
    return any(_reaches(repo, seed, item) for seed in seeds(repo) if _fits(seed, item))


def _fits(seed: Seed, item: Seed) -> bool:
    """Tell whether a seed of the process fixes the generator that a call draws from: numpy's, or the framework's."""
    if seed.fixes is not Fixed.PROCESS or not seed.trains or seed.call.rpartition(".")[2] not in SEEDS_PROCESS:
        return False
    if item.fixes is Fixed.PROCESS or item.call.startswith("torch."):
        return not _NUMPY_ONLY.match(seed.call) and not _PYTHON_ONLY.match(seed.call)
    return not seed.call.startswith(("torch.", "random.", "jax."))


def _reaches(repo: Repo, seed: Seed, item: Seed) -> bool:
    if seed.site.path == item.site.path:
        return seed.site.scope != item.site.scope or seed.site.line <= item.site.line
    return any({seed.site.path, item.site.path} <= files for files in _trainings(repo).values())


@fact
def _trainings(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return for each file on the way of training those that run with it: itself, and what it imports however far."""
    imported, on_path = imported_files(repo), training_path(repo)
    found = {}
    for start in on_path:
        seen, waiting = {start}, [start]
        while waiting:
            fresh = (imported.get(waiting.pop(), frozenset()) & on_path) - seen
            seen |= fresh
            waiting += fresh
        found[start] = frozenset(seen)
    return found


@fact
def kept_seeds(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a seed is kept with its run: among tracked parameters, with all settings, in a written file."""
    return tuple(sorted({*_tracked(repo), *_written(repo)}))


def _tracked(repo: Repo) -> Iterator[Evidence]:
    roots = {seed.source.partition(".")[0].partition("[")[0] for seed in seeds(repo) if "." in seed.source}
    calls = {(program.path, call.line): call for program in programs(repo) for call in program.file.calls}
    estimators = {seed.site.path for seed in seeds(repo) if seed.fixes is Fixed.MODEL}
    for kept in tracked_runs(repo):
        call = calls.get((kept.site.path, kept.site.line))
        if kept.trains and kept.site.counts and kept.kept in (Kept.PARAMETERS, Kept.BOTH) and call:
            whole = call.last == "autolog" and kept.site.path in estimators
            if whole or _names_seed(call) or _words(call) & (roots - {"self"}):
                yield Evidence(kept.place, f"the seed is kept with the run by {kept.tool}")


def _words(call: Call) -> set[str]:
    given = call.values
    return {word for value in given for word in re.findall(r"\w+", value.text)}


def _names_seed(call: Call) -> bool:
    for value in call.values:
        keys = [key for key, _ in value.keywords]
        if any(_SEED_WORD.search(key) for key in keys) or _SEED_WORD.search(str(value.literal or "")):
            return True
    return False


def _written(repo: Repo) -> Iterator[Evidence]:
    path = training_path(repo)
    yield from repo.each(_in_file, (one for one in own_code(repo) if one.path in path))


def _in_file(program: Program) -> Iterator[Evidence]:
    writing = {call.scope for call in program.file.calls if call.last in _WRITES}
    for key in dict_keys(program.file) if writing else ():
        if key.scope in writing and _SEED_WORD.search(key.name):
            yield Evidence(program.site(key.line).place, f"{key.name} is written down with the run")


@fact
def repeat_tests(repo: Repo) -> tuple[Evidence, ...]:
    """Return the tests that say they repeat a run with one seed and compare, and that assert something."""
    return tuple(
        Evidence(program.site(item.line).place, f"{item.name} compares runs with one seed")
        for program in programs(repo)
        if program.is_test
        for item in program.file.functions
        if _REPEATS.search(item.name.lower()) and item.asserts > item.trivial_asserts
    )
