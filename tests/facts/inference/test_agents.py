"""What a language model may do is told from what it may only look at, and bounds from settings of the same name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.inference.agents import AgentLine, Part, agent_lines
from seatrial.facts.inference.handed_tools import handed_tools
from seatrial.facts.inference.prompts import Kept, prompts
from tests.repositories import repo_of

TOOL = "from langchain_core.tools import tool\n\n@tool\ndef %s(x):\n    %s\n"


def lines(code: str) -> tuple[AgentLine, ...]:
    return agent_lines(repo_of({"app.py": code.encode()}))


@pytest.mark.parametrize(
    ("name", "body", "acts"),
    [
        ("find_order", "return x", False),
        ("refund_order", "return x", True),
        ("look", "return requests.post(x)", True),
        ("notes", 'return open("x", "w")', True),
        ("notes", 'return open("x")', False),
    ],
)
def test_a_tool_acts_by_its_name_or_by_what_it_calls(name: str, body: str, *, acts: bool) -> None:
    assert [line.acts for line in lines(TOOL % (name, body))] == [acts]


def test_functions_in_a_list_of_tools_are_tools() -> None:
    code = "import agents\ndef look(x):\n    return x\n\ntools = [look]\n"

    assert [line.part for line in lines(code)] == [Part.TOOL]


def test_a_loop_that_counts_is_bounded_and_one_that_waits_for_the_model_is_not() -> None:
    start = "from openai import OpenAI\nclient = OpenAI()\ndef ask(m):\n"
    call = "        answer = client.chat.completions.create(messages=m, tools=TOOLS)\n"

    assert [line.part for line in lines(f"{start}    for _ in range(5):\n{call}")] == [Part.CAP]
    assert [line.part for line in lines(f"{start}    while True:\n{call}")] == [Part.ENDLESS]
    assert [line.part for line in lines(f"{start}    n = 0\n    while n < 5:\n{call}")] == [Part.CAP]


def test_a_configuration_that_is_bound_to_an_agent_bounds_its_steps() -> None:
    text = "import langgraph.graph\ndef make(agent):\n    return agent.with_config({'recursion_limit': 50})\n"

    assert Part.CAP in [line.part for line in lines(text)]
    assert Part.CAP not in [line.part for line in lines(text.replace("recursion_limit", "tags"))]


def test_settings_of_other_libraries_bound_no_agent() -> None:
    assert lines("from sklearn.linear_model import SGDClassifier\nSGDClassifier(max_iter=5)\n") == ()


def test_a_server_of_tools_with_a_version_does_not_float() -> None:
    code = 'import mcp.client\nS = mcp.client.Server(command="npx", args=["-y", "%s"])\n'

    assert [line.part for line in lines(code % "some-mcp")] == [Part.FLOATING]
    assert lines(code % "some-mcp@1.2.3") == ()


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    assert lines(f"import langchain\n{text}") is not None


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


LONG = "You answer questions about orders, in two sentences, and you name the article that says so. " * 3
SHORT = "You are the help desk of a bank. Answer by the passages below, and say so when they do not help. {passages}"


def kept(files: dict[str, str]) -> list[Kept]:
    return [item.kept for item in prompts(repo_of(files))]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("prompts/answer.md", LONG, [Kept.FILE]),
        ("prompts/answer_v2.md", LONG, [Kept.VERSIONED]),
        ("prompts/answer.yaml", f"version: 3\ntext: {LONG}\n", [Kept.VERSIONED]),
        ("answer.prompty", f"---\nversion: 1\n---\n{LONG}", [Kept.VERSIONED]),
        ("prompts.py", f"SYSTEM_PROMPT = '{LONG}'\n", [Kept.CONSTANT]),
        ("app.py", f"def f():\n    prompt = '{LONG}'\n", [Kept.INLINE]),
        ("app.py", f"def _system_prompt():\n    return '{LONG}'\n", [Kept.INLINE]),
        ("app.py", "client.get_prompt('answer')\n", [Kept.VERSIONED]),
        ("app.py", "def load_prompt(name):\n    return open(name).read()\nload_prompt('answer')\n", []),
        ("app.py", f"def f():\n    '''{LONG}'''\n", []),
        ("app.py", f"register(description='{LONG}')\n", []),
        ("app.py", "prompt = 'Answer in one word: {question}'\n", []),
        ("app.py", f"SYSTEM = '{SHORT}'\n", [Kept.INLINE]),
        ("app.py", f"HELP = '{SHORT}'\n", []),
        ("app.py", f"FILE_SYSTEM_NOTE = '{SHORT}'\n", []),
        ("tests/test_a.py", f"PROMPT = '{LONG}'\n", []),
        ("prompts/README.md", LONG, []),
    ],
)
def test_where_prompts_stand(path: str, text: str, found: list[Kept]) -> None:
    assert kept({path: text}) == found


def test_the_questions_of_a_template_are_no_prompts() -> None:
    assert kept({"prompts.yml": "name: {title: What is it called?}\n", "cookiecutter.json": "{}"}) == []
