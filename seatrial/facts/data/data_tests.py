"""Which tests judge a real file of data, and not code?"""

from collections.abc import Iterator

from seatrial.facts.code.programs import Program
from seatrial.facts.data.data_rules import Rule, rule_of
from seatrial.facts.data.own_validation import Validator
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless, regex

_READERS = frozenset(
    {"read_csv", "read_parquet", "read_table", "read_sql", "read_json", "read_feather", "load_dataset"}
)
_ABOUT_DATA = caseless(r"(^|[/_])(data|dataset|datasets|schema|quality)([_/.]|$)")
_JUDGES = regex(
    r"(check|test|validate|assert)_\w*(schema|column|missing|null|nan|distribution|range|unique|duplicate|dtype|type|quality|"
    r"balance|outlier)\w*"
)
_MADE_UP = regex(r"tmp|temp|mock|fake|StringIO|BytesIO")


def data_tests(program: Program) -> Iterator[Validator]:
    """Yield the functions of a test program about data that judge what was read from a file of the repository."""
    if not program.is_test or not _ABOUT_DATA.search(program.path) or not any(map(_reads_data, program.file.calls)):
        return
    for item in program.file.functions:
        name = item.name.rpartition(".")[2]
        if _JUDGES.fullmatch(name) and (item.asserts > item.trivial_asserts or not name.startswith("test")):
            yield Validator(item.name, item.line, (_rule(name),))


def _reads_data(call: Call) -> bool:
    return call.last in _READERS and bool(call.args) and not _MADE_UP.search(call.args[0].text)


def _rule(name: str) -> Rule:
    return Rule.OWN if "distribution" in name or "balance" in name else rule_of(name)
