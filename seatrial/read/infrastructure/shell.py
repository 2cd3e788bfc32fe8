"""Which programs does a piece of shell start, with which arguments, and does anybody notice when one fails?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from textwrap import dedent

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.heredocs import heredocs
from seatrial.read.infrastructure.shell_command import Command, is_python
from seatrial.read.infrastructure.shell_functions import bodies, by_word, passed_on
from seatrial.read.infrastructure.shell_launchers import inner_script, launched
from seatrial.read.infrastructure.shell_words import pieces
from seatrial.read.reader import Reader
from seatrial.read.regex import regex
from seatrial.read.text import decode

_KEYWORDS = {"if", "then", "else", "elif", "fi", "for", "while", "until", "do", "done", "case", "esac", "{", "}", "!",
             "function", "select", "[", "[[", "test", "true", ":", "in", "(", ")", "time",
             "export", "local", "declare", "readonly", "unset", "shopt", "trap", "alias"}  # fmt: skip
_LEADING = {"then", "else", "do", "{", "!", "time", "if", "elif", "while", "until", "("}
_VARIABLE = regex(r"\$\{(\w+)[^{}]*\}|\$(\w+)")
_BELOW = regex(r"\$\{?\w+\}?/[\w./-]+")  #: a path below a folder that is only known when it runs
_DEFAULT = regex(r"\$\{\w+:?-([\w./ -]+)\}")
_ARRAY = regex(r"^[ \t]*(?:local |declare -a |readonly )?(\w+)=\(([^()]{0,2000})\)", re.MULTILINE)
_ALL = regex(r"\"?\$\{(\w+)\[@\]\}\"?")
#: A value that is all a command's output; ``$((n + 1))`` starts nothing.
_SUBSTITUTION = regex(r"\$\((?!\()(.*)\)|`([^`]*)`", re.DOTALL)
_DEEPEST = 3  #: shells in shells
_MOST = 5_000
_NOTICES = regex(r"\bset\s+-\w*e|^#!.*\s-\w*e|\$\?|\bexit\b|pipefail|\btrap\b")
_LONGEST = 300_000
_LONGEST_VALUE = 300  #: characters of a variable that is made of others
_LONGEST_PROGRAM = 20_000  #: characters of a program in a here-document
_UNBUFFERED = frozenset({"-u", "-B", "-I", "-E", "-s"})


@lru_cache(4096)  # many checks ask about the same scripts, and so do the commits of a history
def commands(text: str, *, pipefail: bool = False) -> tuple[Command, ...]:
    """Split shell text into the commands it starts, in order, at most 5000.

    ``pipefail`` says that the shell was started with that option.
    """
    found: list[Command] = []
    for command in _commands(_with_arrays(text[:_LONGEST]), pipefail=pipefail, depth=0):
        found.append(command)
        if len(found) == _MOST:
            break
    return tuple(found)


def _with_arrays(text: str) -> str:
    """Put the words of an array where all of them are used: ``args=(app:app)``, then ``uvicorn "${args[@]}"``.

    The text keeps its lines; what is added to an array later may depend on a condition, and is left out.
    """
    if "[@]}" not in text:
        return text
    held = {found[1]: " ".join(found[2].split()) for found in _ARRAY.finditer(text)}
    return _ALL.sub(lambda found: held.get(found[1], found[0]), text)


def command(argv: tuple[str, ...], line: int = 1) -> tuple[Command, ...]:
    """Return what an exec form starts; a shell in it is looked into."""
    return tuple(_unwrapped(argv, Command(argv, " ".join(argv)[:300], line), depth=0)) if argv else ()


def command_words(text: str) -> tuple[str, ...]:
    """Split the one command of an exec form that is written as text, as Compose and Procfiles have it.

    When it is more than one simple command, a shell runs it: ``("sh", "-c", text)``.
    """
    found = tuple(pieces(text[:_LONGEST]))
    if len(found) != 1:
        return ("sh", "-c", text) if found else ()
    return found[0].words


def _commands(text: str, *, pipefail: bool, depth: int) -> Iterator[Command]:
    forgiving = False
    assigned: dict[str, str] = {}
    bodies = heredocs(text) if "<<" in text else {}
    for piece in pieces(text):
        words = list(piece.words)
        if words[:1] == ["set"]:
            forgiving = (forgiving or "+e" in words) and not any(w.startswith("-") and "e" in w for w in words[1:2])
            pipefail = pipefail or "pipefail" in words
            continue
        variables, words = _without_keywords(words)
        if not words:
            assigned.update(_resolved(variables, assigned))
        declares = words[:1] in (["export"], ["readonly"], ["local"], ["declare"])
        if declares:
            variables = _without_keywords(words[1:])[0]
            assigned.update(_resolved(variables, assigned))
        if not words or declares:  # a command's status is that of the assignment, and is lost in a declaration
            hidden = declares or forgiving or piece.forgiven
            yield from _substituted(variables, piece.line, depth, hidden=hidden)
        if not words or words[0] in _KEYWORDS:
            continue
        words = _spelled_out(words, assigned)
        ignored = forgiving or piece.forgiven
        piped = piece.piped and not pipefail
        start = Command(tuple(words), piece.text[:300], piece.line, ignored, piped, variables, piece.chained)
        yield from (_with_program(one, bodies.get(piece.line, "")) for one in _unwrapped(start.argv, start, depth))


def _with_program(command: Command, body: str) -> Command:
    """Give Python the program that stands below it, ``python - <<EOF``, as ``python -c`` has it."""
    words = [word for word in command.argv[1:] if word not in _UNBUFFERED]
    if not is_python(command.program) or words not in ([], ["-"]) or not 0 < len(body) < _LONGEST_PROGRAM:
        return command
    return replace(command, argv=(command.argv[0], "-c", dedent(body)))


def _substituted(variables: tuple[tuple[str, str], ...], line: int, depth: int, *, hidden: bool) -> Iterator[Command]:
    """Yield what is started to get the value of a variable: ``id=$(docker run -d app)``."""
    for _, value in variables if depth < _DEEPEST else ():
        if found := _SUBSTITUTION.fullmatch(value):
            for inner in _commands(found[1] or found[2] or "", pipefail=False, depth=depth + 1):
                yield replace(inner, line=line + inner.line - 1, ignored=hidden or inner.ignored)


def _spelled_out(words: list[str], assigned: Mapping[str, str]) -> list[str]:
    """Put in what the script itself sets where that says which program is started: ``$PYTHON -m $MODULE``.

    A launcher may be several words: ``RUN="accelerate launch"``. What follows as options and arguments is left alone.
    """
    words = [*_value(words[0], assigned).split(), *words[1:]] if _value(words[0], assigned) else words
    named = 1 + words.index("-m") if "-m" in words[:4] else 1
    for place in {1, named} & set(range(len(words))):
        value = _value(words[place], assigned)
        words[place] = value if value and len(value.split()) == 1 else words[place]
    return [*(_put_in(word, assigned) for word in words[:2]), *words[2:]]


def _value(word: str, assigned: Mapping[str, str]) -> str:
    """Return what a word stands for that is one variable, or the default in it; "" where that is not known."""
    found = _VARIABLE.fullmatch(word)
    value = assigned.get(found[1] or found[2], word) if found else ""
    default = _DEFAULT.fullmatch(value)
    value = default[1] if default else value
    return "" if "$" in value and not _BELOW.fullmatch(value) else value


def _resolved(variables: tuple[tuple[str, str], ...], assigned: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield variables with what the script set before put into their values: ``SCRIPT=$ROOT/$NAME``."""
    for name, value in variables:
        plain = "$(" not in value and "`" not in value and not _DEFAULT.search(value)
        whole = _VARIABLE.sub(partial(_known, assigned), value) if plain else value
        yield name, whole if len(whole) <= _LONGEST_VALUE else value


