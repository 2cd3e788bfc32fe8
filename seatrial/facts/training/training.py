"""Where are models trained?"""

import re
from collections.abc import Iterable, Iterator

from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.code.programs import Program, Site, Sited, called, programs
from seatrial.facts.training.clustering import is_used_up
from seatrial.facts.training.training_calls import (
    CONSTRUCTORS,
    FUNCTIONS,
    LIBRARIES,
    METHODS,
    STEPS,
    is_model,
    is_preparation,
    is_trainer,
)
from seatrial.model import Confidence, Liveness, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class Training:
    """One call that fits a model."""

    site: Site
    call: str  #: dotted name, as resolved
    confidence: Confidence = Confidence.VERIFIED

    @property
    def place(self) -> Place:
        """Where the call stands."""
        return self.site.place

    @property
    def what(self) -> str:
        """Which call fits the model, in one sentence."""
        return f"trains a model by {self.call}"

    @property
    def liveness(self) -> Liveness | None:
        """What the code around the call is for."""
        return self.site.liveness


@fact
def training(repo: Repo) -> tuple[Training, ...]:
    """Return the calls that fit a model, tests apart, in the order of their places."""
    found = (*_fits(repo), *_functions(repo), *_loops(repo), *_written_by_hand(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda item: item.site))


@fact
def training_paths(repo: Repo) -> frozenset[str]:
    """Return the files and notebooks that hold a call which fits a model."""
    return frozenset(item.site.path for item in training(repo))


def foremost(trained: Iterable[Training]) -> Training | None:
    """Return the call to name to its owner: in production code, in a file that is called after training."""
    counted = [item for item in trained if item.site.counts]
    return min(counted, key=lambda item: ("train" not in item.site.path.lower(), item.site), default=None)


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
        if is_used_up(found):
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
    return bool(given) and is_model(found.call.written.rpartition(".")[0])


def _functions(repo: Repo) -> Iterator[Training]:
    """Find ``lightgbm.train(...)``, trainers that start when they are made, and the training steps of a pipeline."""
    for found in called(repo, *{name.rpartition(".")[2] for name in FUNCTIONS}):
        if found.call.name in FUNCTIONS:
            yield _seen(found)
    for found in called(repo, *CONSTRUCTORS, *STEPS):
        package = STEPS.get(found.call.last, "")
        if found.call.name.startswith(package) if package else is_ml(found.call.name):
            yield _seen(found)
    for found in called(repo, "function"):
        if found.call.name == "theano.function" and found.call.keyword("updates"):
            yield _seen(found)


def _loops(repo: Repo) -> Iterator[Training]:
    """Find hand-written loops: a gradient and a step of an optimiser in one program."""
    for program in programs(repo):
        if program.tested:
            continue
        gradient = next((call for call in program.file.calls if _takes_a_gradient(call)), None)
        learns = any(map(_updates_weights, program.file.calls)) and not _optimises_an_input(program)
        if gradient and learns and _imports_ml(program):
            yield _seen(Sited(gradient, program))


def _written_by_hand(repo: Repo) -> Iterator[Training]:
    """Find a call of the program's own ``fit`` or ``train``, in a program that writes a model's file."""
    for found in called(repo, "fit", "train", "fit_model", "train_model"):
        own = any(function.name == found.call.name for function in found.program.file.functions)
        if own and any(call.name in _WRITERS for call in found.program.file.calls):
            yield _seen(found, Confidence.LIKELY)


_WRITERS = frozenset({
    "onnx.save", "onnx.save_model", "joblib.dump", "pickle.dump", "cloudpickle.dump", "dill.dump", "numpy.savez",
    "numpy.savez_compressed", "safetensors.numpy.save_file", "safetensors.torch.save_file", "skops.io.dump",
})  # fmt: skip
_GRADIENTS = frozenset({"backward", "value_and_grad", "GradientTape", "manual_backward", "compute_gradients"})
_UPDATES = frozenset({"zero_grad", "apply_gradients", "minimize", "apply_updates", "clip_grad_norm_"})
_OPTIMISER = regex(r"optim|\bopt\b|scaler|engine", re.IGNORECASE)


def _imports_ml(program: Program) -> bool:
    return any(is_ml(item.module) for item in program.file.imports)


def _takes_a_gradient(call: Call) -> bool:
    """Tell whether a call works out a gradient; the optimisers of graphs do that when they minimise a loss."""
    return call.last in _GRADIENTS or (call.last == "minimize" and call.name.startswith("tensorflow."))


def _updates_weights(call: Call) -> bool:
    """Tell a step of an optimiser from that of a sampler or scheduler, which only use a gradient."""
    owner = call.written.rpartition(".")[0]
    return call.last in _UPDATES or (call.last == "step" and bool(_OPTIMISER.search(owner)))


def _optimises_an_input(program: Program) -> bool:
    """Tell whether all optimisers are given tensors by name, as guidance and attacks do, and no parameters."""
    made = [call for call in program.file.calls if call.name.startswith("torch.optim.") and call.last[:1].isupper()]
    given = [call.argument(0, "params") for call in made]
    return bool(given) and all(
        value is not None and value.kind == "list" and not any("param" in item.text for item in value.items)
        for value in given
    )


def _seen(found: Sited, confidence: Confidence = Confidence.VERIFIED) -> Training:
    return Training(found.site, found.call.name or found.call.written, confidence)
