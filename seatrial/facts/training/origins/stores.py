"""Which calls keep the model that a component's own training makes?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.product.parts import rank_of
from seatrial.facts.training.main_training import equal_trainings, main_training
from seatrial.facts.training.training_program import programs_above
from seatrial.model import Evidence
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex

#: Calls that keep whatever they are handed: of them only those count that are handed no other object.
_ANYTHING = frozenset(
    {"joblib.dump", "pickle.dump", "pickle.dumps", "cloudpickle.dump", "cloudpickle.dumps", "dill.dump", "dill.dumps",
     "skops.io.dump", "torch.save"}
)  # fmt: skip
_MEASURES = frozenset({"len", "getsizeof"})  #: of which only the size of what they are handed is asked
_MODELS = frozenset({"save_model", "save_pretrained", "save_weights", "save_checkpoint", "log_model", "push_to_hub"})
_OWN_SAVE = caseless(
    r"(?:^|[._])(?:\w*model|net|network|pipeline|estimator|classifier|regressor|clf|trainer|booster)\.save$"
)
_CHECKPOINTS = regex(r"(?:^|\.)ModelCheckpoint$")
#: Objects beside the model, which are kept in the same way.
_BESIDE = caseless(
    r"scaler|encoder|vectori[sz]er|preprocess|imputer|tokeni[sz]er|^\w*transformers?$|calibrator|features?_?(?:names|columns|list)|columns"
    r"|metrics|report|history|label|mapping|indices|config|params|results?|data(?:set|frame)?\b|^[xy]_|\bdf\b|vocab|optimi[sz]er|tensors?\b"
)
#: What holds a model together with what is told of it.
_HOLDS = caseless(r"^(?:\w+_)?model_(?:data|info|dict|bundle|package|payload|artifacts?)$")


@fact
def model_stores(component: Component) -> tuple[Evidence, ...]:
    """Return the calls that keep the model of the main training: in its file, its program, else where it is started.

    A script that fits models of its own beside it keeps another one. Of several trainings of one rank the file that
    leads to each of them, and keeps what they make, speaks for all.
    """
    trained = main_training(component)
    if trained is None:
        return ()
    own = [one for one in programs(component.repo) if one.path in component.own and not one.is_test]
    if shared := _of_all(component, own):
        return shared
    for path in (trained.site.path, programs_above(component).get(trained)):
        if found := [item for one in own if one.path == path for item in _stores(one)]:
            return tuple(found)
    led_to, path = files_led_to(component.repo), trained.site.path
    near = {one.path for one in own if path in led_to.get(one.path, ())} | led_to.get(path, frozenset())
    beside = (one for one in own if one.path in near and one.site(1).counts)
    started = sorted(beside, key=lambda one: rank_of(component.repo, one.path))
    return tuple(item for one in started for item in _stores(one))


def _of_all(component: Component, own: list[Program]) -> tuple[Evidence, ...]:
    """Return the calls of the first file that leads to all trainings of one rank, where these stand in several."""
    paths = {one.site.path for one in equal_trainings(component)}
    led_to = files_led_to(component.repo) if len(paths) > 1 else {}
    above = [one for one in own if one.site(1).counts and paths <= led_to.get(one.path, frozenset())]
    found = (tuple(_stores(one)) for one in sorted(above, key=lambda one: rank_of(component.repo, one.path)))
    return next(filter(None, found), ()) if led_to else ()


def _stores(program: Program) -> Iterator[Evidence]:
    calls = program.file.calls
    measured = {call.line for call in calls if call.last in _MEASURES and any(it.name in _ANYTHING for it in call.args)}
    keep = (call for call in calls if _keeps_model(call) and call.line not in measured)
    lines = {call.line: f"{call.last} keeps the model" for call in keep}
    for text in program.file.texts:
        if _CHECKPOINTS.search(text.value):
            lines.setdefault(text.line, "ModelCheckpoint keeps the model")
    for line in sorted(lines):
        yield Evidence(program.site(line).place, lines[line])


def _keeps_model(call: Call) -> bool:
    if call.name in _ANYTHING:
        handed = next(iter(call.args), None)
        named = (handed.name or str(handed.literal or handed.text)) if handed else ""
        return handed is not None and bool(_HOLDS.search(named) or not _BESIDE.search(named))
    return call.last in _MODELS or bool(_OWN_SAVE.search(call.written) or _CHECKPOINTS.search(call.last))
