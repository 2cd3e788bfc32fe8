"""Does the page that asks an agent of LangGraph tell each run, and so its trace, who is asking?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, own_paths

_SUFFIXES = (".ts", ".tsx", ".js", ".jsx", ".mjs")
_LIMIT = 400_000  #: bytes of a file that are searched
_CLIENT = regex(r"""["']@langchain/langgraph-sdk(?:/\w+)?["']""")
_RUNS = regex(r"\bruns\.(?:stream|wait|create)\(|\buseStream\b")
#: What is handed over as metadata, of a run or of what is made ready for one, with the name of a person in it.
_WHO = caseless(r"metadata\w*\s*[:=]\s*\{[^}]{0,400}?\b(user_?(?:id|email|name)?|owner|session_?id)\s*[:,}]")


@fact
def named_askers(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a page hands an agent's runs the user who asks, as metadata that their traces show; by place."""
    own = own_paths(repo, _is_script)
    return tuple(sorted(repo.texts(_tells, own, _LIMIT)))


def _is_script(path: str) -> bool:
    return path.endswith(_SUFFIXES)


def _tells(path: str, text: str) -> Iterator[Evidence]:
    if _CLIENT.search(text) and _RUNS.search(text) and (found := _WHO.search(text)):
        what = f"the page hands each run {found[1]}, which its trace shows"
        yield Evidence(Place(path, line_number(text, found.start(1))), what, Confidence.LIKELY)
