"""Where does code put what really happened beside what was answered, whether or not a figure comes of it?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, own_code
from seatrial.facts.product.parts import by_part
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_JOINS = frozenset({"merge", "join", "merge_asof", "join_asof", "merge_ordered"})
_PATHS = ("os.path.", "posixpath.", "ntpath.")
_ANSWERED = caseless(r"(?<![a-z])(?:forecast(?:s|ed)?|predict(?:ions?|ed)|preds?)(?![a-z])")
_HAPPENED = caseless(r"(?<![a-z])(?:actuals?|outcomes?|ground_?truth|reali[sz]ed|observed|observations)(?![a-z])")
#: Rows that were held back when a model was made, by the name of the file or the function.
_HELD_BACK = caseless(r"train|eval|test|experiment|benchmark|tun(?:e|ing)|valid|notebook")

#: How an error is called that is worked out on a join; a key "error" may as well hold a message.
_ERRORS = caseless(r"(?<![a-z])(?:mae|[ws]?mape|r?mse)(?![a-z])|mean_\w*error")
_ERROR = caseless(r"(?<![a-z])errors?(?![a-z])")
_FITS = frozenset({"fit", "fit_predict", "train_test_split", "cross_val_predict", "backtest"})


@dataclass(frozen=True, slots=True)
class JoinedOutcomes(InCode):
    """One join of what was answered with what really happened."""

    site: Site
    by: str  #: the function that joins, else the file
    measured: bool  #: an error is worked out beside it

    @property
    def what(self) -> str:
        return f"{self.by} joins what was predicted with what really happened"


@fact
def joined_outcomes(repo: Repo) -> tuple[JoinedOutcomes, ...]:
    """Return where tables of answers and of what happened are joined, the product's first; no training does it."""
    return tuple(by_part(repo, (found for program in own_code(repo) for found in _in_program(program))))


def _in_program(program: Program) -> Iterator[JoinedOutcomes]:
    if any(call.last in _FITS for call in program.file.calls):
        return
    joins = [call for call in program.file.calls if call.last in _JOINS and not _is_of_paths(call)]
    measured = _measuring(program) if joins else set()
    for call in joins:
        if not _HELD_BACK.search(f"{program.path} {call.scope}") and _joins_both(call):
            by = call.scope.rpartition(".")[2] or program.path
            yield JoinedOutcomes(program.site_of(call), by, call.scope in measured)


def _measuring(program: Program) -> set[str]:
    """Return the scopes that work out an error, by the names that they give it or the function that they call."""
    worked = (item for item in program.file.assignments if item.value.kind not in ("literal", "fstring"))
    found = {item.scope for item in worked if _ERRORS.search(item.target) or _ERROR.search(item.target)}
    found |= {text.scope for text in program.file.texts if _ERRORS.fullmatch(text.value)}
    return found | {call.scope for call in program.file.calls if _ERRORS.fullmatch(call.last)}


def _is_of_paths(call: Call) -> bool:
    """Tell the join of a path from one of rows: ``os.path.join(forecasts_dir, actuals_name)``."""
    return call.last == "join" and (call.name.startswith(_PATHS) or call.written.endswith("path.join"))


def _joins_both(call: Call) -> bool:
    """Tell whether one table is named for answers and another for what happened: ``forecasts.join(actuals)``."""
    sides = [call.written.rpartition(".")[0], *(value.text for value in call.args[:2])]
    sides += [value.text for name, value in call.keywords if name in ("left", "right", "other")]
    answered = {side for side in sides if _ANSWERED.search(side)}
    return any(_HAPPENED.search(side) and answered - {side} for side in sides)
