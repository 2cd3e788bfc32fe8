"""Which code do READMEs tell their reader to start?"""

import re
from collections.abc import Iterator
from posixpath import basename, dirname

from seatrial.facts import fact
from seatrial.facts.ci.commands.task_targets import tasks_of
from seatrial.facts.documents.documents import documents
from seatrial.facts.documents.shown_commands import typed
from seatrial.facts.reach.below import below
from seatrial.facts.reach.launch import launches
from seatrial.facts.reach.launch_targets import Target, targets_of
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.reach.reach_seeds import started_at
from seatrial.read.infrastructure.shell import Command, commands
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Languages of samples that are no commands.
_NO_SHELL = frozenset({"python", "py", "yaml", "yml", "json", "toml", "sql", "dockerfile", "html", "javascript", "js"})
#: A line that is code by its indent, and by its marks too: ``    `python train.py` ``.
_MARKED = regex(r"^[ \t]*`([^`\n]+)`", re.MULTILINE)
_OF_WINDOWS = regex(r"(?<![^\s\"'])(?:\.{1,2}\\)?(?:[\w-]+\\){1,8}[\w-]+\.py\b")


@fact
def shown_starts(repo: Repo) -> tuple[Target, ...]:
    """Return what the samples of READMEs start, as ``python train.py`` or ``make train``, in their order."""
    pages = [one for one in documents(repo) if basename(one.path).lower().startswith("readme")]
    found: dict[Target, None] = {}
    for page in pages:
        for fence in (fence for section in page.sections for fence in section.fences):
            steps = () if fence.language.lower() in _NO_SHELL else commands(_typed(fence.text))
            found |= dict.fromkeys(goal for step in steps for goal in _targets_shown(repo, step, dirname(page.path)))
    return tuple(goal for goal in found if role(repo, goal.path) is Role.OWN)


def _typed(text: str) -> str:
    """Return what a reader types: no prompts, no marks of code around it, paths of Windows as all others."""
    bare = typed(_MARKED.sub(r"\1", text))
    return _OF_WINDOWS.sub(lambda found: found[0].replace("\\", "/"), bare)


def _targets_shown(repo: Repo, step: Command, folder: str) -> Iterator[Target]:
    """Yield what a command starts in the folder of its page, else at the root, where most are called."""
    for place in dict.fromkeys((folder, "")):
        goals = tuple(targets_of(repo, launches(step), place))
        for task in tasks_of(repo, step, place) or ():
            goals += tuple(goal for one in task.commands for goal in targets_of(repo, launches(one), task.folder))
        if goals:
            yield from goals
            break


@fact
def shown_nodes(repo: Repo) -> frozenset[Node]:
    """Return everything that these starts make run, at the latest."""
    edges = reach(repo).edges
    return below((node for goal in shown_starts(repo) for node in started_at(goal, edges)), edges)
