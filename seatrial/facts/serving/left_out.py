"""Where do documents say that the key of a guard may be left out, so that a start without it is meant?"""

from seatrial.facts import fact
from seatrial.facts.code.code_index import function_at
from seatrial.facts.documents.documents import lines_that
from seatrial.facts.web.guard import Guard
from seatrial.facts.web.guard_strength import visited_by
from seatrial.model import Evidence
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_NAME = regex(r"\b[A-Z][A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD|AUTH)[A-Z0-9_]*\b")
_LEFT_OUT = caseless(
    r"\boptional(?:ly)?\b|\b(?:if|when) (?:it is |left |this is )?(?:not set|unset|empty|not configured|missing)\b"
    r"|\bleave\b[^.\n]{0,40}\b(?:empty|unset|blank)\b"
)
_WORD = regex(r"\w*(?:key|token|secret|password|auth)\w*")


@fact
def _keys_left_out(repo: Repo) -> tuple[Evidence, ...]:
    return lines_that(repo, "says that the key may be left out", _says_so)


def _says_so(_: str, line: str) -> object:
    return _NAME.search(line) and _LEFT_OUT.search(line)


def said_optional(repo: Repo, guard: Guard) -> Evidence | None:
    """Return the line that names the setting which a guard reads, and calls it optional."""
    read = {word for path, scope in visited_by(repo, guard) for word in _words(repo, path, scope)}
    for found in _keys_left_out(repo):
        line = repo.text_or_empty(found.place.path).splitlines()[found.place.line - 1]
        named = {name.lower() for name in _NAME.findall(line)}
        if any(name == word or name.endswith(f"_{word}") for name in named for word in read):
            return found
    return None


def _words(repo: Repo, path: str, scope: str) -> list[str]:
    """Return the words of a function that name a secret, in small letters; single ones say nothing."""
    function = function_at(repo, path, scope)
    lines = repo.text_or_empty(path).splitlines()[function.line - 1 : function.end_line] if function else []
    return [word for word in _WORD.findall("\n".join(lines).lower()) if "_" in word.strip("_")]
