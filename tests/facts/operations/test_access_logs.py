"""Who looked at which record, and by which effects incidents are classed."""

import pytest

from seatrial.facts.operations.access_logs import access_logs
from seatrial.facts.operations.incident_classes import Criterion, incident_classes
from tests.repositories import component_of, repo_of

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
