"""Where are models trained?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.code_index import defined
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.code.programs import InCode, Site, Sited, called, outside_tests, programs
from seatrial.facts.training.clustering import is_step_of_a_computation
from seatrial.facts.training.training_calls import (
    CONSTRUCTORS,
    FUNCTIONS,
    LIBRARIES,
    LOOPS,
    METHODS,
    REQUESTS,
    RUNNERS,
    STEPS,
    is_model,
    is_preparation,
    is_trainer,
)
from seatrial.facts.training.training_loops import own_descents, training_loops
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Class
from seatrial.read.regex import regex
from seatrial.repo import Repo, role

#: A method of a model that is chosen by a condition, of whichever version of its library.
_EITHER = regex(r"([\w.]+)\.(?:fit|fit_generator) if .+ else ([\w.]+)\.(?:fit|fit_generator)")
_HANDED_MODEL = regex(r"(?:self\.)?(?:\w+_)?(?:model|net|network)")
_HANDED_OPTIMISER = regex(r"(?:self\.)?(?:\w+_)?optimi[sz]ers?")
#: Functions that make something up where no model is given, so that a service starts: ``_initialize_stub_model``.
_STANDS_IN = regex(r"(?:^|[_.])(?:stub|dummy|mock|fake|placeholder)(?:_\w*)?(?:model|classifier|pipeline|predictor)")


#: Calls that show a text to people.
_SAID = frozenset({"print", "echo", "info", "debug", "warning", "error", "markdown", "write", "code", "help"})
#: A statement by which a database fits a model: of BigQuery and Redshift, PostgresML, MADlib, Snowflake.
STATED = regex(
    r"(?im)^[ \t]*create\s+(?:or\s+replace\s+)?model\s+(?:if\s+not\s+exists\s+)?[`\"\w.{}$-]{1,160}\s+"
    r"(?:transform|options|from|using|predict|target)\b"
    r"|^[ \t]*select\s+(?:\*\s+from\s+)?(?:pgml\.train\w*|madlib\.\w+_train)\("
    r"|^[ \t]*create\s+(?:or\s+replace\s+)?snowflake\.ml\.\w+"
)


@dataclass(frozen=True, slots=True)
class Training(InCode):
    """One call that fits a model."""

    site: Site
    call: str  #: dotted name, as resolved
    confidence: Confidence = Confidence.VERIFIED

    @property
    def what(self) -> str:
        return f"trains a model by {self.call}"


@fact
def training(repo: Repo) -> tuple[Training, ...]:
    """Return the calls that fit a model, tests and what stands in for a model apart, in the order of their places."""
    found = [*_fits(repo), *_functions(repo), *_requested(repo), *map(_seen, training_loops(repo))]
    found += (*_written_by_hand(repo), *_chosen(repo), *_stated(repo))
    found += _descending(repo, {item.site.path for item in found})
    kept = (item for item in dict.fromkeys(found) if not _STANDS_IN.search(item.site.scope))
    return tuple(sorted(kept, key=lambda item: item.site))


@fact
def training_paths(repo: Repo) -> frozenset[str]:
    """Return the files and notebooks that hold a call which fits a model."""
    return frozenset(item.site.path for item in training(repo))


def trains(repo: Repo) -> bool:
    """Tell whether anything in the repository trains a model, in examples and notebooks too."""
    return bool(training(repo))


def _fits(repo: Repo) -> Iterator[Training]:
    """Find ``model.fit(...)``, ``Trainer(...).train()`` and their like."""
    for found in called(repo, *METHODS):
        owner = found.call.name.rpartition(".")[0]
        # what a call on the way is given says nothing: make_pipeline(StandardScaler(), Ridge()) is a model
        head, chained, _ = found.call.written.partition("(")
        if is_preparation(owner) or is_preparation(head if chained else head.rpartition(".")[0]):
            continue
        if is_step_of_a_computation(found) or _prepares(repo, found):
            continue
        if found.call.last in {"train", "learn"}:
            known = is_trainer(owner) or found.call.keyword("total_timesteps") is not None
        else:
            known = is_ml(owner) or owner.partition(".")[0] in LIBRARIES
        if known:
            yield _seen(found)
        elif found.call.last not in {"train", "learn"} and _looks_like_a_fit(found):
            yield _seen(found, Confidence.LIKELY)


def _looks_like_a_fit(found: Sited) -> bool:
    """Tell whether an object of unknown origin, named like a model, is given data to fit."""
    given = found.call.args or found.call.keywords
    owner = found.call.written.rpartition(".")[0] or found.call.name.rpartition(".")[0].rpartition(".")[2]
    return bool(given) and is_model(owner)


def _chosen(repo: Repo) -> Iterator[Training]:
    """Find ``fit = model.fit_generator if old else model.fit``, as Keras once asked for, and then ``fit(...)``."""
    for program in outside_tests(repo):
        for item in program.file.assignments:
            either = _EITHER.fullmatch(item.value.text) if item.value.kind == "operation" else None
            if either is None or not (is_model(either[1]) and is_model(either[2])):
                continue
            for call in program.file.calls:
                if (call.written, call.scope) == (item.target, item.scope):
                    yield Training(program.site_of(call), f"{either[2]}.fit", Confidence.LIKELY)


def _functions(repo: Repo) -> Iterator[Training]:
    """Find ``lightgbm.train(...)``, trainers that start when they are made, and the training steps of a pipeline."""
    for found in called(repo, *{name.rpartition(".")[2] for name in FUNCTIONS}):
        if found.call.name in FUNCTIONS:
            yield _seen(found)
    for found in called(repo, *CONSTRUCTORS, *STEPS):
        packages = STEPS.get(found.call.last, ())
        if found.call.name.startswith(packages) if packages else is_ml(found.call.name):
            yield _seen(found)
    for found in (*called(repo, *RUNNERS), *_loops_of_others(repo)):
        given = [name for name, _ in found.call.keywords]
        given += [value.text for value in found.call.args if found.call.last in LOOPS]
        both = any(map(_HANDED_MODEL.fullmatch, given)) and any(map(_HANDED_OPTIMISER.fullmatch, given))
        if both and any(is_ml(item.module) for item in found.program.file.imports):
            yield _seen(found)
    for found in called(repo, "function"):
        if found.call.name == "theano.function" and found.call.keyword("updates"):
            yield _seen(found)


def _loops_of_others(repo: Repo) -> Iterator[Sited]:
    """Yield the calls of functions called like a loop over the data that is none of the owner's."""
    for found in called(repo, *LOOPS):
        here = any(function.name == found.call.last for function in found.program.file.functions)
        own = defined(repo, found.program.path, found.call.name)
        if "." not in found.call.written and not here and (own is None or role(repo, own.file.path).is_foreign):
            yield found


