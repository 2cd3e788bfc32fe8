"""Which long words of a text are credentials: by a provider's shape, inside base64, or by the name before them?"""

import base64
import binascii
from collections.abc import Iterator
from string import ascii_letters, digits

from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.read.sensitive.randomness import is_stand_in, looks_random, reads_as_text
from seatrial.read.sensitive.secret_contexts import Hit
from seatrial.read.sensitive.secret_hosts import is_of_inside
from seatrial.read.sensitive.secret_names import is_named
from seatrial.read.sensitive.secret_shapes import DOTTED, PREFIXES, SHAPES

NAMED = "key or token"  #: the kind of what only the name before it makes a credential
_RUN = regex(r"[A-Za-z0-9_+/=-]{20,}")
_WORD = regex(r"(?!(?<=\w:)-)[A-Za-z0-9_-]{20,}")  # a hyphen before it may be that of ${NAME:-...}
_PART = regex(r"[\w.~-]{1,120}")
_WITHIN = f"{ascii_letters}{digits}._-"  #: what may stand before a dot of one word
#: A run this long is a picture or a table in base64: a credential inside it is a coincidence.
_PICTURE = 300
_NAME_BETWEEN = regex(r"[A-Za-z]\w+[\"']?[ \t]*[:=]")
_ALNUM = regex(r"[A-Za-z0-9]+")
_PREFIXED = regex(r"[A-Za-z][A-Za-z0-9]{1,14}[_-](?:[A-Za-z0-9]{2,12}[_-]){0,2}[A-Za-z0-9]{20,}(?:[_-][A-Za-z0-9]+)?")
#: Hashes, pictures, documents, archives, certificates, and the numbers that notebooks and chats give to their parts.
_KNOWN = regex(r"sha\d|iVBOR|R0lGOD|JVBERi|UEsDB|MII[A-Z]|ABX9T|IPY_MODEL|call_|chatcmpl-")
#: The rest of an address, or of what a hash is named by, up to a word.
_ADDRESS = regex(r"(?:://|\]\(|/)[^\s\"'<>|,]{0,290}\Z|sha\d{1,3}[-:=]\Z")
#: How keys begin that pages hand to whoever opens them: PostHog, Stripe, Supabase, Clerk, Razorpay.
_FOR_PAGES = ("phc_", "pk_live_", "pk_test_", "sb_publishable_", "rzp_live_", "rzp_test_")
#: The number of a client of Google's sign-in, which each page and program that signs people in shows to them.
_CLIENT = ".apps.googleusercontent.com"
#: A key that only searches, as the search boxes of documentation hand it out: beside the name of its index.
_SEARCH_KEY = regex(r"\bapiKey[\"']?[ \t]*:[ \t]*[\"']\Z")
_SEARCH_BOX = caseless(r"\balgolia\b|\bdocsearch\b")
#: What tells that a word was cut off, as examples show the beginning of a token: ``Bearer abc.def...``.
_CUT_OFF = regex(r"[\w~+/=-]{0,80}(?:\.[\w~+/=-]{1,80}){0,2}(?:\.\.\.|…)")
#: What opens an expression of a pipeline or a template: a bare word inside of it is the name of a value kept elsewhere,
#: unless it is the default of a variable that is not set: ``${API_KEY:-...}``.
_EXPRESSION = regex(r"(?:\$?\{\{|\$\{|\$\()[^\n{}()\"'`]{0,200}(?<!:[-=])\Z")
#: How base64 of something that begins with a provider's prefix begins.
_CODED = tuple(
    base64.b64encode(prefix.encode()).decode()[: len(prefix) * 4 // 3] for prefix in PREFIXES if len(prefix) > 2
)
_SECRET_KEY = regex(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
#: What stands before an access key's public half in a signed address, which holds no secret.
_SIGNED = ("X-Amz-Credential=", "X-Amz-Credential%3D", "AWSAccessKeyId=")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word that looks like the work of a random generator, and that no rule of ours places."""

    start: int


def words(text: str, *, by_name: bool) -> Iterator[Hit | Doubt]:
    """Look at every long word: for a provider's prefix, and else for a name of a key before it."""
    for start, end in _outside_pictures(text):
        for match in _WORD.finditer(text, start, end):
            hit = _placed(text, match[0], match.start(), match.end(), by_name=by_name)
            if hit is not None:
                yield hit


def _placed(text: str, word: str, start: int, end: int, *, by_name: bool) -> Hit | Doubt | None:
    if word.startswith(PREFIXES) and (hit := _by_shape(text, start)):
        return hit
    dotted = "." in (text[start - 1 : start], text[end : end + 1]) and any(map(str.isdigit, word))
    if dotted and (hit := _by_parts(text, start, end)):
        return hit
    if word.startswith(_CODED) and (kind := _inside(word)) is not None:
        return Hit(f"{kind} in base64", start, end)
    if not by_name or not looks_random(word) or is_stand_in(word) or reads_as_text(word):
        return None
    if _is_for_pages(text, word, start, end) or _EXPRESSION.search(text, max(start - 210, 0), start):
        return None
    if _CUT_OFF.match(text, end):
        return None
    sure = is_named(text, start, end)
    if sure is not None:
        return Hit(NAMED, start, end, sure)
    return Doubt(start) if _is_strange(text, word, start) else None


def _is_for_pages(text: str, word: str, start: int, end: int) -> bool:
    """Tell what is handed to whoever opens a page, and opens nothing else."""
    if word.startswith(_FOR_PAGES) or text.startswith(_CLIENT, end):
        return True
    if len(word) != 32 or not _SEARCH_KEY.search(text, max(start - 40, 0), start):
        return False
    around = text[max(start - 200, 0) : end + 200]
    return "indexName" in around and bool(_SEARCH_BOX.search(around))


def _is_strange(text: str, word: str, start: int) -> bool:
    """Tell what a provider may have issued from hashes, names of classes, addresses and pictures.

    That is a random part of capitals, small letters and digits, or one of any letters behind a short prefix.
    """
    part = max(_ALNUM.findall(word), key=len)
    plain = part.lower() == part or part.upper() == part
    if (plain and not _PREFIXED.fullmatch(word)) or sum(map(str.isdigit, part)) < 3 or _KNOWN.match(word):
        return False
    return not _ADDRESS.search(text, max(start - 300, 0), start)


def _outside_pictures(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand that are in no line of base64, nor in a block of such lines of one length."""
    last_start, last_end = 0, 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        near = end - start > 60 and end - start == last_end - last_start and start - last_end < 40
        in_block = near and not _NAME_BETWEEN.search(text, last_end, start)  # two keys of one length have two names
        if not in_block and end - start <= _PICTURE:
            yield start, end
        last_start, last_end = start, end


def opens_nothing(text: str, start: int) -> bool:
    """Tell the key of a server that people run themselves, where it is one inside: nobody else reaches that."""
    return any(shape.ours and shape.pattern.match(text, start) for shape in SHAPES) and is_of_inside(text, start)


def _by_shape(text: str, start: int) -> Hit | None:
    for shape in SHAPES:
        match = shape.pattern.match(text, start)
        if match and not is_stand_in(match[0][len(shape.prefix) :]) and shape.holds(match[0]):
            if text.endswith(_SIGNED, 0, start) or opens_nothing(text, start):
                return None
            paired = shape.kind == "AWS access key" and _has_partner(text, start)
            return Hit(shape.kind, start, match.end(), shape.sure or paired)
    return None


def _by_parts(text: str, start: int, end: int) -> Hit | None:
    """Look at a word with what stands before and behind its dots."""
    first = max(start - 120, 0) + len(text[max(start - 120, 0) : start].rstrip(_WITHIN))
    while first > max(start - 120, 0) and (text[first - 1].isalnum() or text[first - 1] in "._-"):
        first -= 1
    whole = _PART.match(text, first)
    if whole is None or whole.end() < end:
        return None
    for shape in DOTTED:
        if shape.pattern.fullmatch(whole[0]) and not is_stand_in(whole[0]) and shape.holds(whole[0]):
            return Hit(shape.kind, first, whole.end())
    return None


def _inside(word: str) -> str | None:
    """Return the kind of the credential that a word in base64 holds, if it holds one."""
    if len(word) < 40:
        return None
    try:
        text = base64.b64decode(word + "=" * (-len(word) % 4), validate=True).decode("ascii").strip()
    except (binascii.Error, ValueError):
        return None
    hit = _by_shape(text, 0) if text.startswith(PREFIXES) else None
    return hit.kind if hit is not None and hit.sure else None


def _has_partner(text: str, start: int) -> bool:
    """Tell whether an access key's secret half stands near it."""
    near = _SECRET_KEY.finditer(text, max(start - 300, 0), start + 400)
    return any(looks_random(match[0]) and not is_stand_in(match[0]) for match in near)
