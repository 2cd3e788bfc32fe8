"""What is kept of a task runner's file."""

from collections.abc import Iterator

from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node


@dataclass(frozen=True, slots=True)
class Target:
    """One task as a piece of shell."""

    tool: str  #: "make", "just", "tox", "nox", "npm", "hatch", "poe", "pdm", "task", "mise", "pixi", "invoke" ...
    name: str  #: of hatch: "environment:script"; of tox: the environment, "" for the one all others build on
    line: int
    text: str  #: commands, one a line
    needs: tuple[str, ...] = ()  #: tasks that run before it


@dataclass(frozen=True, slots=True)
class Tasks:
    """The tasks of one file, in order."""

    path: str
    targets: tuple[Target, ...] = ()


def named(tool: str, tasks: Node) -> Iterator[Target]:
    """Yield tasks written as a mapping of names, in any of the shapes that people use for the commands."""
    for name, task in tasks.pairs:
        needs = (task.at("depends") or task.at("deps") or task.at("depends-on") or task.at("depends_on")).texts
        for other in (name, *task.at("alias").texts):
            yield Target(tool, other, task.line, "\n".join(_lines(task)), needs)


def _lines(task: Node) -> Iterator[str]:
    if task.kind != "mapping":
        for item in task.elements or (task,):
            yield from _lines(item) if item.kind == "mapping" else (item.text,)
        return
    for key in ("cmd", "cmds", "run", "shell", "command", "commands", "composite", "sequence"):
        found = task.at(key)
        for item in found.elements or (found,):
            text = item.text or item.at("cmd").text or item.at("ref").text or " ".join(item.texts)
            if text:
                yield text
