"""Which functions of the repository judge the rows and columns of its data by their own rules?"""

from collections.abc import Collection, Iterator

from seatrial.facts.code.programs import Program
from seatrial.facts.data.array_checks import array_rules
from seatrial.facts.data.data_rules import Rule
from seatrial.facts.data.named_checks import named_checks
from seatrial.facts.data.row_checks import row_rules, stops
from seatrial.facts.data.row_models import rows_held_to_models
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.training.gates.consequences import gathers, names_failures, stops_itself
from seatrial.facts.training.training_path import training_path
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Comparison, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_FRAMES = frozenset({
    "cudf", "dask", "datasets", "duckdb", "geopandas", "modin", "pandas", "polars", "pyarrow", "pyspark", "ray", "vaex",
})  # fmt: skip
_BY_CALL = {
    Rule.MISSING: {"isnull", "isna", "notnull", "notna", "null_count", "is_null", "is_not_null", "hasnans"},
    Rule.UNIQUE: {"duplicated", "is_duplicated", "is_unique", "n_unique", "nunique"},
    Rule.ALLOWED: {"isin", "is_in", "issubset"},
    Rule.RANGE: {"between", "is_between"},
    Rule.TYPE: {"is_numeric_dtype", "is_string_dtype", "is_datetime64_any_dtype", "is_bool_dtype", "is_integer_dtype"},
}
_CALLS = {name: rule for rule, names in _BY_CALL.items() for name in names}
#: How the names of columns are asked for: of pandas and Polars, and of schemas of Arrow and Spark; of a
#: data set of Hugging Face, it is asked whether an option names one.
_COLUMNS = regex(r"\.(?:columns|(?:collect_)?schema(?:_arrow)?\.(?:names|fieldNames|fields))$")
_SETS = {"set", "issubset", "issuperset", "difference", "symmetric_difference"}
_NAMED = caseless(r"valid|verif|check|quality|expect|schema|sanity|integrity|audit|ensure|assert")
_OTHERWISE = caseless(
    r"drift|health|permission|token|auth|credential|config|version|gpu|depend|checkpoint|cross_?val|valid(_|ation_)?"
    r"(set|loss|epoch|loader|step|split|metric|score|data_?loader|test)|request"
)
#: What is judged one at a time; what a model is asked, or answers, is none of the data it learns from.
_RECORDS = regex(
    r"(verify|validate|check)_(?!\w*(?:output|response|request|reply|answer))(\w+_)?"
    r"(label|data|dataset|row|record|sample|annotation)s?(?![a-z])"
)


#: A file is judged, and not what a caller of a library hands over: the data of a pipeline whose models learn elsewhere.
_READS = frozenset({"open", "read_text", "read_bytes", "readlines", "imread"})


@dataclass(frozen=True, slots=True)
class Validator:
    """One function that judges data."""

    scope: str
    line: int
    rules: tuple[Rule, ...]


def validators(repo: Repo, program: Program) -> Iterator[Validator]:
    """Yield the functions of a program that judge data and do something about it.

    A function counts when it is named for it and raises, gathers errors or holds several rules; any other scope
    counts when it raises directly on breaches of several kinds.
    """
    found = _rules(program) if handles_frames(program) else {}
    lines = {item.name: item for item in program.file.functions}
    for scope, rules in found.items():
        if scope in lines and is_validator(program, scope):
            if len(rules) > 1 or stops_itself(repo, program, scope) or gathers(program, scope):
                yield Validator(scope, lines[scope].line, tuple(sorted(rules)))
        elif len(raising := _raised_on(program, scope)) > 1 or _holds_columns(repo, program, raising):
            yield Validator(scope, min(raising.values()), tuple(sorted(raising)))
    for scope, held in array_rules(program).items():
        judges = scope in lines and scope not in found and len(held) > 1 and is_validator(program, scope)
        if judges and (stops_itself(repo, program, scope) or gathers(program, scope)):
            yield Validator(scope, lines[scope].line, tuple(sorted(held)))
    yield from _one_by_one(repo, program, found)
    yield from _model_checks(repo, program, found)
    for scope, line in named_checks(repo, program):
        if scope not in found:
            yield Validator(scope, line, (Rule.OWN,))


def _one_by_one(repo: Repo, program: Program, known: Collection[str]) -> Iterator[Validator]:
    """Yield functions that judge records and rows one by one: on the way to a training, else of a file."""
    if program.path in training_path(repo):
        yield from _record_checks(program, known)
        yield from _row_checks(repo, program, known)
    elif not endpoints(repo):
        read = {call.scope for call in program.file.calls if call.last in _READS}
        yield from (held for held in _record_checks(program, known) if held.scope in read)


def handles_frames(program: Program) -> bool:
    """Tell whether a program has to do with frames: it imports their package, or calls what only they have."""
    if not program.file.packages.isdisjoint(_FRAMES):
        return True
    return any(_CALLS.get(call.last) in {Rule.MISSING, Rule.UNIQUE} for call in program.file.calls)


