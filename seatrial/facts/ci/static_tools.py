"""Which linters, formatters and type checkers are set up, how strictly, and does anything run them?"""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.hooks import hooks
from seatrial.facts.ci.run_scope import WHOLE, Scope, concerns, scope_of
from seatrial.facts.ci.workflows import ci_actions, ci_commands
from seatrial.facts.code.scripts import is_shell, may_be_shell
from seatrial.facts.deployment.settings_files import first_document
from seatrial.facts.images.build_steps import build_steps
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths


class Trade(StrEnum):
    """What a tool looks at."""

    LINT = "lint"
    FORMAT = "format"
    TYPES = "types"


TRADES = {
    "ruff": Trade.LINT, "flake8": Trade.LINT, "pylint": Trade.LINT, "pycodestyle": Trade.LINT, "pyflakes": Trade.LINT,
    "prospector": Trade.LINT, "pylama": Trade.LINT, "flakeheaven": Trade.LINT, "wemake": Trade.LINT,
    "black": Trade.FORMAT, "isort": Trade.FORMAT, "yapf": Trade.FORMAT, "autopep8": Trade.FORMAT, "blue": Trade.FORMAT,
    "mypy": Trade.TYPES, "pyright": Trade.TYPES, "basedpyright": Trade.TYPES, "ty": Trade.TYPES, "pyre": Trade.TYPES,
    "pytype": Trade.TYPES, "pyrefly": Trade.TYPES, "zuban": Trade.TYPES,
}  # fmt: skip
_FILES = {
    "ruff.toml": "ruff", ".ruff.toml": "ruff", ".flake8": "flake8", ".pylintrc": "pylint", "pylintrc": "pylint",
    "mypy.ini": "mypy", ".mypy.ini": "mypy", "pyrightconfig.json": "pyright", ".isort.cfg": "isort",
    "ty.toml": "ty", ".style.yapf": "yapf", "pyrefly.toml": "pyrefly",
}  # fmt: skip
_SET_UP = {"pyproject.toml", "setup.cfg", "tox.ini", *_FILES}
_SECTION = regex(r"^\[(flake8|pylint|pycodestyle|mypy|isort|yapf|black)\b[^\]\n]*\]", re.MULTILINE)
_SUPER = {"super-linter/super-linter", "github/super-linter", "oxsecurity/megalinter"}
_TARGETS = {"Makefile", "makefile", "GNUmakefile", "justfile", "Justfile"}
#: A line of a script or of a target that starts a tool, whatever starts Python's programs there.
_COMMAND = regex(
    r"^[ \t]*[@-]?(?:(?:uv|poetry|pdm|hatch|pipenv) run |python3? -m )?"
    rf"(?P<tool>{'|'.join(map(re.escape, TRADES))})(?=\s)",
    re.MULTILINE,
)
#: Options by which a tool finds nothing, or says nothing about it.
_SILENT = {"--exit-zero", "--ignore=ALL", "--exit-zero-even-if-changed"}


@dataclass(frozen=True, slots=True)
class StaticTool:
    """One tool, as it is set up in a file or run by a hook or by CI."""

    name: str
    place: Place
    what: str
    runs: bool = False  #: a hook or CI runs it
    guards: bool = False  #: a change on its way to the default branch fails when it finds something
    idle: bool = False  #: it is told to find nothing, or to say nothing
    by_hand: bool = False  #: a script or a target starts it, for whoever calls that
    looks_at: Trade | None = None  #: of a tool for another language than Python
    scope: Scope = WHOLE  #: where it looks

    @property
    def trade(self) -> Trade:
        """What it looks at."""
        return self.looks_at or TRADES.get(self.name, Trade.LINT)


@fact
def static_tools(repo: Repo) -> tuple[StaticTool, ...]:
    """Return the tools: those that guard first, then those that are run, then those that are set up or run by hand."""
    silenced = {tool.name for tool in _configured(repo) if tool.idle}
    found = [*_configured(repo), *_hooked(repo), *_run(repo), *_used(repo), *_started_by_hand(repo)]
    marked = (tool if tool.name not in silenced else replace(tool, idle=True) for tool in found)
    return tuple(
        sorted(dict.fromkeys(marked), key=lambda tool: (tool.idle, not tool.guards, not tool.runs, tool.place))
    )


