"""Which tools may a language model use, what can each do, who must agree, and when does it stop?"""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.code.code_index import contents
from seatrial.facts.code.programs import InCode, Program, Site, programs
from seatrial.facts.inference.agent_words import (
    ACTING,
    ACTS,
    BOUNDING,
    CAPPING,
    CAPS,
    CONSENT,
    CONSENT_KEYS,
    FLOATING,
    LOADED_WIDE,
    READING,
    TELLS,
    TOOL_LIBRARIES,
    TOOL_MARKS,
    WIDE,
)
from seatrial.facts.inference.handed_tools import handed_tools, uses_agents
from seatrial.model import Confidence
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Function, Value
from seatrial.repo import Repo


class Part(StrEnum):
    """What a line says about what a model may do."""

    TOOL = "a tool"
    WIDE = "a tool without bounds"
    CAP = "a bound on its steps"
    CONSENT = "a person who must agree"
    ENDLESS = "a loop without a bound"
    FLOATING = "a server of tools at whatever version is newest"


@dataclass(frozen=True, slots=True)
class AgentLine(InCode):
    """One line that gives a model something to do, or bounds it."""

    site: Site
    part: Part
    what: str
    acts: bool = False  #: a tool that changes something outside
    confidence: Confidence = Confidence.VERIFIED


@fact
def agent_lines(repo: Repo) -> tuple[AgentLine, ...]:
    """Return the tools of language models, and what bounds them, tests apart, by place."""
    found = [*repo.each(_in_program, programs(repo))]
    files = {path for path, _ in handed_tools(repo)}
    for program in programs(repo):
        if not program.is_test and (uses_agents(program) or program.path in files):
            found += _tools(repo, program)
    return tuple(sorted(dict.fromkeys(found), key=lambda line: (line.site, line.part, line.what)))


def only_reads(lines: Iterable[AgentLine]) -> bool:
    """Tell whether tools are among the lines, and none of them changes anything: there is no act to agree to."""
    given = [line for line in lines if line.part in (Part.TOOL, Part.WIDE)]
    return bool(given) and not any(line.acts for line in given)


def _in_program(program: Program) -> Iterator[AgentLine]:
    if not program.is_test and uses_agents(program):
        yield from (line for call in program.file.calls for line in _of_call(program, call))
        yield from _assigned_caps(program)
        yield from _own_loops(program)


def _tools(repo: Repo, program: Program) -> Iterator[AgentLine]:
    handed = {name for path, name in handed_tools(repo) if path == program.path}
    for function in program.file.functions:
        marked = [mark for mark in function.decorators if mark.last in TOOL_MARKS]
        known = any(
            mark.name.startswith(TOOL_LIBRARIES) or mark.last in ("function_tool", "tool_plain") for mark in marked
        )
        if (marked and known) or function.name in handed:
            acts = _changes_something(repo, program, function)
            what = f"{function.name} is a tool{' that changes something' if acts else ''}"
            yield AgentLine(program.site(function.line, function.name), Part.TOOL, what, acts)
            if any(
                key in CONSENT_KEYS and value.literal is not False for mark in marked for key, value in mark.keywords
            ):
                yield AgentLine(
                    program.site(function.line, function.name), Part.CONSENT, f"{function.name} must be approved"
                )


def _changes_something(repo: Repo, program: Program, function: Function) -> bool:
    """Tell whether a tool changes something outside: by its name, or by what it calls."""
    if ACTS.search(function.name.rpartition(".")[2].lower()):
        return True
    calls = contents(repo, program.path).calls.get(function.name, ()) if not program.notebook else ()
    return any(call.name.startswith(ACTING) or (call.last == "open" and _writes(call)) for call in calls)


def _writes(call: Call) -> bool:
    mode = call.argument(1, "mode")
    return mode is not None and isinstance(mode.literal, str) and bool(set(mode.literal) & set("wax+"))


