"""Which modules of the owner do nothing until a notebook calls them?"""

from collections.abc import Mapping

from seatrial.facts import fact
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program, outside_tests
from seatrial.facts.reach.entry_points import entry_points
from seatrial.repo import Repo, Role


@fact
def called_by_notebooks(repo: Repo) -> Mapping[str, str]:
    """Return the modules that notebooks alone lead to, and that nothing else starts, each with its first notebook.

    A module that such modules import is one too, as behind the ``__init__`` that gathers the names of a folder.
    """
    known = {program.path: program for program in outside_tests(repo)}
    started = {point.path for point in entry_points(repo)}
    users: dict[str, set[str]] = {}
    for path, imported in imported_files(repo).items():
        for module in imported:
            users.setdefault(module, set()).add(path)
    waiting = {
        module: by
        for module, by in users.items()
        if module in known and module not in started and not _starts_itself(known[module])
    }
    found: dict[str, str] = {}
    while True:
        led = {**{path: path for path, one in known.items() if one.notebook and one.role is Role.OWN}, **found}
        more = {module: min(led[user] for user in by) for module, by in waiting.items() if by <= led.keys()}
        if more.keys() <= found.keys():
            return found
        found |= more


def _starts_itself(program: Program) -> bool:
    """Tell whether a program does something when it is run: by a main guard, or by calls of its own functions."""
    own = {function.name for function in program.file.functions} | {item.name for item in program.file.classes}
    return any("main" in call.inside or (not call.scope and call.name in own) for call in program.file.calls)
