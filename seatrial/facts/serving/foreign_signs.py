"""What do the words of services tell that are written in other languages than Python?

Their files are searched for words, and nothing is followed: whatever is found is likely, and what is not is unknown.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.serving.foreign_words import (
    ACTION,
    HANDLER,
    ROUTE_FILE,
    USE_SERVER,
    Language,
    Sign,
)
from seatrial.facts.serving.further_languages import LANGUAGES
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unreadable
from seatrial.repo import Repo, Role, role

_LIMIT = 300_000  #: bytes of one file
_FILES = 800  #: of one language that are searched; a service beyond that is not seen
_EACH = 5  #: places of one sign in one file, routes apart
_ROUTES = 50
_ASKING = frozenset({Sign.MODEL, Sign.LLM})
_OF_ANY_FUNCTION = {"index", "handler", "main", "app", "lambda", "src", "lib"}


@dataclass(frozen=True, slots=True)
class ForeignSign:
    """One line of a service in another language than Python."""

    place: Place
    sign: Sign
    language: str
    text: str  #: the words that were found; of a route its path

    @property
    def what(self) -> str:
        return f"{self.language}: {self.text[:80]}"

    @property
    def confidence(self) -> Confidence:
        """Words were found; who calls them was not followed."""
        return Confidence.LIKELY


@fact
def foreign_services(repo: Repo) -> tuple[ForeignSign, ...]:
    """Return the signs of services in other languages, those of files that ask a model first, then by place.

    Nothing where no file starts a server with routes.
    """
    found = [sign for signs in filter(_serve, _by_language(repo)) for sign in signs]
    asking = {one.place.path for one in found if one.sign in _ASKING}
    return tuple(sorted(found, key=lambda one: (one.place.path not in asking, one.place, one.sign)))


@fact
def foreign_askers(repo: Repo) -> tuple[ForeignSign, ...]:
    """Return where programs of languages in which nothing serves run a model or ask one, by place."""
    found = (sign for signs in _by_language(repo) if not _serve(signs) for sign in signs)
    return tuple(sorted((one for one in found if one.sign in _ASKING), key=lambda one: one.place))


@fact
def _by_language(repo: Repo) -> tuple[tuple[ForeignSign, ...], ...]:
    return tuple(tuple(_of_language(repo, language)) for language in LANGUAGES)


def _of_language(repo: Repo, language: Language) -> Iterator[ForeignSign]:
    files = (path for path in repo.matching(language.files.fullmatch) if not language.aside.fullmatch(path))
    mine = islice((path for path in files if role(repo, path) is Role.OWN), _FILES)
    return (sign for path in mine for sign in _in_file(repo, path, language))


def _serve(signs: Iterable[ForeignSign]) -> bool:
    return {Sign.SERVER, Sign.ROUTE} <= {one.sign for one in signs}


def _in_file(repo: Repo, path: str, language: Language) -> Iterator[ForeignSign]:
    try:
        text = repo.text(path, _LIMIT)
    except Unreadable:
        return
    yield from _by_its_path(path, text, language)
    if language.name == "JavaScript":
        yield from _actions(path, text, language) if "use server" in text[:200] else ()
        yield from _functions(path, text, language)
    for sign, pattern in language.signs:
        for match in islice(pattern.finditer(text), _ROUTES if sign is Sign.ROUTE else _EACH):
            word = match[match.lastindex or 0]
            line = line_number(text, match.end()) - word.count("\n")
            yield ForeignSign(Place(path, line), sign, language.name, " ".join(word.split()))


def _by_its_path(path: str, text: str, language: Language) -> Iterator[ForeignSign]:
    """Yield the route of a file that a framework finds by where it lies: ``app/api/chat/route.ts``."""
    placed = ROUTE_FILE.fullmatch(path)
    server = dict(language.signs)[Sign.SERVER].search(text) if placed else None
    if placed and server:
        what = "/" + next(part for part in placed.groups() if part is not None).strip("/")
        yield ForeignSign(Place(path, line_number(text, server.start())), Sign.ROUTE, language.name, what)


def _actions(path: str, text: str, language: Language) -> Iterator[ForeignSign]:
    """Yield the functions of a file whose functions are all reached by callers, as server actions of Next are."""
    for match in islice(ACTION.finditer(text) if USE_SERVER.match(text) else (), _ROUTES):
        yield ForeignSign(Place(path, line_number(text, match.start())), Sign.ROUTE, language.name, f"/{match[1]}")


def _functions(path: str, text: str, language: Language) -> Iterator[ForeignSign]:
    """Yield the function of a file that a gateway of a cloud calls; whoever deploys it gives it its path.

    It is called after its file, or after the folder of a file that is called as all are.
    """
    handler = HANDLER.search(text)
    if handler is not None and dict(language.signs)[Sign.SERVER].search(text):
        pure = posix(path)
        named = (pure.stem, *(part for part in reversed(pure.parts[:-1]) if not part.startswith("@")))
        called = next((name for name in named if name not in _OF_ANY_FUNCTION), pure.stem)
        yield ForeignSign(Place(path, line_number(text, handler.start())), Sign.ROUTE, language.name, f"/{called}")


def foreign(repo: Repo, *signs: Sign) -> list[ForeignSign]:
    """Return the places of these signs."""
    return [one for one in foreign_services(repo) if one.sign in signs]
