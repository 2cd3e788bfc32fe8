"""Which functions are handed to a language model as tools, and what looks up texts for it?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.code_index import function_at
from seatrial.facts.code.ml_libraries import LLM_CLIENTS, VECTOR_STORES, belongs
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.inference.handed_tools import handed_tools
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call, Function
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Objects and calls by which a framework looks for texts on behalf of a language model.
_RETRIEVERS = regex(r"(^|\.)([A-Z]\w*Retriever|create_retriever_tool|as_query_engine|as_retriever|as_chat_engine)$")
#: Decorators that make a tool of a function, by the last part of their names.
_MARKS = frozenset({"tool", "function_tool", "tool_plain", "ai_function", "kernel_function"})
#: Calls that are given functions as tools.
_HANDED = frozenset({
    "bind_tools", "create_agent", "create_react_agent", "create_deep_agent", "create_tool_calling_agent",
    "create_openai_tools_agent", "ToolNode",
})  # fmt: skip
_LOOKS_UP = regex(
    r"(search|retriev\w{0,20}|look_?up|query|find)_(\w{1,60}_)?(docs?|documents?|documentation|articles?|knowledge\w*|kb|corpus|"
    r"passages?|chunks|wiki\w*)(_|$)|^(retrieve|rag)(_|$)|(docs?|document|knowledge\w*|vector|database)_(search|retriev\w+)$"
)


@fact
def model_tools(repo: Repo) -> tuple[Evidence, ...]:
    """Return where functions are made tools of a language model, or handed to one, tests and notebooks apart."""
    found = [one for program in _of_llms(repo) for one in (*_marked(program), *_handed(program))]
    places = {one.place for one in found}
    return (*found, *(one for one in _tool_functions(repo) if one.place not in places))


def _tool_functions(repo: Repo) -> Iterator[Evidence]:
    """Yield the functions that stand in a list of tools, or whose schema does."""
    for path, name in sorted(handed_tools(repo)):
        function = function_at(repo, path, name)
        if function is not None and role(repo, path) is Role.OWN:
            yield Evidence(Place(path, function.line), f"{name} is a tool for a language model")


@fact
def lookups(repo: Repo) -> tuple[Evidence, ...]:
    """Return what looks up texts for a language model: retrievers and engines of frameworks, and tools that search."""
    live = reach(repo)
    found = []
    for program in _of_llms(repo):
        calls = (call for call in program.file.calls if _RETRIEVERS.search(call.name or call.written))
        found += [_by_framework(program, call) for call in calls if live.is_run(program.path, call.scope)]
        found += [
            Evidence(program.site(item.line).place, f"the tool {item.name} looks up texts for a language model")
            for item in program.file.functions
            if _mark(item) and _LOOKS_UP.search(item.name.rpartition(".")[2])
        ]
    return tuple(found)


def _by_framework(program: Program, call: Call) -> Evidence:
    return Evidence(program.site(call.line).place, f"{call.written}() looks up texts for a language model")


def _of_llms(repo: Repo) -> Iterator[Program]:
    """Yield the programs that import something for language models or for stores of embeddings."""
    for program in programs(repo):
        if not program.notebook and not program.is_test and any(_for_llms(one.module) for one in program.file.imports):
            yield program


def _for_llms(module: str) -> bool:
    return belongs(module, LLM_CLIENTS) or belongs(module, VECTOR_STORES) or module.startswith("haystack_integrations")


def _mark(item: Function) -> Call | None:
    """Return the decorator that makes a tool of a function; a server of tools for others' models makes none."""
    marks = (mark for mark in item.decorators if mark.last in _MARKS)
    return next((mark for mark in marks if belongs(mark.name, LLM_CLIENTS)), None)


def _marked(program: Program) -> Iterator[Evidence]:
    for item in program.file.functions:
        if _mark(item):
            yield Evidence(program.site(item.line).place, f"{item.name} is a tool for a language model")


def _handed(program: Program) -> Iterator[Evidence]:
    for call in program.file.calls:
        if call.last in _HANDED or call.name.endswith("FunctionTool.from_defaults"):
            yield Evidence(program.site(call.line).place, "gives tools to a language model")
