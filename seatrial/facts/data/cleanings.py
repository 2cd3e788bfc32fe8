"""Where are rows with missing values dropped or filled without a word?"""

from seatrial.facts import fact
from seatrial.facts.code.programs import AtSite, Site, Sited, called
from seatrial.model import Evidence
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_CLEANS = regex(r"(?:^|_)(?:clean|fill|impute|preprocess|prepare)(?:_|$)")
_WORKED_OUT = regex(r"\(.*[-+*/].*\)")
_MASKED = regex(r"\.(?:where|mask)\([^()]*(?:\([^()]*\)[^()]*)*\)$")
_COLUMN = caseless(r"(^|_)(col|column|series|values?)s?$|\]$")


@dataclass(frozen=True, slots=True)
class Cleaning(AtSite):
    """One call that goes on without what was missing: that hides bad data and judges none."""

    site: Site
    by: str

    @property
    def what(self) -> str:
        return f"{self.by} mends rows without judging them"


@fact
def cleanings(repo: Repo) -> tuple[Cleaning, ...]:
    """Return the calls that drop or fill rows for what follows, by place; a column that is only looked at is none."""
    found = (one for one in called(repo, "dropna", "fillna", "drop_nulls", "fill_null") if _goes_on(one))
    return tuple(sorted((Cleaning(one.site, one.call.last) for one in found), key=lambda one: (one.site, one.by)))


@fact
def asserted_gaps(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a function that cleans a table asserts that no gap is left in it, by place: one rule alone."""
    found = (one for one in called(repo, "isnan", "isnull", "isna") if "assert" in one.call.inside and one.site.counts)
    cleaning = [one.site.place for one in found if _CLEANS.search(one.call.scope.rpartition(".")[2])]
    return tuple(
        Evidence(place, "a gap that is left stops the run, and is all that does") for place in sorted(cleaning)
    )


def _goes_on(found: Sited) -> bool:
    """Tell ``rows = rows.dropna()`` from ``known = column.dropna()``, ``sorted(rows["a"].dropna())`` and the like."""
    inplace, owner = found.call.keyword("inplace"), found.call.written.rpartition(".")[0]
    if inplace is not None and inplace.literal is True:
        return True
    if _MASKED.search(owner):
        return False  # where(day).fillna(0) sets what the mask left out, and mends no row
    if _WORKED_OUT.fullmatch(owner):
        return False  # the rest of a division by nothing, and no row of the data
    target = found.call.target.partition("[")[0]
    return bool(target) and (target in owner or not _COLUMN.search(owner))
