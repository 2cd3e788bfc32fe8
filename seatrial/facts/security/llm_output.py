"""What becomes of answers of language models: do they act unchecked, are they given a shape, or shut in?"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum
from functools import cache

from seatrial.facts import fact
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, belongs
from seatrial.facts.code.programs import InCode, Program, Site, programs
from seatrial.facts.inference.inference import Runs, inference_by_path
from seatrial.facts.security.injections.flow import Flow
from seatrial.facts.security.injections.outside import from_model
from seatrial.facts.security.injections.sinks import injections
from seatrial.facts.security.llm_output_words import (
    APART,
    CHECKED,
    DANGEROUS,
    MAKERS,
    OF_SOUND,
    PAGES,
    PARSERS_OF_SQL,
    READ_ONLY,
    RUNNERS,
    SANDBOXES,
    SHAPES,
    SHAPES_OF,
    SHAPING,
)
from seatrial.facts.security.read_answers import held_by_nobody
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

_TAKES_APART = regex(r"(?:^|_)(?:parse|extract|read)_(?:\w+_)?(?:json|answer|response|reply|output|completion)(?:_|$)")
#: Functions that say by their name that they hold what a model answers to something.
_NAMED_CHECK = regex(
    r"_?(?:validate|check|verify|sanitize|parse|load|read)_(?:llm|model|ai|gpt|claude|gemini)_"
    r"(?:\w+_)?(?:json|output|answer|response|reply)\w*"
)
_UNHELD = "nothing checks what is in them"
_CLASS = regex(r"(?:\w+\.)*[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")
_FORMAT = ('["response_format"]', "['response_format']", ".response_format")
_FREE = frozenset({"auto", "any", "none", "required"})  #: a model may choose whether, or which, tool it calls
#: Functions of the owner that hold what an answer says against bounds.
_CHECKS = regex(r"_?(?:validate|check|verify)_\w+$")


class Fate(StrEnum):
    """What becomes of an answer."""

    ACTS = "acts unchecked"
    GUESSED = "is read as if it had a shape"
    SHAPED = "is held to a shape"
    SHUT_IN = "acts in a place that is shut off"


@dataclass(frozen=True, slots=True)
class OutputUse(InCode):
    """One place where something becomes of an answer."""

    site: Site
    fate: Fate
    what: str
    confidence: Confidence = Confidence.VERIFIED


@fact
def output_uses(repo: Repo) -> tuple[OutputUse, ...]:
    """Return what becomes of answers of language models, tests apart, by place."""
    found = [
        OutputUse(one.site, Fate.ACTS, one.what) for one in injections(repo) if one.origin.startswith("a language")
    ]
    asking = inference_by_path(repo)
    asks = {path for path, calls in asking.items() if any(call.runs is Runs.LLM for call in calls)}
    found += repo.each(
        _in, (one for one in programs(repo) if not one.is_test and (one.path in asks or _speaks_to_models(one.file)))
    )
    said = cache(lambda reader: held_by_nobody(repo, reader))
    told = (_by_callers(use, said) if use.what.endswith(_UNHELD) else use for use in found)
    return tuple(sorted(dict.fromkeys(told), key=lambda use: (use.site, use.fate)))


def _by_callers(use: OutputUse, told: Callable[[str], str]) -> OutputUse:
    """Say of what a function reads who holds it against nothing, since some who call it may."""
    said = told(use.site.scope.rpartition(".")[2])
    return replace(use, what=f"{use.what.removesuffix(_UNHELD)}{said}")


def _speaks_to_models(file: PythonFile) -> bool:
    """Tell whether a file imports a client or framework of language models, or a sandbox for what they write."""
    roots = file.packages
    known = any(belongs(f"{item.module}.{item.name}", LLM_CLIENTS) for item in file.imports)
    return known or any(root.startswith(("langchain", "llama_index", "instructor", "outlines",
        "guidance", "smolagents", "autogen", "dspy", "pydantic_ai", "e2b", "langgraph")) for root in roots)  # fmt: skip


def _in(program: Program) -> Iterator[OutputUse]:
    file, shut = program.file, _sandboxes(program.file)
    yield from _taken_apart(program)
    for item in file.assignments:  # options of a call that is written elsewhere
        given = item.value if item.target.endswith(_FORMAT) else item.value.keyword("response_format")
        if given is not None and _names_schema(given):
            yield OutputUse(program.site_of(item), Fate.SHAPED, "response_format holds the answer to a schema")
    reads = frozenset(call.scope for call in file.calls if call.last == "loads")
    for call in file.calls:
        site = program.site_of(call)
        if use := _runs_answers(call):
            kept_in = bool(shut) or (use.endswith("SQL") and _reads_only(file)) or _is_apart(call)
            yield OutputUse(site, Fate.SHUT_IN if kept_in else Fate.ACTS, use, Confidence.VERIFIED)
        elif call in shut:
            yield OutputUse(site, Fate.SHUT_IN, f"{call.written} runs what a model writes in a sandbox")
        elif use := _shapes(call):
            yield OutputUse(site, Fate.SHAPED, use)
        elif handled := _handles(file, call):
            if handled[0] is Fate.GUESSED and _is_checked(file, call):
                handled = Fate.SHAPED, f"{call.written} reads the answer, which is then held to a declared shape"
            yield OutputUse(site, *handled)
        elif named := _checks_by_name(reads, call):
            yield OutputUse(site, Fate.SHAPED, named, Confidence.LIKELY)


def _taken_apart(program: Program) -> Iterator[OutputUse]:
    """Yield the functions that say by their name that they take an answer apart as JSON, where nothing checks any."""
    if any(call.last in CHECKED for call in program.file.calls):
        return
    for call in program.file.calls:
        last = call.scope.rpartition(".")[2]
        if call.last == "loads" and _TAKES_APART.search(last) and not _is_checked_by_hand(program.file, last):
            what = f"{call.scope} reads answers as JSON, and {_UNHELD}"
            yield OutputUse(program.site_of(call), Fate.GUESSED, what, Confidence.LIKELY)


def _is_checked_by_hand(file: PythonFile, reader: str) -> bool:
    """Tell whether who calls a reader of answers calls a check of the same file after it, one that compares."""
    checks = {item.scope for item in file.comparisons if _CHECKS.match(item.scope)}
    read = {call.scope: call.line for call in file.calls if call.last == reader}
    return any(call.last in checks and call.line > read.get(call.scope, call.line) for call in file.calls)


def _runs_answers(call: Call) -> str:
    name = call.last if call.last in RUNNERS else call.name.rpartition(".")[0].rpartition(".")[2]
    kind = RUNNERS.get(name, "") if name == call.last or call.last.startswith("from_") else ""
    if kind and call.name.startswith(MAKERS):
        return f"{name} runs what a language model writes as {kind}"
    for switch in DANGEROUS:
        given = call.keyword(switch)
        if given is not None and given.literal is True:
            return f"{call.last}({switch}=True) runs what a language model writes"
    return ""


def _is_apart(call: Call) -> bool:
    executor = call.keyword("executor_type")
    return executor is not None and executor.literal in APART


def _sandboxes(file: PythonFile) -> list[Call]:
    return [call for call in file.calls if call.name.startswith(SANDBOXES) or call.last in SANDBOXES]


def _reads_only(file: PythonFile) -> bool:
    parsed = any(item.module.startswith(PARSERS_OF_SQL) for item in file.imports)
    return parsed or any(READ_ONLY.search(text.value) for text in file.texts)


def _shapes(call: Call) -> str:
    """Say how a call holds an answer to a shape, "" when it does not."""
    if call.last in SHAPING or call.written.endswith(("completions.parse", "responses.parse")):
        return f"{call.written} holds the answer to a declared shape"
    shapes = SHAPES | SHAPES_OF.get(call.last, frozenset())
    named = next((key for key, value in call.keywords if key in shapes and _is_shape(value)), "")
    if (tool := call.keyword("tool_choice")) is not None and _is_one_tool(tool):
        named = "tool_choice"
    if named:
        return f"{call.written} holds the answer to the shape that {named} gives"
    given = call.keyword("response_format")
    if given is not None and not OF_SOUND.search(call.written) and (given.kind == "name" or _names_schema(given)):
        return f"{call.written} holds the answer to the shape that response_format gives"
    return ""


def _is_one_tool(value: Value) -> bool:
    """Tell whether a model must call the one tool that is named: what it answers has the shape of that."""
    inner = value.keyword("function") or value.keyword("tool") or value
    named = inner.keyword("name")
    return named is not None or (value.kind == "literal" and bool(value.string) and value.string not in _FREE)


def _checks_by_name(reads: frozenset[str], call: Call) -> str:
    """Say how a call checks what was read of an answer, in one of the scopes that read, though nobody followed it."""
    if call.last in CHECKED and (call.scope in reads or _TAKES_APART.search(call.scope.rpartition(".")[2])):
        return f"{call.written} checks what was read against a declared shape"
    if _NAMED_CHECK.fullmatch(call.last):
        verb = call.last.strip("_").partition("_")[0]
        shape = any(_CLASS.fullmatch(value.text) for value in call.values)
        if shape or verb not in ("parse", "load", "read"):
            return f"{call.written} holds what a model answers to a shape"
    return ""


def _is_checked(file: PythonFile, read: Call) -> bool:
    """Tell whether what a call has read is validated further down in the same function."""
    later = (call for call in file.calls if call.scope == read.scope and call.line > read.line)
    checks = (call for call in later if call.last in CHECKED or call.name == "jsonschema.validate")
    given = (call.values for call in checks)
    return bool(read.target) and any(value.text == read.target for values in given for value in values)


def _is_shape(value: Value) -> bool:
    return value.text not in ("str", "None") and not (
        value.kind == "literal" and value.literal in (None, "text", "str")
    )


def _names_schema(value: Value) -> bool:
    kind = value.keyword("type")
    return kind is not None and kind.literal == "json_schema"


def _handles(file: PythonFile, call: Call) -> tuple[Fate, str] | None:
    """Judge a call that is given the answer itself: read as JSON, checked against a model, put into a page."""
    last = call.last
    if not call.args or not (last in CHECKED or last in PAGES or last in ("loads", "markdown", "literal_eval")):
        return None
    if not Flow(file, call.scope, {}, from_model).origin(call.args[0], call.line):
        return None
    if last == "loads" and call.args[0].text.endswith(".arguments"):
        return None  # what a tool is called with: the tool checks it, or nothing does
    if last in CHECKED:
        return Fate.SHAPED, f"{call.written} checks the answer against a declared shape"
    if last in ("loads", "literal_eval"):
        return Fate.GUESSED, f"{call.written} reads the answer, and nothing checks what is in it"
    unsafe = call.keyword("unsafe_allow_html")
    if last in PAGES or (unsafe is not None and unsafe.literal is True):
        return Fate.ACTS, f"{call.written} puts the answer into a page as HTML, unchecked"
    return None
