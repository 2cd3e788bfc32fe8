"""Which task of which task runner does a command start?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.commands.folders import upwards
from seatrial.facts.ci.commands.npm_workspaces import EVERYWHERE, NAMING, members_of
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.shell import Command, commands
from seatrial.read.infrastructure.task_files import TASKS, is_task_file
from seatrial.read.infrastructure.task_record import Target
from seatrial.read.regex import regex
from seatrial.repo import Repo, role

_NPM = {"npm", "yarn", "pnpm", "bun"}
#: Runners that are started by a name of their own, then the task.
_SIMPLE = {"just": "just", "poe": "poe", "task": "task", "invoke": "invoke", "inv": "invoke", "hatch": "hatch",
           "mise": "mise", "pixi": "pixi", "rye": "rye", "pdm": "pdm", "pipenv": "pipenv",
           "lefthook": "lefthook"}  # fmt: skip
_ALIKE = 40  #: folders that one variable may stand for
_VALUED = {"-C", "-f", "--file", "--directory", "-e", "-s", "--session", "--sessions", "--prefix", "-j", "--env", "-p",
           "-k", "--justfile", "--dir", *NAMING}  # fmt: skip

_OF_A_PYTHON = regex(r"-(?:\$.*|_+|(?:pypy)?\d[\d.]*)$")
_DEEPEST, _MOST_NEEDED = 8, 50  #: of what the targets of a Makefile need one another for


@dataclass(frozen=True, slots=True)
class Task:
    """A task that a command asks for."""

    via: str  #: as people call it: "make test"
    key: str  #: names it once in the repository, so that a circle is noticed
    commands: tuple[Command, ...]
    folder: str  #: that it runs in


@fact
def targets(repo: Repo) -> tuple[tuple[str, Target], ...]:
    """Return every task of every task runner's file, with the file's path."""
    named = repo.matching(is_task_file)
    paths = [path for path in named if not role(repo, path).is_foreign]
    return tuple((record.path, target) for record in repo.records(TASKS, paths) for target in record.targets)


def tasks_of(repo: Repo, command: Command, folder: str) -> tuple[Task, ...] | None:
    """Return the tasks of the repository that a command starts in a folder; None when it starts no task runner."""
    tool, names, moved = _runner_and_tasks(command)
    if not tool:
        return None
    if moved.startswith(("/", "~")):  # make -C /tmp/cmdstan build: somebody else's files
        return ()
    if "$" in moved:  # for package in $(PACKAGES); do make -C $$package test; done
        return tuple(
            task for place in _folders_with(repo, tool, names, folder) for task in _tasks(repo, tool, names, place)
        )
    place = posixpath.normpath(posixpath.join(folder, moved)) if moved else folder
    members = members_of(repo, command) if tool == "npm" else None
    if members is not None:
        return tuple(task for member in members for task in _tasks(repo, tool, names, member))
    return tuple(_tasks(repo, tool, names, "" if place == "." else place))


def _folders_with(repo: Repo, tool: str, names: tuple[str, ...], folder: str) -> list[str]:
    """Return the folders below one that hold a task of one of these names, where a variable says which of them."""
    below = f"{folder}/" if folder else ""
    found = {posixpath.dirname(path) for path, target in targets(repo) if target.tool == tool and target.name in names}
    return sorted(place for place in found if place.startswith(below) and place not in ("", folder))[:_ALIKE]


def _runner_and_tasks(command: Command) -> tuple[str, tuple[str, ...], str]:
    """Return the task runner, the tasks asked for, and the folder it is sent to; "" when it is no task runner."""
    program, words = command.program, list(command.arguments)
    moved = next((words[at + 1] for at, word in enumerate(words[:-1]) if word in {"-C", "--directory", "--prefix"}), "")
    plain = _plain(words)
    if program in {"make", "gmake"}:
        return "make", tuple(word for word in plain if "=" not in word) or ("",), moved
    if program == "tox":
        return "tox", _option_values(words, {"-e", "--env"}) or ("",), moved
    if program == "nox":
        return "nox", _option_values(words, {"-s", "--session", "--sessions", "-e"}) or ("",), moved
    if program == "pre-commit":
        return ("pre-commit", ("",), moved) if plain[:1] == ["run"] else ("", (), "")
    if program in _NPM or program in EVERYWHERE:
        plain = plain[2:] if plain[:1] == ["workspace"] else plain
        plain = plain[1:] if plain[:1] in (["run"], ["run-script"]) else plain
        return "npm", tuple(plain[:1]), moved
    if program in _SIMPLE:
        plain = plain[1:] if plain[:1] in (["run"], ["r"]) else plain
        return _SIMPLE[program], tuple(plain[:1]), moved
    if (launcher := command.text.split()[:2]) and launcher[0] in {"pdm", "rye", "pixi", "pipenv"}:
        return launcher[0], (program,), moved
    return "", (), ""


def _plain(words: list[str]) -> list[str]:
    return [word for at, word in enumerate(words)
            if not word.startswith(("-", "$")) and not (at and words[at - 1] in _VALUED)]  # fmt: skip


def _option_values(words: list[str], options: set[str]) -> tuple[str, ...]:
    """Return the values of ``-e a,b``, ``-s a b`` and ``--env=a``."""
    found: list[str] = []
    taking = False
    for word in words:
        name, equals, value = word.partition("=")
        if word.startswith("-"):
            taking = name in options
            found += value.split(",") if taking and equals else []
        elif taking:
            found += word.split(",")
    return tuple(found)


def _tasks(repo: Repo, tool: str, names: tuple[str, ...], folder: str) -> Iterator[Task]:
    for name in names:
        path, target = _found(repo, tool, name, folder)
        if target:
            script = "\n".join(one.text for one in (*_needed(repo, tool, target, folder), target))
            via = " ".join(filter(None, (tool, target.name if name else name)))
            yield Task(via, f"{path}:{target.tool}:{target.name}:{target.line}", commands(script),
                        posixpath.dirname(path))  # fmt: skip
        elif not name:
            for path, target in _all(repo, tool, folder):
                if target.name != "manual":
                    yield Task(tool, f"{path}:{tool}:{target.name}:{target.line}", commands(target.text), folder)


def _needed(repo: Repo, tool: str, target: Target, folder: str) -> list[Target]:
    """Return what a target needs, and what that needs, each once and before what needs it, at most fifty."""
    seen: dict[str, Target] = {}

    def visit(names: tuple[str, ...], depth: int) -> None:
        for name in names:
            other = _found(repo, tool, name, folder)[1] if name not in seen and depth < _DEEPEST else None
            if other is not None and len(seen) < _MOST_NEEDED:
                seen[name] = other  # a circle ends here
                visit(other.needs, depth + 1)
                seen[name] = seen.pop(name)

    visit(target.needs, 0)
    return list(seen.values())


def _found(repo: Repo, tool: str, name: str, folder: str) -> tuple[str, Target | None]:
    """Return the task in the file nearest to the folder; make without a name runs its first one."""
    near = _all(repo, tool, folder)
    if not name:
        return next(((path, target) for path, target in near if tool == "make"), ("", None))
    for path, target in near:
        own = target.name
        if own == name or (tool == "hatch" and own.endswith(f":{name}")) or (tool == "npm" and own == name):
            return path, target
    if tool == "nox" and (bare := _OF_A_PYTHON.sub("", name)) != name:  # a session that has a version of Python
        return _found(repo, tool, bare, folder)
    if tool == "tox":  # an environment that is not named runs the commands of the one all others build on
        return next(((path, target) for path, target in near if target.name == ""), ("", None))
    return "", None


def _all(repo: Repo, tool: str, folder: str) -> list[tuple[str, Target]]:
    """Return the tool's tasks in the folder, else in the folders above it, else anywhere."""
    found = [(path, target) for path, target in targets(repo) if target.tool == tool]
    for place in upwards(folder):
        if here := [item for item in found if posixpath.dirname(item[0]) == place]:
            return here
    return found if len({path for path, _ in found}) == 1 else []
