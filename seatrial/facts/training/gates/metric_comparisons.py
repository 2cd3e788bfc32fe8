"""Which comparisons judge how good a model is, and what do they lead to?"""

from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import replace

from seatrial.facts.code.programs import Program
from seatrial.facts.training.gates.metric_words import OF_A_MODEL
from seatrial.facts.training.gates.tabled_metrics import by_table, handed_comparisons, is_refused, loops_over_tables
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Comparison, Literal, Value
from seatrial.read.regex import caseless, regex

_METRIC = caseless(
    rf"(?<![a-z])(?:(?:{OF_A_MODEL}|m?ap)(?:[_-]?score)?|scores?|metrics?|performance|pass_rate|win_rate|faithfulness|relevancy"
    r"|toxicity|gini|ks|(?:val|test|eval)_loss|loss(?:es)?\[[\"']?(?:val\w*|test|eval)[\"']?\])(?![a-z])"
)
#: Words of a function whose comparisons are about metrics, even where the compared names do not say so.
_ABOUT = regex(
    r"metrics?(?![a-z])|accuracy|rmse|model_(quality|performance|validation)|(?:validate|check)_model(?![a-z])|quality_gate|performance_gate|validate_promotion|"
    r"promotion_(gate|check|criteria)"
)
_THRESHOLD = caseless(
    r"thr(esh)?(old)?s?(?![a-z])|min(imum)?_|max(imum)?_|_min(?![a-z])|_max(?![a-z])|(?<![a-z])(minimum|maximum|floor|"
    r"required|targets?|limits?|tolerances?|gate|criteri\w+|acceptable|slos?|bars?|floors)(?![a-z])"
)
_CHAMPION = caseless(
    r"champion|production|(?<![a-z])prod(?![a-z])|baseline|incumbent|previous|prev_|current_(best|model|prod)|deployed|"
    r"existing|(?<![a-z])old_|reference|best_so_far|latest_|published"
)
#: What an earlier run reached, where to be worse ends this one: "if accuracy < best: raise SystemExit".
_BEST = caseless(r"(?<![a-z])best(?:_\w+)?$")
#: The two sides of a contest need not name the figure that they are compared by.
_CHALLENGER = caseless(r"(?<![a-z])chall(?:enger)?(?![a-z])")
_CHAMP = caseless(r"(?<![a-z])champ(?:ion)?(?![a-z])")
#: Where a function is about a promotion, plainer words do: "candidate >= naive".
_CANDIDATE = caseless(r"(?<![a-z])(?:candidate|contender|new)(?![a-z])")
_HOLDER = caseless(r"(?<![a-z])(?:champion|incumbent|production|baseline|naive|current)(?![a-z])")
#: One figure of the model that serves, whatever it is called: "loss < champion_loss".
_HELD_BY = regex(r"(?:champion|incumbent|production|prod|deployed)_([a-z]\w*)")
_PROMOTION = regex(r"promot|champion|challenger|incumbent")
#: The value under one key of a table of results, which is compared with that of a table of bounds.
_RESULT = regex(r"(?:\w+_)?(?:results?|report|evaluation|summary)\[(\w+)\]")
#: One figure of two models, "new_utility" and "old_utility - eps"; what every version of a file has is none.
_NEWER = caseless(r"(?<![a-z])(?:new|latest|candidate|challenger)_(\w+)")
_OLDER = caseless(r"(?<![a-z])(?:old|current|champion|prod|production|previous|incumbent)_(\w+)")
_NO_FIGURE = caseless(r"versions?|size|len|count|time|date|epoch|step|id|lr|index|state|value")
_ASIDE = regex(r"early|patience|drift|iou_?thres|conf_?thres|p_?value|best_?(epoch|trial|iter)|confidence|nms")
#: How many rows or columns the scores have, and not how good they are.
_EXTENT = regex(r"\.(?:shape|ndim|size|columns)(?![a-z_])|(?<![\w.])len(?![a-z_])")
_VERDICT = regex(
    r"gate|guard_?rail|pass(es|ed)|should_(promote|deploy|accept)|(check|decide)_accept|is_(model_)?accepted|is_better"
    r"|is_good|meets_|no_reg(?:ress\w*)?(?![a-z])|not_worse|promotion_(decision|verdict)|decide_(on_)?promotion"
    r"|deploy(?:ment)?_(?:trigger|decision|decider|check|condition)|(?:trigger|decide)_(?:on_)?deploy"
    r"|(validate|check)_(model|metrics)|compare_models|(challenger|candidate)_(wins|won|is_better)"
)
_TRAINED_ON = caseless(r"(?<![a-z])(train|training)[_.\[]")
_GUESSED = caseless(r"(?<![a-z])(acc(uracy)?|auc|roc)(?![a-z])")
_SETTINGS = regex(r"(?<![a-z])(args?|cfg|config|conf|settings|params|opts?|flags)(?![a-z])")
#: Where a bound comes from that stands in no code: the environment, and files of settings that were read.
_LOADED = regex(
    r"(?:os\.(?:environ|getenv)|decouple\.config|environs\.|environ\.Env|yaml\.\w*load|ruamel\.yaml\.|json\.loads?|toml(?:lib|i)?\.loads?"
    r"|omegaconf\.OmegaConf\.load|dvc\.api\.params_show|dynaconf\.|configparser\.)"
)
_NUMBERS = {"float", "int", "round", "abs"}
_ORDER = {"<", "<=", ">", ">="}
_NONE: Set[str] = frozenset()
_HEAD = regex(r"\w+")
_TELLING = {"name", "item", "call"}


