"""Which folders does the repository have?"""

from seatrial.facts import fact
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Below a folder in which something is measured, and nothing is offered.
MEASURES = regex(r"(?:^|/)(?:bench(?:mark(?:s|ing)?)?/|[\w-]*(?:benchmark|latency|throughput)[\w-]*\.py$)")


@fact
def folders(repo: Repo) -> frozenset[str]:
    """Return every folder that holds a tracked file, at any depth."""
    return frozenset(path[:end] for path in repo.paths for end, letter in enumerate(path) if letter == "/")
