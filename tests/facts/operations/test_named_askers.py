"""Which pages tell the traces of an agent who is asking."""

import pytest

from seatrial.facts.operations.llm_watch import told_people
from seatrial.facts.operations.named_askers import named_askers
from tests.repositories import repo_of

PAGE = """import {{ Client }} from "@langchain/langgraph-sdk"

export async function ask(client, thread, question, user) {{
  const traceMetadata = {{
    {field},
    source: "page",
  }}
  return client.runs.stream(thread, "agent", {{ input: question, config: {{ metadata: traceMetadata }} }})
}}
"""


def pages(text: str) -> list[str]:
    return [str(one.place) for one in named_askers(repo_of({"web/ask.ts": text}))]


def test_a_user_in_the_metadata_of_a_run_is_seen_by_its_trace() -> None:
    assert pages(PAGE.format(field="user_id: user.id")) == ["web/ask.ts:5"]
    assert told_people(repo_of({"web/ask.ts": PAGE.format(field="userId: user.id")}))


@pytest.mark.parametrize(
    "text",
    [
        PAGE.format(field="colour: user.colour"),
        PAGE.format(field="user_id: user.id").replace("runs.stream", "threads.create"),
        PAGE.format(field="user_id: user.id").replace("@langchain/langgraph-sdk", "./client"),
    ],
    ids=["nobody is named", "only a thread is made", "another client"],
)
def test_what_no_run_is_told_says_nobody(text: str) -> None:
    assert pages(text) == []
