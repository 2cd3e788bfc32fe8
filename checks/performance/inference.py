"""Does the model answer in the mode and on the runtime that suit it, and are requests answered together?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, performance
from seatrial.facts.documents.capacity import compared_variants
from seatrial.facts.inference.inference import InferenceCall
from seatrial.facts.serving.load.batching import batching, caching, measured_gains, row_loops, small_batches, vectorised
from seatrial.facts.serving.process.inference_mode import Mode, fast_runtimes, is_inside_a_net, modes, net_calls
from seatrial.facts.serving.service_files import answers_at
from seatrial.facts.testing.benchmarks import benchmarks_in_ci

from .. import acts

BATCHES_LOOKED_FOR = (
    "dynamic batching of Triton, BentoML, TorchServe, Ray Serve, LitServe and MLServer, engines that do so themselves, "
    "caches around inference, jobs that predict whole tables, and figures of what it gains"
)
_PLAIN = "the net runs in its mode for answering, and neither a runtime made for that nor smaller numbers were tried"
MODE_LOOKED_FOR = (
    "eval() and no_grad() or inference_mode() where torch answers, ONNX Runtime, OpenVINO, TensorRT, TFLite, "
    "CTranslate2, vLLM, llama.cpp, torch.compile, half precision and quantisation, and a comparison of variants"
)


@performance.practice(
    "PRF-06",
    question="Are requests batched or results cached where it pays?",
    severity=Severity.LOW,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="A model that is asked for one row at a time uses a small part of the machine that is paid for.",
    act=acts.QUICK,
    fix=(
        "Hand many rows to the model in one call in {app:the code that predicts}.",
        "Let the model server put requests together (size and delay), and write down what that gains.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Hand many rows to the model in one call in {app:the code that predicts}.",
            "Time a run before and after on the same rows, and write down what that gains.",
        ),
        Archetype.LLM_APP: (
            "Keep answers and embeddings that are asked for again, and hand many texts to the embedding in one call.",
            "Count how many are answered from what was kept, and write down what that gains.",
        ),
    },
    missing="nothing puts requests together or keeps answers",
    references=("MG 2.1", "MS 2.12"),
    raised_by=("finance", "retail"),
)
def batching_and_caching(component: Component) -> Graded:
    together = [*batching(component), *caching(component), *vectorised(component)]
    rows = row_loops(component)
    gains = component.of(measured_gains(component.repo))
    graded = Graded.best(
        (Grade.IN_USE, [*gains[:3], *together[:4]] if together and gains else ()),
        (Grade.SUBSTANTIVE, together[:6]),
        (Grade.PRESENT, small_batches(component)[:4]),
        looked_for=BATCHES_LOOKED_FOR,
        message=rows[0].what if rows and not together else "",
    )
    asked = next(iter(rows), None) or _whole_net(component)
    return graded.naming(app=asked or answers_at(component))


@performance.practice(
    "PRF-07",
    question="Is the model executed in inference mode on a suitable runtime?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="A net that still drops out answers differently each time; one that keeps gradients is slow and large.",
    act=acts.QUICK,
    fix=(
        "Call eval() after the net is loaded, and run it under torch.inference_mode() in {app:the code that predicts}.",
        "Compare ONNX Runtime, half precision or int8 with it: latency, and the difference in quality.",
    ),
    missing="the net is never put into the mode for answering",
    references=("MS 2.12", "MTS-Infra5"),
    raised_by=("finance", "retail"),
    when=net_calls,
    when_not="no net is run in a process of its own: trees, linear models and remote models have no such mode",
)
def inference_optimised(component: Component) -> Graded:
    calls = net_calls(component)
    by_mode = dict(reversed(modes(component)))
    fast = fast_runtimes(component)
    compared = component.of(compared_variants(component.repo))
    whole = [by_mode[Mode.EVAL], by_mode[Mode.NO_GRAD]] if len(by_mode) == len(Mode) else []
    in_ci = component.of(benchmarks_in_ci(component.repo))
    return (
        Graded.best(
            (Grade.IN_USE, [*compared[:2], *in_ci[:2], *fast[:3]] if fast and compared and in_ci else ()),
            (Grade.SUBSTANTIVE, [*fast[:5], *(compared[:2] if whole else ())]),
            (Grade.PRESENT, whole),
            looked_for=MODE_LOOKED_FOR,
            message="" if fast else _untold(by_mode, calls[0].what) if not whole else _PLAIN,
        )
        .naming(app=_whole_net(component))
        .having_done_if(whole)
    )


def _whole_net(component: Component) -> InferenceCall | None:
    """Return the call of a net to name; none is where only nets call their own parts."""
    return next((call for call in net_calls(component) if not is_inside_a_net(component, call)), None)


def _untold(by_mode: dict[Mode, Evidence], what: str) -> str:
    return f"{what}, and nothing calls " + " or ".join(mode.value for mode in Mode if mode not in by_mode)
