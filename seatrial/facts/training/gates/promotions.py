"""Where are models registered, promoted or deployed, and where is a verdict on one read before?"""

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, Sited, outside_tests
from seatrial.facts.training.gates.metric_comparisons import is_verdict
from seatrial.facts.training.origins.model_registry import Act, registrations
from seatrial.read.code.python_record import Call, Comparison, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Words in the names of calls that move a model on.
PROMOTES = regex(r"promot|regist|transition|alias|deploy|publish|release|champion|rollout|push_to|bless|approve")

_LOADS = regex(r"(?:^|\.)(?:joblib|c?[pP]ickle|cloudpickle|dill|torch)\.load$|(?:^|[._])load_model$")
_KEEPS = regex(r"(?:^|\.)(?:joblib|c?[pP]ickle|cloudpickle|dill)\.dump$|\btorch\.save$|[._]save_(?:model|pretrained)$")
_COPIES = regex(r"^shutil\.(?:copy\w*|move)$|^os\.(?:replace|rename)$")
_SERVED = caseless(r"model|champion|best|prod|serv")
_ERROR = regex(r"(?:Error|Exception)$")
_NAME = regex(r"[A-Za-z_][\w.]*")


@fact
def promotion_scopes(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the scopes, as path and qualified name, in which a model is registered, promoted or deployed."""
    acts = {(item.site.path, item.site.scope) for item in registrations(repo) if item.act is not Act.RESOLVE}
    named = {
        (program.path, call.scope)
        for program in outside_tests(repo)
        for call in program.file.calls
        if PROMOTES.search(call.last.lower()) and "model" in (call.name or call.written).lower()
    }
    return frozenset(acts | named)


@fact
def storing_scopes(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the functions that store a model for the runs to come: another one of their file loads it."""
    own = outside_tests(repo)
    loading = [one for one in own if any(_LOADS.search(call.name or call.written) for call in one.file.calls)]
    return frozenset(
        (one.path, call.scope) for one in loading for call in one.file.calls if call.scope and _stores_model(call)
    )


def keeps_one_of_the_stored(program: Program, item: Comparison) -> bool:
    """Tell whether a function loads models that are stored, judges them, and stores the one that passed for use.

    A training that keeps its best epoch loads none before.
    """
    here = [call for call in program.file.calls if call.scope == item.scope]
    loaded = any(_LOADS.search(call.name or call.written) and call.line < item.line for call in here)
    kept = [call for call in here if call.line > item.line and _stores_model(call)]
    leads = [lead.removeprefix("else ") for lead in item.leads_to]
    decided = "return" in leads or any(call.written in leads or call.name in leads for call in kept)
    return loaded and bool(kept) and decided


def _stores_model(call: Call) -> bool:
    name = call.name or call.written
    about = _COPIES.search(name) and any(_SERVED.search(f"{value.text} {value.literal!r}") for value in call.values)
    return bool(_KEEPS.search(name) or about)


def is_asked_for_elsewhere(program: Program, item: Comparison) -> bool:
    """Tell whether a verdict is kept by its name, and another function of the program decides by that name."""
    here = (made.target for made in program.file.assignments if (made.line, made.scope) == (item.line, item.scope))
    names = {target for target in here if is_verdict(target)}
    return any(text.value in names and text.scope not in ("", item.scope) for text in program.file.texts)


def decides_on_promotion(repo: Repo, program: Program, item: Comparison) -> bool:
    """Tell whether a verdict that is handed on in an object is read where models are promoted, in whatever file."""
    verdicts = _verdicts(program, item)
    if not verdicts:
        return False
    names = frozenset(verdict.rpartition(".")[2] for verdict in verdicts)
    promoting = promotion_scopes(repo)
    steps = {scope.rpartition(".")[2] for _, scope in promoting if scope}
    others = [*outside_tests(repo)]
    return any(
        _reads(other, names, promoting, steps) or _refuses(other, names, item.scope) or _is_handed(other, verdicts)
        for other in others
    )


def hands_to_promotion(repo: Repo, asked: Sited) -> bool:
    """Tell whether the answer of a judge is handed to a function that promotes: ``apply_gate(client, decision)``."""
    answer = asked.call.target
    steps = {scope.rpartition(".")[2] for _, scope in promotion_scopes(repo) if scope}
    beside = (call for call in asked.program.file.calls if answer and call.scope == asked.call.scope)
    return any(call.last in steps and answer in _given(call) for call in beside)


def _given(call: Call) -> set[str]:
    """Return the names that a call is given, the owners of their fields too: ``gate`` of ``gate.promote``."""
    values = call.values
    return {name for value in values for name in (value.text, value.text.partition(".")[0])}


def _reads(other: Program, names: frozenset[str], promoting: frozenset[tuple[str, str]], steps: set[str]) -> bool:
    """Tell whether a scope that promotes, or that decides on a step that does, mentions a verdict."""
    ends = tuple(f".{name}" for name in names)
    readers = {found.scope for found in other.file.mentions if any(name.endswith(ends) for name in found.names)}
    acting = any(call.last in steps and call.scope in readers and _decided(call) for call in other.file.calls)
    return acting or any((other.path, scope) in promoting for scope in readers)


def _refuses(other: Program, names: frozenset[str], judge: str) -> bool:
    """Tell whether a function looks a verdict up by its name and raises in a branch: ``if not v["passed"]: raise``."""
    asking = {text.scope for text in other.file.texts if text.value in names and text.scope not in ("", judge)}
    return any(call.scope in asking and _ERROR.search(call.last) and _decided(call) for call in other.file.calls)


def _is_handed(other: Program, verdicts: frozenset[str]) -> bool:
    """Tell whether the object that carries a verdict is a parameter of a function that promotes in a branch only."""
    carriers = {root for root, dot, _ in (verdict.partition(".") for verdict in verdicts) if dot and root != "self"}
    takes = {item.name for item in other.file.functions if carriers & {one.name for one in item.parameters}}
    return any(call.scope in takes and PROMOTES.search(call.last.lower()) and _decided(call)
               for call in other.file.calls)  # fmt: skip


def _verdicts(program: Program, item: Comparison) -> frozenset[str]:
    """Return the names, by their sound verdicts, that the outcome of a comparison is given to, first or in the end.

    It may be handed on by a keyword that is named for it, or be one of several that a last verdict joins.
    """
    here = [made for made in program.file.assignments if made.scope == item.scope]
    given = {made.target for made in here if made.line == item.line}
    kept = {target for target in given if is_verdict(target)}
    kept |= {key for call in program.file.calls if call.scope == item.scope
             for key, value in call.keywords if is_verdict(key) and given & _words(value)}  # fmt: skip
    joined = {made.target for made in here if kept & _words(made.value) and PROMOTES.search(made.target.lower())}
    return frozenset(kept | joined)


def _words(value: Value) -> set[str]:
    """Return the names that a value is made of."""
    return set(_NAME.findall(f"{value.text} {value.name}")).union(*map(_words, value.items))


def _decided(call: Call) -> bool:
    """Tell whether a call stands in a branch."""
    return "if" in call.inside or "else" in call.inside
