"""Which ready-made inference engines does Python start as a process of its own, and stay with?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.python_files import files_outside_tests
from seatrial.facts.inference.engine_names import engine_of_command
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_pieces import RUNNERS
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, Function, PythonFile
from seatrial.read.infrastructure.shell import Command, command, commands
from seatrial.repo import Repo, Role, role

_BY_PLATFORM = "modal.web_server"  #: hands the port of what the function starts to callers
_STAYING = frozenset({"run", "call", "check_call", "check_output", "system"})  #: calls that end when the process does
_REPLACING = ("os.exec",)  #: calls after which the program is the engine
_WAITS = frozenset({"wait", "communicate"})
_MOST = 60  #: words of one command


@dataclass(frozen=True, slots=True)
class CodedEngine:
    """An engine that a function starts, and its words."""

    place: Place
    name: str
    words: tuple[str, ...]


@fact
def engines_in_code(repo: Repo) -> tuple[CodedEngine, ...]:
    """Return the engines that Python starts and stays with, by place.

    So does a function that hands the port of what it starts to its platform, and a program that a deployment starts
    and that ends with the engine. One that is started beside other work, to be asked and stopped, serves nobody else.
    """
    files = [file for file in files_outside_tests(repo) if role(repo, file.path) is Role.OWN]
    return tuple(found for file in files for found in _in_file(repo, file))


def _in_file(repo: Repo, file: PythonFile) -> Iterator[CodedEngine]:
    starts = [call for call in file.calls if call.name.startswith(RUNNERS)]
    handed = {one.name for one in file.functions if _is_handed_over(one)} if starts else set[str]()
    for call in starts:
        if call.scope not in handed and not _stays(repo, file, call):
            continue
        for item in _started(file, call):
            if name := engine_of_command(item):
                yield CodedEngine(Place(file.path, call.line, call.column), name, item.arguments)
                break


def _is_handed_over(function: Function) -> bool:
    return any(mark.name == _BY_PLATFORM for mark in function.decorators)


def _stays(repo: Repo, file: PythonFile, call: Call) -> bool:
    """Tell whether a program that a deployment starts lasts as long as the process that it starts."""
    waits = any(one.last in _WAITS and one.scope == call.scope for one in file.calls)
    if not (call.last in _STAYING or call.name.startswith(_REPLACING) or (call.last == "Popen" and waits)):
        return False
    entry = reach(repo).entry(file.path, call.scope)
    return entry is not None and entry.deployed


def _started(file: PythonFile, call: Call) -> tuple[Command, ...]:
    """Return what a call starts: the words that it is given, or that a list of the same function holds for it."""
    mine = [text for text in file.texts if text.scope == call.scope and text.value.strip()]
    last = max(call.line, call.end_line)
    given = [text for text in mine if text.into == call.name and call.line <= text.line <= last]
    if not given:  # cmd = ["vllm", "serve"], and then Popen(cmd) or Popen(" ".join(cmd))
        held = {f"={one.text}" for value in call.values for one in (value, *value.items) if one.kind == "name"}
        given = [text for text in mine if text.into in held]
    words = tuple(text.value for text in given[:_MOST])
    if call.name.startswith(_REPLACING) and words[1:2] == words[:1]:  # execvp("vllm", ["vllm", "serve"])
        words = words[1:]
    if not words:
        return ()
    if " " in words[0]:
        return commands(words[0])
    return command(("python", *words) if words[0] == "-m" else words)
