"""Who takes what out of an answer that was read as JSON, and holds it against nothing?"""

from seatrial.facts import fact
from seatrial.facts.code.programs import called, programs
from seatrial.repo import Repo

_SHOWN = 2
_HOLDS = frozenset({"in", "not in"})  #: by which what is said is held against what was asked, or a list of words


def held_by_nobody(repo: Repo, reader: str) -> str:
    """Say what becomes of what a function reads of answers, by those who call it.

    Where one holds it against what is known, and others do not, these are named; "nothing" else.
    """
    asking = [one for one in called(repo, reader) if one.site.counts and one.call.scope.rpartition(".")[2] != reader]
    holding = _holding(repo)
    loose = list(dict.fromkeys(one.site.path for one in asking if (one.program.path, one.call.scope) not in holding))
    if not any((one.program.path, one.call.scope) in holding for one in asking):
        return "nothing checks what is in them"
    if not loose:
        return "only some of what is in them is checked"
    more = f" and {len(loose) - _SHOWN} more" if len(loose) > _SHOWN else ""
    take = "take" if len(loose) > 1 else "takes"
    return f"what {' and '.join(loose[:_SHOWN])}{more} {take} from them is held against nothing"


@fact
def _holding(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the functions, each with its file, that compare what is said with what it may be."""
    return frozenset(
        (program.path, one.scope)
        for program in programs(repo)
        for one in program.file.comparisons
        if one.operator in _HOLDS
    )
