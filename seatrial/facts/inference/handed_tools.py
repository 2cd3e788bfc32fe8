"""Which functions of the owner are given to a language model as tools, and where is it handed them?"""

from collections.abc import Iterator

from seatrial.facts import fact, index
from seatrial.facts.code.callees import of_call
from seatrial.facts.code.code_index import contents, defined, meaning
from seatrial.facts.code.programs import InCode, Program, Site, outside_tests, programs
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.agent_words import TOOL_LIBRARIES
from seatrial.model.grouped import grouped
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.repo import Repo

_DEEPEST = 5  #: lists, wrappers and functions between what hands tools over and a tool
_FIRST = frozenset({"bind_tools", "ToolNode"})  #: calls that are given their tools first
_SECOND = frozenset({"create_agent", "create_react_agent", "create_tool_calling_agent", "create_deep_agent"})
_CALLING = (
    *TOOL_LIBRARIES, "openai", "google.genai", "transformers", "litellm", "groq", "mistralai", "ollama", "cohere",
)  # fmt: skip


@fact
def handed_tools(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return file and name of the functions that are given as tools, tests apart."""
    found: set[tuple[str, str]] = set()
    for program in programs(repo):
        if not program.is_test and uses_agents(program):
            for value, scope in _given(program):
                found |= set(_functions(repo, program.file, value, scope, _DEEPEST))
    return frozenset(found)


def uses_agents(program: Program) -> bool:
    """Tell whether a program imports what gives language models tools."""
    return any(f"{item.module}.".startswith(_CALLING) for item in program.file.imports)


@dataclass(frozen=True, slots=True)
class Handover(InCode):
    """The call that hands a model its tools: there an agent is made, and there its steps can be bounded."""

    site: Site
    what: str


@fact
def handovers(repo: Repo) -> tuple[Handover, ...]:
    """Return where models are handed tools, tests apart."""
    return tuple(
        Handover(program.site_of(call), f"{call.written} is handed its tools")
        for program in outside_tests(repo)
        if uses_agents(program)
        for call in program.file.calls
        if _handed_by(call)
    )


def _given(program: Program) -> Iterator[tuple[Value, str]]:
    """Yield what is given as tools: ``tools=[search]``, ``bind_tools(all_tools())``, ``TOOLS = [...]``."""
    for item in program.file.assignments:
        if item.target.rpartition(".")[2].lower() in ("tools", "_tools"):
            yield item.value, item.scope
    for call in program.file.calls:
        yield from ((value, call.scope) for value in _handed_by(call))


def _handed_by(call: Call) -> list[Value]:
    given = [value for key, value in call.keywords if key == "tools"]
    given += call.args[:1] if call.last in _FIRST else ()
    given += call.args[1:2] if call.last in _SECOND else ()
    return given


def _functions(repo: Repo, file: PythonFile, value: Value, scope: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth == 0:
        return
    if value.kind == "name":
        yield from _functions_of_name(repo, file, value, scope, depth)
    elif value.kind == "call":
        yield from _made(repo, file, value, scope, depth)
    elif value.kind == "dict":
        yield from _described(repo, file, value)
    elif value.kind in {"list", "operation"}:
        for item in value.items:
            yield from _functions(repo, file, item, scope, depth - 1)


def _described(repo: Repo, file: PythonFile, schema: Value) -> Iterator[tuple[str, str]]:
    """Yield the function that a schema describes, by its name: in the file of the schema, else the only one so called.

    ``{"type": "function", "function": {"name": "search", ...}}`` of OpenAI, ``{"name": "search", ...}`` of Anthropic.
    """
    named = (schema.keyword("function") or schema).keyword("name")
    if named is None or not isinstance(named.literal, str):
        return
    here = contents(repo, file.path).functions
    found = [file.path] if named.literal in here else _paths_of_functions(repo).get(named.literal, [])
    if len(found) == 1:
        yield found[0], named.literal


@index
def _paths_of_functions(repo: Repo) -> dict[str, tuple[str, ...]]:
    """Return the files in which a function of a name stands, by that name, tests apart."""
    return grouped((item.name, program.path) for program in outside_tests(repo) for item in program.file.functions)


def _functions_of_name(repo: Repo, file: PythonFile, value: Value, scope: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the function of a name, or those of what was assigned to it, here or where it is imported from."""
    given = [item for item in contents(repo, file.path).given.get(value.text, ()) if item.scope in ("", scope)]
    for item in given:
        yield from _functions(repo, file, item.value, item.scope, depth - 1)
    if not given:
        yield from _imported(repo, file, value, depth - 1)
    found = None if given else defined(repo, file.path, value.name, value.text)
    if found is not None and found.function is not None and found.name.rpartition(".")[2] == _last(value):
        yield found.path, found.name


def _imported(repo: Repo, file: PythonFile, value: Value, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the functions of a list that another file assigns: ``from app.tools import TOOLS``."""
    found = meaning(repo, file.path, value.name, value.text)
    other = python_file(repo, found.path) if found is not None and found.kind == "value" else None
    if found is not None and other is not None and other.path != file.path:
        for item in contents(repo, other.path).given.get(found.scope, ()):
            yield from _functions(repo, other, item.value, item.scope, depth)


def _last(value: Value) -> str:
    return (value.name or value.text).rpartition(".")[2]


def _made(repo: Repo, file: PythonFile, value: Value, scope: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the functions that a call wraps, ``StructuredTool.from_function(search)``, or that a function lists."""
    for given in value.parts:
        if given.kind in {"name", "list"}:
            yield from _functions(repo, file, given, scope, depth - 1)
    written = value.text.partition("(")[0]
    call = Call(value.name, written, 0, 0, scope, last=_last(Value("name", name=value.name, text=written)))
    for callee in of_call(repo, file.path, call):
        other = python_file(repo, callee.path)
        if other is not None and callee.sure and callee.scope:
            yield from _functions_returned(repo, other, callee.scope, depth - 1)


def _functions_returned(repo: Repo, file: PythonFile, scope: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the functions that a function speaks of, and does not call: those that it returns in a list."""
    calls = contents(repo, file.path).calls.get(scope, ())
    spoken = (name for item in file.mentions if item.scope == scope for name in item.names)
    asked = {call.name for call in calls}
    for name in spoken:
        if name not in asked:
            yield from _functions(repo, file, Value("name", name=name, text=name), scope, depth)
    for call in calls:
        given = call.values if "tool" in call.written.lower() else ()
        for value in given:
            if value.kind == "name":
                yield from _functions(repo, file, value, scope, depth)
