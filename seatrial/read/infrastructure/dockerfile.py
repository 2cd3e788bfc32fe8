"""What would a Dockerfile build, stage by stage, with the defaults of its arguments put in?"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.dockerfile_instructions import Instruction, instructions
from seatrial.read.reader import Reader, Unreadable
from seatrial.read.regex import regex
from seatrial.read.text import decode

_MOST = 2_000  # instructions of one file
_MOST_STAGES = 80
_MOST_PUT_IN = 20_000  #: characters of values in one text: a value may be made of itself, twice each time
_VARIABLE = regex(r"\\\$|\$(?:\{(\w+)(?:(:?[-+?])([^{}]*))?\}|(\w+))")
_PAIR = regex(r"""([\w.-]{1,80})=("(?:[^"\\]|\\.)*"|'[^']*'|(?:\\.|[^\s\\])*)""")
#: Instructions whose variables the builder itself replaces. In RUN and CMD the shell of the image does it.
_REPLACED = {"ADD", "COPY", "ENV", "EXPOSE", "FROM", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR", "ARG"}
_PLATFORM = {"TARGETARCH": "amd64", "TARGETOS": "linux", "TARGETPLATFORM": "linux/amd64", "TARGETVARIANT": "",
             "BUILDPLATFORM": "linux/amd64", "BUILDARCH": "amd64", "BUILDOS": "linux"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stage:
    """From one FROM to the next."""

    name: str  #: as given by AS, else ""
    base: str  #: an image or an earlier stage, arguments put in; "$NAME" stays for one that has no default
    line: int
    instructions: tuple[Instruction, ...] = ()  #: without FROM; variables put in where the builder does it
    environment: tuple[tuple[str, str], ...] = ()  #: ENV at its end, with that of the stage it builds on
    arguments: tuple[tuple[str, str], ...] = ()  #: ARG at the end of the stage, those without a value left out

    def all(self, *names: str) -> tuple[Instruction, ...]:
        """Return the instructions of these names, in order."""
        return tuple(step for step in self.instructions if step.name in names)

    def last(self, name: str) -> Instruction | None:
        """Return the instruction that counts when it is written several times."""
        return next(iter(self.all(name)[::-1]), None)


@dataclass(frozen=True, slots=True)
class Dockerfile:
    """The stages of one Dockerfile, in order; at least one."""

    path: str
    stages: tuple[Stage, ...]


def read_dockerfile(path: str, data: bytes) -> Dockerfile:
    """Read the stages. A file without FROM builds nothing and is unreadable."""
    stages = tuple(_stages(decode(data)))
    if not stages:
        raise Unreadable("no FROM instruction")
    if len(stages) > _MOST_STAGES:
        raise Unreadable(f"more than {_MOST_STAGES} stages")
    return Dockerfile(path, stages)


DOCKERFILE = Reader("dockerfile", 3, read_dockerfile, limit=500_000)


def substituted(text: str, variables: Mapping[str, str]) -> str:
    """Put variables in, with ``${NAME:-default}`` and ``${NAME:+other}``; an unknown one stays as it is written.

    So does one that would make the text longer than anybody writes.
    """
    left = _MOST_PUT_IN

    def value(found: re.Match[str]) -> str:
        nonlocal left
        put_in = _value(found, variables)
        left -= len(put_in)
        return put_in if left >= 0 else found[0]

    return _VARIABLE.sub(value, text)


def _value(found: re.Match[str], variables: Mapping[str, str]) -> str:
    name = found[1] or found[4]
    if not name:
        return "$"
    known, operator, word = variables.get(name), found[2] or "", found[3] or ""
    empty = known is None or (":" in operator and not known)
    if operator.endswith("+"):
        return "" if empty else word
    if operator.endswith("-") and empty:
        return word
    return found[0] if known is None else known


def _stages(text: str) -> Iterator[Stage]:
    shared = dict(_PLATFORM)
    done: dict[str, Stage] = {}
    stage: Stage | None = None
    for step in islice(instructions(text), _MOST):
        if step.name == "FROM":
            if stage:
                yield stage
            stage = _from(step, shared, done)
            done |= {stage.name: stage} if stage.name else {}
        elif stage is None:
            shared |= _declared(step, shared, {}) if step.name == "ARG" else {}
        else:
            stage = _with(stage, step, shared)
            done |= {stage.name: stage} if stage.name else {}
    if stage:
        yield stage


def _with(stage: Stage, step: Instruction, shared: Mapping[str, str]) -> Stage:
    known = dict(_PLATFORM) | dict(stage.arguments) | dict(stage.environment)
    steps = (*stage.instructions, _filled(step, known))
    if step.name == "ARG":
        arguments = dict(stage.arguments) | _declared(step, known, shared)
        return replace(stage, instructions=steps, arguments=tuple(arguments.items()))
    if step.name == "ENV":
        environment = dict(stage.environment) | _declared(step, known, shared)
        return replace(stage, instructions=steps, environment=tuple(environment.items()))
    return replace(stage, instructions=steps)


def _from(step: Instruction, shared: Mapping[str, str], done: Mapping[str, Stage]) -> Stage:
    words = step.text.split()
    base = substituted(words[0] if words else "", shared)
    name = substituted(words[2], shared).lower() if len(words) > 2 and words[1].lower() == "as" else ""
    inherited = done[base.lower()].environment if base.lower() in done else ()
    return Stage(name, base, step.line, environment=inherited)


def _filled(step: Instruction, local: Mapping[str, str]) -> Instruction:
    if step.name not in _REPLACED:
        return step
    flags = tuple((key, substituted(value, local)) for key, value in step.flags)
    words = tuple(substituted(word, local) for word in step.words) if step.words is not None else None
    return replace(step, text=substituted(step.text, local), flags=flags, words=words)


def _declared(step: Instruction, local: Mapping[str, str], shared: Mapping[str, str]) -> dict[str, str]:
    """Return what ARG or ENV sets. An ARG without a value takes the one declared before the first FROM."""
    if step.name == "ARG":
        name, equals, value = step.text.partition("=")
        if not equals:
            return {name.strip(): shared[name.strip()]} if name.strip() in shared else {}
        pairs = _PAIR.findall(step.text)
    else:
        pairs = _PAIR.findall(step.text)
        if not pairs or "=" not in step.text.split(maxsplit=1)[0]:
            name, _, value = step.text.partition(" ")
            pairs = [(name, value.strip())]
    return {name: substituted(_unquoted(value), local) for name, value in pairs}


def _unquoted(value: str) -> str:
    return value[1:-1] if value[:1] in {'"', "'"} and value[:1] == value[-1:] and len(value) > 1 else value
