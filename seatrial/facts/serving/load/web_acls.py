"""Which firewalls of AWS, as CloudFormation and serverless describe them, bound how often one address may ask?"""

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.serving.load.rate_limit import RateLimit
from seatrial.model import Place
from seatrial.repo import Repo

_COUNTS = "RateBasedStatement"  #: AWS WAF, "Rate-based rule statement": it counts by address or by a key
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
