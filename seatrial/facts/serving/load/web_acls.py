"""Which firewalls and gateways of AWS, as CloudFormation and serverless describe them, bound how often is asked?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.clouds.stacks import stack_resources
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.serving.load.rate_limit import RateLimit
from seatrial.model import Place
from seatrial.repo import Repo

_COUNTS = "RateBasedStatement"  #: AWS WAF, "Rate-based rule statement": it counts by address or by a key
#: Gateways whose stages, or plans of callers, may throttle: a rate of 0 lets nobody ask, and is none.
_GATEWAYS = frozenset({
    "AWS::Serverless::Api", "AWS::Serverless::HttpApi", "AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment",
    "AWS::ApiGatewayV2::Stage", "AWS::ApiGateway::UsagePlan",
})  # fmt: skip
_RATES = frozenset({"ThrottlingRateLimit", "RateLimit"})
_WALKED = 2_000  #: nodes of a description


@fact
def web_acls(repo: Repo) -> tuple[RateLimit, ...]:
    """Return the rules of ``AWS::WAFv2::WebACL`` that count requests."""
    described = ((path, node) for path, root in documents_of(repo, own_yaml(repo)) for node in root.walk(_WALKED))
    return tuple(
        RateLimit(Place(path, node.line), "a rule of AWS WAF counts requests by address", keyed=True, gateway=True)
        for path, (steps, node) in described
        if steps[-1:] == (_COUNTS,)
    )


@fact
def throttles(repo: Repo) -> tuple[RateLimit, ...]:
    """Return the throttles of gateways in CloudFormation and SAM; only plans of callers count each of them apart."""
    return tuple(_throttles(repo))


def _throttles(repo: Repo) -> Iterator[RateLimit]:
    for item in stack_resources(repo):
        nodes = item.properties.walk(_WALKED) if item.type in _GATEWAYS else ()
        rates = [node for steps, node in nodes if steps[-1:] and steps[-1] in _RATES and node.text not in ("", "0")]
        if rates:
            plans = item.type.endswith("UsagePlan") or bool(item.properties.at("Auth", "UsagePlan"))
            place = Place(item.place.path, rates[0].line)
            yield RateLimit(place, f"{item.what} throttles requests", keyed=plans, gateway=True)
