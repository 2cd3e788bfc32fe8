"""Through which doors does it come back what really happened, and is it kept?"""

import re
from typing import Final

from seatrial.facts import fact
from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import calls_in
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.testing.evaluation_cases import EVAL_PATHS
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import Call
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FEEDBACK: Final = regex(
    r"feedback|ground_?truth|outcome|actual|(^|[/_])labels?($|[/_])|thumbs|rating|correction|annotat(?!ed)"
    r"|chargeback",
    re.IGNORECASE,
)
_READS: Final = regex(r"(?:get|list|fetch|read|load|query|search|count)_")  #: handlers that give what is kept
_STORES: Final = regex(
    r"_?(add|insert|update|save|create|upsert|store|put|publish|produce|send|execute|commit|record|score|log|write|merge"
    r"|xadd|to_sql)(_\w+)?"
)
_STORE: Final = regex(
    r"session|\bdb\b|database|conn|cursor|collection|table|producer|kafka|langfuse|langsmith|client|repo(sitory)?|store"
    r"|crud|objects|mongo|redis|s3|bucket|mlflow|opik|phoenix|service",
    re.IGNORECASE,
)


#: Calls by which a platform that keeps traces takes feedback on them, for the service.
_KEEPERS: Final = regex(r"managed_deepagents\.connectors\.langsmith\.feedback$|langfuse\.(?:\w+\.)*(?:create_)?score$")


@dataclass(frozen=True, slots=True)
class Feedback:
    """A way in for what really happened."""

    place: Place
    what: str
    stored: bool  #: it is kept, and not only logged
    confidence: Confidence = Confidence.VERIFIED


@fact
def feedback_doors(repo: Repo) -> tuple[Feedback, ...]:
    """Return the endpoints of the owner's that take outcomes, labels or opinions of people, by place."""
    found = [
        Feedback(
            door.place, f"{door.what} takes what really happened", _is_stored(repo, door.handler_path, door.handler)
        )
        for door in endpoints(repo)
        if door.takes_body
        and door.handler_path
        and _FEEDBACK.search(f"{door.url} {door.handler}")
        and not _READS.match(door.handler.rpartition(".")[2])
    ]
    found += [
        Feedback(Place(program.path, call.line), f"{call.written} keeps what readers say of an answer", stored=True)
        for program in programs(repo)
        if program.counts and not EVAL_PATHS.search(program.path)
        for call in program.file.calls
        if _KEEPERS.match(call.name) or (call.last == "create_feedback" and _traced(program))
    ]
    return tuple(sorted(found, key=lambda item: item.place))


def _traced(program: Program) -> bool:
    return any(item.module.partition(".")[0] == "langsmith" for item in program.file.imports)


def _is_stored(repo: Repo, path: str, handler: str) -> bool:
    scopes = [(path, handler), *((item.path, item.scope) for item in callees(repo, path, handler))]
    return any(_stores(call) for path, scope in scopes for call in calls_in(repo, path, scope))


def _stores(call: Call) -> bool:
    """Tell whether a call stores something, or is handed a function that does, to be run beside."""
    named = [call.written, *(value.text for value in call.args if value.kind == "name")]
    parts = (name.rpartition(".") for name in named)
    return any(_STORES.fullmatch(last) and _STORE.search(owner) for owner, _, last in parts)
