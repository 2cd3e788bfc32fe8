"""What log lines carry, what is looked at before and after the model, and what is seen of language models."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.component import components
from seatrial.facts.operations.access_logs import access_logs
from seatrial.facts.operations.error_reports import error_reports
from seatrial.facts.operations.guard_proofs import odd_tests
from seatrial.facts.operations.incident_classes import Criterion, incident_classes
from seatrial.facts.operations.llm_watch import example_switches, live_scores, token_counts, told_people, told_prompts
from seatrial.facts.operations.log_lines import level_settings, log_calls, log_fields
from seatrial.facts.operations.named_askers import named_askers
from seatrial.facts.operations.value_guards import hidden_faults, input_bounds, output_bounds
from tests.repositories import component_of, repo_of

SERVICE = """
import math
import joblib
from flask import Flask, request

app = Flask(__name__)
model = joblib.load("model.joblib")


@app.post("/predict")
def predict():
    score = model.predict_proba([[request.json["size"]]])[0][1]
    {line}
    return {{"score": score}}
"""


def guarded(line: str) -> int:
    return len(output_bounds(component_of({"app.py": SERVICE.format(line=line)})))


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("assert math.isfinite(score)", 1),
        ("if score < min_score: return {}", 1),
        ("if score < 0: return {}", 1),
        ("if score < 0.3: return {'risk': 'low'}", 0),
        ("if len(request.json) > 5: return {}", 0),
    ],
)
def test_an_answer_is_looked_at_when_something_holds_it_back(line: str, count: int) -> None:
    assert guarded(line) == count


def test_fields_come_from_calls_and_formatters() -> None:
    text = "import logging\nlog = logging.getLogger()\nlog.info('x', extra={'request_id': 1, 'model_version': 2})\n"

    assert {item.name for item in log_fields(repo_of({"a.py": text}))} == {"request_id", "model_version"}


def test_the_level_comes_from_settings() -> None:
    head = "import logging, os\n"

    assert level_settings(repo_of({"a.py": head + "logging.basicConfig(level=os.environ['LOG_LEVEL'])\n"}))
    assert level_settings(repo_of({"a.py": head + "logging.basicConfig(level=logging.INFO)\n"})) == ()


def test_a_test_with_no_number_tries_what_cannot_be() -> None:
    text = "def test_prices():\n    f(float('nan'))\n\n\ndef test_sizes():\n    f(3)\n"
    assert len(odd_tests(component_of({"tests/test_a.py": text}))) == 1


def test_trackers_count_where_they_run() -> None:
    assert error_reports(repo_of({"a.py": "import sentry_sdk\nsentry_sdk.init()\n"}))
    idle = repo_of({"h/__init__.py": "", "h/a.py": "import sentry_sdk\n\n\ndef f():\n    sentry_sdk.init()\n"})
    assert error_reports(idle) == ()


def test_what_a_trace_is_told() -> None:
    text = (
        "from langfuse import get_client\nc = get_client()\nc.update_current_trace(user_id=1)\nc.get_prompt('a')\n"
        "c.create_score(value=1)\nprint(answer.usage.total_tokens)\n"
    )
    repo = repo_of({"a.py": text, ".env.example": "A=1\nLANGCHAIN_TRACING_V2=true\n"})

    assert told_people(repo)
    assert told_prompts(repo)
    assert live_scores(repo)
    assert token_counts(repo)
    sent = 'import openai\nclient = openai.OpenAI(default_headers={"Helicone-Auth": KEY})\n'
    assert token_counts(repo_of({"app.py": sent}))
    assert not token_counts(repo_of({"app.py": sent.replace("Helicone-Auth", "X-Auth")}))
    assert [item.place.line for item in example_switches(repo)] == [2]


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_hostile_text_raises_nothing(text: str) -> None:
    repo = repo_of({"app.py": SERVICE.format(line="pass") + text, ".env": text})
    (component,) = components(repo)

    for fact in (input_bounds, output_bounds, hidden_faults, odd_tests):
        fact(component)
    for other in (log_fields, log_calls, level_settings, told_people, example_switches, token_counts):
        other(repo)


ROUTE = (
    "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
    "@app.get('/records/{patient}')\ndef read(patient: str, user_id: str):\n"
)
TRAIL = (
    'resource "aws_cloudtrail" "all" {\n  event_selector {\n'
    '    data_resource {\n      type = "AWS::S3::Object"\n    }\n  }\n}\n'
)
AUDIT = 'resource "google_project_iam_audit_config" "a" {\n  audit_log_config {\n    log_type = "DATA_READ"\n  }\n}\n'


@pytest.mark.parametrize(
    ("path", "text", "count"),
    [
        ("a.py", f"{ROUTE}    log_access(user_id, patient)\n", 1),
        ("a.py", f"{ROUTE}    audit.record_read(actor=user_id, record=patient)\n", 1),
        ("a.py", f"{ROUTE}    log_access(patient)\n", 0),
        ("a.py", "def read(patient, user_id):\n    log_access(user_id, patient)\n", 0),
        ("a.py", f"class AccessLog:\n    user_id: str\n    patient_id: str\n\n\n{ROUTE}    store(AccessLog())\n", 1),
        ("a.py", f"class AccessLog:\n    address: str\n    at: str\n\n\n{ROUTE}    store(AccessLog())\n", 0),
        ("a.py", "AuditEvent(agent=[who], entity=[what])\n", 1),
        ("a.tf", TRAIL, 1),
        ("a.tf", AUDIT, 1),
        ("a.tf", AUDIT.replace("DATA_READ", "ADMIN_WRITE"), 0),
        ("tests/test_a.py", "def test(user_id):\n    log_access(user_id, 7)\n", 0),
    ],
)
def test_a_log_of_looks_names_a_user(path: str, text: str, count: int) -> None:
    assert len(access_logs(repo_of({path: text, "Procfile": "web: uvicorn a:app\n"}))) == count


def test_a_plan_is_read_for_the_effects_that_dora_names() -> None:
    text = (
        "# Incidents\n\nThe lead decides. SEV1: more than 5 % of customers, a data breach, or a reputational effect in "
        "two countries. SEV2: the service is away for longer than 2 hours. SEV3: everything else. The lead tells the "
        "authority within 24 hours, and the head of payments within one hour.\n"
    )
    ((evidence, named),) = incident_classes(component_of({"docs/incidents.md": text}))

    assert evidence.place.path == "docs/incidents.md"
    assert named == (Criterion.CLIENTS, Criterion.REPUTATION, Criterion.DURATION, Criterion.SPREAD, Criterion.DATA)


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
