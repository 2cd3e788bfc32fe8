"""What a language model may do is told from what it may only look at, and bounds from settings of the same name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.inference.agents import AgentLine, Part, agent_lines
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
