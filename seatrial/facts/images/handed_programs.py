"""Which of the owner's programs is a container handed by whoever runs it: in scripts, workflows and READMEs?"""

from collections.abc import Iterator
from posixpath import basename

from seatrial.facts import fact
from seatrial.facts.deployment.settings_files import documents_of
from seatrial.facts.reach.launch import launches
from seatrial.facts.reach.launch_targets import Target, targets_of
from seatrial.read.infrastructure.shell import Command, commands
from seatrial.read.infrastructure.shell import command as exec_form
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, own_paths

_LIMIT = 500_000  #: bytes of one such file
_PAGES = caseless(r"readme\b.*|(?:gnu)?makefile|justfile|.*\.(?:sh|bash|bat|cmd|ps1)")
#: One command of a shell, over the lines that it goes on for: by a backslash, or as Windows writes it.
_RUNS = regex(r"\b(?:docker|podman) (?:container )?run\b(?:[^\n]|(?<=[\\^`])\r?\n){0,2000}")
_MOST = 50  #: words of one command
_IMAGE = "DockerRequirement"  #: by which a tool of a workflow names the image it runs in
_GOES_ON = regex(r"[\\^`]\r?\n")


@fact
def handed_programs(repo: Repo) -> tuple[Target, ...]:
    """Return what stands behind the image in commands that run a container, where it is the owner's."""
    pages = own_paths(repo, lambda path: _PAGES.fullmatch(basename(path)))
    steps = repo.texts(_started, pages, _LIMIT)
    return tuple(dict.fromkeys(goal for step in steps for goal in targets_of(repo, launches(step))))


def _started(_: str, text: str) -> Iterator[Command]:
    for found in _RUNS.finditer(text):
        for step in commands(_GOES_ON.sub(" ", found[0])):
            yield from _of_interpreter(step) if step.starts("docker") or step.starts("podman") else (step,)


def _of_interpreter(step: Command) -> Iterator[Command]:
    """Yield what is handed to an image that starts Python: ``docker run IMAGE -m package.train``, ``... train.py``."""
    words = step.arguments
    for position, word in enumerate(words):
        if (word == "-m" and "." in "".join(words[position + 1 : position + 2])) or word.endswith(".py"):
            yield from exec_form(("python", *words[position:]))
            return


@fact
def tool_commands(repo: Repo) -> tuple[Command, ...]:
    """Return what the owner's tools of the Common Workflow Language run in images."""
    tools = documents_of(repo, own_paths(repo, lambda path: path.endswith(".cwl")))
    return tuple(step for _, root in tools if _needs_an_image(root) for step in command_of_tool(root))


def command_of_tool(root: Node) -> tuple[Command, ...]:
    """Return what a tool runs, with the arguments that it always gives."""
    base, always = root.at("baseCommand"), root.at("arguments").elements
    words = (*(base.elements or (base,)), *(one.at("valueFrom") or one for one in always))
    return exec_form(tuple(word.text for word in words if word.text)[:_MOST])


def _needs_an_image(root: Node) -> bool:
    """Tell whether a tool says in what image it runs, in a mapping or a list of what it requires."""
    said = [root.at(part) for part in ("requirements", "hints")]
    return any(part.has(_IMAGE) or any(one.at("class").text == _IMAGE for one in part.elements) for part in said)
