"""Which words does a start script hand to a program by its variables, as far as the script itself says?"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from seatrial.facts.images.image import Copy
from seatrial.facts.images.image_files import repository_path
from seatrial.read.infrastructure.shell import Command
from seatrial.read.regex import regex
from seatrial.repo import Repo

_LIMIT = 20_000  #: bytes of a script
_DEEPEST = 5  #: variables that are made of others
_WHOLE = regex(r"\$(?:\{(\w{1,60})\}|(\w{1,60}))")
_SET = regex(r"[ \t]*(?:export[ \t]+)?(\w{1,60})=(\S.{0,300})")
#: ``if [ -f /app/main.py ]; then``: what the next lines set holds where that file is in the image.
_WHERE = regex(r"[ \t]*(?:el)?if \[\[? -[ef] [\"']?(/[\w./-]{1,200})[\"']? \]\]?(?: ?; ?then| then|;)?[ \t]*")
_BRANCH_ENDS = regex(r"[ \t]*(?:fi|else|elif|if)\b.*")  #: what holds from there on is taken for granted
_DEFAULT = regex(r"\$\{\w{1,60}:?-(.{0,300})\}")

Inside = tuple[str, tuple[Copy, ...], str]  #: context, what is copied, working directory


def with_values(repo: Repo, image: Inside, path: str, commands: Iterable[Command]) -> Iterator[Command]:
    """Yield commands with the values of variables that their script sets: ``exec gunicorn "$APP_MODULE"``.

    Where the environment of the image may say otherwise, what the script falls back to holds.
    """
    known: Mapping[str, str] | None = None  # read once for a script, and only where a word asks for it
    for inner in commands:
        if any(_WHOLE.fullmatch(word) for word in inner.argv[1:]):
            known = _known(repo, image, repo.text_or_empty(path, _LIMIT)) if known is None else known
            yield replace(inner, argv=(inner.argv[0], *(_spelt(word, known) for word in inner.argv[1:])))
        else:
            yield inner


def _spelt(word: str, known: Mapping[str, str]) -> str:
    found = _WHOLE.fullmatch(word)
    return known.get(found[1] or found[2], word) if found else word


def _known(repo: Repo, image: Inside, text: str) -> Mapping[str, str]:
    """Return the value of each variable that is made of texts, and of variables before it."""
    known: dict[str, str] = {}
    holds = True
    for line in text.split("\n"):
        if where := _WHERE.fullmatch(line):
            holds = _is_there(repo, image, where[1])
        elif _BRANCH_ENDS.fullmatch(line):
            holds = True
        elif holds and (given := _SET.fullmatch(line)):
            value = _filled(given[2].strip(), known)
            if value and "$" not in value:
                known.setdefault(given[1], value)
    return known


def _filled(value: str, known: Mapping[str, str]) -> str:
    """Return a value with what it falls back to, and the variables in it replaced by theirs."""
    bare = value.strip("\"'")
    if default := _DEFAULT.fullmatch(bare):
        bare = default[1].strip("\"'")
    for _ in range(_DEEPEST):
        found = _WHOLE.search(bare)
        named = known.get(found[1] or found[2], "") if found else ""
        if not found or not named:
            break
        bare = bare[: found.start()] + named + bare[found.end() :]
    return bare


def _is_there(repo: Repo, image: Inside, path: str) -> bool:
    context, copies, workdir = image
    return repository_path(repo, context, copies, posixpath.join(workdir, path)) in repo.entries
