"""Where does code take the best of several models, by its error on data that was held back?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in
from seatrial.facts.code.programs import InCode, Program, Site, own_code
from seatrial.facts.product.parts import by_part
from seatrial.facts.training.origins.model_rows import model_queries
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Functions that say by their name that they take one of several models.
_PICKS = caseless(
    r"(?:^|[._])(?:select|choose|pick|elect|crown|determine|get|find)_(?:the_)?(?:best_|top_|winning_)(?:\w+_)?(?:model|forecaster"
    r"|classifier|regressor|estimator|algorithm)s?(?:$|_by_)|(?:^|[._])(?:select|choose|pick|elect|determine|find)_(?:the_)?"
    r"(?:new_)?(?:champions?|winners?)(?:$|_by_)"
)
#: Classes that do nothing else, and their method for it.
_PICKERS = caseless(
    r"(?:^|\.)(?:champion|(?:best_?)?model)_?(?:select(?:or|ion)|picker|chooser)\.(?:select|choose|pick|run|best)\w*$"
)
#: Calls by which the best of several comes first.
_SORTS = frozenset({
    "sort", "sorted", "sort_values", "sort_by", "min", "max", "argmin", "argmax", "idxmin", "idxmax", "nlargest",
    "nsmallest", "arg_min", "arg_max", "top_k", "bottom_k", "rank",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picked(InCode):
    """One function that takes the best of several models."""

    site: Site
    by: str  #: its name
    of_all: bool = False  #: of all that were ever kept, so that a worse one than before does not answer

    @property
    def what(self) -> str:
        return f"{self.by} takes the best of several models"


@fact
def picked_best(repo: Repo) -> tuple[Picked, ...]:
    """Return where own code takes the best of several models, the product's first; none of it refuses the best one."""
    return tuple(by_part(repo, (one for program in own_code(repo) for one in _in_program(repo, program))))


def _in_program(repo: Repo, program: Program) -> Iterator[Picked]:
    for function in program.file.functions:
        if _PICKS.search(function.name) or _PICKERS.search(function.name):
            calls = calls_in(repo, program.path, function.name)
            if any(call.last in _SORTS for call in calls):
                yield Picked(program.site(function.line, function.name), function.name)
    for query in model_queries(program):
        if query.best and query.scope:
            yield Picked(program.site(query.line, query.scope), query.scope, of_all=True)
