"""Where does a digest only decide whether a model is fetched again, and what is fetched is compared with nothing?"""

from collections.abc import Iterable, Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import with_imports
from seatrial.facts.code.python_files import python_file
from seatrial.facts.models.digests import NAMES_DIGEST, stops_by_a_digest
from seatrial.facts.models.integrity import Proof, load_proofs
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import PythonFile
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

WHAT = "a digest decides here whether the file is fetched again, and what was fetched is compared with nothing"
_FETCHES = regex(
    r"^(?:requests|httpx)\.(?:\w+\.)?(?:get|stream|request)$|(?:^|\.)(?:urlretrieve|urlopen|download_url_to_file)$"
    r"|^(?:wget|gdown)\.download$|(?:^|\.)_?download(?:_\w+)?$"
)
_AGAIN = regex(r"\s*(?:while|for|async for)\b")


@fact
def compared_before_fetching(component: Component) -> tuple[Evidence, ...]:
    """Return where files that a load of a model imports compare what lies there, and never what they fetch."""
    repo = component.repo
    loads = (item for item in load_proofs(component) if item.proof is not Proof.PROVED)
    bare = [item.place.path for item in loads if not (item.fetched or item.registered or item.packaged)]
    led_to = sorted(with_imports(repo, *bare)) if bare else ()
    files = (python_file(repo, path) for path in led_to if role(repo, path) is Role.OWN)
    return tuple(Evidence(Place(file.path, line), WHAT) for file in files if file for line in _lines(repo, file))


def _lines(repo: Repo, file: PythonFile) -> Iterator[int]:
    """Yield the lines of such looks; one in a loop may see what was fetched, and one that raises proves something."""
    looks = {item.scope: item.line for item in file.comparisons if NAMES_DIGEST.search(item.words)}
    if not looks or any(stops_by_a_digest(file, scope) for scope in looks):
        return
    fetches: dict[str, list[int]] = {}
    for call in file.calls:
        if _FETCHES.search(call.name or call.written):
            fetches.setdefault(call.scope, []).append(call.line)
    looking = _by_callers(file, {scope: [line] for scope, line in looks.items()})
    fetching = _by_callers(file, fetches)
    text = repo.text_or_empty(file.path).splitlines()
    begins = {one.name: one.line for one in file.functions}
    for scope in looking.keys() & fetching.keys():
        first, last = begins.get(scope, 0), max(looking[scope])
        if scope and last < min(fetching[scope]) and not any(map(_AGAIN.match, text[first:last])):
            yield last


def _by_callers(file: PythonFile, found: dict[str, list[int]]) -> dict[str, list[int]]:
    """Return lines by function, with those of the calls of such functions of the same file, two calls deep."""
    known = {scope: list(lines) for scope, lines in found.items()}
    fresh: Iterable[str] = tuple(known)
    for _ in range(2):
        names = {scope.rpartition(".")[2] for scope in fresh if scope}
        calls = [call for call in file.calls if call.last in names and call.scope.rpartition(".")[2] != call.last]
        fresh = {call.scope for call in calls} - known.keys()
        for call in calls:
            known.setdefault(call.scope, []).append(call.line)
    return known
