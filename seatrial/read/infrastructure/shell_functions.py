"""Which functions does a shell script define, which only pass a command on, and which can be asked for by a word?"""

from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from seatrial.read.infrastructure.shell_command import Command
from seatrial.read.regex import regex

_HEAD = regex(r"(?:function[ \t]+([\w:.-]{1,80})[ \t]*(?:\(\))?|([\w:.-]{1,80})[ \t]*\(\))")
#: All that a script or a function was given, ``"$@"`` and ``"${@:-help}"``, or the first word of it.
_GIVEN = regex(r"\$(?:[@*]|\{[@*](?::?-?[\w:.-]*)?\})")
_FIRST = regex(r"\$(?:1|\{1(?::?-[\w:.-]*)?\})")
_DEEPEST, _MOST = 4, 500

Bodies = Mapping[str, range]  #: the lines of each function by its name, counted from 1


def bodies(text: str) -> Bodies:
    """Return where each function of a script stands, at most 500; the last of a name counts."""
    found: dict[str, range] = {}
    name, first = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        if head := _HEAD.match(line):
            name, first = head[1] or head[2], number
        if name and (line.startswith("}") or (head and line.rstrip().endswith("}"))):
            found[name] = range(first, number + 1)
            name = ""
        if len(found) == _MOST:
            break
    return found


def passed_on(commands: tuple[Command, ...], functions: Bodies) -> tuple[Command, ...]:
    """Put in what functions pass on: ``cmd pytest`` is pytest, where ``cmd() { docker compose exec web "$@"; }``."""
    passing = {
        name
        for name, inside in _by_function(commands, functions).items()
        if name and any(_GIVEN.fullmatch(word) for command in inside for word in command.argv)
    }
    return tuple(_behind(command, passing) for command in commands if not _is_head(command, functions))


def _by_function(commands: tuple[Command, ...], functions: Bodies) -> Mapping[str, tuple[Command, ...]]:
    """Return the commands in each function, and under "" those that stand in none."""
    order = sorted(functions.items(), key=lambda item: item[1].start)
    starts = [lines.start for _, lines in order]
    found: dict[str, list[Command]] = {name: [] for name in ("", *functions)}
    for command in commands:
        place = bisect(starts, command.line) - 1
        name = order[place][0] if place >= 0 and command.line in order[place][1] else ""
        found[name].append(command)
    return {name: tuple(inside) for name, inside in found.items()}


def _is_head(command: Command, functions: Bodies) -> bool:
    """Tell whether what was read as a command is the head of a function: ``lint() {``."""
    lines = functions.get(command.argv[0])
    return lines is not None and command.line == lines.start and not command.argv[1:]


def _behind(command: Command, passing: set[str]) -> Command:
    """Leave out the function in front of a command."""
    words = command.argv
    if words[0] not in passing or len(words) < 2 or _GIVEN.fullmatch(words[1]):
        return command
    return replace(command, argv=words[1:])


def by_word(commands: tuple[Command, ...], functions: Bodies) -> tuple[tuple[str, tuple[Command, ...]], ...]:
    """Return what each function starts, where the script runs the one that its first argument names.

    Functions of the script that are called in it are looked into. Nothing comes back for any other script.
    """
    own = _by_function(commands, functions)
    if not any(_GIVEN.fullmatch(one.argv[0]) or _FIRST.fullmatch(one.argv[0]) for one in own[""]):
        return ()
    return tuple((name, tuple(islice(_flat(own, name, _DEEPEST), _MOST))) for name in functions)


def _flat(own: Mapping[str, tuple[Command, ...]], name: str, depth: int) -> Iterator[Command]:
    for command in own[name][:_MOST]:
        called = command.argv[0]
        if depth and called in own and called != name:
            yield from (replace(one, line=command.line) for one in _flat(own, called, depth - 1))
        else:
            yield command
