"""A function is a tool of a language model wherever the list stands that it is handed in."""

import pytest

from seatrial.facts.inference.agents import Part, agent_lines
from seatrial.facts.inference.handed_tools import handed_tools
from tests.repositories import repo_of

PLAIN = "def search(x):\n    return x\n\n\ndef pay_bill(x):\n    return x\n"
GRAPH = "from langchain_openai import ChatOpenAI\nfrom tools import {}\n\nllm = ChatOpenAI().bind_tools({})\n"
WRAPPED = (
    f"from langchain_core.tools import StructuredTool\n\n{PLAIN}\n\n"
    "def _to_tool(name, fn):\n    return StructuredTool.from_function(name=name, func=fn)\n\n\n"
    "_TOOLS = [_to_tool('search', search), _to_tool('pay', pay_bill)]\n\n\n"
    "def all_tools():\n    return list(_TOOLS)\n"
)
RETURNED = f"{PLAIN}\n\ndef all_tools():\n    return [search, pay_bill]\n"
LISTED = f"{PLAIN}\n\nTOOLS = [search, pay_bill]\n"


def tools(**files: str) -> set[str]:
    return {name for _, name in handed_tools(repo_of({f"{name}.py": text for name, text in files.items()}))}


@pytest.mark.parametrize(
    ("text", "name", "given"),
    [
        (WRAPPED, "all_tools", "all_tools()"),
        (RETURNED, "all_tools", "all_tools()"),
        (LISTED, "search, pay_bill", "[search, pay_bill]"),
        (RETURNED, "all_tools", "tools)\ntools = all_tools("),
    ],
)
def test_a_function_in_a_list_that_another_function_or_file_makes_is_a_tool(text: str, name: str, given: str) -> None:
    assert tools(tools=text, graph=GRAPH.format(name, given)) == {"search", "pay_bill"}


def test_a_tool_that_another_file_hands_over_is_told_where_it_is_written_and_by_what_it_does() -> None:
    repo = repo_of({"tools.py": RETURNED, "graph.py": GRAPH.format("all_tools", "all_tools()")})
    told = [line for line in agent_lines(repo) if line.part is Part.TOOL]

    assert [(line.site.path, line.acts) for line in told] == [("tools.py", False), ("tools.py", True)]


def test_what_the_function_that_lists_them_calls_is_no_tool() -> None:
    text = "def search(x):\n    return x\n\n\ndef settings():\n    return {}\n\n\n"
    text += "def all_tools():\n    settings()\n    return [search]\n"

    assert tools(tools=text, graph=GRAPH.format("all_tools", "all_tools()")) == {"search"}


def test_a_list_of_tools_of_another_trade_is_none() -> None:
    assert tools(tools=f"{PLAIN}\n\ntools = [search]\n") == set()


def test_a_prompt_that_speaks_of_a_bound_is_no_bound() -> None:
    text = "from langchain_openai import ChatOpenAI\nprompt = PROMPT.format(max_steps=5)\n"

    assert agent_lines(repo_of({"graph.py": text})) == ()


NAMED = {"name": "pay_bill", "parameters": {}}
ASKED = "from openai import OpenAI\nfrom schemas import TOOLS\n\nOpenAI().chat.completions.create(tools=TOOLS)\n"


@pytest.mark.parametrize("schema", [{"type": "function", "function": NAMED}, NAMED])
@pytest.mark.parametrize("function", ["schemas", "tools"])
def test_a_function_whose_schema_is_handed_over_is_a_tool(schema: object, function: str) -> None:
    files = {"schemas": f"TOOLS = [{schema!r}]\n", "graph": ASKED}
    files[function] = files.get(function, "") + PLAIN

    assert tools(**files) == {"pay_bill"}


def test_of_two_functions_with_the_name_of_a_schema_none_is_guessed() -> None:
    schemas = f"TOOLS = [{NAMED!r}]\n"

    assert tools(schemas=schemas, graph=ASKED, one=PLAIN, other=PLAIN) == set()


def test_a_schema_that_no_model_is_given_makes_no_tool() -> None:
    assert tools(schemas=f"TOOLS = [{NAMED!r}]\n{PLAIN}") == set()
