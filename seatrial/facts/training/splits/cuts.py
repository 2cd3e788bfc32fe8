"""Are rows before a moment kept apart from those after it, by a pair of conditions on one column of time?"""

from collections.abc import Iterator

from seatrial.facts.code.programs import Program, Site
from seatrial.facts.training.splits.holdout_words import DIVIDES, names_a_set
from seatrial.facts.training.splits.split_words import APART, TIME_COLUMN
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Value
from seatrial.read.regex import regex

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
#: What takes a condition as a text: ``query`` of pandas, SQL of DuckDB, Polars and Spark.
_ASKS = regex(r"(?:^|\.)(?:query|filter|where|sql|execute|read_sql\w*|read_database)$")
#: A condition of such a text; a formatted one has ``{}`` for what is put there.
_CONDITION = regex(
    r"(?<![\w@])(?:\w{1,40}\.)?[`\"]?(?P<column>\w{1,60})[`\"]?\s{0,4}(?P<operator><=?|>=?)\s{0,4}"
    r"(?P<bound>(?:\w{1,12}\s)?'[^'\n]{1,60}'|\{\}|\?|[@:$]?[\w.-]{1,60})"
)
_SORTS = frozenset({"sort_values", "sort", "orderBy", "order_by"})


@dataclass(frozen=True, slots=True)
class _Cut:
    """One condition on a column of time."""

    site: Site
    column: str
    operator: str
    bound: Value | str

    def opposite(self, other: "_Cut") -> bool:
        """Tell whether one takes the rows before a moment, and the other those after one, within one function."""
        sides = self.operator[0] != other.operator[0] and self.site.scope == other.site.scope
        return sides and self.column.lower() == other.column.lower()


def cuts_at_one_time(program: Program) -> Iterator[Site]:
    """Yield the later of each pair of conditions that take rows before and after a moment, for training and for a test.

    One condition alone, and two about different moments, say which rows are studied, unless the later rows get the
    name of a set that is kept apart. Two windows of the past are features.
    """
    cuts = sorted([*_compared(program), *_cuts_in_queries(program)], key=lambda cut: cut.site)
    tested = {item.line for item in program.file.assignments if names_a_set(item.target)}
    named = tested | {item.line for item in program.file.assignments if APART.search(item.target)}
    for number, later in enumerate(cuts):
        for one in (one for one in cuts[:number] if one.opposite(later)):
            divides = {one.site.line, later.site.line} & named or DIVIDES.search(later.site.scope)
            if (one.bound == later.bound and divides) or later.site.line in tested:
                yield later.site
                break
    yield from _opposite_masks(program)


def sorts_by_time(program: Program) -> bool:
    """Tell whether rows are put in order by a column of time."""
    calls = (call for call in program.file.calls if call.last in _SORTS)
    given = (value for call in calls for value in (*call.args[:1], *filter(None, [call.keyword("by")])))
    return any(TIME_COLUMN.fullmatch(str((value.items[:1] or [value])[0].literal)) for value in given)


def _compared(program: Program) -> Iterator[_Cut]:
    """Yield ``rows["day"] < cut``, ``rows.day < cut`` and ``pl.col("day") < cut``, whichever side the column is on."""
    for item in program.file.comparisons:
        if item.operator in _FLIPPED:
            site = program.site_of(item)
            if column := _column(item.left):
                yield _Cut(site, column, item.operator, item.right)
            elif column := _column(item.right):
                yield _Cut(site, column, _FLIPPED[item.operator], item.left)


def _column(value: Value) -> str:
    """Return the column of time that a value takes from a table, else ""."""
    if value.kind == "item" or (value.kind == "call" and value.name.rpartition(".")[2] == "col"):
        column = str(value.items[0].literal) if value.items else ""
    else:
        table, _, column = value.text.rpartition(".")  # as it is written: a name is resolved to its type
        if value.kind != "name" or not table or table in ("self", "cls"):
            return ""
    return column if TIME_COLUMN.fullmatch(column) else ""


def _cuts_in_queries(program: Program) -> Iterator[_Cut]:
    """Yield the conditions in texts: ``rows.query("day < @cut")``, ``sql("SELECT x FROM s WHERE day < '2024'")``."""
    for text in program.file.texts:
        if _ASKS.search(text.into):
            for found in _CONDITION.finditer(text.value):
                if TIME_COLUMN.fullmatch(found["column"]):
                    site = program.site_of(text)
                    yield _Cut(site, found["column"], found["operator"], found["bound"])


def _opposite_masks(program: Program) -> Iterator[Site]:
    """Yield where rows are taken by the opposite of a mask of time: ``rows[early]``, ``rows[~early]``."""
    cut = {one.site.line for one in _compared(program)}
    masks = {(item.scope, f"[~{item.target}]") for item in program.file.assignments if item.line in cut}
    for item in program.file.assignments:
        if any(item.scope == scope and item.value.text.endswith(others) for scope, others in masks):
            yield program.site_of(item)
