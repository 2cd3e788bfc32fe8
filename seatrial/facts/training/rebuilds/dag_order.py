"""Which task of a scheduled graph runs after which, where the graph is written with arrows between tasks?"""

import re
from collections.abc import Iterator
from itertools import pairwise

from seatrial.facts.code.programs import Program, programs
from seatrial.model import Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_CHAIN = regex(r"^[ \t]*[\w\[(][^#\n=>]*>>[^#\n=]+$", re.MULTILINE)
_NAME = regex(r"[A-Za-z_]\w*")
_LIMIT = 300_000
_ANYHOW = caseless(r"all_done|always|one_|none_skipped")


def tasks_after(repo: Repo, path: str, function: str) -> frozenset[str]:
    """Return the functions of the tasks that wait for the one that runs a function, as Airflow's ``a >> b`` says."""
    program = next((one for one in programs(repo) if one.path == path), None)
    if program is None:
        return frozenset()
    runs = dict(_tasks(program))
    anyhow = set(_anyhow(program))
    edges = [(first, later) for first, later in _edges(repo, path) if later not in anyhow]
    seen = {name for name, run in runs.items() if run == function}
    found: set[str] = set()
    while new := {later for first, later in edges if first in seen} - seen:
        seen |= new
        found |= new
    return frozenset(runs.get(name, name) for name in found)


def tasks_after_start(repo: Repo, start: Place) -> frozenset[str]:
    """Return the tasks that wait for the one that is declared at a place, whatever program it starts elsewhere."""
    program = next((one for one in programs(repo) if one.path == start.path), None)
    given = program.file.assignments if program else ()
    here = (item.target for item in given if item.line == start.line and item.value.name.endswith("Operator"))
    return frozenset(name for task in here for name in tasks_after(repo, start.path, task))


def _tasks(program: Program) -> Iterator[tuple[str, str]]:
    """Yield each name of a task with the function that it runs."""
    for item in program.file.assignments:
        if item.value.name.endswith("Operator"):
            run = dict(item.value.keywords).get("python_callable")
            yield item.target, run.name if run else item.target
    for function in program.file.functions:
        if any(call.last == "task" for call in function.decorators):
            yield function.name.rpartition(".")[2], function.name


def _anyhow(program: Program) -> Iterator[str]:
    """Yield the tasks that start whether or not those before them failed."""
    for item in program.file.assignments:
        rule = dict(item.value.keywords).get("trigger_rule")
        if rule is not None and _ANYHOW.search(str(rule.literal or rule.name)):
            yield item.target


def _edges(repo: Repo, path: str) -> Iterator[tuple[str, str]]:
    text = repo.text_or_empty(path, _LIMIT)
    for chain in _CHAIN.findall(text):
        groups = [_NAME.findall(re.sub(r"\([^()]*\)", "", part)) for part in chain.split(">>")]
        for first, later in pairwise(groups):
            yield from ((one, other) for one in first for other in later)