def tools_of(component: Component) -> tuple[StaticTool, ...]:
    """Return the tools that look at a component, or at all of the repository, and at no other part alone."""
    return tuple(tool for tool in component.of(static_tools(component.repo)) if concerns(component, tool.scope))


@fact
def _configured(repo: Repo) -> tuple[StaticTool, ...]:
    return tuple(
        tool
        for path in own_paths(repo, lambda path: posixpath.basename(path) in _SET_UP)
        for tool in _of_file(repo, path)
    )


def _of_file(repo: Repo, path: str) -> Iterator[StaticTool]:
    name = posixpath.basename(path)
    if name == "pyproject.toml":
        for tool, node in first_document(repo, path).at("tool").pairs:
            if tool in TRADES:
                ignored = {*node.at("ignore").texts, *node.at("lint", "ignore").texts}
                yield StaticTool(tool, Place(path, node.line), f"{path} sets {tool} up", idle="ALL" in ignored)
    elif name in _FILES and repo.entries[path].size > 0:
        idle = name.endswith("ruff.toml") and "ALL" in {
            *first_document(repo, path).at("lint", "ignore").texts, *first_document(repo, path).at("ignore").texts
        }  # fmt: skip
        yield StaticTool(_FILES[name], Place(path), f"{path} sets {_FILES[name]} up", idle=idle)
    elif name in {"setup.cfg", "tox.ini"}:
        text = repo.text_or_empty(path, limit=200_000)
        for found in _SECTION.finditer(text):
            place = Place(path, line_number(text, found.start()))
            yield StaticTool(found[1], place, f"{path} sets {found[1]} up")


def _started_by_hand(repo: Repo) -> Iterator[StaticTool]:
    own = own_paths(repo, may_be_shell)
    scripts = (path for path in own if posixpath.basename(path) in _TARGETS or is_shell(repo, path))
    yield from repo.texts(_in_script, scripts, 200_000)


def _in_script(path: str, text: str) -> Iterator[StaticTool]:
    for found in _COMMAND.finditer(text):
        place = Place(path, line_number(text, found.start("tool")))
        yield StaticTool(found["tool"], place, f"{path} runs {found['tool']}", by_hand=True)


def _hooked(repo: Repo) -> Iterator[StaticTool]:
    for hook in hooks(repo):
        words = {hook.id.lower(), hook.source.lower(), *hook.command.lower().split()}
        name = next((tool for tool in TRADES if _is_hook_of(tool, hook.id, hook.command)), "")
        if name:
            yield StaticTool(name, hook.place, hook.what, runs=True, idle=bool(words & _SILENT))


def _is_hook_of(tool: str, hook: str, command: str) -> bool:
    return tool in re.split(r"[-_\s/.]", hook.lower()) or command.lower().startswith(tool)


def _run(repo: Repo) -> Iterator[StaticTool]:
    for one in (*ci_commands(repo), *build_steps(repo)):
        name = one.command.program
        if name in TRADES and "--version" not in one.command.arguments:
            idle = bool(_SILENT & set(one.command.arguments))
            guards = one.guards and not idle
            scope = scope_of(repo, one)
            yield StaticTool(name, one.place, one.what, not one.stopped, guards, idle=idle, scope=scope)


def _used(repo: Repo) -> Iterator[StaticTool]:
    for action in ci_actions(repo):
        name = next((tool for tool in TRADES if tool in re.split(r"[-_/]", action.name.lower())), "")
        if name or action.name in _SUPER:
            last = action.name.rpartition("/")[2]
            what, scope = f"{action.workflow} uses {last}", scope_of(repo, action)
            yield StaticTool(name or "flake8", action.place, what, runs=True, guards=action.guards, scope=scope)
