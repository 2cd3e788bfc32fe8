"""How are the programs that make a model started: by which documented command, and by which run of CI?"""

import re
from collections.abc import Iterator, Mapping
from posixpath import basename, dirname

from seatrial.facts import fact
from seatrial.facts.ci.workflows import CiCommand, ci_commands
from seatrial.facts.code.modules import modules
from seatrial.facts.code.python_files import python_file
from seatrial.facts.documents.documents import documents
from seatrial.facts.documents.shown_commands import typed
from seatrial.facts.reach.launch import launches
from seatrial.facts.reach.launch_targets import targets_of
from seatrial.read.infrastructure.shell import Command, commands
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: A command that is put together, whose module is left open: ``f"python -m run.{job_name}"``.
_BY_WORD = regex(r"\bpython3? -m ([\w.]+)\.\{\}")
_STARTS = regex(r"python|torchrun|accelerate|deepspeed")
_LEFT_OPEN = regex(r"\{\w+\}|<\w+>")


def started_by(repo: Repo, command: Command, folder: str) -> Iterator[str]:
    for place in dict.fromkeys((folder, "")):
        goals = [goal.path for goal in targets_of(repo, launches(command), place)]
        if goals:
            yield from goals
            return


@fact
def documented_programs(repo: Repo) -> frozenset[str]:
    """Return the programs whose start a document shows as a command."""
    found: set[str] = set()
    for document in documents(repo):
        for section in document.sections:
            for fence in section.fences:
                for item in commands(typed(fence.text)) if _STARTS.search(fence.text) else ():
                    found.update(started_by(repo, item, dirname(document.path)))
                    found.update(_chosen(repo, item))
                    found.update(_handed_on(repo, item, dirname(document.path)))
    return frozenset(found)


def _chosen(repo: Repo, command: Command) -> Iterator[str]:
    """Yield the programs of a command in which the reader puts the name: ``python train/{model_name}.py``."""
    for word in command.arguments:
        parts = _LEFT_OPEN.split(word) if word.endswith(".py") else []
        if len(parts) == 2 and "/" in parts[0]:
            named = re.compile(rf"(?:.*/)?{re.escape(parts[0].removeprefix('./'))}\w+{re.escape(parts[1])}")
            yield from filter(named.fullmatch, repo.paths)


def _handed_on(repo: Repo, command: Command, folder: str) -> Iterator[str]:
    """Yield what a program that is shown starts by the word that it is given: ``schedule.py train``."""
    for path in started_by(repo, command, folder):
        file = python_file(repo, path)
        opened = [found[1] for text in (file.texts if file else ()) if (found := _BY_WORD.search(text.value))]
        names = (f"{package}.{word}" for package in opened for word in command.arguments if word.isidentifier())
        goals = (modules(repo).find(name, path) for name in names)
        yield from (goal.path for goal in goals if goal is not None and not goal.rest)


@fact
def ci_starts(repo: Repo) -> Mapping[str, CiCommand]:
    """Return what CI starts without a person, by the path of the program and by the command of a pipeline tool."""
    found: dict[str, CiCommand] = {}
    for one in ci_commands(repo):
        if not (one.on_change or one.scheduled) or {"--help", "--version", "--dry-run"} & set(one.command.arguments):
            continue
        files = tuple(started_by(repo, one.command, one.folder))
        words = " ".join((one.command.program, *one.command.arguments[:1]))
        for key in (*files, words, one.via, *([f"the workflow {basename(one.workflow)}"] if files else [])):
            if key:
                found.setdefault(key, one)
    return found
