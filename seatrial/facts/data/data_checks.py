"""Where is data judged by rules before a model learns from it or predicts on it?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import InCode, Program, Site, calls_by_name, programs
from seatrial.facts.data.data_rules import (
    Rule,
    fails_by_itself,
    field_rules,
    imports_tool,
    judges,
    rule_of,
    rules_of,
    tool_of,
)
from seatrial.facts.data.own_validation import Validator, validators
from seatrial.facts.data.suite_files import suites
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.training.gates.consequences import stops
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Class
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

OWN_CODE = "its own code"
_READERS = frozenset(
    {"read_csv", "read_parquet", "read_table", "read_sql", "read_json", "read_feather", "load_dataset"}
)
_ABOUT_DATA = caseless(r"(^|[/_])(data|dataset|datasets|schema|quality)([_/.]|$)")
_JUDGES = regex(
    r"(check|test|validate|assert)_\w*(schema|column|missing|null|nan|distribution|range|unique|duplicate|dtype|type|quality|"
    r"balance|outlier)\w*"
)
_MADE_UP = regex(r"tmp|temp|mock|fake|fixture|StringIO|BytesIO|(?:^|/)tests?/")


@dataclass(frozen=True, slots=True)
class DataCheck(InCode):
    """One function, schema or suite that judges data."""

    site: Site
    tool: str
    rules: tuple[Rule, ...]  #: one for each thing that is judged, sorted
    stops: bool  #: a breach raises, asserts or ends the program, here or where it is called
    by_assert: bool = False  #: it stops by an assert statement, which python -O leaves out

    @property
    def kinds(self) -> frozenset[Rule]:
        """The different kinds of rules."""
        return frozenset(self.rules)

    @property
    def what(self) -> str:
        listed = ", ".join(dict.fromkeys(self.rules))
        return f"checks {listed} by {self.tool}" + ("" if self.stops else ", and goes on in any case")


#: What a package offers to those who test: ``numpy.testing``. What it asserts, it asserts about their code.
_OFFERED_TO_TESTS = regex(r"(?:^|/)testing(?:/|\.py$)")


@fact
def data_checks(repo: Repo) -> tuple[DataCheck, ...]:
    """Return what judges data, by place.

    Tests count with a validation library, or when they judge a file of data: their other assertions are about code.
    Request schemas are none.
    """
    found: list[DataCheck] = []
    expecting = {
        sited.program.path
        for name, calls in calls_by_name(repo).items()
        if name.startswith("expect_")
        for sited in calls
    }
    for program in programs(repo):
        if program.path in expecting or imports_tool(program.file.imports):
            found += _library(repo, program)
            found += repo.each(_pandera, [program])
        if not _OFFERED_TO_TESTS.search(program.path):
            found += _own(repo, program)
    found += [DataCheck(Site(suite.path, suite.line), suite.tool, suite.rules, stops=True) for suite in suites(repo)]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.site, item.tool)))


def _library(repo: Repo, program: Program) -> Iterator[DataCheck]:
    """Gather the calls of one library in one scope."""
    judging = (call for call in program.file.calls if call.last.startswith("expect_") or judges(call))
    of_tools = ((call, tool) for call in judging if (tool := tool_of(call)) and tool != "pandera")
    scopes = grouped(((call.scope, tool), call) for call, tool in of_tools)
    asked = {endpoint.handler for endpoint in endpoints(repo) if endpoint.handler_path == program.path}
    for (scope, tool), calls in scopes.items():
        if tool == "Cerberus" and scope in asked:
            continue  # it judges one request, and no rows
        rules = tuple(sorted(rule for call in calls for rule in rules_of(call)))
        held = any(map(fails_by_itself, calls)) or stops(repo, program, scope)
        yield DataCheck(program.site(calls[0].line, scope), tool, rules, held)


def _pandera(program: Program) -> Iterator[DataCheck]:
    """Find schemas as classes and as objects; applying one raises by itself."""
    for item in program.file.classes:
        tool = _schema_of(program, item)
        if rules := _patito_rules(item) if tool == "patito" else _model_rules(item) if tool else ():
            yield DataCheck(program.site(item.line, item.name), tool, rules, stops=True)
    made = [call for call in program.file.calls if "pandera" in call.name.split(".") and call.last == "DataFrameSchema"]
    if made:
        columns = [call for call in program.file.calls if call.last in {"Column", "Index"} and "pandera" in call.name]
        checks = [call for call in program.file.calls if ".Check." in call.name and "pandera" in call.name]
        rules = (*[rule for call in columns for rule in field_rules(call)], *[rule_of(call.last) for call in checks])
        yield DataCheck(program.site(made[0].line, made[0].scope), "pandera", tuple(sorted(rules)), stops=True)


def _schema_of(program: Program, item: Class) -> str:
    """Return whose schema of a table a class is, directly or by a class of its file; "" when it is none."""
    bases = {item.name: item.bases for item in program.file.classes}
    inherited = [base for name in item.bases for base in (name, *bases.get(name, ()))]
    if "patito.Model" in inherited:
        return "patito"
    known = any(base.startswith("pandera") and base.endswith(("Model", "Schema")) for base in inherited)
    return "pandera" if known else ""


def _patito_rules(item: Class) -> tuple[Rule, ...]:
    """Return what a model of patito refuses: other columns and types, and missing values unless it allows them."""
    rules = [Rule.COLUMNS]
    for attribute in item.attributes:
        if not attribute.annotation or "ClassVar" in attribute.annotation:
            continue
        rules.append(Rule.TYPE)
        rules += [] if "None" in attribute.annotation or "Optional" in attribute.annotation else [Rule.MISSING]
        if attribute.value is not None and attribute.value.kind == "call":
            bounds = field_rules(Call("", "", 0, 0, "", (), attribute.value.keywords))
            rules += [rule for rule in bounds if rule is not Rule.MISSING]
    return tuple(sorted(rules)) if len(rules) > 1 else ()


def _model_rules(item: Class) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for attribute in item.attributes:
        if attribute.annotation and "." in attribute.annotation:
            rules.append(Rule.TYPE)
            if attribute.value is not None and attribute.value.kind == "call":
                field = Call("", "", 0, 0, "", (), attribute.value.keywords)
                rules += field_rules(field)
    return tuple(sorted(rules))


def _own(repo: Repo, program: Program) -> Iterator[DataCheck]:
    for found in _data_tests(program) if program.is_test else validators(repo, program):
        site = program.site_of(found)
        yield DataCheck(
            site, OWN_CODE, found.rules, stops(repo, program, found.scope), _only_asserts(program, found.scope)
        )


def _only_asserts(program: Program, scope: str) -> bool:
    function = program.file.function(scope)
    return function is not None and function.asserts > 0 and not function.raises


def _data_tests(program: Program) -> Iterator[Validator]:
    """Yield the functions of a test program about data that judge what was read from a file of the repository.

    What another test reads is no data of theirs, and what lies among the tests was made up for them.
    """
    if not program.is_test or not _ABOUT_DATA.search(program.path):
        return
    reading = {call.scope for call in program.file.calls if _reads_data(call)}
    handed = any(not scope.rpartition(".")[2].startswith("test") for scope in reading)  # by a fixture, or for all
    for item in program.file.functions:
        name = item.name.rpartition(".")[2]
        judges = _JUDGES.fullmatch(name) and (item.asserts > item.trivial_asserts or not name.startswith("test"))
        if judges and (handed or item.name in reading):
            yield Validator(item.name, item.line, (_rule(name),))


def _reads_data(call: Call) -> bool:
    where = call.args[0] if call.last in _READERS and call.args else None
    return where is not None and not _MADE_UP.search(f"{where.string} {where.text}")


def _rule(name: str) -> Rule:
    return Rule.OWN if "distribution" in name or "balance" in name else rule_of(name)
