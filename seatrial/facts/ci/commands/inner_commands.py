"""What does a command start that is a task, a script, a service of Compose or a job file of the repository itself?"""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from seatrial.facts.ci.commands.python_scripts import script_commands
from seatrial.facts.ci.commands.task_targets import Task, tasks_of
from seatrial.facts.code.scripts import a_shell_takes, is_shell
from seatrial.facts.deployment.compose import compose_services
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.deployment.workload import Workload
from seatrial.read.infrastructure.shell import SHELL, Command, commands
from seatrial.read.infrastructure.shell import command as exec_form
from seatrial.read.reader import Unread
from seatrial.read.regex import regex
from seatrial.repo import Repo

_ALIKE = 40  #: scripts that one pattern may stand for
_SHELLS = {"sh", "bash", "dash", "zsh", "source", "."}
_COMPOSE = (("docker", "compose"), ("docker-compose",))
#: How a script says where it lies itself: ``$(dirname "$0")/``, ``$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/``. A
#: variable that the script filled so stands here with ``*`` for what it was filled from.
_OWN_FOLDER = regex(
    r"\$\(.*\bdirname (?:-- )?\"?(?:\*|\$\{?(?:0|BASH_SOURCE)\b|\$\((?:readlink|realpath)\b).*\)/"
    r"|\$\{(?:0|BASH_SOURCE(?:\[0\])?)%/\*\}/"
)


def inner_commands(repo: Repo, command: Command, folder: str) -> Iterator[Task]:
    """Yield what a command of the owner's tasks or scripts runs; nothing when it is neither."""
    tasks = tasks_of(repo, command, folder)
    if tasks is not None:
        yield from tasks
        return
    scripts = _scripts_of(repo, command, folder)
    for script in scripts:
        record = repo.record(SHELL, script)
        if not isinstance(record, Unread):
            asked = _given(command)
            inside = tuple(_from_root(one, script) for one in record.asked(asked))
            yield Task(script, ":".join((script, *asked[:1])), inside, folder)
    if scripts:
        return
    if started := script_commands(repo, command, folder):
        yield Task(started[0], started[0], started[1], folder)
        return
    yield from _composed(repo, command, folder)
    yield from _submitted(repo, command, folder)


def _from_root(command: Command, script: str) -> Command:
    """Write out the path of a script that lies beside the one which starts it: ``source "$(dirname "$0")/lib.sh"``."""
    beside = posixpath.dirname(script)
    words = (_OWN_FOLDER.sub(f"{beside}/" if beside else "", word) for word in command.argv[:2])
    return replace(command, argv=(*words, *command.argv[2:])) if command.program != "cd" else command


def _composed(repo: Repo, command: Command, folder: str) -> Iterator[Task]:
    """Look into the services that Compose starts by a command of their own."""
    for work in started_services(repo, command, folder):
        if started := work.containers[0].command + work.containers[0].arguments:
            yield Task(work.path, f"{work.path}:{work.name}", exec_form(started), folder)


def started_services(repo: Repo, command: Command, folder: str) -> tuple[Workload, ...]:
    """Return the services that a command of Compose starts, all of a file or those that are named."""
    if not any(command.starts(*words, verb) for words in _COMPOSE for verb in ("up", "run", "start")):
        return ()
    words = command.text.split()
    files = {posixpath.normpath(posixpath.join(folder, words[at + 1])) for at, word in enumerate(words[:-1])
             if word in {"-f", "--file"}}  # fmt: skip
    services = [work for work in compose_services(repo)
                if work.path in files or (not files and posixpath.dirname(work.path) == folder)]  # fmt: skip
    asked = {work.name for work in services} & set(words)
    return tuple(work for work in services if work.name in asked or not asked)


def _scripts_of(repo: Repo, command: Command, folder: str) -> tuple[str, ...]:
    """Return the shell scripts of the repository that a command starts: several where a variable names one of them."""
    words = [word for word in command.argv if not word.startswith("-")]
    word = words[1] if command.program in _SHELLS and len(words) > 1 else command.argv[0]
    if not word.endswith((".sh", ".bash")) and "/" not in word and command.program not in _SHELLS:
        return ()
    tail = word.rpartition(")/")[2].rpartition("}/")[2].removeprefix("./").removeprefix("$PWD/")
    for path in (posixpath.normpath(posixpath.join(folder, tail)), posixpath.normpath(tail)):
        if a_shell_takes(repo, path):
            return (path,)
        if "*" in posixpath.basename(path).strip("*"):
            alike = (other for other in repo.paths if fnmatchcase(other, path) and is_shell(repo, other))
            if found := tuple(other for other in alike if posixpath.dirname(other) == posixpath.dirname(path)):
                return found[:_ALIKE]
    return ()


def _given(command: Command) -> tuple[str, ...]:
    """Return what a script is given, its options left out: ``test`` of ``./run test``."""
    words = [word for word in command.argv if not word.startswith("-")]
    return tuple(words[2:] if command.program in _SHELLS else words[1:])


def _submitted(repo: Repo, command: Command, folder: str) -> Iterator[Task]:
    """A job that is sent to a cluster by its file: the file's entrypoint or command is what runs."""
    if command.program not in {"anyscale", "az", "ray", "sky", "databricks", "gcloud"}:
        return
    for word in command.arguments:
        path = posixpath.normpath(posixpath.join(folder, word))
        if path.endswith((".yaml", ".yml")) and path in repo.entries:
            root = first_document(repo, path)
            text = root.at("entrypoint").text or root.at("command").text or root.at("run").text
            yield Task(path, path, commands(text), "")
