"""A gateway of KrakenD verifies tokens and counts requests where its settings say so."""

import pytest

from seatrial.component import components
from seatrial.facts.deployment.krakend import krakend_rules
from seatrial.facts.serving.load.rate_limits import rate_limits
from seatrial.facts.web.gates import gates
from seatrial.repo import Repo
from tests.repositories import repo_of

TOKEN = '"auth/validator": {"alg": "RS256", "jwk_url": "https://id.example.org/certs"}'
EACH = '"qos/ratelimit/router": {"max_rate": 50, "client_max_rate": 5, "strategy": "ip"}'
ALL = '"qos/ratelimit/router": {"max_rate": 50}'
OLD = '"github.com/devopsfaith/krakend-jose/validator": {"alg": "RS256"}'


def of(extra: str, path: str = "krakend/krakend.json") -> Repo:
    text = f'{{"version": 3, "endpoints": [{{"endpoint": "/predict", "extra_config": {{{extra}}}}}]}}'
    return repo_of({path: text})


@pytest.mark.parametrize(("extra", "asks"), [(TOKEN, True), (OLD, True), (ALL, False), ("", False)])
def test_a_gateway_that_verifies_tokens_asks_who_is_calling(extra: str, asks: bool) -> None:
    assert bool(gates(components(of(extra))[0])) is asks


@pytest.mark.parametrize(("extra", "keyed"), [(EACH, [True]), (ALL, [False]), (TOKEN, [])])
def test_a_gateway_that_counts_requests_does_so_for_each_caller_or_for_all(extra: str, keyed: list[bool]) -> None:
    assert [limit.keyed for limit in rate_limits(components(of(extra))[0])] == keyed


@pytest.mark.parametrize(
    "path", ["gateway/settings.json", "krakend/package-lock.json", "examples/krakend/krakend.json"]
)
def test_settings_of_something_else_ask_nothing(path: str) -> None:
    assert krakend_rules(of(TOKEN, path)) == ()


def test_a_part_of_a_template_counts_where_the_gateway_is_at_hand() -> None:
    files = {"deploy/krakend/Dockerfile": "FROM krakend:2.9\n", "deploy/gateway/auth.tmpl": f"{{{{ $a }}}}\n{TOKEN}\n"}

    assert [rule.place.line for rule in krakend_rules(repo_of(files))] == [2]
