"""Messages that tell somebody who keeps a system running are told from mail to those who use it."""

import pytest

from seatrial.facts.operations.alert_routes import sent_alerts
from tests.repositories import repo_of

APP = (
    "from django.core.mail import send_mail\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.post('/one')\n"
    "def %s(text: str):\n    send_mail('subject', text, 'from', TO)\n    return {}\n"
)


@pytest.mark.parametrize(("name", "count"), [("drift_found", 1), ("contact_view", 0), ("reset_password", 0)])
def test_mail_to_those_who_use_a_website_tells_nobody_that_it_fails(name: str, count: int) -> None:
    assert len(sent_alerts(repo_of({"app.py": APP % name}))) == count
