"""Who takes what out of an answer that was read as JSON, and holds it against nothing?"""

from seatrial.facts.code.programs import Sited, called
from seatrial.repo import Repo

_SHOWN = 2
_HOLDS = frozenset({"in", "not in"})  #: by which what is said is held against what was asked, or a list of words


def held_by_nobody(repo: Repo, reader: str) -> str:
    """Say what becomes of what a function reads of answers, by those who call it.

    Where one holds it against what is known, and others do not, these are named; "nothing" else.
    """
    asking = [one for one in called(repo, reader) if one.site.counts and one.call.scope.rpartition(".")[2] != reader]
    loose = list(dict.fromkeys(one.site.path for one in asking if not _holds(one)))
    held = any(_holds(one) for one in asking)
    if not held:
        return "nothing checks what is in them"
    if not loose:
        return "only some of what is in them is checked"
    more = f" and {len(loose) - _SHOWN} more" if len(loose) > _SHOWN else ""
    take = "take" if len(loose) > 1 else "takes"
    return f"what {' and '.join(loose[:_SHOWN])}{more} {take} from them is held against nothing"


def _holds(found: Sited) -> bool:
    """Tell whether the function that reads compares what is said with what it may be, further down."""
    compared = found.program.file.comparisons
    return any(one.scope == found.call.scope and one.operator in _HOLDS for one in compared)
