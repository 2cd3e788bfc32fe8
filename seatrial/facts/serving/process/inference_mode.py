"""In which mode, and on which runtime, does the code run its models?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code import python_file
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.ml_libraries import NETS
from seatrial.facts.code.programs import Site, called
from seatrial.facts.inference.inference import InferenceCall, Runs, inference_calls
from seatrial.facts.inference.model_loads import is_instance_call
from seatrial.facts.product.parts import Part, part_of
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.near_answers import answering_functions
from seatrial.facts.serving.serving import served
from seatrial.facts.training.training import training_paths
from seatrial.facts.web.endpoints import Door
from seatrial.model import Evidence, as_evidence
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex
from seatrial.repo import Role, role

#: Runtimes made for answering, and calls that make a net smaller or compile it.
_RUNTIMES = frozenset({
    "onnxruntime", "openvino", "tensorrt", "tflite_runtime", "ctranslate2", "vllm", "sglang", "llama_cpp", "ggml",
    "faster_whisper", "optimum", "bitsandbytes", "auto_gptq", "awq", "treelite", "hummingbird",
    "lmdeploy",    "coremltools", "torch_tensorrt", "deepsparse", "mlc_llm",
})  # fmt: skip
_FASTER = (
    "torch.compile", "torch.jit.script", "torch.jit.trace", "torch.jit.load", "torch.quantization.quantize_dynamic",
    "torch.ao.quantization.quantize_dynamic", "torch.jit.optimize_for_inference", "tensorflow.lite.Interpreter",
    "tf.lite.Interpreter",
)  # fmt: skip
_SMALLER = {"torch_dtype", "dtype", "load_in_8bit", "load_in_4bit", "quantization_config"}
_HALVES = ("float16", "bfloat16", "auto", "fp16")
_NO_GRADIENTS = {"no_grad", "inference_mode"}
_NET = caseless(r"model|net\b|pipe|unet|encoder|decoder|bert|llm")
#: Calls of the net itself; a method with a name of its own is some library's, which sees to the mode.
_BARE = {"forward", "__call__"}
#: Methods in which a net puts its own parts together, and calls that only draw: of a distribution, and of no model.
_OF_LAYERS = frozenset({"forward", "call", "_forward", "forward_features"})
_DRAWS = regex(r"(?:\bdistributions\.\w+|(?:^|[._])dist)\.r?sample$")
#: Ready-made pipelines put their nets into the mode for answering themselves.
_MODAL = ("transformers.pipeline", "sentence_transformers.", "diffusers.", "ultralytics.", "whisper.", "spacy.")
#: Bases of classes that are nets, or layers of one; the models of servers, as KServe has them, only hold a net.
_OF_NETS = regex(
    r"(?:^|\.)(?:Module|LightningModule|Layer|PreTrainedModel|Sequential)$|(?:^|\bkeras\.)(?:models\.)?Model$"
)


class Mode(StrEnum):
    """What a net must be told before it answers."""

    EVAL = "eval()"
    NO_GRAD = "no_grad() or inference_mode()"


@fact
def net_calls(component: Component) -> tuple[InferenceCall, ...]:
    """Return the calls of the component that run a net in its own process, on code that something starts.

    Where a deployment runs models, only the nets that it runs are: others are tried beside it.
    """
    repo = component.repo
    own = (call for call in component.of(inference_calls(repo)) if call.runs is Runs.MODEL)
    run = [
        (part_of(repo, call.path, call.scope), call)
        for call in own
        if role(repo, call.path) is Role.OWN and runs(component, Site(call.path, call.place.line, call.scope))
    ]
    live = any(part <= Part.OFFERED for part, _ in run)
    kept = ((part, call) for part, call in run if not live or part <= Part.OFFERED)
    nets = [(part, call) for part, call in kept if _imports(component, call.path) & NETS]
    return tuple(call for _, call in sorted(nets, key=lambda pair: (pair[0], *_standing(component, pair[1]))))


def _standing(component: Component, call: InferenceCall) -> tuple[bool, bool, bool]:
    """Order calls of nets: those that answer, then those that predict, then steps of a training, layers at last."""
    answers = (call.path, call.scope) in answering_functions(component)
    return not answers, is_inside_a_net(component, call), call.path in training_paths(component.repo)


def is_inside_a_net(component: Component, call: InferenceCall) -> bool:
    """Tell a step of a net itself, by its method or the base of its class, or a draw of numbers, from a call of one."""
    outer, _, name = call.scope.rpartition(".")
    owner = contents(component.repo, call.path).classes.get(outer)
    layer = name in _OF_LAYERS or bool(owner and any(map(_OF_NETS.search, owner.bases)))
    return layer or bool(_DRAWS.search(call.call.name))


def _imports(component: Component, path: str) -> frozenset[str]:
    file = python_file(component.repo, path)
    return file.packages if file else frozenset()


@fact
def fast_runtimes(component: Component) -> tuple[Evidence, ...]:
    """Return where a runtime for answering is used, a net is compiled, or its numbers are made smaller."""
    engines = (door for door in served(component) if door.endpoint.door is Door.ENGINE)
    return (*map(as_evidence, engines), *_by_import(component), *_by_call(component))


def _by_import(component: Component) -> Iterator[Evidence]:
    for call in net_calls(component):
        if used := _imports(component, call.path) & _RUNTIMES:
            own = call.call.name.partition(".")[0]
            by = own if own in used else " or ".join(sorted(used)[:3])
            yield Evidence(call.place, f"{call.what}, by {by}", call.confidence)


def _by_call(component: Component) -> Iterator[Evidence]:
    repo = component.repo
    words = {name.rpartition(".")[2] for name in _FASTER} | {"half", "from_pretrained", "pipeline", "bfloat16"}
    for found in called(repo, *sorted(words)):
        if found.program.path not in component or not found.site.counts or not runs(component, found.site):
            continue
        how = _faster(found.call)
        if how and not _trains(component, found.program.path, found.call.scope):
            yield Evidence(found.site.place, how)


def _faster(call: Call) -> str:
    if call.name in _FASTER or (call.last in {"half", "bfloat16"} and _of_net(call) and _NET.search(call.written)):
        return f"makes the net faster: {call.written[:60]}()"
    for key, value in call.keywords:
        if key in _SMALLER and (value.literal is True or value.name.endswith(_HALVES) or value.kind == "call"):
            return f"loads the net with {key}={value.text or str(value.literal)}"
    return ""


def _trains(component: Component, path: str, scope: str) -> bool:
    """Tell whether a function also goes backward: numbers that are made smaller for training answer nobody."""
    calls = contents(component.repo, path).calls.get(scope, ())
    return any(call.last in {"backward", "train", "fit"} for call in calls)


@fact
def modes(component: Component) -> tuple[tuple[Mode, Evidence], ...]:
    """Return where nets of the component are put into the mode for answering, and gradients are left out."""
    return tuple(_modes(component))


def _modes(component: Component) -> Iterator[tuple[Mode, Evidence]]:
    repo = component.repo
    for found in called(repo, "eval", *sorted(_NO_GRADIENTS)):
        call = found.call
        if found.program.path in component and found.site.counts and (call.last != "eval" or _of_net(call)):
            mode = Mode.EVAL if call.last == "eval" else Mode.NO_GRAD
            yield mode, Evidence(found.site.place, f"calls {call.written}()")
    for path in sorted({call.path for call in net_calls(component)}):
        for function in contents(repo, path).functions.values():
            for decorator in function.decorators:
                if decorator.last in _NO_GRADIENTS:
                    yield Mode.NO_GRAD, Evidence(Site(path, decorator.line).place, f"@{decorator.written}")
    for net in net_calls(component):
        file = python_file(repo, net.path)
        bare = file is not None and (net.call.last in _BARE or is_instance_call(file, net.call))
        if net.call.name.startswith(_MODAL) or not bare or "torch" not in _imports(component, net.path):
            what = f"{net.what}, whose library sets the mode for answering"
            yield from ((mode, Evidence(net.place, what)) for mode in Mode)


def _of_net(call: Call) -> bool:
    """Tell ``model.eval()`` from the eval of a text or of a table."""
    return "." in call.written and not call.args and not call.keywords
