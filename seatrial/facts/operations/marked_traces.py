"""What does the trace of each run keep of whether it was refused?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import Program, own_code
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence
from seatrial.read.regex import regex
from seatrial.repo import Repo

_MARK = regex(
    r"(?:^|[._])metadata\[[\"']((?:\w*_)?(?:guardrails?|refus\w+|block\w*|reject\w*|moderat\w+|verdict|not_found)"
    r"(?:_\w+)?)[\"']\]$"
)


@fact
def marked_traces(repo: Repo) -> tuple[Evidence, ...]:
    """Return where code that runs writes into a trace whether it was refused: ``run.metadata["refused"] = True``."""
    return tuple(one for program in own_code(repo) for one in _in_program(repo, program))


def _in_program(repo: Repo, program: Program) -> Iterator[Evidence]:
    for made in program.file.assignments:
        mark = _MARK.search(made.target)
        if mark and reach(repo).is_run(program.path, made.scope):
            yield Evidence(program.place_of(made), f"each trace keeps {mark[1]}")
