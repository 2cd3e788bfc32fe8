"""Which rule about data does a call of a validation library stand for?"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from types import MappingProxyType

from seatrial.read.code.python_record import Call, Import
from seatrial.read.regex import caseless, regex


class Rule(StrEnum):
    """One kind of rule about rows and columns."""

    COLUMNS = "columns"
    TYPE = "types"
    MISSING = "missing values"
    RANGE = "ranges"
    ALLOWED = "allowed values"
    UNIQUE = "duplicates"
    SIZE = "the number of rows"
    SHAPE = "shapes"
    OWN = "rules of its own"


#: Part of a dotted name -> the tool it shows.
TOOLS = MappingProxyType({
    "pandera": "pandera", "great_expectations": "Great Expectations", "ge": "Great Expectations", "soda": "Soda",
    "pydeequ": "Deequ", "tensorflow_data_validation": "TensorFlow Data Validation",
    "tfdv": "TensorFlow Data Validation", "tfx": "TensorFlow Data Validation", "deepchecks": "deepchecks",
    "evidently": "Evidently", "frictionless": "frictionless", "cerberus": "Cerberus", "patito": "patito",
    "dataframely": "dataframely", "whylogs": "whylogs", "pointblank": "pointblank", "pandas_schema": "pandas-schema",
    "tdda": "tdda", "validator_collection": "validator-collection", "datacontract": "Data Contract",
    "quality_check_step": "SageMaker's quality check",
})  # fmt: skip

_BY_NAME = (
    (caseless(r"null|isComplete|hasCompleteness|missing|not_na"), Rule.MISSING),
    (caseless(r"uniq|duplicat|distinct"), Rule.UNIQUE),
    (caseless(r"between|min|max|range|greater|less|positive|negative|quantile|mean|\bg[et]$|\bl[et]$"), Rule.RANGE),
    (caseless(r"in_set|isin|contained|in_list|regex|match_(strftime|like)|str_matches|pattern"), Rule.ALLOWED),
    (caseless(r"type|infer_schema"), Rule.TYPE),
    (caseless(r"column.*(exist|match|order|count)|schema|validate_statistics|Columns"), Rule.COLUMNS),
    (caseless(r"row_count|hasSize|NumberOfRows|empty"), Rule.SIZE),
)

#: Calls that judge data, by their last name, beside those of ``expect_*``.
_JUDGES = regex(
    r"(isComplete|isUnique|isContainedIn|isNonNegative|isPositive|has[A-Z]\w+|validate_statistics|Test[A-Z]\w+|TestSuite|"
    r"DataQualityTestPreset|DataStabilityTestPreset|data_integrity|train_test_validation|full_suite|"
    r"ConstraintsBuilder|add_constraint|col_vals_\w+|col_(is|exists|schema)\w*|rows_distinct|verify_df|detect_df|"
    r"execute|validate|run_checkpoint|Checkpoint|ExampleValidator|QualityCheckStep)"
)
#: Expectations of Great Expectations are classes since its first release, made as parts of a suite.
_EXPECTATION = regex(r"Expect(?:Column|Table|Multicolumn|Query|Select)[A-Z]\w+")


def tool_of(call: Call) -> str:
    """Return the validation library that a call belongs to, "" when it is none."""
    if call.last.startswith("expect_") and call.last.count("_") > 2:
        return "Great Expectations"
    return next((TOOLS[part] for part in (call.name or call.written).split(".") if part in TOOLS), "")


def imports_tool(imports: Iterable[Import]) -> bool:
    """Tell whether one of these imports brings a validation library in, directly or by a module that wraps it."""
    return any(part in TOOLS for item in imports for part in f"{item.module}.{item.name}".split("."))


def judges(call: Call) -> bool:
    """Tell whether a call of a validation library judges data, and is no set-up."""
    if (skipped := call.keyword("skip_check")) is not None and skipped.literal is True:
        return False  # such a step only works out the constraints of later runs
    return call.last.startswith("expect_") or bool(_JUDGES.fullmatch(call.last)) or bool(_expectation(call))


def _expectation(call: Call) -> str:
    """Return the expectation that a call only makes, for a suite that another program runs; "" when it makes none."""
    if _EXPECTATION.fullmatch(call.last):
        return call.last
    if call.last != "ExpectationConfiguration":
        return ""
    given = call.keyword("expectation_type") or call.keyword("type") or next(iter(call.args), None)
    return given.literal if given is not None and isinstance(given.literal, str) else ""


def fails_by_itself(call: Call) -> bool:
    """Tell whether a step of a pipeline stops it when data breaks a constraint, as it does unless it is told not to."""
    asked = call.keyword("fail_on_violation")
    return call.last == "QualityCheckStep" and not (asked is not None and asked.literal is False)


def rules_of(call: Call) -> tuple[Rule, ...]:
    """Return the kinds of rules that one call judges by; a whole schema judges by several."""
    if call.last in {"ExampleValidator", "validate_statistics", "QualityCheckStep"}:
        return (Rule.ALLOWED, Rule.COLUMNS, Rule.MISSING, Rule.TYPE)
    return (rule_of(_expectation(call) or call.last),)


def rule_of(name: str) -> Rule:
    """Return the kind of rule that a name of an expectation, constraint or test stands for."""
    return next((rule for pattern, rule in _BY_NAME if pattern.search(name)), Rule.OWN)


def field_rules(call: Call) -> Iterator[Rule]:
    """Yield the rules of one pandera column or field by its keywords; a column may not be null by default."""
    if call.args:
        yield Rule.TYPE
    keywords = dict(call.keywords)
    if keywords.get("nullable") is None or keywords["nullable"].literal is False:
        yield Rule.MISSING
    if "unique" in keywords and keywords["unique"].literal is not False:
        yield Rule.UNIQUE
    if keywords.keys() & {"ge", "gt", "le", "lt", "in_range"}:
        yield Rule.RANGE
    if keywords.keys() & {"isin", "notin", "eq", "str_matches", "str_startswith"}:
        yield Rule.ALLOWED
