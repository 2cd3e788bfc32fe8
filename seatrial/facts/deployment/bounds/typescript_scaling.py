"""Which bounds on replicas and machines does infrastructure set that is written in TypeScript: the AWS CDK, Pulumi?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.bounds.scaling_bounds import NODES, REPLICAS
from seatrial.facts.deployment.workload import Autoscaler
from seatrial.model import Confidence, Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

_LIMIT = 500_000  #: bytes of one file
_FILES = 500  #: that are searched
_SOURCE = regex(r".*(?<!\.d)\.[cm]?ts")
_DECLARES = regex(r"""["'](?:aws-cdk-lib|@aws-cdk/|@pulumi/|cdk8s|cdktf)""")
_COMMENT = regex(r"^[ \t]*(?://|\*|/\*).*$", re.MULTILINE)
_OF_THE_CDK = (("minCapacity", "maxCapacity"),)
_PAIRS = tuple((pair, nodes) for pairs, nodes in ((_OF_THE_CDK + REPLICAS, False), (NODES, True)) for pair in pairs)


@fact
def typescript_autoscalers(repo: Repo) -> tuple[Autoscaler, ...]:
    """Return the pairs of bounds in stacks outside of tests: their words are found, and their numbers where given."""
    paths = own_paths(repo, _SOURCE.fullmatch)
    return tuple(scaler for path in paths[:_FILES] for scaler in _in_file(repo, path))


def _in_file(repo: Repo, path: str) -> Iterator[Autoscaler]:
    text = repo.text_or_empty(path, _LIMIT)
    if not _DECLARES.search(text):
        return
    text = _COMMENT.sub("", text)
    for names, of_nodes in _PAIRS:
        low, high = (re.search(rf"\b{re.escape(name)}\s*:\s*(\d{{1,6}}\b)?", text) for name in names)
        if low and high:
            things = "machines" if of_nodes else "replicas"
            what = f"{names[0]} and {names[1]} bound the number of {things}"
            place = Place(path, line_number(text, high.start()))
            yield Autoscaler("stack", place, what, "", _whole(low), _whole(high), of_nodes=of_nodes,
                             confidence=Confidence.LIKELY)  # fmt: skip


def _whole(found: re.Match[str]) -> int | None:
    return int(found[1]) if found[1] else None
