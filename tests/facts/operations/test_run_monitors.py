"""Who notices that a run failed, or never came."""

import pytest

from seatrial.facts.operations.run_monitors import run_monitors
from tests.repositories import repo_of


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        ("from sentry_sdk.crons import capture_checkin\ncapture_checkin(monitor_slug='nightly', status='ok')", True),
        ("from sentry_sdk.crons import monitor\n@monitor(monitor_slug='nightly')\ndef run():\n    work()", True),
        ("import requests\nrequests.get('https://hc-ping.com/0b1c2d3e', timeout=5)", True),
        ("from dagster import failure_hook\n@failure_hook\ndef tell(context):\n    post(context)", False),
        ("from airflow import DAG\nDAG('nightly', default_args={'on_failure_callback': tell})", False),
        ("from prefect import flow\n@flow(on_failure=[tell])\ndef nightly():\n    work()", False),
    ],
    ids=["sentry", "sentry-decorator", "healthchecks", "dagster", "airflow", "prefect"],
)
def test_a_run_that_fails_is_told_of(code: str, waits: bool) -> None:
    (found,) = run_monitors(repo_of({"nightly.py": code}))

    assert found.waits is waits


@pytest.mark.parametrize(
    "code",
    [
        "import sentry_sdk\nsentry_sdk.init(dsn=DSN)",
        "def ping():\n    return 'pong'\nping()",
        "from airflow import DAG\nDAG('nightly', default_args={'email_on_failure': False})",
        "from forms import Field\nField(on_failure=[shake])",
    ],
    ids=["errors-only", "a-route", "off", "no-orchestrator"],
)
def test_what_only_sounds_like_it_tells_nobody(code: str) -> None:
    assert run_monitors(repo_of({"nightly.py": code})) == ()
