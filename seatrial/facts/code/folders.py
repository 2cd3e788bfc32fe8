"""Which folders does the repository have?"""

from seatrial.facts import fact
from seatrial.repo import Repo


@fact
def folders(repo: Repo) -> frozenset[str]:
    """Return every folder that holds a tracked file, at any depth."""
    return frozenset(path[:end] for path in repo.paths for end, letter in enumerate(path) if letter == "/")
