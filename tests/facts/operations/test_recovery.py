"""What can be lost is kept twice, and a plan says what is done when it happened."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.operations.backups import Matter, backups
from seatrial.facts.operations.holdings import databases, recovery_texts, restore_tests, stores
from seatrial.facts.operations.incident_plans import Settled, incident_plans
from tests.repositories import repo_of

VERSIONED = 'resource "aws_s3_bucket_versioning" "{}" {{\n versioning_configuration {{\n  status = "{}"\n }}\n}}\n'
PLAN = """# Incidents

Whoever is on call leads, and a second person writes down what happens. SEV1 is when wrong predictions reached
customers or data leaked; SEV2 is all else. The lead informs the head of sales within 1 hour, and the authority too.
The last drill took place on 2026-05-02.
"""


@pytest.mark.parametrize(("path", "plans"), [("docs/guide/SENIOR_INTERVIEW.md", 0), ("docs/guide/OPERATIONS.md", 1)])
def test_the_answer_to_a_question_of_an_interview_is_no_plan(path: str, plans: int) -> None:
    page = "# Operations\n\n## Question 111: what do you do in an incident?\n" + PLAN.partition("\n")[2]

    assert len(incident_plans(repo_of({path: page}))) == plans


def test_versions_must_be_switched_on() -> None:
    (item,) = backups(repo_of({"a.tf": VERSIONED.format("models", "Enabled")}))

    assert item.matter is Matter.ARTEFACTS
    assert backups(repo_of({"a.tf": VERSIONED.format("models", "Suspended")})) == ()


def test_what_a_tool_remembers_is_no_model() -> None:
    text = VERSIONED.format("tfstate", "Enabled") + 'resource "aws_s3_bucket" "tfstate" {}\n'

    assert backups(repo_of({"a.tf": text})) == ()
    assert stores(repo_of({"a.tf": text})) == ()


def test_a_dump_keeps_state() -> None:
    (item,) = backups(repo_of({"backup.sh": "pg_dump prices > a.sql\n"}))

    assert item.matter is Matter.STATE


def test_databases_are_found_by_their_images() -> None:
    text = "services:\n  db: {image: 'postgres:16'}\n  app: {build: .}\n"

    assert len(databases(repo_of({"compose.yaml": text}))) == 1


def test_a_restore_has_a_day() -> None:
    text = "# Backup\n\nThe dump of each night is kept for a month in another region, and in a vault.\n"
    text += "The restore was tested on 2026-03-14.\n"
    repo = repo_of({"docs/backup.md": text})

    assert [day for _, day in restore_tests(repo)] == [date(2026, 3, 14)]
    assert len(recovery_texts(repo)) == 1


def test_a_plan_settles_four_points() -> None:
    (plan,) = incident_plans(repo_of({"docs/incidents.md": PLAN}))

    assert plan.settled == tuple(Settled)
    assert plan.practised == (date(2026, 5, 2),)


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("On-call", 1),
        ("What to do in an incident", 1),
        ("Make it easy for on-call engineers to search for logs", 0),
        ("Integrate with an incident management service", 0),
    ],
)
def test_a_section_that_only_names_those_on_call_is_no_plan(heading: str, count: int) -> None:
    text = f"# Logs\n\n## {heading}\n\n" + "Whoever is called looks at the dashboard first, then at the logs. " * 4

    assert len(incident_plans(repo_of({"docs/logs.md": text}))) == count


def test_the_forge_s_template_is_no_policy() -> None:
    stock = (
        "# Security Policy\n\nUse this section to tell people how to report a vulnerability to security@prices.dev\n"
    )

    assert incident_plans(repo_of({"SECURITY.md": stock})) == ()


@given(st.text(max_size=200))
def test_hostile_text_raises_nothing(text: str) -> None:
    repo = repo_of({"docs/incident.md": PLAN + text, "a.tf": text, "backup.sh": text, "compose.yaml": text})

    incident_plans(repo)
    backups(repo)
    databases(repo)
    restore_tests(repo)