def _of_call(program: Program, call: Call) -> Iterator[AgentLine]:
    site = program.site_of(call)
    if wide := _opens_wide(call):
        yield AgentLine(site, Part.WIDE, wide, acts=True)
    if _looks_up(call):
        yield AgentLine(site, Part.TOOL, f"{_thing(call)} is a tool that looks things up")
    yield from (AgentLine(site, Part.CAP, cap) for cap in _caps(call))
    if asks := _asks_people(call):
        yield AgentLine(site, Part.CONSENT, asks)
    if server := _floating(call):
        yield AgentLine(site, Part.FLOATING, f"the server of tools {server} is fetched at whatever version is newest")


def _opens_wide(call: Call) -> str:
    """Say what a call lets the model use without bounds, "" when nothing."""
    bounded = any(key in BOUNDING for key, _ in call.keywords)
    if (kind := WIDE.get(call.last)) and call.name.startswith(TOOL_LIBRARIES) and not bounded:
        return f"{call.last} lets the model use {kind} without bounds"
    if call.last == "load_tools" and call.args and LOADED_WIDE & {item.literal for item in call.args[0].items}:
        return "load_tools gives the model a shell, Python or any address"
    return ""


def _looks_up(call: Call) -> bool:
    """Tell whether a call makes a ready-made tool that only reads; ``QueryEngineTool.from_defaults`` does too."""
    return _thing(call) in READING and call.name.startswith(TOOL_LIBRARIES)


def _thing(call: Call) -> str:
    """Return the class that a call makes one of, by itself or by a method of the class."""
    owner, _, last = call.name.rpartition(".")
    return owner.rpartition(".")[2] if last.startswith("from_") else call.last


def _caps(call: Call) -> Iterator[str]:
    """Say by what a call bounds the steps of an agent; a prompt that speaks of a bound is none."""
    key = next((key for key, _ in call.keywords if key in CAPS), "")
    if call.last in CAPPING:
        yield f"{call.written} bounds the steps"
    elif key and call.last not in TELLS:
        yield f"{call.written} bounds the steps by {key}"
    configured = call.keyword("config") or call.argument(0 if call.last == "with_config" else 1, "config")
    if configured is not None and any(key in CAPS for key, _ in configured.keywords):
        yield f"{call.written} bounds the steps by its config"


def _asks_people(call: Call) -> str:
    """Say by what a call waits for a person, "" when it does not."""
    agreed = (key for key, value in call.keywords if key in CONSENT_KEYS and value.literal not in (False, "never"))
    if key := next(agreed, ""):
        return f"{call.written} waits for a person, by {key}"
    return f"{call.written} waits for a person" if call.last in CONSENT and "." not in call.written else ""


def _floating(call: Call) -> str:
    """Return the package of a server of tools that npx or uvx fetches without a version."""
    for value in call.values:
        for inner in (value, *(part for _, part in value.keywords)):
            program, words = inner.keyword("command"), inner.keyword("args")
            if found := _package(program, words):
                return found
    return _package(call.keyword("command"), call.keyword("args"))


def _package(program: Value | None, words: Value | None) -> str:
    if program is None or words is None or program.literal not in ("npx", "uvx"):
        return ""
    named = [item.literal for item in words.items if isinstance(item.literal, str) and not item.literal.startswith("-")]
    return named[0] if named and FLOATING.search(named[0]) else ""


def _assigned_caps(program: Program) -> Iterator[AgentLine]:
    for item in program.file.assignments:
        if any(key in CAPS for key, _ in item.value.keywords) and item.value.kind == "dict":
            yield AgentLine(program.site_of(item), Part.CAP, f"{item.target} bounds the steps")


def _own_loops(program: Program) -> Iterator[AgentLine]:
    """Yield loops of the owner's own around a model that is given tools, bounded by a range or a comparison or not."""
    for call in program.file.calls:
        if call.keyword("tools") is None or not {"for", "while"} & set(call.inside):
            continue
        compared = any(
            item.scope == call.scope and item.operator in ("<", "<=", ">", ">=") for item in program.file.comparisons
        )
        site = program.site_of(call)
        if "while" not in call.inside or compared:
            yield AgentLine(site, Part.CAP, f"{call.written} is asked in a loop that ends by a count")
        else:
            what = f"{call.written} is asked with tools in a loop that nothing but the model ends"
            yield AgentLine(site, Part.ENDLESS, what, confidence=Confidence.LIKELY)
