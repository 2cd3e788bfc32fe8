"""Is nonsense stopped before it reaches the model, and after it leaves it?"""

from collections.abc import Collection, Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.data.data_check_use import applied_data_checks
from seatrial.facts.data.data_rules import Rule
from seatrial.facts.inference.inference import inference_calls
from seatrial.facts.operations.answer_paths import answering_scopes
from seatrial.facts.operations.records.record_parts import names_result
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.request_schemas import How, schema_of
from seatrial.facts.serving.serving import served
from seatrial.model import Confidence, Evidence, as_evidence
from seatrial.read.code.python_record import Call, Comparison, Value
from seatrial.read.regex import caseless
from seatrial.repo import Role

_FINITE = frozenset({"isfinite", "isnan", "isinf", "is_nan", "check_finite", "isna", "isnull"})
_CLIPS = frozenset({"clip", "clamp", "clamp_"})
#: What looks at the answers of language models before they go out.
_MODERATES = caseless(
    r"moderation|guardrails|llm_guard|with_structured_output|nemoguardrails|detect_toxicity|profanity|groundedness"
    r"|output_guard|check_output|validate_(output|response|answer)s?$|out_of_distribution|is_ood"
)
_SURE = caseless(r"conf(idence)?|prob|score|certainty")
_FLOOR = caseless(r"thresh|(^|[_.])min|floor|cut_?off|limit|lowest")
_ORDER = frozenset({"<", ">", "<=", ">="})


@fact
def input_bounds(component: Component) -> tuple[Evidence, ...]:
    """Return where values that cannot be are refused before the model is asked: bounds of fields, rules about rows."""
    found = []
    for item in served(component):
        schema = schema_of(component.repo).get(item.endpoint)
        if schema and schema.how is How.BY_TYPES and schema.fields.bounded:
            found.append(Evidence(schema.place, schema.what, schema.confidence))
        elif schema and schema.how is How.BY_HAND:
            found.append(Evidence(schema.place, schema.what, Confidence.LIKELY))
    if jobs_of(component):
        checks = component.of(applied_data_checks(component.repo))
        found += [as_evidence(x) for x in checks if {Rule.RANGE, Rule.ALLOWED, Rule.MISSING} & set(x.rules)]
    return tuple(dict.fromkeys(found))


@fact
def output_bounds(component: Component) -> tuple[Evidence, ...]:
    """Return where an answer is looked at before it goes out: finite, within its range, sure enough, allowed."""
    found = [item for program in _answering_programs(component) for item in _in_program(component, program)]
    return tuple(sorted(dict.fromkeys(found)))


@fact
def hidden_faults(component: Component) -> tuple[Evidence, ...]:
    """Return where nonsense is made to look like an answer, or any failure of the model is caught."""
    found = []
    for program in _answering_programs(component):
        scopes = _scopes(component, program)
        found += [
            program.evidence(call, f"{call.written} turns what is no number into one")
            for call in program.file.calls
            if call.last == "nan_to_num" and call.scope in scopes
        ]
        lines = {call.place.line: call.scope for call in inference_calls(component.repo) if call.path == program.path}
        for handler in program.file.handlers:
            guards = any(handler.begins <= line < handler.line and lines[line] == handler.scope for line in lines)
            if guards and handler.scope in scopes:
                found.append(program.evidence(handler, "failures of the model are caught"))
    return tuple(sorted(dict.fromkeys(found)))


def _answering_programs(component: Component) -> Iterator[Program]:
    paths = {path for path, _ in answering_scopes(component)} | {job.predicts.path for job in jobs_of(component)}
    return (program for program in programs(component.repo) if program.path in paths and program.role is Role.OWN)


def _scopes(component: Component, program: Program) -> frozenset[str]:
    """Return the functions of a program that take part in an answer; of a job's program, all."""
    if program.path in {job.predicts.path for job in jobs_of(component)}:
        return frozenset({"", *(item.name for item in program.file.functions)})
    return frozenset(scope for path, scope in answering_scopes(component) if path == program.path)


def _in_program(component: Component, program: Program) -> Iterator[Evidence]:
    scopes, answers = _scopes(component, program), _answers(component, program)
    for call in program.file.calls:
        if call.scope in scopes and (said := _judges(call, answers)):
            yield program.evidence(call, f"{call.written} {said}", Confidence.LIKELY)
    for item in program.file.comparisons:
        if item.scope in scopes and (_is_floor(item) or _is_bound(item, answers)):
            what = f"{item.left.text or item.right.text} is compared before the answer goes out"
            yield program.evidence(item, what, Confidence.LIKELY)


def _answers(component: Component, program: Program) -> frozenset[tuple[str, str]]:
    """Return the names, each with its function, that are given what the model answered: ``price = float(predict(x))``.

    Whatever the model is made for is what its owner calls the answer.
    """
    asked = {(one.scope, one.place.line) for one in inference_calls(component.repo) if one.path == program.path}
    given = (item for item in program.file.assignments if (item.scope, item.line) in asked)
    return frozenset((item.scope, item.target) for item in given)


def _judges(call: Call, answers: Collection[tuple[str, str]]) -> str:
    values = call.values
    names = [name for value in values for name in _names(value)]
    about = any(names_result(name) or (call.scope, name) in answers for name in names) or names_result(call.written)
    if call.last in _FINITE and about:
        return "asks whether the answer is a number"
    if call.last in _CLIPS and (about or names_result(call.target)):
        return "keeps the answer within its range"
    return "looks at the answer before it goes out" if _MODERATES.search(call.name or call.written) else ""


def _is_bound(item: Comparison, answers: Collection[tuple[str, str]]) -> bool:
    """Tell whether an answer is held against a bound, and none goes out beyond it."""
    named = any((item.scope, side.text) in answers for side in (item.left, item.right))
    return named and item.operator in _ORDER and any(step.startswith("raise") for step in item.leads_to)


def _names(value: Value) -> Iterator[str]:
    yield value.text
    for part in value.items:
        yield from _names(part)


def _is_floor(item: Comparison) -> bool:
    """Tell whether an answer is held against what cannot be, or its certainty against a floor.

    What only sorts answers into bands, ``if score < 0.3: return "low"``, lets all of them out.
    """
    if item.operator not in _ORDER or not any(step == "return" or step.startswith("raise") for step in item.leads_to):
        return False
    left, right = item.left, item.right
    if left.kind not in ("name", "item"):
        return False
    if _SURE.search(left.text) and right.kind == "name" and _FLOOR.search(right.text):
        return True
    impossible = isinstance(right.literal, (int, float)) and right.literal <= 0
    return names_result(left.text) and (impossible or any(step.startswith("raise") for step in item.leads_to))
