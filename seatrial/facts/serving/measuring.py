"""Which calls of a model, beside its training or in a program that judges it, only measure it?"""

from collections.abc import Iterable, Set

from seatrial.facts import fact
from seatrial.facts.code.code import python_file
from seatrial.facts.code.code_index import defined
from seatrial.facts.code.folders import judges
from seatrial.facts.inference.inference import InferenceCall, Runs, inference_calls
from seatrial.facts.training.splits.holdout_words import SET
from seatrial.facts.training.training import training_paths
from seatrial.model import Confidence, Place
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
    found = {
        call.place
        for call in asked
        if _tries(call)
        or _is_tried(repo, call)
        or ((call.path in trained or judges(call.path)) and _measures(repo, call))
    }
    return frozenset(found | {call.place for call in asked if _only_starts(repo, call, asked, found)})


def _tries(asked: InferenceCall) -> bool:
    """Tell by the function that it tries a model, or is a layer of one."""
    name = asked.scope.rpartition(".")[2]
    return bool(_TRIES.fullmatch(name)) or (name in _OF_LAYERS and asked.call.written.startswith("self."))


def _only_starts(repo: Repo, asked: InferenceCall, known: Iterable[InferenceCall], found: Set[Place]) -> bool:
    """Tell a call, by its name, of the owner's function whose own calls of a model all measure."""
    if asked.confidence is Confidence.VERIFIED or "." in asked.call.written:
        return False
    own = defined(repo, asked.path, asked.call.name)
    inside = [call.place for call in known if own and (call.path, call.scope) == (own.path, own.name)]
    return bool(inside) and set(inside) <= found


def _is_tried(repo: Repo, asked: InferenceCall) -> bool:
    """Tell by what a call is given, and by what becomes of its answer, that it answers nobody."""
    if any(_MADE_UP.search(name) for name in _given(asked.call)):
        return True
    file = python_file(repo, asked.path)
    around = _around(repo, asked)
    if any(_takes(value, asked.call) for one in around if one.last in _DESCRIBES for value in one.args):
        return True
    if not _is_kept_apart(asked.call):
        return False
    texts = (text.value for text in file.texts if text.scope == asked.scope) if file else ()
    return any(map(_WAS_RIGHT.search, texts)) or _is_judged(asked.call, around)


def _around(repo: Repo, asked: InferenceCall) -> list[Call]:
    file = python_file(repo, asked.path)
    return [call for call in file.calls if call.scope == asked.scope] if file else []


def _measures(repo: Repo, asked: InferenceCall) -> bool:
    around = _around(repo, asked)
    if not judges(asked.path) and any(_WRITES.fullmatch(call.last) for call in around):
        return False
    return _is_kept_apart(asked.call) or _is_judged(asked.call, around)


def _is_kept_apart(call: Call) -> bool:
    """Tell whether a call is given rows whose name says that the model is tried, or was fitted, on them."""
    return any(SET.search(name) or _LEARNED.search(name) for name in _given(call))


def _given(call: Call) -> Iterable[str]:
    """Yield the names that a call is given, without what was done to them."""
    given = (value.text.partition("[")[0].partition("(")[0] for value in (*call.args, *_keyword_values(call)))
    return (_PREPARED.sub("", part) for text in given for part in text.split("."))


def _keyword_values(call: Call) -> Iterable[Value]:
    return (value for _, value in call.keywords)


def _is_judged(call: Call, around: Iterable[Call]) -> bool:
    """Tell whether an answer goes to a function that judges it, by its name or as it comes."""
    judging = (other for other in around if _JUDGES.fullmatch(other.last))
    return any(_takes(value, call) for other in judging for value in (*other.args, *_keyword_values(other)))


def _takes(value: Value, call: Call) -> bool:
    if value.kind == "call":
        return (bool(call.name) and value.name == call.name) or any(_takes(item, call) for item in value.items)
    return bool(call.target) and value.text.partition("[")[0] == call.target