def _row_checks(repo: Repo, program: Program, known: Collection[str]) -> Iterator[Validator]:
    """Yield functions that go through rows and stop, or note what fails, by several questions about each."""
    for scope, asked in row_rules(program).items():
        function = program.file.function(scope)
        stops = stops_itself(repo, program, scope) or gathers(program, scope)
        if function and scope not in known and len(asked) > 1 and stops:
            yield Validator(scope, function.line, tuple(sorted(asked)))


def _model_checks(repo: Repo, program: Program, known: Collection[str]) -> Iterator[Validator]:
    """Yield functions that hold each row to a model of its fields, on the way to a training or named for it."""
    for held in rows_held_to_models(repo, program):
        if held.scope not in known and (program.path in training_path(repo) or is_validator(program, held.scope)):
            yield Validator(held.scope, held.line, held.rules)


def _record_checks(program: Program, known: Collection[str]) -> Iterator[Validator]:
    """Yield functions that check one image, label or row at a time by several conditions, without a frame."""
    for item in program.file.functions:
        checks = item.asserts - item.trivial_asserts + len(item.raises)
        if item.name not in known and checks > 2 and _RECORDS.search(item.name):
            yield Validator(item.name, item.line, (Rule.OWN,) * checks)


def is_validator(program: Program, scope: str) -> bool:
    """Tell whether a function is named for judging data, by itself, its class or its file."""
    names = f"{program.path.rpartition('/')[2]} {scope}"
    return bool(_NAMED.search(names)) and not _OTHERWISE.search(names)


def _rules(program: Program) -> dict[str, set[Rule]]:
    """Return by scope the rules that its expressions could be."""
    found: dict[str, set[Rule]] = {}
    for call in program.file.calls:
        if rule := rule_of_call(call):
            found.setdefault(call.scope, set()).add(rule)
    for item in program.file.comparisons:
        if rule := rule_of_comparison(item):
            found.setdefault(item.scope, set()).add(rule)
    for mention in program.file.mentions:
        if any(name.endswith(".empty") for name in mention.names) and mention.scope in found:
            found[mention.scope].add(Rule.SIZE)
    return found


def rule_of_call(call: Call) -> Rule | None:
    """Return the rule about rows and columns that a call asks for."""
    if call.last in _SETS and any(_is_columns(value) for value in call.args):
        return Rule.COLUMNS
    return _CALLS.get(call.last)


def rule_of_comparison(item: Comparison) -> Rule | None:
    """Return the rule about rows and columns that a comparison is."""
    sides = (item.left, item.right)
    if any(_is_columns(side) for side in sides):
        return Rule.COLUMNS
    if any(side.name.endswith((".dtype", ".dtypes")) for side in sides):
        return Rule.TYPE
    if item.operator in {"<", "<=", ">", ">="} and any(_is_column(side) for side in sides):
        return Rule.RANGE
    return None


def _lists_lost(program: Program, scope: str) -> int:
    """Return the line of ``missing = [c for c in wanted if c not in df.columns]`` where the scope raises, else 0."""
    raises = any(item.raises for item in program.file.functions if item.name == scope)
    listed = {
        item.line
        for item in program.file.assignments
        if item.scope == scope and item.value.kind == "comprehension" and names_failures(item.target)
    }
    asked = (item for item in program.file.comparisons if item.scope == scope and item.operator == "not in")
    return next((item.line for item in asked if raises and item.line in listed and _is_columns(item.right)), 0)


def _holds_columns(repo: Repo, program: Program, raising: Collection[Rule]) -> bool:
    """Tell whether code on the way to a training stops where columns lack, whatever it is called."""
    return Rule.COLUMNS in raising and program.path in training_path(repo)


def _is_columns(value: Value) -> bool:
    return any(_COLUMNS.search(one.name) for one in (value, *value.items))


def _is_column(value: Value) -> bool:
    """Tell whether a value is one column of a frame: ``df["age"]``, ``df[col]``, ``df["age"].min()``."""
    if value.kind == "call" and value.name.rpartition(".")[2] in {"min", "max", "col"}:
        return True
    index = value.items[0] if value.kind == "item" and value.items else None
    if index is None:
        return False
    return isinstance(index.literal, str) or index.text.lower().startswith(("col", "feat", "field"))


def _raised_on(program: Program, scope: str) -> dict[Rule, int]:
    """Return the rules of a scope whose comparison leads directly to an error, with their lines.

    Where one does, so does what is asked of the frame beside it: ``if df["label"].isna().any(): raise``.
    """
    raising = {
        rule: item.line
        for item in program.file.comparisons
        if item.scope == scope and stops(item)
        if (rule := rule_of_comparison(item))
    }
    asked = (call for call in program.file.calls if call.scope == scope and not call.target) if raising else ()
    if Rule.COLUMNS not in raising and (line := _lists_lost(program, scope)):
        raising[Rule.COLUMNS] = line
    return {rule: call.line for call in asked if (rule := rule_of_call(call))} | raising
