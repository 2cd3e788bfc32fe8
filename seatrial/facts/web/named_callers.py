"""Does a guard take a name for whom somebody asks, and look at nothing but how it is written?"""

from collections.abc import Iterable

from seatrial.facts.code.code_index import contents
from seatrial.facts.web.guard import Guard
from seatrial.facts.web.guard_strength import ENVIRONMENT
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless
from seatrial.repo import Repo

#: Names of guards to which callers say for whom they ask, which proves nothing by itself.
_FOR_WHOM = caseless(r"(?:tenant|client|org(?:ani[sz]ation)?|workspace|project|account|namespace)(?:_?id)?$")
#: Calls that look at the form of such a name, and at nothing that only its holder could know.
_LOOKS_AT_FORM = frozenset({
    "len", "isinstance", "str", "strip", "lower", "upper", "replace", "isalnum", "isalpha", "isdigit", "startswith",
    "endswith", "match", "fullmatch", "search", "HTTPException", "Query", "Header", "Depends", "Path", "get", "debug",
    "info", "warning", "error", "set", "UUID",
})  # fmt: skip


def only_names_a_tenant(repo: Repo, guard: Guard, calls: Iterable[Call], visited: Iterable[tuple[str, str]]) -> bool:
    """Tell a guard to which callers say for whom they ask: it knows the form of the name, and no key of its holder."""
    inner = {scope.rpartition(".")[2] for _, scope in visited}
    form = all(call.last in _LOOKS_AT_FORM | inner and call.name not in ENVIRONMENT for call in calls)
    if not form or not _FOR_WHOM.search(guard.scope):
        return False
    places = set(visited)
    compared = (one for path, _ in places for one in contents(repo, path).comparisons if (path, one.scope) in places)
    return all("literal" in (one.left.kind, one.right.kind) or one.left.name == "len" for one in compared)
