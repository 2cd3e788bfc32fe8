"""Do pages of the repository take dangerous markup out of what a model answers, or show it as it came?"""

import re
from collections.abc import Iterator
from itertools import islice

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code
from seatrial.model import Confidence, Evidence, Place
from seatrial.read.code.python_record import Value
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, own_paths

_PAGES = regex(r".*(?<!\.d)(?<!\.test)(?<!\.spec)\.(?:tsx|jsx|ts|js|mjs|vue|svelte|html)")
#: Libraries of browsers that take scripts and attributes out of markup.
_CLEANS = regex(
    r"\bDOMPurify\.sanitize\(|\bsanitizeHtml\(|\brehypeSanitize\b|\bxss\(|\bsanitize-html\b|\bescapeH(?:tml|TML)\("
)
_SAID = r"(?:answer|content|message|response|reply|text|chunk|output)"
#: A page that shows what it is told as text, and one that takes it for markup.
_AS_TEXT = caseless(rf"\.(?:textContent|innerText)\s*\+?=\s*(?:\w+\.){{0,3}}\w*{_SAID}\w*\b")
_AS_MARKUP = caseless(
    rf"\.(?:innerHTML|outerHTML)\s*\+?=\s*(?:(?:\w+\(\s*)?(?:\w+\.){{0,3}}\w*{_SAID}|`[^`]{{0,900}}\$\{{[^}}\n]{{0,60}}{_SAID})"
    r"|insertAdjacentHTML|dangerouslySetInnerHTML|v-html|\bmarked\b|\.html\("
)
#: React and Vue show what stands in braces as text: ``{message.content}``, ``{{ answer }}``.
_IN_BRACES = caseless(rf"[>\s]\{{\{{?\s*(?:\w+[?!]?\.){{0,3}}\w*{_SAID}\s*\}}\}}?(?=[\s<])")
_RENDERS = caseless(r"markdown|remark|showdown|\bmdx\b")
#: A page that takes what a model answered for markup: what is called after an answer stands in the very call.
_RAW = caseless(
    rf"dangerouslySetInnerHTML=\{{\{{\s*__html:\s*(?:\w+\(\s*)?(?:\w+[?!]?\.){{0,3}}\w*{_SAID}\w*"
    rf"|v-html=\"(?:\w+\(\s*)?(?:\w+[?!]?\.){{0,3}}\w*{_SAID}\w*|\{{@html\s+(?:\w+\(\s*)?(?:\w+[?!]?\.){{0,3}}\w*{_SAID}\w*"
)
#: What escapes markup by hand.
_BY_HAND = caseless(r"&lt;|escape_?html|sanitiz")
#: Calls of Python that do so.
_ESCAPES = frozenset({"html.escape", "markupsafe.escape", "bleach.clean", "nh3.clean"})
#: What a page calls that which a language model answered.
_ANSWERS = caseless(r"answer|message|chat|assistant|completion|markdown")
_LIMIT = 300_000  #: bytes of one file
_FILES = 800  #: that are searched


@fact
def raw_pages(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a page takes what a model answered for markup, and nothing in that file cleans it."""
    found = (_raw(repo, path) for path in islice(own_paths(repo, _PAGES.fullmatch), _FILES))
    return tuple(one for one in found if one is not None)


def _raw(repo: Repo, path: str) -> Evidence | None:
    text = repo.text_or_empty(path, _LIMIT)
    found = _RAW.search(text)
    if found is None or not _ANSWERS.search(text) or _CLEANS.search(text) or _BY_HAND.search(text):
        return None
    place = Place(path, line_number(text, found.start()))
    return Evidence(place, "the page takes what it is answered for markup, and nothing cleans it", Confidence.LIKELY)


@fact
def cleaned_pages(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a page cleans markup or shows none, in files that speak of answers.

    Words were found, and nothing was followed.
    """
    named = own_paths(repo, _PAGES.fullmatch)
    of_pages = (found for path in islice(named, _FILES) for found in _in_file(repo, path))
    return (*of_pages, *(found for program in own_code(repo) for found in _in_code(program)))


def _in_code(program: Program) -> Iterator[Evidence]:
    """Yield where code that speaks of answers escapes markup, or takes it out, of one."""
    for call in program.file.calls:
        spoken = " ".join(_words(call.args))
        if call.name in _ESCAPES and _ANSWERS.search(f"{call.scope} {call.target} {spoken}"):
            yield program.evidence(call, f"{call.written} makes text of the answer", Confidence.LIKELY)


def _words(values: tuple[Value, ...]) -> Iterator[str]:
    """Yield the names in what a call is given, those of what is called for it among them."""
    for value in values:
        yield f"{value.name} {value.text}"
        yield from _words(value.items)


def _in_file(repo: Repo, path: str) -> Iterator[Evidence]:
    text = repo.text_or_empty(path, _LIMIT)
    found = next((one for one in _CLEANS.finditer(text) if not _is_imported(text, one.start())), None)
    if found is not None and _ANSWERS.search(text):
        line = line_number(text, found.start())
        yield Evidence(Place(path, line), f"{found[0].rstrip('(')} cleans what the page shows", Confidence.LIKELY)
    elif shown := _as_text(path, text) if _ANSWERS.search(text) and not _AS_MARKUP.search(text) else None:
        line = line_number(text, shown.start())
        yield Evidence(Place(path, line), "the page shows what it is answered as text", Confidence.LIKELY)


def _as_text(path: str, text: str) -> re.Match[str] | None:
    """Find where a page shows an answer as text, by its own call or by what the framework does with braces."""
    by_frame = path.endswith((".tsx", ".jsx", ".vue", ".svelte")) and not _RENDERS.search(text)
    return _AS_TEXT.search(text) or (_IN_BRACES.search(text) if by_frame else None)


def _is_imported(text: str, start: int) -> bool:
    """Tell a line that only names the library, or that says how text is escaped."""
    line = text[text.rfind("\n", 0, start) + 1 : start].lstrip()
    return line.startswith(("import", "//", "*", "function ", "export function ")) or "require(" in line
