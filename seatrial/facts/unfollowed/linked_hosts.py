"""Which host takes the repository over by a link of its own, as the packages that work there alone tell?"""

import posixpath
from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.model import Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

_LIMIT = 300_000  #: bytes of one package.json
#: What only works where the host runs the application, by the host.
_ONLY_THERE = regex(
    r"\"(?P<package>@vercel/(?:kv|blob|postgres|edge|edge-config|functions|analytics|speed-insights)|@netlify/(?:functions|blobs))\"\s*:"
)
_HOSTS = {"@vercel": "Vercel", "@netlify": "Netlify"}


@fact
def linked_hosts(repo: Repo) -> tuple[Beyond, ...]:
    """Return the packages of such hosts, the first of each file: they serve each push of a linked repository."""
    own = own_paths(repo, lambda path: posixpath.basename(path) == "package.json" and "node_modules" not in path)
    return tuple(repo.texts(_first, own, _LIMIT))


def _first(path: str, text: str) -> Iterator[Beyond]:
    for found in islice(_ONLY_THERE.finditer(text), 1):
        host = _HOSTS[found["package"].partition("/")[0]]
        what = f"{path} asks for {found['package']}, which works on {host}, and what is set up there is not followed"
        yield Beyond(
            Place(path, line_number(text, found.start())), what, frozenset({May.RELEASE, May.ENCRYPT, May.RUN})
        )