def _requested(repo: Repo) -> Iterator[Training]:
    """Find ``client.create_training_job(...)``: a cloud is asked for the run, and does it."""
    for found in called(repo, *REQUESTS):
        if "." in found.call.written and found.program.file.packages & {"boto3", "aioboto3", "aiobotocore"}:
            yield _seen(found)


def _stated(repo: Repo) -> Iterator[Training]:
    """Find a statement in a string by which a database fits a model: ``CREATE MODEL``, ``pgml.train(``."""
    for program in programs(repo):
        for text in program.file.texts if not program.is_test else ():
            if STATED.search(text.value) and text.into.rpartition(".")[2] not in _SAID:
                yield Training(program.site(text.line, text.scope), "a statement of SQL", Confidence.LIKELY)


def _written_by_hand(repo: Repo) -> Iterator[Training]:
    """Find a call of the program's own ``fit`` or ``train``, in a program that writes a model's file."""
    for found in called(repo, "fit", "train", "fit_model", "train_model"):
        own = any(function.name == found.call.name for function in found.program.file.functions)
        if own and not _prepares(repo, found) and any(call.name in _WRITERS for call in found.program.file.calls):
            yield _seen(found, Confidence.LIKELY)


def _descending(repo: Repo, known: set[str]) -> Iterator[Training]:
    """Yield own loops of a descent, in programs that train by nothing else."""
    for program in programs(repo):
        if program.path not in known:
            for function in own_descents(program):
                yield Training(program.site(function.line, function.name), function.name)


def _prepares(repo: Repo, found: Sited) -> bool:
    """Tell a call inside of a class that transforms and predicts nothing, or of its object: it prepares as encoders do.

    A class that stands on one of another kind may predict by that.
    """
    around = (item for item in found.program.file.classes if found.call.scope.startswith(f"{item.name}."))
    if any(map(_only_transforms, around)):
        return True
    owner = found.call.name.rpartition(".")[0]
    here = next((item for item in found.program.file.classes if item.name == owner), None)
    known = None if here else defined(repo, found.program.path, owner)
    cls = known.cls if known else here
    return cls is not None and _only_transforms(cls) and all(map(_OF_STEPS.search, cls.bases))


def _only_transforms(cls: Class) -> bool:
    return "transform" in cls.methods and not _PREDICTS & set(cls.methods)


#: What a class stands on that is a step of a pipeline, and no model of its own library.
_OF_STEPS = regex(r"(?:^|\.)(?:BaseEstimator|\w*Transformer\w*|\w*FeatureMixin|ABC|object)$")
_PREDICTS = frozenset({"predict", "predict_proba", "forecast", "score_samples", "decision_function"})
_WRITERS = frozenset({
    "onnx.save", "onnx.save_model", "joblib.dump", "pickle.dump", "cloudpickle.dump", "dill.dump", "numpy.savez",
    "numpy.savez_compressed", "safetensors.numpy.save_file", "safetensors.torch.save_file", "skops.io.dump",
})  # fmt: skip


def _seen(found: Sited, confidence: Confidence = Confidence.VERIFIED) -> Training:
    return Training(found.site, found.call.name or found.call.written, confidence)
