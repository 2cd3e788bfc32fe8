"""Which files of Compose are called after a desk or a trial, and which of several is meant first?"""

import posixpath

from seatrial.read.regex import caseless, regex

_AT_A_DESK = caseless(r"(?:^|[._-])(?:dev|devel|development|local|tests?|testing|override|debug|jupyter)(?=[._-])")
_TRIES = caseless(
    r"(?:^|[/._-])(?:tests?|testing|e2e)(?=[/._-]|$)"
    r"|(?:^|[/.])ci(?=[/._-]|$)|[_-]ci(?=[/.]|$)"  # between other words it is an abbreviation of anything
)
_COMPOSE = caseless(r"(?:^|[._-])compose[._-]")
_BETWEEN = regex(r"[._-]")


def at_a_desk(path: str) -> bool:
    """Tell a file that is called after the desk: ``development.yml`` beside ``production.yml``."""
    return bool(_AT_A_DESK.search(posixpath.basename(path)))


def tries(path: str) -> bool:
    """Tell a file or a workload that is called after tests: it says nothing of where the product runs."""
    return bool(_TRIES.search(path))


def variant(path: str) -> int:
    """Count the words of a file's name: ``compose.gpu.yml`` is another form of what ``compose.yml`` starts."""
    return len(_BETWEEN.split(posixpath.basename(path)))


def meant_first(path: str) -> tuple[bool, int, str]:
    """Return where a file stands among others: those of Compose for a desk last, and plain names before variants."""
    compose = bool(_COMPOSE.search(posixpath.basename(path)))
    return compose and at_a_desk(path), variant(path) if compose else 0, path
