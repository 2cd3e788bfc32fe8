"""Do documents say that everybody who gets to a search may read all that it finds?"""

from seatrial.facts import fact
from seatrial.facts.documents.documents import lines_that
from seatrial.model import Evidence
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_TEXTS = (
    r"(?:documents?|handbook|pages?|texts?|passages?|chunks?|index|corpus|knowledge base|articles?|wiki|"
    r"all (?:that )?it finds)"
)
_EVERYBODY = r"(?:everybody|everyone|anybody|anyone|all (?:employees|users|staff|callers|readers|of (?:them|us)))"
_OPEN = caseless(
    rf"\b{_EVERYBODY}\b.{{0,80}}\b(?:may|can|is allowed to|are allowed to) (?:read|see|search|find)\b"
    rf".{{0,60}}\b{_TEXTS}\b|"
    rf"\b{_TEXTS} (?:is|are) (?:all )?(?:public|open to (?:all|every\w*|any\w*)|readable by (?:all|every\w*|any\w*))\b"
)
_NOT = caseless(r"\b(?:not|nobody|only|whether|unless|todo)\b")


@fact
def open_texts(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines that say so, as the owner's decision on whom the texts are for."""
    return lines_that(repo, "says whom the texts are for", _opens)


def _opens(_heading: str, text: str) -> bool:
    return bool(_OPEN.search(text)) and not _NOT.search(text)
