"""Which routes do Next, SvelteKit and Nuxt find by where a file lies, and what do they call before all of them?"""

from collections.abc import Iterator

from seatrial.facts.foreign.programs import BEFORE_ALL, followed
from seatrial.facts.foreign.route import Declared, ForeignRoute, route_of
from seatrial.facts.foreign.routers import Before
from seatrial.facts.foreign.spots import insides
from seatrial.facts.serving.foreign_words import ROUTE_FILE
from seatrial.model import Place
from seatrial.read.code.python_record import Value
from seatrial.read.foreign.foreign_record import ForeignFile
from seatrial.read.regex import regex
from seatrial.repo import Repo

_NEXT_VERBS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_GROUPED = regex(r"/?\([^()/]*\)|/?@\w+(?=/)")  #: folders of Next that are no part of a path
_SPARED = regex(r"/\(\(\?!(.+?)\)")  #: ``/((?!api|_next).*)``
_PLAIN = regex(r"[\w/.-]+")


def placed_routes(repo: Repo, file: ForeignFile) -> Iterator[ForeignRoute]:
    """Yield the routes of a file that a framework finds by where it lies."""
    placed = ROUTE_FILE.fullmatch(file.path)
    if not placed:
        return
    kind = placed.lastgroup or ""
    ending = next((part for part in placed.groups() if part is not None), "")
    url = "/" + _GROUPED.sub("", f"/{ending}").strip("/").removesuffix("/index")
    framework = {"next": "Next", "pages": "Next", "kit": "SvelteKit", "nuxt": "Nuxt"}[kind]
    before = tuple(_before_all(repo, url))
    for one in file.exports:
        verbs = (one.name,) if one.name in _NEXT_VERBS else ()
        if not verbs and not (one.name == "default" and kind in ("pages", "nuxt")):
            continue
        value = _exported_value(repo, file, one.local)
        where = _line_of(repo, file, one.local)
        methods = verbs or _by_ending(ending)
        yield route_of(
            repo,
            Declared(
                Place(file.path, where), "", framework, url, methods, value, (*_wrapping(file, where, value), *before)
            ),
        )


def _by_ending(ending: str) -> tuple[str, ...]:
    """Return the verb that Nuxt reads off a file's name: ``chat.post.ts``."""
    verb = ending.rpartition(".")[2].upper()
    return (verb,) if verb in _NEXT_VERBS else ()


def _exported_value(repo: Repo, file: ForeignFile, local: str) -> Value:
    given = insides(repo)[file.path].assignments.get(("", local))
    if given and local not in insides(repo)[file.path].functions:
        return given.value
    made = next((call for call in file.calls if not call.scope and call.written == local), None)
    if made:  # export default defineEventHandler(async () => ...)
        return Value("call", name=made.name, items=made.args, text=made.written)
    return Value("name", name=local, text=local)


def _line_of(repo: Repo, file: ForeignFile, local: str) -> int:
    inside = insides(repo)[file.path]
    function, given = inside.functions.get(local), inside.assignments.get(("", local))
    made = next((call.line for call in file.calls if not call.scope and call.written == local), 1)
    return function.line if function else given.line if given else made


def _wrapping(file: ForeignFile, line: int, value: Value) -> Iterator[Before]:
    if value.kind == "call" and value.items:
        yield Before(Place(file.path, line), "", value, wraps=True)


def _before_all(repo: Repo, url: str) -> Iterator[Before]:
    """Yield the functions that a framework calls before a route, by where their file lies."""
    for file in followed(repo):
        if not BEFORE_ALL.fullmatch(file.path) or not _matches(file, url):
            continue
        for one in file.exports:
            if one.name in ("default", "middleware", "proxy", "handle"):
                value = _exported_value(repo, file, one.local)
                yield Before(Place(file.path, _line_of(repo, file, one.local)), "", value)


def _matches(file: ForeignFile, url: str) -> bool:
    """Tell whether a middleware of Next is asked for a path, by its ``matcher``: all where there is none."""
    config = next((one.value for one in file.assignments if one.target == "config" and not one.scope), None)
    matcher = config.keyword("matcher") if config else None
    patterns = [one.string for one in ((matcher, *matcher.items) if matcher else ()) if one.string]
    patterns += [one.string for item in (matcher.items if matcher else ()) if (one := item.keyword("source"))]
    return not patterns or any(_fits(pattern, url) for pattern in patterns)


def _fits(pattern: str, url: str) -> bool:
    """Tell whether a path is among those of a pattern; what follows a pattern that is no plain beginning may be."""
    if spared := _SPARED.match(pattern):
        words = [word.strip("/") for word in spared[1].replace("\\\\", "\\").split("|")]
        return not any(word and url.lstrip("/").startswith(word) for word in words if _PLAIN.fullmatch(word))
    begins = pattern.partition(":")[0].partition("(")[0].rstrip("/")
    return url == begins or (len(pattern) > len(begins) + 1 and url.startswith(f"{begins}/"))
