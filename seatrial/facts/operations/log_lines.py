"""What do log lines carry besides their message, where are they printed instead, and who sets their level?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.dict_keys import dict_keys
from seatrial.facts.code.programs import InCode, Program, Site, own_code
from seatrial.facts.operations.log_calls import is_log_call
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_BINDS = frozenset({"bind", "bind_contextvars", "contextualize", "bound_contextvars", "LoggerAdapter", "new"})
_NO_FIELDS = frozenset({"exc_info", "stack_info", "stacklevel", "extra", "level", "**"})
#: Names of fields by which the lines of one request are found again.
REQUEST = caseless(
    r"(request|trace|correlation|span|x_request|transaction|job|run|session|prediction|task|inference)_?(id|uuid)"
)
#: Names of fields that say which model gave an answer.
MODEL = caseless(
    r"(ml_?|serving_?)?model(_?(name|version|id|tag|hash|sha|digest|uri|alias|revision|stage))?|model_?run_?id|deployment"
    r"|artifact_?version|llm(_model)?"
)
_LEVEL = caseless(r"(^|[A-Z_])LOG(GING)?_?LEVEL$|^--log-level$|^LOGLEVEL$|^log_?level$")


@dataclass(frozen=True, slots=True)
class Field(InCode):
    """One named value that a log line carries."""

    site: Site
    name: str

    @property
    def what(self) -> str:
        return f"log lines carry {self.name}"


@fact
def log_fields(repo: Repo) -> tuple[Field, ...]:
    """Return the named values that log lines of the owner's code carry, by place."""
    found = {*repo.each(_in_calls, own_code(repo)), *repo.each(_in_formatters, own_code(repo))}
    return tuple(sorted(found, key=lambda field: (field.site, field.name)))


@fact
def log_calls(repo: Repo) -> tuple[Evidence, ...]:
    """Return the calls of loggers in code that somebody makes run, by place."""
    known = reach(repo)
    return tuple(
        program.evidence(call, f"{call.scope or 'the module'} calls {call.written}")
        for program in own_code(repo)
        for call in program.file.calls
        if is_log_call(call) and known.is_run(program.path, call.scope)
    )


@fact
def level_settings(repo: Repo) -> tuple[Evidence, ...]:
    """Return where the level of logging is taken from the environment or from settings, by place."""
    found = set()
    for program in own_code(repo):
        for text in program.file.texts:
            if " " not in text.value and _LEVEL.search(text.value):
                found.add(program.evidence(text, f"{text.value} sets the level of logging"))
        for item in program.file.classes:
            for attribute in item.attributes:
                if _LEVEL.search(attribute.name):
                    place = program.place_of(attribute)
                    found.add(Evidence(place, f"{item.name}.{attribute.name} sets the level of logging"))
        found |= {evidence for call in program.file.calls if (evidence := _from_settings(program, call))}
        found |= set(_chosen(program))
        found |= {
            program.evidence(taken, "POWERTOOLS_LOG_LEVEL sets the level of logging")
            for taken in program.file.imports
            if taken.module.startswith("aws_lambda_powertools") and taken.name == "Logger"
        }
    return tuple(sorted(found))


def _from_settings(program: Program, call: Call) -> Evidence | None:
    """Find a level that is given by a name with a dot: ``setLevel(settings.level)``; ``logging.INFO`` is a constant."""
    given = call.argument(0, "level") if call.last == "setLevel" else call.keyword("level")
    if given is None or call.last not in {"setLevel", "basicConfig", "add", "make_filtering_bound_logger"}:
        return None
    if given.kind == "literal" or given.name.startswith("logging.") or _is_plain(given):
        return None
    return program.evidence(call, f"{given.text[:60] or 'a value'} sets the level of logging")


def _chosen(program: Program) -> Iterator[Evidence]:
    """Find a logger whose level a condition chooses: one ``setLevel`` below its ``if``, one below its ``else``."""
    known: dict[tuple[str, str], Call] = {}
    for call in program.file.calls:
        if call.last == "setLevel" and {"if", "else"} & set(call.inside):
            first = known.setdefault((call.scope, call.written), call)
            if first is not call:
                yield program.evidence(first, f"a condition chooses the level at {call.written}")


def _is_plain(value: Value) -> bool:
    """Tell whether a value is a bare constant such as INFO, or a choice between two constants."""
    if value.kind == "operation":
        return all(part.kind == "literal" or part.name.startswith("logging.") for part in value.items[-2:])
    return value.kind == "name" and value.text.isupper() and "." not in value.text and "LEVEL" not in value.text


def _in_calls(program: Program) -> Iterator[Field]:
    for call in program.file.calls:
        site = program.site_of(call)
        if is_log_call(call) or (call.last in _BINDS and "." in call.written):
            yield from (Field(site, name) for name, _ in call.keywords if name not in _NO_FIELDS)
            given = [call.keyword("extra"), *call.args[1 if call.last == "LoggerAdapter" else 0 :]]
            for value in given:
                if value and value.kind == "dict":
                    yield from (Field(site, name) for name, _ in value.keywords)
                if value and value.kind == "call" and value.name.rpartition(".")[2] in {"dict", "dumps"}:
                    inner = (value, *(part for part in value.items if part.kind == "dict"))
                    yield from (Field(site, name) for part in inner for name, _ in part.keywords)


def _in_formatters(program: Program) -> Iterator[Field]:
    """Find what the owner's formatters and filters put into every line."""
    made = {
        item.name
        for item in program.file.classes
        if any(base.endswith(("Formatter", "Filter")) and "ogg" in base.lower() for base in item.bases)
    }
    for key in dict_keys(program.file) if made else ():
        if key.scope.rpartition(".")[0] in made:
            yield Field(program.site_of(key), key.name)
    for item in program.file.assignments:
        if item.target.startswith("record.") and item.scope.rpartition(".")[0] in made:
            yield Field(program.site_of(item), item.target.removeprefix("record."))
