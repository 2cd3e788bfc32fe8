"""Is the randomness of splitting, starting and sampling fixed where models are trained?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import InCode, Program, Site, Sited, called, programs
from seatrial.facts.training.training import training_paths
from seatrial.facts.training.training_calls import FUNCTIONS, METHODS
from seatrial.facts.training.training_path import training_path
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo


class Fixed(StrEnum):
    """What a seed fixes."""

    PROCESS = "the random generators of the process"
    SPLIT = "the split of the data"
    MODEL = "the model's own randomness"


@dataclass(frozen=True, slots=True)
class Seed(InCode):
    """One place where randomness is fixed, or could have been and is not."""

    site: Site
    call: str  #: dotted name of the call, or the key of a configuration
    fixes: Fixed
    trains: bool  #: stands in code that takes part in training or splits the data for it
    configured: bool = False  #: the number comes from a variable or a parameter, and not from the line itself
    missing: bool = False  #: the call could be seeded, and is not
    source: str = ""  #: where a configured number comes from, as written: ``cfg.seed``

    @property
    def what(self) -> str:
        return f"{'leaves open' if self.missing else 'fixes'} {self.fixes} by {self.call}"


#: Calls that seed a generator: last name -> parts of which one stands in the dotted name; () for any.
_GENERATORS: dict[str, tuple[str, ...]] = {
    "seed": ("random", "numpy", "np", "paddle", "mxnet"), "default_rng": ("numpy", "random"),
    "RandomState": ("numpy", "random"), "manual_seed": (), "manual_seed_all": (), "seed_everything": (),
    "set_seed": (), "set_random_seed": (), "set_seeds": (), "seed_all": (), "init_seeds": (), "fix_seed": (),
    "set_determinism": (), "set_global_seed": (), "set_all_seeds": (), "PRNGKey": ("jax",), "key": ("jax",),
    "Random": ("random",), "enable_full_determinism": (),
}  # fmt: skip
#: Those that seed all that the process draws, and make no generator of their own.
SEEDS_PROCESS = _GENERATORS.keys() - {"default_rng", "RandomState", "PRNGKey", "key", "Random"}
_KEYWORDS = frozenset({
    "random_state", "seed", "random_seed", "rng_seed", "global_seed", "split_seed", "data_seed",
})  # fmt: skip
#: The convention of scikit-learn: a function that makes a generator of a seed, of none, and of a generator.
_TAKES_ANY = "check_random_state"
_SPLITS = caseless(r"(split|KFold|shuffle|\bsample|resample|permutation|Fold$|SMOTE|Sampler|stratified)")
_DRAWS = frozenset({"shuffle", "permutation", "sample", "choice", "choices"})
_UNSEEDED = ("train_test_split", "random_split", "randomSplit")
#: Calls of which the second argument is the seed, as people write it: ``df.randomSplit([0.8, 0.2], 24)``.
_SEEDED_SECOND = "randomSplit"
#: What makes one mapping of all fields of an object.
_LISTS_FIELDS = frozenset({"dict", "model_dump", "asdict", "to_dict", "vars", "to_container", "_asdict", "get_params"})
_ASIDE = regex(r"(plot|figure|visuali[sz]|bench|demo|sampl(e|ing)\b|txt2|img2|generate)")
_ANSWERS = regex(r"infer|predict|serve")


@fact
def seeds(repo: Repo) -> tuple[Seed, ...]:
    """Return the places that fix randomness, tests apart; ``random_state=None`` fixes nothing."""
    found = (*_generators(repo), *_arguments(repo), *_seconds(repo), *_settings(repo), *_fields(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.site, item.call)))


@fact
def unseeded_splits(repo: Repo) -> tuple[Seed, ...]:
    """Return the random splits of data that nobody seeds, tests apart."""
    return tuple(
        Seed(found.site, found.call.name or found.call.written, Fixed.SPLIT, trains=True, missing=True)
        for found in called(repo, *_UNSEEDED)
        if not any(key in {*_KEYWORDS, "generator", "**"} for key, _ in found.call.keywords)
        and not (found.call.last == _SEEDED_SECOND and len(found.call.args) > 1)
        and not any(key == "shuffle" and value.literal is False for key, value in found.call.keywords)
    )


def training_seeds(repo: Repo) -> tuple[Seed, ...]:
    """Return the seeds that hold for training: those for plots, inference and benchmarks alone are left out."""
    return tuple(seed for seed in seeds(repo) if seed.trains)


def _generators(repo: Repo) -> Iterator[Seed]:
    for found in called(repo, *_GENERATORS):
        if found.call.scope.endswith(_TAKES_ANY):
            continue
        telling = _GENERATORS[found.call.last]
        parts = (found.call.name or found.call.written).split(".")
        value = found.call.argument(0, "seed")
        own = any(item.name.rpartition(".")[2] == found.call.last for item in found.program.file.functions)
        if (not telling or set(parts[:-1]) & set(telling)) and (_is_fixed(found, value) or (own and value is None)):
            yield _seen(repo, found, _held_by(repo, found.program), value)


def _held_by(repo: Repo, program: Program) -> Fixed:
    """Return what the seed of a process holds: the split, where a program apart from the training parts the data."""
    drawn = (call.scope.lower() for call in program.file.calls if call.last in _DRAWS)
    apart = program.path not in training_path(repo) and any("split" in scope for scope in drawn)
    return Fixed.SPLIT if apart else Fixed.PROCESS


def _arguments(repo: Repo) -> Iterator[Seed]:
    """Find ``random_state=42`` on splits and estimators, and ``seed=`` on calls of learning libraries."""
    for program in programs(repo):
        for call in program.file.calls if not program.is_test else ():
            for key, value in call.keywords:
                if key not in _KEYWORDS or call.last in _GENERATORS:
                    continue
                found, name = Sited(call, program), call.name or call.written
                if _is_fixed(found, value) and (key == "random_state" or _SPLITS.search(name) or is_ml(name)):
                    yield _seen(repo, found, Fixed.SPLIT if _SPLITS.search(name) else Fixed.MODEL, value)


def _seconds(repo: Repo) -> Iterator[Seed]:
    """Find the seed of a split that has no name, ``df.randomSplit([0.8, 0.2], 24)``."""
    for found in called(repo, _SEEDED_SECOND):
        value = found.call.args[1] if len(found.call.args) > 1 else None
        if not found.program.is_test and _is_fixed(found, value):
            yield _seen(repo, found, Fixed.SPLIT, value)


def _settings(repo: Repo) -> Iterator[Seed]:
    """Find ``{"seed": 42}`` among the parameters of a model."""
    for program in programs(repo):
        for item in program.file.assignments if not program.is_test else ():
            values = item.value.keywords if item.value.kind == "dict" else ()
            if any(key in _KEYWORDS and isinstance(value.literal, int) for key, value in values):
                site = program.site_of(item)
                yield Seed(site, f"the setting in {item.target}", Fixed.MODEL, _takes_part(repo, program, item.scope))


def _fields(repo: Repo) -> Iterator[Seed]:
    """Find ``seed: int = 42`` of a configuration class, where a program that trains hands that or all of it on."""
    asking = [x for x in programs(repo) if x.path in training_path(repo) and _hands_on(x)]
    known = {path for one in asking for path in (one.path, *imported_files(repo).get(one.path, ()))}
    for program in programs(repo):
        for item in program.file.classes if program.path in known and not program.is_test else ():
            for field in item.attributes:
                if field.name in _KEYWORDS and field.value and isinstance(field.value.literal, int):
                    site = program.site(field.line, item.name)
                    yield Seed(site, f"{item.name}.{field.name}", Fixed.MODEL, trains=True, configured=True)


def _hands_on(program: Program) -> bool:
    """Tell whether a key of a program's parameters names a seed, or what trains is given all of some settings.

    That is ``{"seed": self.random_seed}``, ``lgb.train(settings.dict(), data)`` and ``Regressor(**asdict(settings))``.
    """
    if any(text.value in _KEYWORDS and text.scope and not text.into for text in program.file.texts):
        return True
    held = {(item.target, item.scope) for item in program.file.assignments if _lists_fields(item.value)}
    return any(
        _lists_fields(value) or (value.text, call.scope) in held for call in _learners(program) for value in call.values
    )


def _learners(program: Program) -> Iterator[Call]:
    """Yield the calls of a program that make or fit something of a library that learns."""
    for call in program.file.calls:
        fits = call.last in METHODS or call.name in FUNCTIONS or call.last[:1].isupper()
        if fits and is_ml(call.name):
            yield call


def _lists_fields(value: Value) -> bool:
    """Tell ``settings.dict()``, ``vars(settings)`` and their like."""
    by_call = value.kind == "call" and value.name.rpartition(".")[2] in _LISTS_FIELDS
    return by_call or value.text.endswith(".__dict__")


def _is_fixed(found: Sited, value: Value | None) -> bool:
    """Tell whether a seed is a number or comes from somewhere; None is not, nor a parameter that is None by default."""
    if value is None or (value.kind == "literal" and not isinstance(value.literal, int)):
        return False
    default = _default(found, value)
    if default is not None and default.kind == "literal" and default.literal is None:
        return False
    return not (value.kind == "call" and value.name in {"time.time", "int", "random.randint", "numpy.random.randint"})


def _default(found: Sited, value: Value) -> Value | None:
    """Return the default of the parameter that a seed is taken from, by its function or by the object it is kept in."""
    held, scope = value.text.removeprefix("self."), found.call.scope
    if held != value.text:
        scope = f"{scope.rpartition('.')[0]}.__init__"
    elif value.kind != "name":
        return None
    function = next((item for item in found.program.file.functions if item.name == scope), None)
    return next((item.default for item in (function.parameters if function else ()) if item.name == held), None)


def _seen(repo: Repo, found: Sited, fixes: Fixed, value: Value | None) -> Seed:
    trains = fixes is Fixed.SPLIT or _takes_part(repo, found.program, found.call.scope)
    configured = value is not None and value.kind != "literal"
    source = value.text if value is not None and configured else ""
    return Seed(found.site, found.call.name or found.call.written, fixes, trains, configured, source=source)


def _takes_part(repo: Repo, program: Program, scope: str) -> bool:
    """Tell whether code takes part in training, and is not a side of it that only draws, infers or measures.

    A folder that is called after predictions holds the training of its model too: there the file's own name decides.
    """
    if program.path not in training_path(repo):
        return False
    own = posix(program.path).stem if program.path in training_paths(repo) else program.path
    return not _ASIDE.search(f"{program.path} {scope}".lower()) and not _ANSWERS.search(f"{own} {scope}".lower())
