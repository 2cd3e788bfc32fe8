"""Does a test look at values, or only at shapes, types and stand-ins; and does it skip itself where data is missing?"""

from seatrial.facts.code.code_index import contents
from seatrial.facts.testing.tests import Case
from seatrial.read.code.python_record import Call, Comparison, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: What is asked of a result that has the right form and the wrong numbers.
_FORM = regex(r"\.(shape|columns|dtypes?|ndim|size|index|names)\b|is_file|exists\b")
_EQUAL = regex(
    r"(^|\.)(assert_(frame|series|array|index|almost|all|approx|string|equal|extension)_?\w*|assert_allclose|assert_equal"
    r"|assert(Equal|AlmostEqual|AlmostEquals|Greater|GreaterEqual|Less|LessEqual|DictEqual|ListEqual|CountEqual|SetEqual"
    r"|Raises|RaisesRegex|TupleEqual|NotEqual)|assert_close|check_figures_equal)$"
)
_COMPARES = regex(
    r"(^|\.)(allclose|isclose|array_equal|equals|equal|approx|all|any|isna|isnull|notna|notnull|between)$"
)
_RAISES = regex(r"(^|\.)pytest\.(raises|warns)$")
_SKIPS = ("skipif", "skipUnless", "skipIf", "skip_unless", "requires_data")
_MISSING = caseless(r"exists|is_file|isfile|is_dir|isdir|environ|getenv|data|path|file")


def looks_at_values(repo: Repo, case: Case) -> bool:
    """Tell whether a test compares values, or expects an error, and not only a form or what a mock was asked."""
    if case.mocked or not case.real:
        return False
    inside = contents(repo, case.site.path)
    compared = (item for item in inside.comparisons if item.scope == case.name and "assert" in item.leads_to)
    return any(map(_of_values, compared)) or any(map(_compares, inside.calls.get(case.name, ())))


def _of_values(item: Comparison) -> bool:
    sides = (item.left, item.right)
    if item.operator in ("is", "is not") and any(side.is_none for side in sides):
        return False
    if item.operator in ("in", "not in") and item.right.text.endswith((".columns", ".keys()")):
        return False
    return not any(map(_is_form, sides))


def _compares(call: Call) -> bool:
    name = call.name or call.written
    if _RAISES.search(name):
        return True
    if not _EQUAL.search(name) and not ("assert" in call.inside and _COMPARES.search(name)):
        return False
    return not any(map(_is_form, call.args[:2]))


def _is_form(value: Value) -> bool:
    """Tell whether a side of a comparison is the form of a result: its length, its columns, its type."""
    asked = value.kind == "call" and value.name in ("len", "isinstance", "type", "callable", "hasattr")
    return asked or bool(_FORM.search(value.text or value.name))


def skips_without_data(repo: Repo, case: Case) -> bool:
    """Tell whether a test leaves itself out where some file or setting is missing, as in most runs of CI."""
    inside = contents(repo, case.site.path)
    function = inside.functions.get(case.name)
    owner = inside.classes.get(function.in_class) if function else None
    marks = (*(function.decorators if function else ()), *(owner.decorators if owner else ()))
    conditional = (mark for mark in marks if mark.last in _SKIPS)
    if any(_MISSING.search(" ".join(_words(mark))) for mark in conditional):
        return True
    return any(
        call.name in ("pytest.skip", "unittest.SkipTest") or call.last == "skipTest"
        for call in inside.calls.get(case.name, ())
    )


def _words(mark: Call) -> list[str]:
    values = (*mark.args, *(value for key, value in mark.keywords if key == "reason"))
    return [f"{value.text} {value.name} {value.literal!r}" for value in values]
