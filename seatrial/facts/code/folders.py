"""Which folders does the repository have?"""

import re
from typing import Final

from seatrial.facts import fact
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Below a folder in which something is measured, and nothing is offered.
MEASURES: Final = regex(r"(?:^|/)bench(?:mark(?:s|ing)?)?/")


@fact
def folders(repo: Repo) -> frozenset[str]:
    """Return every folder that holds a tracked file, at any depth."""
    return frozenset(path[:end] for path in repo.paths for end, letter in enumerate(path) if letter == "/")


#: Folders of what is put aside, kept for later, or only tried: nobody's first thought of a project.
PUT_ASIDE: Final = regex(
    r"(?:^|/)(?:arch|archived?|archives|old|legacy|deprecated|obsolete|misc|attic|unused|backups?|edas?)/",
    re.IGNORECASE,
)
