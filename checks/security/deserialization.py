"""Can loading a file run somebody else's code?"""

from collections import Counter
from collections.abc import Sequence

from seatrial.api import Component, Effort, Grade, Graded, Severity, Stage, counted, security
from seatrial.facts.ci.hooks import guards
from seatrial.facts.code.folders import judges
from seatrial.facts.models.artifacts import Artifact, artifacts
from seatrial.facts.models.loaders import torch_without_weights_only
from seatrial.facts.models.model_loading import Load, loads, unsafe_loads
from seatrial.facts.models.own_formats import has_own_format, knows_pickles_alone, read_as_onnx
from seatrial.facts.models.whole_modules import reads_a_checkpoint_of_lightning, reads_a_whole_module
from seatrial.facts.product.parts import by_part
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.running import runs
from seatrial.facts.serving.near_answers import nearest
from seatrial.facts.serving.process.load_moments import load_moments

from .. import acts

LOADS = (
    "pickle, joblib, dill, torch.load without weights_only, numpy with allow_pickle, unsafe YAML, keras without safe "
    "mode, and the opcodes of every stored pickle"
)
_HELD_BESIDE = "where other code reads a format without code already"
_TAKES_CODE = "where torch.load is not told to refuse code"
_MODULE = "where torch.load reads a whole module, or a checkpoint with callbacks"
_TOO_OLD = "where the torch that is pinned cannot be told to refuse code"
_ROWS = "where a table or an array is loaded"
_SETTINGS = "where settings are loaded"
_KEPT_SO = "where the library of a model knows no format without code"
_BOOSTED = "where trees are loaded by a library that has a format of its own"
_OBJECTS = "where what is loaded is no model"
_IDLE = "where nothing loads what is stored, and it is no model"
_NOT_HERE = "where the content of what is stored is not in this copy"
_UNTIL_THEN = (
    "Until then compare a SHA-256 that is kept in the code with the file before {load:the loader} reads it.",
    "Let modelscan or picklescan fail CI on {artifact:stored models}.",
)
_SCANNERS = ("modelscan", "fickling", "picklescan", "modelaudit", "hayward")


def loads_or_stores(component: Component) -> bool:
    """Tell whether anything here is loaded, or stored to be loaded."""
    return bool(component.of(loads(component.repo)) or _stored(component))


@security.conduct(
    "SEC-02",
    question="Can loading a model or data file run code from an untrusted writer?",
    severity=Severity.BLOCKER,
    effort=Effort.MEDIUM,
    stage=Stage.POC,
    why="A pickle is a program: whoever can write the file decides what the loading process does.",
    act=acts.LOADED,
    act_when={_ROWS: "", _OBJECTS: "", _SETTINGS: "", _IDLE: ""},
    fix=(
        "Export the model to safetensors, ONNX or skops, and load that in {load:the loader}.",
        *_UNTIL_THEN,
    ),
    fix_when={
        _NOT_HERE: (
            "Fetch {content:what is stored}, as by `git lfs pull` or a whole clone, and audit again.",
            "Let whatever audits in CI check it out too, as by `lfs: true`.",
        ),
        _HELD_BESIDE: (
            "Read the same model in {load:the loader} as {beside:other code} does: from ONNX.",
            "Keep what stands around the model without pickle, too: numbers as JSON or npz, the rest by skops.",
            *_UNTIL_THEN,
        ),
        _TAKES_CODE: (
            "Give torch.load in {load:the loader} weights_only=True; store anew, as a state_dict, what that refuses.",
            "Require torch>=2.6, which it needs to hold.",
            *_UNTIL_THEN,
        ),
        _MODULE: (
            "Store a state_dict alone, load it into a module of the code, set weights_only=True in {load:the loader}.",
            "Require torch>=2.6, which it needs to hold.",
            *_UNTIL_THEN,
        ),
        _TOO_OLD: (
            "Raise torch: {pinned:this} knows no weights_only. Then set that to True in {load:the loader}{anew:.}",
            *_UNTIL_THEN,
        ),
        _ROWS: (
            "Keep what {load:the loader} reads in a format that holds no code: Parquet, CSV, or npz without objects.",
            "Let it refuse the rest: numpy.load without allow_pickle, and no read_pickle.",
        ),
        _OBJECTS: (
            "Keep what {load:the loader} reads in a format that holds no code: JSON, Parquet, or npz without objects.",
            "Where it has to stay a pickle, keep an HMAC or a SHA-256 beside it, and refuse what does not match.",
        ),
        _BOOSTED: (
            "Store it by save_model of its own library, as JSON or text, and load that in {load:the loader}.",
            *_UNTIL_THEN,
        ),
        _KEPT_SO: (
            "Compare a SHA-256 that is kept in the code with the file before {load:the loader} reads it.",
            "Let modelscan or picklescan fail CI on {artifact:stored models}.",
        ),
        _IDLE: (
            "Take {artifact:what is stored} out of git and name it in .gitignore: nothing here loads it.",
            "Where somebody is to read it, keep it in a format that holds no code: JSON, Parquet or CSV.",
        ),
        _SETTINGS: (
            "Read it with yaml.safe_load in {load:the loader}: settings need no objects.",
            "Let bandit or ruff (S506) fail CI on any other loader.",
        ),
    },
    references=(
        "CWE-502", "ML06", "ML10", "LLM03", "AML.T0010.003", "AML.T0011.000", "AML.M0011", "AML.M0014", "AIA 15",
    ),
    raised_by=("finance", "healthcare"),
    when=loads_or_stores,
    when_not="nothing is loaded that could run code, and no model is stored",
)  # fmt: skip
def safe_model_deserialization(component: Component) -> Graded:
    unsafe = component.of(unsafe_loads(component.repo))
    own = by_part(component.repo, (load for load in unsafe if not load.site.role.beside))
    often = Counter(map(_how_stored, own))  # message and steps speak of the first, so that most is meant by them
    asked = {one.place.spot for one in load_moments(component)}

    def rank(load: Load) -> tuple[bool, bool, int, bool]:
        how = _how_stored(load)
        return how == _SETTINGS, load.place.spot not in asked, -often[how], judges(load.site.path)

    own = sorted(own, key=rank)
    stored = component.of(artifacts(component.repo))
    pickles = [artifact for artifact in stored if artifact.runs_code and not artifact.role.beside]
    strange = [load for load in own if _from_a_stranger(component, load)]
    found: list[Artifact | Load] = [*(one for one in stored if one.dangerous and not one.is_test), *strange]
    weak: list[Artifact | Load] = [load for load in own if not load.checked and load not in strange]
    weak += [artifact for artifact in pickles if artifact not in found]
    doubtful = [artifact for artifact in pickles if artifact.doubts]
    if doubtful and not found:
        graded = Graded.unknown(_doubted(doubtful), weak, looked_for=LOADS)
    else:
        proved = bool(own) and all(load.checked for load in own)  # what they read is then proved as well
        graded = Graded.conduct(
            found=found,
            weak=() if proved else weak,
            aside=[*(one for one in unsafe if one not in own), *(one for one in stored if one.dangerous)],
            guards=guards(component.repo, *_SCANNERS),
            looked_for=LOADS,
        )
    return _advised(component, graded, own, strange, stored)


