"""nginx lets a new version meet a part of the requests, where one of the addresses is that of a new one."""

import pytest

from seatrial.facts.deployment.releases.rollout_files import declared_rollouts
from tests.repositories import repo_of

UPSTREAM = "http {{ upstream desk {{ {} }} server {{ listen 80; location / {{ proxy_pass http://desk; {} }} }} }}"


@pytest.mark.parametrize(
    ("servers", "more", "staged"),
    [
        ("server desk:8000 weight=9; server desk-canary:8000 weight=1;", "", True),
        ("server desk:8000;", "mirror /copy;", True),
        ("server desk:8000;", "mirror off;", False),
        ("server one:8000 weight=2; server two:8000 weight=1;", "", False),
        ("server desk:8000; server desk-canary:8000;", "", False),
        ("server desk-canary:8000 weight=1;", "", False),
    ],
)
def test_a_balance_of_equals_is_no_rollout(servers: str, more: str, staged: bool) -> None:
    assert bool(declared_rollouts(repo_of({"nginx.conf": UPSTREAM.format(servers, more)}))) is staged
