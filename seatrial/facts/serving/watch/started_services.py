"""Which tests start the service as a process or a container of its own, and look at what it answers?"""

import posixpath
import re
from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in
from seatrial.facts.code.python_files import python_file, python_files
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.serving import served
from seatrial.facts.testing.calls_of_tests import calls_of_tests
from seatrial.facts.testing.tests import Case, tests
from seatrial.model import Liveness, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call, PythonFile, Value
from seatrial.read.regex import regex

_PROCESSES = frozenset({"Popen", "run", "call", "check_call", "check_output", "create_subprocess_exec"})
#: Commands that start an image, and addresses at which whoever started it asks.
_CONTAINER = regex(r"\b(?:docker|podman)(?:[ -]compose)?(?: [-\w]+){0,2} (?:run|up)\b")
_ASKED = r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::[\w{}]+)?"
_SET_UP = ("setup", "asyncsetup")  #: methods that a test framework runs before the tests of a class or a file


@dataclass(frozen=True, slots=True)
class StartedService:
    """One test around which the program of the service is started."""

    case: Case
    program: str

    @property
    def place(self) -> Place:
        """Where the test stands."""
        return self.case.place

    @property
    def what(self) -> str:
        return f"{self.case.name} asks the service that {self.program} starts"

    @property
    def liveness(self) -> Liveness:
        """It is test code."""
        return Liveness.TEST


@fact
def started_services(component: Component) -> tuple[StartedService, ...]:
    """Return the tests that judge an answer while a program runs that serves a model of the component, by place."""
    repo = component.repo
    entries = (reach(repo).entry(item.endpoint.handler_path, item.endpoint.handler) for item in served(component))
    programs = {entry.path for entry in entries if entry is not None and entry.main}
    cases = [case for case in component.of(tests(repo)) if case.language == "Python"] if served(component) else []
    starting = frozenset(repo.each(_starting_images, python_files(repo))) if cases else frozenset()
    found = []
    for case in cases:
        program = next((path for path in sorted(programs) if _starts(component, case, path)), "")
        program = program or _image_asked(component, case, starting)
        if program and case.real and not (case.mocked or case.hollow):
            found.append(StartedService(case, program))
    return tuple(found)


def _starts(component: Component, case: Case, program: str) -> bool:
    """Tell whether a test, a fixture that it asks for, or what is set up around it starts a program."""
    path, scopes = case.site.path, [case.name, *_around(component, case)]
    asked = [node for scope in scopes for node in calls_of_tests(component.repo).of((path, scope))]
    nodes = dict.fromkeys([*((path, scope) for scope in scopes), *asked])
    return any(_names(call, program) for node in nodes for call in calls_in(component.repo, *node))


def _starting_images(file: PythonFile) -> Iterator[str]:
    """Yield the path of a file that may start an image."""
    if any(_CONTAINER.search(text.value) for text in file.texts):
        yield file.path


def _image_asked(component: Component, case: Case, starting: frozenset[str]) -> str:
    """Return the command by which the files of a test start an image that they ask for an answer, "" without one."""
    if not starting:
        return ""
    nodes = calls_of_tests(component.repo).of((case.site.path, case.name))
    paths = dict.fromkeys((case.site.path, *(path for path, _ in nodes)))
    if starting.isdisjoint(paths):
        return ""
    files = [file for path in paths if (file := python_file(component.repo, path)) is not None]
    texts = [text.value for file in files for text in file.texts]
    urls = [item.endpoint.url for item in served(component) if len(item.endpoint.url) > 1]
    asked = any(re.search(_ASKED + re.escape(url), text) for text in texts for url in urls if url in text)
    started = next((found[0] for text in texts if (found := _CONTAINER.search(text))), "")
    return started if asked else ""


def _around(component: Component, case: Case) -> Iterator[str]:
    file, owner = python_file(component.repo, case.site.path), case.name.rpartition(".")[0]
    for function in file.functions if file else ():
        outer, _, last = function.name.rpartition(".")
        if outer in {"", owner} and last.lower().startswith(_SET_UP):
            yield function.name


def _names(call: Call, program: str) -> bool:
    """Tell whether a call starts a process whose words name a program, by its file."""
    words = [word for value in call.args for word in _words(value)] if call.last in _PROCESSES else []
    return posixpath.basename(program) in {posixpath.basename(word) for word in words}


def _words(value: Value) -> Iterator[str]:
    if isinstance(value.literal, str):
        yield from value.literal.split()
    for item in value.items if value.kind == "list" else ():
        yield from _words(item)