@dataclass(frozen=True, slots=True)
class Judged:
    """One comparison of a metric with something."""

    comparison: Comparison
    metric: str  #: as written
    against: str  #: as written, or the number
    champion: bool  #: the other side is an earlier model's metric
    named: bool  #: the other side has a name: a setting, a parameter, a constant
    idle: bool = False  #: it can hardly fail: judged on training data, or a bound that guessing keeps


def judged(program: Program) -> Iterator[Judged]:
    """Yield the comparisons of metrics with a threshold or with an earlier model, in the order of the text.

    Bounds that every metric keeps (0, 1, 100), early stopping, cut-offs of detections, and the two ends of a scale, as
    in ``1 <= score <= 5``, are none.
    """
    scales, loops = _scales(program), loops_over_tables(program)
    parameters = {item.name: " ".join(x.name for x in item.parameters) for item in program.file.functions}
    numbers = {item.target: item.value.literal for item in program.file.assignments if item.value.kind == "literal"}
    compared = (*program.file.comparisons, *handed_comparisons(program))
    loaded = _loaded(program)
    lines = {item.line for item in compared}  # few of all that are given a name, and cheaper to ask than a word
    verdicts = {
        item.line
        for item in program.file.assignments
        if item.line in lines and (is_verdict(item.target) or _PROMOTION.search(item.scope))
    }
    for item in compared:
        if not scales.isdisjoint(((item.line, item.left.text), (item.line, item.right.text))):
            continue
        if item.operator in _ORDER and (
            item.leads_to or is_verdict(item.scope) or item.line in verdicts or is_refused(program, item)
        ):
            about = f"{item.scope} {parameters.get(item.scope, '')}"
            given = loaded.get("", _NONE), loaded.get(item.scope, _NONE)
            found = _either(item, about, given) or _either(by_table(item, loops), about, given)
            if found:
                yield replace(found, idle=_is_idle(found, numbers.get(found.against)))


def _scales(program: Program) -> frozenset[tuple[int, str]]:
    """Return line and text of what is held between two numbers in one line."""
    bounded = Counter(
        (item.line, value.text)
        for item in program.file.comparisons
        for value, other in ((item.left, item.right), (item.right, item.left))
        if item.operator in _ORDER and other.kind == "literal" and value.kind != "literal"
    )
    return frozenset(one for one, times in bounded.items() if times > 1)


def is_verdict(scope: str) -> bool:
    """Tell whether a function is named for saying if a model is good enough."""
    return bool(_VERDICT.search(scope))


def _loaded(program: Program) -> dict[str, set[str]]:
    """Return, by scope, the names of what was read from the environment or settings, and of what is taken of it."""
    found: dict[str, set[str]] = {}
    for item in program.file.assignments:
        root = _root(item.value)
        if _is_read(item.value) or any(root in found.get(scope, ()) for scope in ("", item.scope)):
            found.setdefault(item.scope, set()).add(item.target)
    return found


def _is_read(value: Value) -> bool:
    inner = value.items[0] if value.kind == "call" and value.name in _NUMBERS and value.items else value
    return bool(_LOADED.match(inner.name))


def _root(value: Value) -> str:
    """Return the name of what a value is taken from: ``gate`` of ``float(gate["f1"])``."""
    inner = value.items[0] if value.kind == "call" and value.name in _NUMBERS and value.items else value
    head = _HEAD.match(inner.text) if inner.kind != "literal" else None
    return head[0] if head else ""


