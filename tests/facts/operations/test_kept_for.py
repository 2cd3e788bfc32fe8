"""For how many years records are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.operations.kept_for import kept_periods
from tests.repositories import repo_of

BUCKET = (
    'resource "aws_s3_bucket_object_lock_configuration" "log" {{\n'
    "  rule {{\n    default_retention {{\n      {}\n    }}\n  }}\n}}\n"
)


def years(path: str, text: str) -> list[float]:
    return [round(one.years, 2) for one in kept_periods(repo_of({path: text}))]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("app.py", "RETENTION_DAYS = 1825\n", [5.0]),
        ("app.py", "RETENTION_DAYS = 7 * 365\n", [7.0]),
        ("app.py", "class Settings:\n    audit_retention_months: int = 84\n", [7.0]),
        ("app.py", "from datetime import timedelta\nRETENTION = timedelta(days=730)\n", [2.0]),
        ("app.py", "CACHE_RETENTION_DAYS = 3650\nRETENTION = 5\nRETENTION_DAYS = read()\n", []),
        ("main.tf", BUCKET.format("years = 6"), [6.0]),
        ("main.tf", BUCKET.format("days = 365"), [1.0]),
        ("main.tf", 'resource "aws_cloudwatch_log_group" "a" {\n  retention_in_days = 2557\n}\n', [7.01]),
        ("main.tf", 'resource "aws_db_instance" "backup" {\n  retention_in_days = 2557\n}\n', []),
        ("main.tf", 'resource "aws_s3_bucket" "a" {\n  days = 9\n  retention_days = var.days\n}\n', []),
        ("docs/records.md", "# Records\n\nDecisions are kept for seven years, then deleted.\n", [7.0]),
        ("docs/records.md", "# Records\n\nThe logs are kept for 90 days, decisions for 10 years.\n", [10.0, 0.25]),
        ("docs/team.md", "# Team\n\nWe keep a table for 5 years olds.\n", []),
    ],
)
def test_reads_settings_stores_and_sentences(path: str, text: str, expected: list[float]) -> None:
    assert years(path, text) == expected


@given(st.one_of(st.integers(), st.floats(), st.just(10**400), st.text(max_size=20)), st.text(max_size=80))
def test_whatever_a_setting_or_a_sentence_holds_a_time_is_a_time(value: object, text: str) -> None:
    files = {
        "app.py": f"RETENTION_DAYS = {value!r}\nKEEP_YEARS = {value!r} * 3\n",
        "docs/a.md": f"# Records\n\nRecords are kept {text} 5 years {text}\n",
        "main.tf": f'resource "a" "b" {{\n  retention_in_days = {text}\n}}\n',
    }

    assert all(0 < one.years < 1e6 for one in kept_periods(repo_of(files)))