def _known(assigned: Mapping[str, str], found: re.Match[str]) -> str:
    """Return the value of a variable, as it is written where another command says it or it is set elsewhere."""
    value = assigned.get(found[1] or found[2], found[0])
    return found[0] if ("$" in value or "`" in value) and not _BELOW.fullmatch(value) else value


def _put_in(word: str, assigned: Mapping[str, str]) -> str:
    """Put the values of variables that the script itself sets into the path of a script; what is unknown is ``*``."""
    if "/" not in word or not any(name in word for name in assigned):
        return word
    known = _VARIABLE.sub(lambda found: assigned.get(found[1] or found[2], found[0]), word)
    return _VARIABLE.sub("*", known) if known != word else word


def _without_keywords(words: list[str]) -> tuple[tuple[tuple[str, str], ...], list[str]]:
    """Take leading keywords and ``NAME=value`` off."""
    variables: list[tuple[str, str]] = []
    while words:
        name, equals, value = words[0].partition("=")
        if words[0] in _LEADING:
            words = words[1:]
        elif equals and name.isidentifier():
            variables.append((name, value))
            words = words[1:]
        else:
            break
    return tuple(variables), words


def _unwrapped(argv: tuple[str, ...], start: Command, depth: int) -> Iterator[Command]:
    for _ in range(8):
        if not argv[0]:
            return
        script = inner_script(argv)
        if script is not None and depth < _DEEPEST:
            for inner in _commands(script, pipefail=False, depth=depth + 1):
                yield replace(inner, line=start.line + inner.line - 1, ignored=start.ignored or inner.ignored,
                              piped=start.piped or inner.piped)  # fmt: skip
            return
        shorter = launched(argv)
        if shorter is None:
            break
        argv = shorter
    if argv:
        yield replace(start, argv=argv)


@dataclass(frozen=True, slots=True)
class ShellFile:
    """A shell script as the commands it starts."""

    path: str
    commands: tuple[Command, ...] = ()
    by_word: tuple[tuple[str, tuple[Command, ...]], ...] = ()  #: of a menu: what each word starts, ``./run test``

    def asked(self, words: tuple[str, ...]) -> tuple[Command, ...]:
        """Return what the script starts when it is given some words."""
        return dict(self.by_word).get(words[0], self.commands) if words else self.commands


def read_shell(path: str, data: bytes) -> ShellFile:
    """Read a script. Where it never looks at a status, only that of its last command, or last chain, is noticed."""
    text = decode(data)
    functions = bodies(text[:_LONGEST])
    found = passed_on(commands(text), functions) if functions else commands(text)
    if not _NOTICES.search(text):
        noticed = len(found) - 1
        while noticed > 0 and found[noticed - 1].chained:
            noticed -= 1
        found = (*(replace(item, ignored=True) for item in found[: max(noticed, 0)]), *found[max(noticed, 0) :])
    return ShellFile(path, found, by_word(found, functions))


SHELL = Reader("shell", 11, read_shell, limit=500_000)

__all__ = ["SHELL", "Command", "ShellFile", "command", "command_words", "commands", "is_python", "read_shell"]
