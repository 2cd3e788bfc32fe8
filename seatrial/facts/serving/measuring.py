"""Which calls of a model, beside its training or in a program that judges it, only measure it?"""

from collections.abc import Iterable

from seatrial.facts import fact
from seatrial.facts.code.code import python_file
from seatrial.facts.code.folders import judges
from seatrial.facts.inference.inference import InferenceCall, Runs, inference_calls
from seatrial.facts.training.splits.holdout_words import SET
from seatrial.facts.training.training import training_paths
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Functions that judge answers by what was right.
_JUDGES = regex(
    r"\w*(?:_score|_error|_loss|_curve|_auc|accuracy|f1|rmse|mae|mape|mse)|(?:classification_report|confusion_matrix"
    r"|(?:get|compute|calculate|eval|evaluate|calc)_?\w*(?:metrics?|scores?|model)|evaluate|score)"
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
_WRITES = regex(r"to_(?:sql|parquet|csv|json|gbq|delta|feather)|insert_\w+|write_\w+|put_\w+|execute\w*|produce")


@fact
def measuring(repo: Repo) -> frozenset[Place]:
    """Return the calls of a model whose answers are only held against what was right.

    They stand in files that fit or judge one, are given a set that was kept apart or learned from, or their answers go
    to a measure, and nothing in their function writes anything where others read it; or in a function that says by its
    name that it tries the model, whatever that keeps. What a network asks of its own layers is no answer.
    """
    trained = training_paths(repo)
    asked = (call for call in inference_calls(repo) if call.runs is Runs.MODEL)
    return frozenset(
        call.place
        for call in asked
        if _tries(call) or ((call.path in trained or judges(call.path)) and _measures(repo, call))
    )


def _tries(asked: InferenceCall) -> bool:
    """Tell by the function that it tries a model, or is a layer of one."""
    name = asked.scope.rpartition(".")[2]
    return bool(_TRIES.fullmatch(name)) or (name in _OF_LAYERS and asked.call.written.startswith("self."))


def _measures(repo: Repo, asked: InferenceCall) -> bool:
    file = python_file(repo, asked.path)
    around = [call for call in file.calls if call.scope == asked.scope] if file else []
    if not judges(asked.path) and any(_WRITES.fullmatch(call.last) for call in around):
        return False
    return _is_kept_apart(asked.call) or _is_judged(asked.call, around)


def _is_kept_apart(call: Call) -> bool:
    """Tell whether a call is given rows whose name says that the model is tried, or was fitted, on them."""
    given = (value.text.partition("[")[0].partition("(")[0] for value in (*call.args, *_keyword_values(call)))
    bare = (_PREPARED.sub("", part) for text in given for part in text.split("."))
    return any(SET.search(name) or _LEARNED.search(name) for name in bare)


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
