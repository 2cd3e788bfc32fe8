"""Where are rows with missing values dropped or filled, or those outside of ranges left out, without a word?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import AtSite, Program, Site, Sited, called, outside_tests
from seatrial.model import Evidence
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_CLEANS = regex(r"(?:^|_)(?:clean|fill|impute|preprocess|prepare)(?:_|$)")
_WORKED_OUT = regex(r"\(.*[-+*/].*\)")
_MASKED = regex(r"\.(?:where|mask)\([^()]*(?:\([^()]*\)[^()]*)*\)$")
#: Functions that say by their name that they make rows fit.
_FILTERS = caseless(r"clean|filter|outlier|anomal|invalid|implausible|sanit|preprocess|prepare")
#: A table that becomes the part of itself whose columns lie within bounds: ``rows[(rows.age > 0) & (rows.age < 99)]``.
_WITHIN = regex(r"([A-Za-z_]\w{0,60})(?:\.loc)?\[[\s(]*\1[\[.][^<>]{1,80}[<>]")
#: Cuts by time and by part divide rows, and call none of them wrong.
_DIVIDES = caseless(r"date|time|year_?month|\bday|week|split|fold|train|test|valid(?!_)|index|cut_?off")
_FRAMES = frozenset({"pandas", "polars", "geopandas", "cudf", "dask", "modin"})
_COLUMN = caseless(r"(^|_)(col|column|series|values?)s?$|\]$")


@dataclass(frozen=True, slots=True)
class Cleaning(AtSite):
    """One call that goes on without what was missing: that hides bad data and judges none."""

    site: Site
    by: str
    ranges: bool = False  #: it leaves out rows that lie outside of bounds

    @property
    def what(self) -> str:
        if self.ranges:
            return f"rows of {self.by} outside of bounds are left out, and none is refused"
        return f"{self.by} mends rows without judging them"


@fact
def cleanings(repo: Repo) -> tuple[Cleaning, ...]:
    """Return what drops or fills rows for what follows, by place; a column that is only looked at is none."""
    found = (one for one in called(repo, "dropna", "fillna", "drop_nulls", "fill_null") if _goes_on(one))
    known = {Cleaning(one.site, one.call.last) for one in found}
    known |= {one for program in outside_tests(repo) for one in _left_out(program)}
    return tuple(sorted(known, key=lambda one: (one.site, one.by)))


@fact
def asserted_gaps(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a function that cleans a table asserts that no gap is left in it, by place: one rule alone."""
    found = (one for one in called(repo, "isnan", "isnull", "isna") if "assert" in one.call.inside and one.site.counts)
    cleaning = [one.site.place for one in found if _CLEANS.search(one.call.scope.rpartition(".")[2])]
    return tuple(
        Evidence(place, "a gap that is left stops the run, and is all that does") for place in sorted(cleaning)
    )


def _left_out(program: Program) -> Iterator[Cleaning]:
    """Find tables that a function which is called after cleaning cuts down to what lies within bounds."""
    if program.file.packages.isdisjoint(_FRAMES):
        return
    for item in program.file.assignments:
        if not _FILTERS.search(item.scope.rpartition(".")[2]) or _DIVIDES.search(item.value.text):
            continue
        cut = _WITHIN.match(item.value.text)
        if cut and cut[1] == item.target:
            yield Cleaning(program.site_of(item), item.target, ranges=True)


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
