"""May everybody who gets to a search read all that it finds, by a document that says so or by code that sees to it?"""

from seatrial.facts import fact
from seatrial.facts.code.programs import own_code
from seatrial.facts.documents.documents import lines_that
from seatrial.model import Evidence
from seatrial.read.code.python_record import Value
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
_VISIBLE = caseless(r"visib|audience|access_?(?:level|scope)|privacy")
_NOT = caseless(r"\b(?:not|nobody|only|whether|unless|todo)\b")


@fact
def open_texts(repo: Repo) -> tuple[Evidence, ...]:
    """Return the lines that say so, as the owner's decision on whom the texts are for."""
    return lines_that(repo, "says whom the texts are for", _opens)


def _opens(_heading: str, text: str) -> bool:
    return bool(_OPEN.search(text)) and not _NOT.search(text)


@fact
def kept_public(repo: Repo) -> tuple[Evidence, ...]:
    """Return where code keeps what is public alone: ``if article["visibility"] == "public"``."""
    return tuple(
        Evidence(program.site_of(item).place, "only what is public is kept")
        for program in own_code(repo)
        for item in program.file.comparisons
        if item.operator == "==" and item.right.literal == "public" and _tells_who_may_see(item.left)
    )


def _tells_who_may_see(value: Value) -> bool:
    asked = " ".join(str(part.literal) for part in value.items)
    return bool(_VISIBLE.search(f"{value.text} {asked}"))
