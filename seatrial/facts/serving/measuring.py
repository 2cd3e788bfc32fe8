"""Which calls of a model, beside its training or in a program that judges it, only measure it?"""

from collections.abc import Iterable, Iterator, Mapping, Set

from seatrial.facts import fact
from seatrial.facts.code.code import python_file
from seatrial.facts.code.code_index import contents, defined
from seatrial.facts.code.folders import judges
from seatrial.facts.inference.inference import InferenceCall, Runs, inference_calls
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.training.splits.holdout_words import SET
from seatrial.facts.training.training import training_paths
from seatrial.model import Confidence, Place
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Functions that judge answers by what was right.
_JUDGES = regex(
    r"\w*(?:_score|_error|_loss|_curve|_auc|accuracy|f1|rmse|mae|mape|mse|classification_report|confusion_matrix)"
    r"|(?:get|compute|calculate|eval|evaluate|calc)_?\w*(?:metrics?|scores?|model)|evaluate|score"
)
#: Rows that the model was fitted on: to ask it for them again is to measure it.
_LEARNED = caseless(r"^[xy]_?(?:train|fit)(?:_|$)|^(?:train|fit)(?:ing)?_?(?:x|data|df|set|features|inputs)")
#: What is done to a set before the model is given it: ``X_test_scaled``.
_PREPARED = regex(r"_?(?:scaled|processed|preprocessed|transformed|encoded|selected|tensor|final|clean(?:ed)?)$")
#: Functions that try a model, by their name: ``evaluate_df``, ``validate``.
_TRIES = regex(
    r"_*(?:evaluate|eval|validate|test|benchmark)(?:_?(?:models?|df|data\w*|sets?|tests?|val\w*|train\w*|loader|epoch|folds?"
    r"|splits?|step|on|all|and|performance|metrics|predictions?|checkpoint)(?:_\w+)?)?"
)
#: Methods by which a network runs its own layers.
_OF_LAYERS = frozenset({"forward", "call"})
#: Functions that are shown an answer to learn its form, and rows that are made up to compare two forms of a model.
_DESCRIBES = frozenset({"infer_signature", "infer_schema"})
_MADE_UP = caseless(r"(?:^|_)(?:dummy|warm_?up|parity|smoke)(?:_|$)|^[xy]_?check$")
#: What was right, by the name under which it is kept beside an answer: ``out["actual_cost"] = y_test``.
_WAS_RIGHT = caseless(r"^(?:y_?)?(?:actual|true|truth|ground_?truth|observed)(?:_|$)")
_WRITES = regex(r"to_(?:sql|parquet|csv|json|gbq|delta|feather)|insert_\w+|write_\w+|put_\w+|execute\w*|produce")


@fact
def measuring(repo: Repo) -> frozenset[Place]:
    """Return the calls of a model whose answers are only held against what was right.

    They stand in files that fit or judge one, are given a set that was kept apart or learned from, or their answers go
    to a measure, and nothing in their function writes anything where others read it; or in a function that says by its
    name that it tries the model, whatever that keeps. Wherever it stands, a call measures that is given a set which was
    kept apart and whose answers go to a measure, or beside what was right; and one that is given made-up rows, or whose
    answer only tells its form, compares or describes. What a network asks of its own layers is no answer.
    """
    trained = training_paths(repo)
    asked = [call for call in inference_calls(repo) if call.runs is Runs.MODEL]
    found = frozenset(
        call.place
        for call in asked
        if _tries(call)
        or _is_tried(repo, call)
        or ((call.path in trained or judges(call.path)) and _measures(repo, call))
    )
    inside = grouped(((call.path, call.scope), call.place) for call in asked)
    return frozenset(found | {call.place for call in asked if _only_starts(repo, call, inside, found)})