def _advised(
    component: Component, graded: Graded, own: list[Load], strange: list[Load], stored: Sequence[Artifact]
) -> Graded:
    """Name the load and the file that are meant, and choose the steps that fit how the file is stored."""
    pickles = [artifact for artifact in stored if artifact.runs_code and not artifact.role.beside]
    doubtful = [artifact for artifact in pickles if artifact.doubts]
    load = next(iter([*strange, *(one for one in own if not one.checked), *own]), None)
    compared = load is not None and (load.checked or load.checked_when_fetched or load.compared_elsewhere)
    more = 1 if load is not None and _how_stored(load) == _TAKES_CODE else 0
    done = [number + more for number, is_done in ((2, compared), (3, not stored)) if is_done]
    if graded.grade is None and all(artifact.elsewhere for artifact in doubtful):
        if all(artifact.is_pointer for artifact in doubtful):  # no more is known of a file that is not here at all
            graded = graded.surely(Grade.PRESENT)
        return graded.naming(content=doubtful[0]).in_case(_NOT_HERE)
    named = graded.naming(load=load, artifact=next(iter(pickles), None)).having_done(*done)
    if load is not None and _how_stored(load) == _TAKES_CODE:
        return _refusing_code(component, named, load, done)
    if load is None and pickles and not any(one.model or one.dangerous for one in stored):
        return named.in_case(_IDLE)
    case = _how_stored(load) if load is not None else ""
    if case or load is None:
        return named.in_case(case)
    if has_own_format(component.repo, load.site.path):
        return named.in_case(_BOOSTED)
    if beside := nearest(component, read_as_onnx(component)):
        here = [1] if beside[0].site.path == load.site.path else []  # the model is read so: a pickle stands around it
        return named.naming(beside=beside[0]).in_case(_HELD_BESIDE).having_done(*here, *(number + 1 for number in done))
    if knows_pickles_alone(component.repo, load.site.path):
        return named.in_case(_KEPT_SO).having_done(*(number - 1 for number in done))
    return named


def _refusing_code(component: Component, named: Graded, load: Load, done: list[int]) -> Graded:
    """Choose how torch is told to refuse code: by another torch, or once weights are stored alone."""
    repo = component.repo
    more_than_tensors = reads_a_whole_module(repo, load) or reads_a_checkpoint_of_lightning(repo, load)
    if old := torch_without_weights_only(repo):
        anew = ", once what it reads is a state_dict alone." if more_than_tensors else None
        told = named.naming(pinned=f"torch {old}", anew=anew).in_case(_TOO_OLD)
        return told.having_done(*(number - 1 for number in done))
    return named.in_case(_MODULE if more_than_tensors else _TAKES_CODE)


def _doubted(artifacts: Sequence[Artifact]) -> str:
    """Say of the first file why it proves nothing, and of how many others the same holds."""
    first = artifacts[0]
    others = f"; and {counted(len(artifacts) - 1, 'more file')} that could not be judged" if len(artifacts) > 1 else ""
    return f"{first.path}: {first.doubts[0]}{others}"


def _how_stored(load: Load) -> str:
    """Say which steps fit what is loaded: a model, tensors that torch can refuse code in, a table, or settings."""
    if "weights_only" in load.danger:
        return _TAKES_CODE
    if load.call.startswith(("yaml.", "ruamel.")):
        return _SETTINGS
    if load.call.startswith(("numpy.", "pandas.")):
        return _ROWS
    return _OBJECTS if load.of_data else ""


def _stored(component: Component) -> tuple[Artifact, ...]:
    """Return what is stored here to be loaded; samples of tests are not."""
    return tuple(one for one in component.of(artifacts(component.repo)) if not one.is_test)


def _from_a_stranger(component: Component, load: Load) -> bool:
    """Tell whether live code loads what a request, the network or a hub hands it, unchecked.

    What people start by hand, to convert a file that they chose, opens no door to strangers; a handler of requests
    does, whoever starts its application.
    """
    if not load.origin or load.checked:
        return False
    known = reach(component.repo)
    return known.is_live(load.site.path, load.site.scope) or (load.asked and runs(component, load.site))
