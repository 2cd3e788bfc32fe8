"""Does one request make every other one wait?"""

from seatrial.api import Component, Effort, Graded, Severity, Stage, performance
from seatrial.facts.serving.load.blocking import Blocking, Hold, blocking_calls, coroutine_handlers
from seatrial.facts.testing.driven_routes import driving_tests

LOOKED_FOR = (
    "models, time.sleep, requests, database drivers and clients without async that are called in `async def` handlers, "
    "and not handed to a thread"
)
_NAMED = 3  #: handlers that a step lists


@performance.conduct(
    "PRF-08",
    question="Does a heavy or blocking call sit inside an async handler?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    parent="ARC-01",
    why="While the loop is held nothing else is answered, not even the health route, so the platform restarts it.",
    fix=(
        "Make {handler:the handler} in {app:the service} plain `def`, which runs in a thread, or await to_thread.",
        "Send twenty requests at once in a test, and let it fail when they are answered one after another.",
    ),
    references=("MS 2.3",),
    raised_by=("finance", "retail"),
    when=coroutine_handlers,
    when_not="no handler is a coroutine",
)
def no_blocking_in_event_loop(component: Component) -> Graded:
    found = blocking_calls(component)
    heavy = [one for one in found if one.hold is Hold.MODEL]
    first = found[0] if found else None
    return Graded.conduct(
        found=heavy[:8],
        weak=[one for one in found if one.hold is not Hold.MODEL][:8],
        guards=driving_tests(component)[:3],
        looked_for=LOOKED_FOR,
        message=first.what if first else "",
    ).naming(handler=_handlers(found), app=first.handler_path if first else None)


def _handlers(found: tuple[Blocking, ...]) -> str | None:
    """Name the handlers of the first file in which something waits."""
    names = list(dict.fromkeys(one.handler for one in found if one.handler_path == found[0].handler_path))
    if len(names) > _NAMED:
        return f"{names[0]} and {len(names) - 1} more handlers"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else next(iter(names), None)
