"""What does a container really start, once shells and scripts of the repository are looked into?"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from seatrial.facts.code.scripts import is_shell
from seatrial.facts.images.image import Copy, steps_down
from seatrial.facts.images.image_files import repository_path
from seatrial.facts.images.process_files import process_file, started_by
from seatrial.facts.images.script_variables import with_values
from seatrial.facts.reach.launch import in_their_folders
from seatrial.read.infrastructure.shell import SHELL, Command, command, commands
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo

_SHELLS = {"sh", "bash", "dash", "zsh", ".", "source"}  #: with the words by which a shell reads a script itself
_HELD = regex(r"\$\{?(\w+)\}?")
_SET = regex(r"(?m)^[ \t]*(?:export[ \t]+)?(\w+)=([\"'])([^\"'\n]+)\2[ \t]*$")
_REST = {"$@", '"$@"', "$*", "${@}"}


def started(
    repo: Repo,
    context: str,
    copies: Iterable[Copy],
    workdir: str,
    entrypoint: tuple[str, ...],
    words: tuple[str, ...],
    written: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Command, ...]:
    """Return the commands behind entrypoint and command; where a script says ``exec "$@"``, the rest goes on.

    ``written`` holds the scripts that the build of the image writes itself, by their paths in the image.
    """
    image = context, tuple(copies), workdir
    found = (
        inner
        for item in _commands_inside(repo, image, entrypoint + words, depth=3)
        for inner in _of_written(repo, image, item, written)
    )
    return tuple(in_their_folders(found))


def _of_written(
    repo: Repo, image: tuple[str, tuple[Copy, ...], str], item: Command, written: Mapping[str, str]
) -> Iterator[Command]:
    """Yield what a script starts that the build of the image wrote, or the command itself where it runs none."""
    word, *rest = _script_words(item) or ("",)
    text = written.get(posixpath.normpath(posixpath.join(image[2], word))) if word else None
    if text is None:
        yield item
    else:
        for inner in commands(text):
            yield from _inside(repo, image, inner, tuple(rest), depth=2)


def _commands_inside(
    repo: Repo, image: tuple[str, tuple[Copy, ...], str], argv: tuple[str, ...], depth: int
) -> Iterator[Command]:
    for item in command(argv):
        script = _script(repo, image, item) if depth else None
        if script is None:
            managed = _managed(repo, image, item) if depth else ()
            for line in managed:
                yield from _commands_inside(repo, image, line, depth - 1)
            yield from () if managed else (item,)
            continue
        path, rest = script
        record = repo.record(SHELL, path)
        lines = () if isinstance(record, Unread) else record.commands
        for inner in with_values(repo, image, path, (_spelt_out(repo, path, line) for line in lines)):
            for found in _inside(repo, image, inner, rest, depth - 1):
                # who a script becomes before it starts a program is told by its own line alone
                yield replace(found, text=inner.text) if steps_down(inner) else found


def _spelt_out(repo: Repo, path: str, inner: Command) -> Command:
    """Return a command whose program a variable of its script holds, ``CMD="python -m app"`` and ``exec $CMD``."""
    held = _HELD.fullmatch(inner.argv[0])
    if held is None:
        return inner
    for name, _, text in _SET.findall(repo.text_or_empty(path)):
        first = next(iter(commands(text)), None) if name == held[1] and not text.startswith("$") else None
        if first is not None:
            return replace(inner, argv=(*first.argv, *inner.argv[1:]))
    return inner


def _inside(
    repo: Repo, image: tuple[str, tuple[Copy, ...], str], inner: Command, rest: tuple[str, ...], depth: int
) -> Iterator[Command]:
    """Yield what one line of a script starts, which was itself given the rest of a command line."""
    if inner.argv[0] in _REST:
        yield from _commands_inside(repo, image, rest, depth) if rest else ()
    else:
        argv = tuple(part for word in inner.argv for part in (rest if word in _REST else (word,)))
        for found in _commands_inside(repo, image, argv, depth):
            yield replace(found, ignored=found.ignored or inner.ignored)


def _managed(repo: Repo, image: tuple[str, tuple[Copy, ...], str], item: Command) -> tuple[tuple[str, ...], ...]:
    """Return the command lines in the file of the repository that a process manager is told to read."""
    word = process_file(item)
    path = _file(repo, image, word) if word else None
    return tuple(started_by(repo, item.program, path)) if path else ()


def _script(repo: Repo, image: tuple[str, tuple[Copy, ...], str], item: Command) -> tuple[str, tuple[str, ...]] | None:
    """Return the shell script of the repository that a command runs, with what it is given."""
    words = _script_words(item)
    if not words or not (words[0].endswith((".sh", ".bash")) or "/" in words[0]):
        return None
    path = script_path(repo, image, words[0])
    return (path, words[1:]) if path else None


def _script_words(item: Command) -> tuple[str, ...]:
    """Return what may be a script, and what it is given: a shell and its options apart."""
    words = tuple(word for word in item.argv if not (word.startswith("-") and item.program in _SHELLS))
    return words[1:] if item.program in _SHELLS else words


def script_path(repo: Repo, image: tuple[str, tuple[Copy, ...], str], word: str) -> str | None:
    """Return the script in the repository that a path in the image stands for: by COPY, else by its name alone."""
    found = _file(repo, image, word)
    return found if found and is_shell(repo, found) else None


def _file(repo: Repo, image: tuple[str, tuple[Copy, ...], str], word: str) -> str | None:
    context, copies, workdir = image
    found = repository_path(repo, context, copies, posixpath.join(workdir, word))
    if found not in repo.entries:
        tail = word.removeprefix("./").lstrip("/")
        near = repo.matching(lambda path: path == tail or path.endswith("/" + tail))
        inside = tuple(path for path in near if path.startswith(context))
        name = posixpath.basename(tail)
        near = inside or near or repo.matching(lambda path: posixpath.basename(path) == name)
        found = near[0] if len(near) == 1 or inside else None
    return found
