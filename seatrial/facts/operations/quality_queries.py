"""Which queries work out how far predictions lie from what really happened: files of SQL, and mapped columns?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts.code.programs import Program, Site
from seatrial.read.code.python_record import Value
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role, role

_LIMIT = 200_000
#: Columns that hold what was said, and what came of it.
_SAID = caseless(
    r"(?<![a-z])(?:y_(?:pred|hat)|yhat|predict(?:ed|ions?)|forecasts?)(?![a-z])|forecast_\w+|predicted_\w+"
)
_CAME = caseless(
    r"(?<![a-z])(?:actuals?|actual_\w+|observed\w*|realized_\w+|y_true|ground_?truth\w*|outcomes?)(?![a-z])"
)
#: A measure of the distance: ``AVG(ABS(a - b))``, or a column that is called after one.
_MEASURES = caseless(
    r"\babs\s*\(\s*[\w.:\s]{1,80}-\s*[\w.:\s]{1,80}\)|\bpower\s*\(\s*[\w.]{1,80}\s*-|\bas\s+\w*(?:mae|wape|mape|rmse|smape|bias)\w*"
)
_JOINS = caseless(r"\bjoin\b")
_COMMENT = regex(r"--[^\n]*")
_STARTERS = caseless(r"(?:^|/)(?:makefile|justfile|taskfile\.ya?ml)$|\.(?:sh|ya?ml|py|mk)$")
_MEANS = frozenset({"avg", "sum", "mean"})
_PREDICTED = caseless(r"predict|forecast|y_?hat")


def quality_files(repo: Repo) -> Iterator[tuple[Site, str]]:
    """Yield files of SQL that join predictions with outcomes and measure the distance, if something names the file."""
    for path in repo.matching(lambda path: path.endswith(".sql")):
        if role(repo, path) is not Role.OWN or repo.entries[path].size > _LIMIT:
            continue
        text = _COMMENT.sub("", repo.text_or_empty(path))
        measured = _MEASURES.search(text) if _JOINS.search(text) and _SAID.search(text) and _CAME.search(text) else None
        if measured and _is_named(repo, posixpath.basename(path)):
            yield Site(path, line_number(text, measured.start())), "the error of predictions"


def _is_named(repo: Repo, name: str) -> bool:
    own = (path for path in repo.matching(_STARTERS.search) if role(repo, path) is Role.OWN)
    return any(name in repo.text_or_empty(path) for path in own if repo.entries[path].size < _LIMIT)


def mapped_errors(program: Program) -> Iterator[tuple[Site, str]]:
    """Yield queries of an object mapper that average how far a forecast lies from another table's figure."""
    asks = {call.scope for call in program.file.calls if call.last in ("query", "select")}
    for call in program.file.calls:
        if call.last in _MEANS and call.scope in asks and any(map(_is_error, _differences(call.args))):
            yield program.site_of(call), "the mean error"


def _differences(values: tuple[Value, ...]) -> Iterator[Value]:
    for value in values:
        if value.kind == "operation" and "-" in value.text:
            yield value
        yield from _differences(value.items if value.kind in ("call", "operation") else ())


def _is_error(value: Value) -> bool:
    """Tell the difference of a predicted column and one of another table: ``Forecast.power - Generation.power``."""
    sides = [item.text for item in value.items if item.kind == "name" and "." in item.text]
    said = [text for text in sides if _PREDICTED.search(text)]
    return len(sides) == 2 and len(said) == 1 and len({text.partition(".")[0] for text in sides}) == 2
