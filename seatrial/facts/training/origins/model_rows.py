"""Which rows of a team's own tables keep one trained model each, and which query takes one of them for use?"""

from collections.abc import Iterator

from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import Program
from seatrial.facts.training.gates.metric_words import KEPT_FIGURES
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import PythonFile
from seatrial.read.regex import caseless, regex

_INSERTS = caseless(r"\binsert\s+(?:or\s+\w+\s+)?into\b")
_COLUMNS = caseless(r"\binsert\s+(?:or\s+\w+\s+)?into\s+[\w.\"`\[\]{}]+\s*\(([^()]{3,2000})\)")
_ROWS = frozenset({"insert_one", "put_item", "update_one", "insert_rows_json"})
#: Where one model lies.
_MODEL = caseless(
    r"(?:model|weights?|checkpoint|artifact)_?(?:file_?)?(?:path|uri|url|location|file|s3_?(?:path|key|uri))"
)
_METRICS = regex(rf"(?:^|_)(?:{KEPT_FIGURES})(?:_|$)")
#: Where the rows lie that a model learned from.
_DATA = caseless(
    r"(?:train\w*|input|raw|source)_?(?:data|set|rows)?_?(?:set_?)?(?:path|uri|url|location|file|s3_?(?:path|key))"
)
#: Rows of answers name the model that gave them.
_OF_ANSWERS = caseless(r"predict(?:ion|ed)|proba|request|user|session|prompt|answer|response")
#: Queries that give the path of one model: the best by a metric, or the latest.
_SELECTS = caseless(r"^\s*select\b[^;]*\b(?:\w+[._])?(?:path|uri|file|location)\b")
#: A model in what is selected or in the name of the table; where a row only belongs to one, other files may lie.
_ABOUT = caseless(
    r"^\s*select\b(?:(?!\bfrom\b)[^;])*(?:model|weights|checkpoint)|"
    r"\b(?:from|join)\s+\S{0,60}(?:model|weights|checkpoint)"
)
_ONE = caseless(r"\border\s+by\b[^;]*\blimit\s+1\b|\bmax\s*\(|\btop\s+1\b")
_ORDERED = caseless(r"\border\s+by\s+([^;,\s][^;,]{0,79}?)(?:\s*,[^;]{0,80}?)?\s+limit\s+1\b")
_BY_METRIC = caseless(
    r"(?<![a-z0-9])(?:metrics?|acc|accuracy|precision|recall|f1|auc|scores?|loss|errors?|rmse|mae|mape|mse|r2|wer|cer|"
    r"iou|bleu|map50)(?![a-z0-9])"
)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One place that writes a row for each model."""

    line: int
    scope: str
    data: str  #: the column with the path of what it learned from, "" for none


@dataclass(frozen=True, slots=True)
class ModelQuery:
    """One query that takes the path of one model out of all that were kept."""

    line: int
    scope: str
    best: bool  #: by a metric, not by its day


def model_rows(file: PythonFile) -> Iterator[ModelRow]:
    """Yield where a row is inserted that holds the metrics of a model, and the path under which it lies."""
    inserts = {text.scope: text.line for text in file.texts if _INSERTS.search(text.value)}
    inserts |= {call.scope: call.line for call in file.calls if call.last in _ROWS}
    named = grouped(_names(file) if inserts else ())
    for scope, line in inserts.items():
        names = set(named.get(scope, ()))
        told = any(map(_METRICS.search, names)) and any(map(_MODEL.fullmatch, names))
        if told and not any(map(_OF_ANSWERS.search, names)):
            yield ModelRow(line, scope, min(filter(_DATA.fullmatch, names), default=""))


def _names(file: PythonFile) -> Iterator[tuple[str, str]]:
    """Yield by function what its row holds: the keys that it sets, its columns, and what is put into it whole."""
    yield from ((key.scope, key.name) for key in dict_keys(file))
    columns = ((text.scope, found) for text in file.texts for found in _COLUMNS.finditer(text.value))
    yield from ((scope, name.strip(' \n\t"`[]')) for scope, found in columns for name in found[1].split(","))
    yield from ((call.scope, value.text) for call in file.calls if call.last == "update" for value in call.args)


def model_queries(program: Program) -> Iterator[ModelQuery]:
    """Yield the queries that give the path of one model."""
    for text in program.file.texts:
        if _SELECTS.search(text.value) and _ABOUT.search(text.value) and _ONE.search(text.value):
            yield ModelQuery(text.line, text.scope, _takes_the_best(text.value))


def _takes_the_best(query: str) -> bool:
    """Tell whether the first column by which a query puts its rows in order is a metric."""
    ordered = _ORDERED.search(query)
    return ordered is not None and bool(_BY_METRIC.search(ordered[1]))
