"""Which code in other languages keeps answers or conversations, beside an endpoint that keeps none?"""

from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.model import Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_FILES = regex(r".*(?<!\.d)\.(?:[cm]?[jt]sx?|vue|svelte|go|java|kt|cs)")
_MOST = 1_500  #: files that are searched; a store beyond that is not seen
_LIMIT = 200_000  #: bytes of one file
_KEPT = (
    r"\w*(?:[mM]essage|[cC]hat|[cC]onversation|[tT]hread|[pP]rediction|[iI]nference|[gG]eneration|[cC]ompletion|[aA]nswer"
    r"|[fF]eedback|[rR]ating|[aA]gent_?[tT]ask|[aA]gent_?[rR]un)\w*"
)
#: How the usual libraries write a row: Prisma, Drizzle and Kysely, Supabase, Mongoose, Firestore, SQL, JPA.
_WRITES = regex(
    rf"\bprisma\.{_KEPT}\.(?:create|upsert)\w*\(|\b(?:db|tx|trx)\.(?:insert|insertInto)\(\s*[\"'`]?{_KEPT}"
    rf"|\.from\(\s*[\"'`]{_KEPT}[\"'`]\s*\)\s*\.(?:insert|upsert)\(|\b(?!set|use){_KEPT}(?:Model|Schema|Repository|Repo)"
    r"\.(?:create|insert|save)\w*\("
    rf"|\b(?:addDoc|setDoc)\(\s*(?:collection|doc)\([^()\n]{{0,60}}[\"'`]{_KEPT}|(?i:\binsert\s+into\s+[\"`]?(?:\w+\.)?){_KEPT}"
)


@fact
def kept_in_other_languages(repo: Repo) -> tuple[Beyond, ...]:
    """Return where code that is not followed writes what may be questions and answers, the first of each file."""
    own = (path for path in repo.matching(_FILES.fullmatch) if role(repo, path) is Role.OWN)
    return tuple(repo.texts(_first_write, islice(own, _MOST), _LIMIT))


def _first_write(path: str, text: str) -> Iterator[Beyond]:
    for found in islice(_WRITES.finditer(text), 1):
        written = " ".join(found[0].split()).rstrip("(\"'` ")[:60]
        told = f"{path} keeps rows by {written}, in code that is not followed"
        yield Beyond(Place(path, line_number(text, found.start())), told, frozenset({May.KEEP}))
