"""Which of the repository's own files does each file or notebook import?"""

from collections.abc import Mapping
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.code.modules import modules
from seatrial.facts.code.programs import Program, programs
from seatrial.repo import Repo


@fact
def imported_files(repo: Repo) -> Mapping[str, frozenset[str]]:
    """Return for each file and notebook the repository's own files that it imports itself, tests left out."""
    found = {program.path: own_imports(repo, program) for program in programs(repo) if not program.tested}
    return MappingProxyType(found)


def own_imports(repo: Repo, program: Program) -> frozenset[str]:
    """Return the repository's own files that one program imports itself."""
    known, found = modules(repo), set()
    for item in program.file.imports:
        dotted = f"{item.module}.{item.name}" if item.name and item.name != "*" else item.module
        where = known.find(dotted, program.path)
        if where is not None and where.path != program.path:
            found.add(where.path)
    return frozenset(found)