def _tries(asked: InferenceCall) -> bool:
    """Tell by the function that it tries a model, or is a layer of one."""
    name = asked.scope.rpartition(".")[2]
    return bool(_TRIES.fullmatch(name)) or (name in _OF_LAYERS and asked.call.written.startswith("self."))


def _only_starts(
    repo: Repo, asked: InferenceCall, inside: Mapping[Node, tuple[Place, ...]], found: frozenset[Place]
) -> bool:
    """Tell a call, by its name, of the owner's function whose own calls of a model all measure."""
    if asked.confidence is Confidence.VERIFIED or "." in asked.call.written:
        return False
    own = defined(repo, asked.path, asked.call.name)
    places = inside.get((own.path, own.name), ()) if own else ()
    return bool(places) and found.issuperset(places)


def _is_tried(repo: Repo, asked: InferenceCall) -> bool:
    """Tell by what a call is given, and by what becomes of its answer, that it answers nobody."""
    if any(_MADE_UP.search(name) for name in _given(asked.call)):
        return True
    beside = _beside(repo)[asked.path, asked.scope]
    if _is_among(asked.call, beside.described):
        return True
    return _is_kept_apart(asked.call) and (beside.was_right or _is_among(asked.call, beside.judged))


def _measures(repo: Repo, asked: InferenceCall) -> bool:
    beside = _beside(repo)[asked.path, asked.scope]
    if beside.writes and not judges(asked.path):
        return False
    return _is_kept_apart(asked.call) or _is_among(asked.call, beside.judged)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a function does beside its calls of a model; answers by the name or the call that they are given as."""

    described: frozenset[str]  #: what is shown to learn its form
    judged: frozenset[str]
    was_right: bool  #: whether it names what was right
    writes: bool


@fact
def _beside(repo: Repo) -> Mapping[Node, _Beside]:
    """Return what is done in each function that calls a model."""
    scopes = grouped((call.path, call.scope) for call in inference_calls(repo))
    return {(path, scope): one for path, own in scopes.items() for scope, one in _in_file(repo, path, own)}


def _in_file(repo: Repo, path: str, scopes: Iterable[str]) -> Iterator[tuple[str, _Beside]]:
    file, calls = python_file(repo, path), contents(repo, path).calls
    right = {text.scope for text in (file.texts if file else ()) if _WAS_RIGHT.search(text.value)}
    for scope in dict.fromkeys(scopes):
        around = calls.get(scope, ())
        described = (value for call in around if call.last in _DESCRIBES for value in call.args)
        judging = (call for call in around if _JUDGES.fullmatch(call.last))
        judged = (value for call in judging for value in (*call.args, *_keyword_values(call)))
        writes = any(_WRITES.fullmatch(call.last) for call in around)
        yield scope, _Beside(frozenset(_names(described)), frozenset(_names(judged)), scope in right, writes)


def _is_kept_apart(call: Call) -> bool:
    """Tell whether a call is given rows whose name says that the model is tried, or was fitted, on them."""
    return any(SET.search(name) or _LEARNED.search(name) for name in _given(call))


def _given(call: Call) -> Iterable[str]:
    """Yield the names that a call is given, without what was done to them."""
    given = (value.text.partition("[")[0].partition("(")[0] for value in (*call.args, *_keyword_values(call)))
    return (_PREPARED.sub("", part) for text in given for part in text.split("."))


def _keyword_values(call: Call) -> Iterable[Value]:
    return (value for _, value in call.keywords)


def _names(values: Iterable[Value]) -> Iterator[str]:
    """Yield the names that are given, and the calls that are given at once: ``answers``, ``model.predict()``."""
    for value in values:
        if value.kind == "call":
            yield f"{value.name}()"
            yield from _names(value.items)
        else:
            yield value.text.partition("[")[0]


def _is_among(call: Call, names: Set[str]) -> bool:
    """Tell whether the answer of a call is given, by its name or as it comes."""
    return (bool(call.target) and call.target in names) or (bool(call.name) and f"{call.name}()" in names)
