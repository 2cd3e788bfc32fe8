"""What does a line hold of a prediction that code writes to its log, or adds to a file?"""

from collections.abc import Callable, Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in, defined
from seatrial.facts.code.programs import Program, own_code
from seatrial.facts.operations.log_calls import is_log_call
from seatrial.facts.operations.records.record_fields import named_words, names_in, tells_about
from seatrial.facts.operations.records.record_parts import Part, names_result, parts_of
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_ASKED = regex(r"\b(?:request|params|args|config|options|settings|kwargs)\.get\b")  #: what was asked for
#: Names of what a model is asked by: which one, with what, and how.
_ASKED_BY = regex(r"(?:^|_)(?:id|ids|model|version|params?|config|args|kwargs|options|threshold|request|input)s?$")
#: Words of a line before the answer itself.
_SAYS_RESULT = caseless(
    r"\b(?:response|answer|prediction|recommendation|forecast)s?(?:\s+(?:body|payload))?\s*[:=]\s*$"
)
#: Words near what is kept that tell what it is about.
ABOUT = caseless(
    r"predict|recommend|transcri|translat|inference|scor(e|ing)|forecast|classif|decision|request_?log|audit|completion|interaction|invocation"
    r"|conversation|chat_?(?:log|message|history|turn)|query_?log|monitor"
)
_FEW = 2  #: parts of a prediction by which fields are told for one, whatever they are called
_TO_ADD = frozenset({"a", "a+", "at", "ab"})  #: modes in which a file is opened to add to it
_LOGS = caseless(r"(?:^|_)(?:log|audit)(?:_|$)")


def line_by_own(
    repo: Repo, program: Program, call: Call, keys: Callable[[], Mapping[str, set[str]]]
) -> frozenset[Part]:
    """Return what a line holds that an own function writes, which is handed the fields: ``log_as_json(fields)``.

    ``keys`` are those that the program writes down, by function: they are asked for where a line is found.
    """
    if not _LOGS.search(call.last) or not call.values:
        return frozenset()
    found = defined(repo, program.path, call.name, call.written)
    if found is None or (found.path, found.name) not in _own_loggers(repo):
        return frozenset()
    given = [key for value in call.values for key, _ in value.keywords]
    made = keys().get(call.scope, ()) if not given else ()
    names = {*given, *made, *(name for name, _ in call.keywords)}
    parts = parts_of(names)
    return parts if len(parts) > _FEW or any(map(names_result, names)) else frozenset()


def appending(program: Program) -> frozenset[str]:
    """Return the functions of a program that add what they are given to a file of rows."""
    calls = (call for call in program.file.calls if call.scope and call.last in {"writerow", "writerows", "to_csv"})
    return frozenset(call.scope for call in calls if call.last != "to_csv" or _adds(call))


def _adds(call: Call) -> bool:
    mode = call.keyword("mode")
    return mode is not None and mode.literal == "a"


def adds_line(program: Program, call: Call) -> bool:
    """Tell ``file.write(json.dumps(row))`` to a file that its function opens to add to it, whatever that is called."""
    given = (one for value in call.args for one in (value, *value.items))
    if call.last != "write" or not any(one.kind == "call" and one.name.endswith("json.dumps") for one in given):
        return False
    opened = (one for one in program.file.calls if one.scope == call.scope and one.last == "open")
    modes = (value for one in opened for value in (*one.args[:2], one.keyword("mode")) if value is not None)
    return any(value.literal in _TO_ADD for value in modes)


@fact
def _own_loggers(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the owner's functions that write what they are given to the log."""
    return frozenset(_logging(repo))


def _logging(repo: Repo) -> Iterator[tuple[str, str]]:
    for program in own_code(repo):
        for item in program.file.functions:
            if _LOGS.search(item.name.rpartition(".")[2]):
                given = {one.name for one in item.parameters}
                calls = calls_in(repo, program.path, item.name)
                if any(is_log_call(call) and given & named_words(call) for call in calls):
                    yield program.path, item.name


def in_line(program: Program, call: Call) -> frozenset[Part]:
    """Return what a log line holds: not what was asked for, nor the label of what is drawn or annotated."""
    shown = [name for value in call.args for name in names_in(value)] + [name for name, _ in call.keywords]
    results = {name for name in shown if names_result(name) and not _ASKED_BY.search(name)}
    if results:
        results -= {
            item.target for item in program.file.calls if item.scope == call.scope and _ASKED.search(item.written)
        }
        results -= set() if ABOUT.search(f"{program.path} {call.scope}") else {"label"}
    return parts_of(results) | frozenset({Part.OUTPUT} if any(map(_says_result, call.args)) else ())


def _says_result(value: Value) -> bool:
    """Tell a text that says of a name what it is: ``f"Response body: {resp_body}"``."""
    before = value.text.split("{}") if value.kind == "fstring" else []
    named = (item.kind == "name" and "." not in item.text and not tells_about(item.text) for item in value.items)
    return any(_SAYS_RESULT.search(said) for said, whole in zip(before, named, strict=False) if whole)
