"""Which code does a string lead to: a name that is imported at run time, or a command that is started?"""

from collections.abc import Callable, Iterator
from posixpath import basename, dirname, join, normpath

from seatrial.facts.code.modules import modules
from seatrial.facts.code.resolution import Definition, resolution
from seatrial.facts.code.settings_targets import settings_targets
from seatrial.facts.reach.launch import launches
from seatrial.facts.reach.launch_targets import of_script_file, target
from seatrial.facts.reach.reach_pieces import IMPORTERS, RUNNERS, WHOLE, Node
from seatrial.read.code.python_record import MAIN, Text
from seatrial.read.infrastructure.shell import Command, commands
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

#: Functions of the owner that start the module they are named.
_STARTS = regex(r"^_?(?:run|start|launch|spawn|submit|execute)_\w*(?:module|job|script|program|process|task|python)")
_OPEN = regex(r"[{%]")  #: where a name that is put together begins to be unknown


class Strings:
    """Follows the strings of a file to the code of the repository."""

    def __init__(
        self,
        repo: Repo,
        nodes: Callable[[Definition, str, str], Iterator[Node]],
        note: Callable[[str, int, str], None],
    ) -> None:
        self._repo = repo
        self._modules = modules(repo)
        self._resolution = resolution(repo)
        self._nodes = nodes
        self._note = note

    def lead_to(self, path: str, text: Text) -> Iterator[Node]:
        """Yield what a string of a file makes run."""
        if text.into in IMPORTERS:
            yield from self._imported(path, text)
        elif text.into.startswith(RUNNERS):
            yield from self._by_command_line(path, text)
        else:
            yield from self._by_dotted_name(path, text)

    def configured(self) -> Iterator[Node]:
        """Yield what configuration files name to be made: ``_target_: pkg.models.Net``."""
        for one in settings_targets(self._repo):
            if found := self._resolution.of("", one.name):
                yield from self._nodes(found, one.path, one.name)

    def _imported(self, path: str, text: Text) -> Iterator[Node]:
        """Follow ``import_module("a.b")``; of ``import_module(f"a.{x}")`` everything below a may be meant."""
        name = _OPEN.split(text.value)[0]
        whole = name == text.value and not name.endswith(".")
        if name.startswith("."):
            package = dirname(path).replace("/", ".")
            name = f".{package}{name}" if package else name
        found = self._modules.find(name.rstrip("."), path) if name.strip(".") else None
        if whole:
            if found and not found.rest:
                yield (found.path, WHOLE)
        elif found:
            yield from self._below(path, text.line, found.path.removesuffix("/__init__.py"))
        elif path.endswith("/__init__.py"):
            yield from self._below(path, text.line, dirname(path))  # a package that gathers its own modules
        else:
            self._note(path, text.line, "a module is imported whose name is put together, and was not followed")

    def _below(self, path: str, line: int, folder: str) -> Iterator[Node]:
        what = f"all below {folder} is taken to run, since it is imported by a name that is put together"
        self._note(path, line, what)
        paths = self._repo.matching(lambda other: other.startswith(f"{folder}/") and other.endswith(".py"))
        yield from ((other, WHOLE) for other in paths)

    def _by_command_line(self, path: str, text: Text) -> Iterator[Node]:
        for command in commands(text.value):
            for launch in launches(command):
                goals = (target(self._repo, launch, folder) for folder in (dirname(path), ""))
                if goal := next((goal for goal in goals if goal), None):
                    yield (goal.path, MAIN if goal.main else "")
            yield from self._by_script(path, command)
        beside = normpath(join(dirname(path), text.value))
        if text.value.endswith(".py") and beside in self._repo.entries:
            yield (beside, MAIN)
        elif text.value.endswith(".py") and (other := self._only(basename(text.value))):
            yield (other, MAIN)  # an image puts it elsewhere: f"/opt/jobs/{name}"

    def _by_script(self, path: str, command: Command) -> Iterator[Node]:
        """Follow ``os.system("bash serve/run.sh")`` to what the script starts."""
        named = next((word for word in command.argv[:2] if word.endswith((".sh", ".bash"))), "")
        scripts = (normpath(join(folder, named)) for folder in ("", dirname(path))) if named else ()
        for script in scripts:
            if script in self._repo.entries:
                goals = of_script_file(self._repo, script, "" if script == normpath(named) else dirname(path))
                yield from ((goal.path, MAIN if goal.main else "") for goal in goals)
                return

    def _only(self, name: str) -> str:
        """Return the one own file of this name, "" when there is none or more than one."""
        named = own_paths(self._repo, lambda path: basename(path) == name)
        return named[0] if len(named) == 1 else ""

    def _by_dotted_name(self, path: str, text: Text) -> Iterator[Node]:
        dotted = text.value.replace(":", ".")
        found = self._modules.find(dotted, path)
        if found is None or found.path == path or not found.path.endswith(".py"):
            return
        if not found.rest:
            yield (found.path, "")
            if _STARTS.search(text.into.rpartition(".")[2]):
                yield (found.path, MAIN)  # run_project_module("jobs.retrain"), which starts it by -m
        elif definition := self._resolution.of(found.path, found.rest):
            yield from self._nodes(definition, path, dotted)
