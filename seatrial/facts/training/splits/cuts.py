"""Are rows kept apart by a pair of conditions on one column: before a moment and after, of these groups and those?"""

from collections.abc import Iterator

from seatrial.facts.code.programs import Program, Site
from seatrial.facts.training.splits.holdout_words import DIVIDES, names_a_set
from seatrial.facts.training.splits.split_words import APART, GROUP_KEYS, TIME_COLUMN
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Value
from seatrial.read.regex import caseless, regex

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
#: What takes a condition as a text: ``query`` of pandas, SQL of DuckDB, Polars and Spark.
_ASKS = regex(r"(?:^|\.)(?:query|filter|where|sql|execute|read_sql\w*|read_database)$")
#: A condition of such a text; a formatted one has ``{}`` for what is put there.
_CONDITION = regex(
    r"(?<![\w@])(?:\w{1,40}\.)?[`\"]?(?P<column>\w{1,60})[`\"]?\s{0,4}(?P<operator><=?|>=?)\s{0,4}"
    r"(?P<bound>(?:\w{1,12}\s)?'[^'\n]{1,60}'|\{\}|\?|[@:$]?[\w.-]{1,60})"
)
#: What makes a text or numbers a moment.
_MOMENTS = regex(r"(?:^|\.)(?:to_datetime|Timestamp|strptime|datetime64|datetime|date|fromisoformat)$")
_DAY = regex(r"\d{4}-\d\d|\d\d?[-/]\d\d?[-/]\d{4}")
#: Rows of which a column is among chosen values, in pandas and in Polars.
_CHOSEN = regex(r"(?P<column>\w{1,60})(?:[\"'][\])])?\.is_?in\(")
#: Columns of what several rows are about, beside people and machines.
_GROUPS = caseless(
    r"(?:prompt|question|query|topic|document|article|group|family|scene|video|sequence|location|site|region|city|"
    r"sensor|plant|recording|slide|series|molecule|scaffold)_?(?:id|no|name|key)s?|group"
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


def chosen_groups(program: Program) -> Iterator[Site]:
    """Yield where a set gets the rows of chosen people or things, and those of others stay for training.

    ``test = rows.filter(pl.col("prompt_id").is_in(test_prompts))`` after the same of ``train_prompts``, or ``~``.
    """
    asked = [
        (item, _CHOSEN.search(" ".join([item.value.text, *(f"{part.text}(" for part in item.value.items)])))
        for item in program.file.assignments
    ]
    chosen = [(item, found["column"]) for item, found in asked if found and _groups(found["column"])]
    for item, column in chosen:
        others = (one for one, of in chosen if of == column and one.scope == item.scope and one.target != item.target)
        if names_a_set(item.target) and any(one.value != item.value for one in others):
            yield program.site_of(item)


def _groups(column: str) -> bool:
    """Tell a column of what several rows are about."""
    return bool(GROUP_KEYS.fullmatch(column) or _GROUPS.fullmatch(column))


def sorts_by_time(program: Program) -> bool:
    """Tell whether rows are put in order by a column of time."""
    calls = (call for call in program.file.calls if call.last in _SORTS)
    given = (value for call in calls for value in (*call.args[:1], *filter(None, [call.keyword("by")])))
    return any(TIME_COLUMN.fullmatch(str((value.items[:1] or [value])[0].literal)) for value in given)


def _compared(program: Program) -> Iterator[_Cut]:
    """Yield ``rows["day"] < cut``, ``rows.day < cut`` and ``pl.col("day") < cut``, whichever side the column is on."""
    moments = {(item.scope, item.target) for item in program.file.assignments if _MOMENTS.search(item.value.name)}
    for item in program.file.comparisons:
        if item.operator in _FLIPPED:
            site = program.site_of(item)
            for one, other, operator in (
                (item.left, item.right, item.operator), (item.right, item.left, _FLIPPED[item.operator]),
            ):  # fmt: skip
                by_index = one.kind == "name" and one.text.endswith(".index")
                if column := _column(one) or ("index" if by_index and _is_moment(other, site.scope, moments) else ""):
                    yield _Cut(site, column, operator, other)
                    break


def _is_moment(value: Value, scope: str, moments: set[tuple[str, str]]) -> bool:
    """Tell whether a value is a moment: a day as a text, what is made one, or a name that is given one here."""
    made = value.kind == "call" and _MOMENTS.search(value.name)
    return bool(_DAY.match(value.string) or made or {(scope, value.text), ("", value.text)} & moments)


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
