"""Which functions stop a training run over its records, in a file or class that is named for checks of data?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.own_imports import imported_files
from seatrial.facts.code.programs import Program
from seatrial.facts.training.training_path import training_path
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_DATA = r"(?:data(?:set|frame)?|records?|rows?|samples?|labels?|annotations?|features?|corpus)"
_CHECK = r"(?:validat\w*|verif\w*|quality|checks?|checker|sanity|integrity)"
_NAMED = caseless(rf"(?:^|[^a-z]){_DATA}_?{_CHECK}|(?:^|[^a-z])(?:validate|verify|check)_?{_DATA}(?![a-z])")
_CAMEL = regex(r"(?<=[a-z])(?=[A-Z])")
_FEWEST = 2  #: rules of one file: a single guard is no check of data


def named_checks(repo: Repo, program: Program) -> Iterator[tuple[str, int]]:
    """Yield name and line of functions that raise on what they are handed, where the file or class says data check.

    The file takes part in training, or is imported by what does: requests are checked in files of such names too.
    """
    if program.path not in _near_training(repo):
        return
    lines = {item.name: item.line for item in program.file.functions}
    found = {
        item.scope: lines[item.scope]
        for item in program.file.comparisons
        if item.scope in lines and _is_named(program, item.scope)
        if any(lead.startswith(("raise", "assert")) for lead in item.leads_to)
    }
    if len(found) >= _FEWEST:
        yield from found.items()


@fact
def _near_training(repo: Repo) -> frozenset[str]:
    """Return what takes part in training, and what those files import themselves: the steps of a pipeline."""
    path, imported = training_path(repo), imported_files(repo)
    return path.union(*(imported.get(each, frozenset()) for each in path))


def _is_named(program: Program, scope: str) -> bool:
    owner = scope.rpartition(".")[0]
    return any(_NAMED.search(_CAMEL.sub("_", name)) for name in (program.path.rpartition("/")[2], owner))
