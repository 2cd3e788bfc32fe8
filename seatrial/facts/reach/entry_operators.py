"""Which commands do the tasks of an orchestrator start: in a shell, in a container, in a pod of its own?"""

from collections.abc import Iterator
from posixpath import dirname

from seatrial.facts.code.python_files import python_files
from seatrial.facts.images.containers import own_images
from seatrial.facts.images.image import Image
from seatrial.facts.reach.entry_deployed import weakest
from seatrial.facts.reach.entry_point import EntryPoint, Kind
from seatrial.facts.reach.launch import launches
from seatrial.facts.reach.launch_targets import Target, targets_of
from seatrial.model import Place
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.infrastructure.shell import Command, command, commands
from seatrial.repo import Repo, Role, role

#: Classes of tasks by their last names, with the keywords that hold the command, in the order of its words.
_OPERATORS = {
    "BashOperator": ("bash_command",), "SSHOperator": ("command",), "SparkSubmitOperator": ("application",),
    "KubernetesPodOperator": ("cmds", "arguments"), "GKEStartPodOperator": ("cmds", "arguments"),
    "EksPodOperator": ("cmds", "arguments"), "KubernetesJobOperator": ("cmds", "arguments"),
    "DockerOperator": ("entrypoint", "command"), "DockerSwarmOperator": ("entrypoint", "command"),
    "ShellOperation": ("commands",), "ContainerSpec": ("command", "args"), "Container": ("command", "args"),
}  # fmt: skip
_PACKAGES = frozenset({"airflow", "astronomer", "prefect_shell", "prefect", "kfp", "hera"})


def of_operators(repo: Repo) -> Iterator[EntryPoint]:
    """Yield the Python that tasks start by a command; a command that leads to no file here yields nothing.

    Which image a pod runs is a name in a registry, so the command is looked for beside the definition, at the root,
    and where the images of the repository keep their code.
    """
    for file in python_files(repo):
        standing = role(repo, file.path)
        if standing is not Role.TEST and file.packages & _PACKAGES:
            for call in file.calls:
                if _class(call) in _OPERATORS and call.name.partition(".")[0] in _PACKAGES:
                    yield from _starts_of_operator(repo, file, call)


def _class(call: Call) -> str:
    return call.name.rpartition(".")[2]


def _starts_of_operator(repo: Repo, file: PythonFile, call: Call) -> Iterator[EntryPoint]:
    for item in _commands(file, call):
        for goal in goals(repo, file.path, item):
            what = f"{_class(call)} starts {' '.join(item.text.split())[:100]}"
            standing = weakest(role(repo, goal.path), role(repo, file.path))
            place = Place(file.path, call.line)
            yield EntryPoint(Kind.PIPELINE, goal.path, goal.name, place, what, goal.main, standing)


def _commands(file: PythonFile, call: Call) -> tuple[Command, ...]:
    """Return what the command of a task starts: one text is for a shell, a list of words is an exec form."""
    given = [_known(file, value) for key in _OPERATORS[_class(call)] if (value := call.keyword(key))]
    words = tuple(word for value in given for word in _words(file, value))
    if len(words) == 1 or _class(call) == "ShellOperation":
        return commands("\n".join(words))
    return command(words)


def _known(file: PythonFile, value: Value) -> Value:
    """Return what a name of the module stands for."""
    if value.kind != "name":
        return value
    return next((item.value for item in file.assignments if item.target == value.text and not item.scope), value)


def _words(file: PythonFile, value: Value) -> Iterator[str]:
    for item in value.items if value.kind == "list" else (value,):
        known = _known(file, item)
        if isinstance(known.literal, str):
            yield known.literal
        elif known.kind == "fstring":
            yield known.text


def goals(repo: Repo, path: str, item: Command) -> tuple[Target, ...]:
    """Return what a command stands for that a file names for a task: beside it, at the root, or in an image."""
    own = own_images(repo)
    tried: list[tuple[str, Image | None]] = [
        (dirname(path), None),
        ("", None),
        *((image.context, image) for image in own),
    ]
    for folder, image in tried:
        if found := tuple(targets_of(repo, launches(item), folder, image)):
            return found
    return ()
