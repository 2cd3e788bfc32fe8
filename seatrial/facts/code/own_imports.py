"""Which of the repository's own files does each file or notebook import, or make by its settings?"""

from collections.abc import Iterator, Mapping

from seatrial.facts import fact
from seatrial.facts.code.modules import modules
from seatrial.facts.code.programs import Program, outside_tests
from seatrial.facts.code.resolution import resolution
from seatrial.facts.code.settings_targets import settings_targets
from seatrial.read.regex import regex
from seatrial.repo import Repo

_ANSWERS = regex(r"(?:^|_)(?:infer\w*|predict\w*|eval\w*|ensemble|serve|test\w*|export|submit|submission)(?:[_.]|$)")


@fact
def imported_files(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return for each file and notebook the repository's own files that it imports itself, tests left out."""
    return {program.path: own_imports(repo, program) for program in outside_tests(repo)}


def with_imports(repo: Repo, *paths: str) -> frozenset[str]:
    """Return files with everything of the repository that they import, directly or by others."""
    imported, known, waiting = imported_files(repo), set(paths), list(paths)
    while waiting:
        fresh = imported.get(waiting.pop(), frozenset()) - known
        known |= fresh
        waiting.extend(fresh)
    return frozenset(known)


@fact
def files_led_to(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return for each file its imports, and of a program that makes what settings name also the files of that.

    Hydra makes what stands behind ``_target_: pkg.models.Net``. What only answers or judges makes no trainer, though
    the same settings name one.
    """
    imported = imported_files(repo)
    makers = [one for one in outside_tests(repo) if _makes_by_settings(one)]
    made = frozenset(_named_in_settings(repo)) if makers else frozenset()
    found = {one.path: imported.get(one.path, frozenset()) | made - {one.path} for one in makers}
    return {**imported, **found}


def _makes_by_settings(program: Program) -> bool:
    named = any(call.name in {"hydra.utils.instantiate", "hydra.utils.call"} for call in program.file.calls)
    return named and not _ANSWERS.search(program.path.rpartition("/")[2])


def _named_in_settings(repo: Repo) -> Iterator[str]:
    for one in settings_targets(repo):
        if one.key == "_target_" and (found := resolution(repo).of("", one.name)):
            yield found.path


def own_imports(repo: Repo, program: Program) -> frozenset[str]:
    """Return the repository's own files that one program imports itself."""
    known, found = modules(repo), set()
    for item in program.file.imports:
        dotted = f"{item.module}.{item.name}" if item.name and item.name != "*" else item.module
        where = known.find(dotted, program.path)
        if where is not None and where.path != program.path:
            found.add(where.path)
    return frozenset(found)
