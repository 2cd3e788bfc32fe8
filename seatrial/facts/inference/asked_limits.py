"""Which pages ask for a limit of an agent's steps with each run, which any other caller may leave out?"""

from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.model import Evidence, Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

_LIMIT = 300_000  #: bytes of one file
_ASKED = regex(r"\brecursion_?[lL]imit[\"']?\s*[:=]")
_PAGES = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".vue", ".svelte")


@fact
def asked_limits(repo: Repo) -> tuple[Evidence, ...]:
    """Return where own pages send a limit of steps along with a run, the first of each file."""
    own = own_paths(repo, lambda path: path.endswith(_PAGES) and "node_modules" not in path)
    return tuple(repo.texts(_first, own, _LIMIT))


def _first(path: str, text: str) -> Iterator[Evidence]:
    for found in islice(_ASKED.finditer(text), 1):
        what = f"only {path} asks for a limit of steps, which any other caller may leave out"
        yield Evidence(Place(path, line_number(text, found.start())), what)
