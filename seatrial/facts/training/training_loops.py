"""Which programs train by a loop of their own: a gradient, and a step of an optimiser?"""

from collections.abc import Iterator

from seatrial.facts.code.ml_libraries import is_ml
from seatrial.facts.code.modules import modules
from seatrial.facts.code.programs import Program, Sited, programs
from seatrial.facts.code.python_files import python_file
from seatrial.read.code.python_record import Call, Function, Import, Value
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_GRADIENTS = frozenset({"backward", "value_and_grad", "GradientTape", "manual_backward", "compute_gradients"})
_UPDATES = frozenset({"zero_grad", "apply_gradients", "minimize", "apply_updates", "clip_grad_norm_"})
_OPTIMISER = caseless(r"optim|\bopt\b|scaler|engine")
_MINIMISER = caseless(r"(?:^|[._])optimi[sz]er$")
_TRAINS = caseless(r"(?:^|_)(?:train|fit)(?:_|$)")
_RATE = caseless(r"(?:self\.)?_?(?:learning_?rate|lr|step_?size|eta)")
_SLOPE = caseless(r"grad|slope|error|delta")
_GRAPHS = frozenset({"tensorflow", "paddle"})  #: libraries whose optimisers take the gradient of a graph themselves


def training_loops(repo: Repo) -> Iterator[Sited]:
    """Yield the first gradient of each program that takes a step of an optimiser too, tests apart."""
    for program in programs(repo):
        if program.is_test or not any(map(_updates_weights, program.file.calls)):
            continue
        imported = _imported(repo, program)
        graph = any(item.package in _GRAPHS for item in imported)
        gradient = next((call for call in program.file.calls if _takes_a_gradient(call, graph=graph)), None)
        known = any(is_ml(item.module) for item in imported) or _unmistakable(program)
        if gradient and known and not _optimises_an_input(program):
            yield Sited(gradient, program)


def own_descents(program: Program) -> Iterator[Function]:
    """Yield the functions called fit or train that change weights by a rate of learning: no library is needed."""
    for function in program.file.functions if not program.is_test else ():
        if _TRAINS.search(function.name.rpartition(".")[2]):
            own = (item.value for item in program.file.assignments if item.scope == function.name)
            if any(_is_a_step(value) for value in own):
                yield function


def _is_a_step(value: Value) -> bool:
    """Tell ``weights[f] -= learning_rate * gradient`` and ``w = w - lr * g``: what is changed, a rate and a slope."""
    names = [one.text or one.name for one in _leaves(value)]
    return value.kind == "operation" and any(map(_RATE.fullmatch, names)) and any(map(_SLOPE.search, names))


def _leaves(value: Value) -> Iterator[Value]:
    yield value
    for one in value.items if value.kind in {"operation", "call", "item"} else ():
        yield from _leaves(one)


def _unmistakable(program: Program) -> bool:
    """Tell a loop of PyTorch by all of its three calls: it is handed model and optimiser, and imports no library."""
    taken = {call.last for call in program.file.calls if call.last == "backward" or _updates_weights(call)}
    return {"backward", "zero_grad", "step"} <= taken


def _imported(repo: Repo, program: Program) -> tuple[Import, ...]:
    """Return what a program imports, with what it gets by a star from a file of the repository's own."""
    stars = (modules(repo).find(item.module, program.path) for item in program.file.imports if item.name == "*")
    files = (python_file(repo, module.path) for module in stars if module is not None)
    return (*program.file.imports, *(item for file in files if file is not None for item in file.imports))


def _takes_a_gradient(call: Call, *, graph: bool) -> bool:
    """Tell whether a call works out a gradient; the optimisers of graphs do that when they minimise a loss."""
    if call.last == "minimize":
        owner = call.written.rpartition(".")[0]
        return call.name.startswith("tensorflow.") or (graph and bool(_MINIMISER.search(owner)))
    return call.last in _GRADIENTS


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
