"""What may infrastructure hold that is written as a program: stacks of the CDK, Pulumi, SST, in whichever language?"""

from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.model import Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, own_paths

_FILES = regex(r".*(?<!\.d)(?:\.[cm]?[jt]s|\.go|\.cs|\.java|\.kt|\.py)")
_MOST = 800  #: files that are searched
_LIMIT = 300_000  #: bytes of one file
_DECLARES = regex(
    r"[\"'](?:aws-cdk-lib|@aws-cdk/|@pulumi/|cdk8s|cdktf|sst[\"'/])|aws/aws-cdk-go|pulumi/pulumi-|\bPulumi\.|\bAmazon\.CDK\b"
    r"|software\.amazon\.awscdk|com\.pulumi"
)
_PYTHON = regex(r"(?m)^(?:from|import)[ \t]+(?:pulumi\w*|aws_cdk|cdktf\w*|troposphere)\b")
#: What other readers find in such programs in Python: their alarms, and the functions that they start.
_READ_IN_PYTHON = frozenset({May.WATCH, May.ANSWER})
_COMMENT = regex(r"(?m)^[ \t]*(?://|\*|/\*|#).*$")
#: What a stack may hold, by the words that declare it.
_HOLDS = (
    (
        regex(
            r"(?:[aA]uthori[sz]er(?:Type)?|userPool\w*|security_?[dD]efinitions|\boidc|\biap|functionUrlAuthType)\b(?!\s*:\s*undefined)"
        ),
        May.GUARD,
    ),
    (caseless(r"web_?acl\w*|usage_?plan\w*|throttl\w+|rate_?based\w*|rate_?limit\w*|google-quota"), May.LIMIT),
    (regex(r"(?:Rest|Http)Api\b|api_?gateway|Certificate|Distribution\b|LoadBalanc|domainName|Ingress"), May.ENCRYPT),
    (caseless(r"create_?alarm|alarm\w*\(|metric_?alarm|alert_?polic\w+"), May.WATCH),
    (
        caseless(r"autoscal\w*|scaleOn\w+|scalableTarget|desiredCount|provisionedConcurren|m(?:ax|in)_?Instance"),
        May.RUN,
    ),
    (caseless(r"codepipeline|codedeploy|deployment(?:Group|Config)|canary|blue_?green|circuitBreaker"), May.RELEASE),
    (regex(r"(?:Rest|Http)Api\b|\bLambda(?:Rest|Http)\w*|Function\(|FargateService|[fF]unctionUrl"), May.ANSWER),
)


@fact
def stacks_in_code(repo: Repo) -> tuple[Beyond, ...]:
    """Return the programs of infrastructure that are not followed, with what their words let expect."""
    own = own_paths(repo, _FILES.fullmatch)
    return tuple(repo.texts(_held, islice(own, _MOST), _LIMIT))


def _held(path: str, text: str) -> Iterator[Beyond]:
    python = path.endswith(".py")
    if not (_PYTHON if python else _DECLARES).search(text):
        return
    code = _COMMENT.sub("", text)
    for words, may in _HOLDS:
        if (found := words.search(code)) and not (python and may in _READ_IN_PYTHON):
            place = Place(path, line_number(code, found.start()))
            what = f"{path} declares infrastructure with {found[0].rstrip('(')[:40]}, in code that is not followed"
            yield Beyond(place, what, frozenset({may}))
