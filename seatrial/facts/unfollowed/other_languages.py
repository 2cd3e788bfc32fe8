"""What of a service in other languages is not followed, though it is read: its server, and what keeps answers there?"""

from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.model import Place
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

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
_TOLD = "packages, and what is put together as it runs, are not followed in the {0.language} of {0.place}"
_MAY = frozenset({May.GUARD, May.LIMIT, May.RUN, May.WAIT, May.SCREEN, May.SEE, May.PROMISE, May.COMPARE})


@fact
def kept_in_other_languages(repo: Repo) -> tuple[Beyond, ...]:
    """Return where code that is not followed writes what may be questions and answers, the first of each file."""
    own = own_paths(repo, _FILES.fullmatch)
    return tuple(repo.texts(_first_write, islice(own, _MOST), _LIMIT))


def _first_write(path: str, text: str) -> Iterator[Beyond]:
    for found in islice(_WRITES.finditer(text), 1):
        written = " ".join(found[0].split()).rstrip("(\"'` ")[:60]
        what = f"{path} keeps rows by {written}, in code that is not followed"
        yield Beyond(Place(path, line_number(text, found.start())), what, frozenset({May.KEEP}))


@fact
def servers_in_other_languages(repo: Repo) -> tuple[Beyond, ...]:
    """Return the first server of a service in another language, where such a service is what answers with a model."""
    servers = foreign(repo, Sign.SERVER) if answers_elsewhere(repo) else []
    return tuple(Beyond(one.place, _TOLD.format(one), _MAY) for one in servers[:1])
