"""Which endpoints answer by an object that the function which makes the application is handed?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in, function_at
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.facts.web.endpoints import Endpoint
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: What an application is handed besides: settings, stores, and what watches it.
_ANSWERS_NOTHING = regex(
    r"self|cls|app|router|\w*(?:config|cfg|conf|settings?|options|args|env|db|database|session|cache|redis|log|logger"
    r"|metrics|registry|limiter|auth|tracer|executor|pool|loop)"
)


@fact
def answered_by_what_is_handed(repo: Repo) -> tuple[Beyond, ...]:
    """Return the endpoints within a factory that call what it is handed: ``create_app(model)``, ``model.answer(x)``."""
    return tuple(found for door in endpoints(repo) if "." in door.handler for found in _handed(repo, door))


def _handed(repo: Repo, door: Endpoint) -> Iterator[Beyond]:
    outer = function_at(repo, door.handler_path, door.handler.rpartition(".")[0])
    given = (one.name for one in outer.parameters if not one.annotation) if outer else ()
    open_ones = {name for name in given if not _ANSWERS_NOTHING.fullmatch(name)}
    for call in calls_in(repo, door.handler_path, door.handler):
        owner, dot, _ = call.written.partition(".")
        if dot and owner in open_ones and outer:
            what = f"{door.handler} answers by {call.written}(), and {owner} is handed to {outer.name}"
            yield Beyond(door.place, what, frozenset({May.ANSWER}))
            return