def _either(item: Comparison, about: str, loaded: tuple[Set[str], Set[str]]) -> Judged | None:
    left, right = item.left, item.right
    return _sides(item, left, right, about, loaded) or _sides(item, right, left, about, loaded)


def _sides(
    item: Comparison, metric: Value, other: Value, about: str, loaded: tuple[Set[str], Set[str]]
) -> Judged | None:
    measured, against = _words(metric), _words(other)
    if _ASIDE.search(f"{measured} {against} {item.scope}".lower()) or metric.kind == "literal":
        return None
    if _EXTENT.search(measured):
        return None
    if _is_between_models(measured, against, about):
        return Judged(item, measured, against, champion=True, named=True)
    ends = any(lead.startswith("raise") or lead.endswith(("exit", "Exit")) for lead in item.leads_to)
    champion = bool(_CHAMPION.search(against) or (ends and _BEST.search(against)))
    threshold = bool(_THRESHOLD.search(against))
    number = other.kind == "literal" and isinstance(other.literal, int | float) and other.literal not in {0, 1, 100}
    if _METRIC.search(measured) and _METRIC.search(against) and "loss" not in f"{measured} {against}".lower():
        champion = champion or other.kind != "literal"  # of two models, or of two versions of one
    setting = _is_setting(other) or _is_read(other) or any(_root(other) in names for names in loaded)
    if _METRIC.search(measured) and not _THRESHOLD.search(measured):
        if not _is_equality(measured, other) and (threshold or champion or number or setting):
            return Judged(item, measured, against, champion, not number)
    elif threshold and (_is_result(measured, against) or _ABOUT.search(about)) and metric.kind in _TELLING:
        return Judged(item, measured, against, champion, named=True)
    return None


def _is_between_models(measured: str, against: str, about: str) -> bool:
    """Tell whether a new model is held against the one that serves, by the names of both sides."""
    held = _HELD_BY.fullmatch(against.rpartition(".")[2])
    if held and held[1] == measured.rpartition(".")[2]:
        return True
    promotes = _PROMOTION.search(about.lower()) and _CANDIDATE.search(measured) and _HOLDER.search(against)
    return bool(_is_contest(measured, against) or (_CHALLENGER.search(measured) and _CHAMP.search(against)) or promotes)


def _is_contest(measured: str, against: str) -> bool:
    """Tell whether both sides are the same figure, once of a new model and once of the one before."""
    newer, older = _NEWER.search(measured), _OLDER.search(against)
    return bool(newer and older and newer[1] == older[1]) and not _NO_FIGURE.fullmatch(newer[1] if newer else "")


def _is_result(measured: str, against: str) -> bool:
    """Tell whether a table of results and a table of bounds are asked for the same key."""
    result = _RESULT.fullmatch(measured)
    return bool(result and against.endswith(f"[{result[1]}]"))


def _is_equality(measured: str, other: Value) -> bool:
    """Tell whether a difference is only held to the inexactness of floats, as tests of a formula do."""
    return " - " in measured and isinstance(other.literal, float) and 0 < other.literal < 1e-3


def _is_idle(found: Judged, constant: Literal) -> bool:
    """Tell whether a comparison can hardly fail: half of the guesses of two classes are right."""
    sides = (found.comparison.left, found.comparison.right)
    bound = constant if constant is not None else next((x.literal for x in sides if x.kind == "literal"), None)
    if _TRAINED_ON.search(found.metric):
        return True
    if not isinstance(bound, int | float):
        return False
    return bound <= 0 or (bound <= 0.5 and bool(_GUESSED.search(found.metric)))


def _words(value: Value) -> str:
    """Return a side as written, with the keys of its items: ``metrics["f1"]``, also of ``float(metrics.get("f1"))``."""
    if value.kind == "literal":
        return str(value.literal)
    if value.kind == "call" and value.items and value.name in _NUMBERS:
        return _words(value.items[0])
    if value.kind == "call" and value.items and value.text.endswith(".get"):
        key = value.items[0]
        return f"{value.text.removesuffix('.get')}[{key.text or repr(key.literal)}]"
    return value.text or value.name


def _is_setting(value: Value) -> bool:
    """Tell whether a value is a constant by its spelling, or comes from a configuration."""
    first, _, last = value.text.rpartition(".")
    return last.isupper() or bool(_SETTINGS.search(first))
