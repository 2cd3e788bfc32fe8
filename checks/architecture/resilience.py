"""Does the service stay up when what it depends on is slow or gone, or when too much is asked of it?"""

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, architecture
from seatrial.facts.serving.answering import answers_on_network
from seatrial.facts.serving.load.outbound import outbound_calls
from seatrial.facts.serving.load.outbound_call import OutboundCall
from seatrial.facts.serving.load.outbound_clients import Wait
from seatrial.facts.serving.load.overload import bounded_servers, concurrency_bounds, counted_workers, failure_tests
from seatrial.facts.serving.load.turns import taken_in_turns
from seatrial.facts.serving.near_answers import asked_for_answers
from seatrial.facts.serving.service_files import application_beside
from seatrial.facts.unfollowed.unfollowed import May, unfollowed

_ALONE = "where it asks no other system"
_IN_TURNS = "where it asks no other system, and a lock lets one request after the other ask the model"
_REPEATED = "where what waits for ever is tried again already"
_UNASKED = "where it answers nobody on the network"
LOOKED_FOR = (
    "timeouts of requests, httpx, aiohttp, gRPC, databases and clients of language models; tenacity, backoff, stamina, "
    "Retry, breakers; semaphores, bounded queues, limit_concurrency, max_ongoing_requests; a test in which a "
    "dependency fails"
)


@architecture.practice(
    "ARC-08",
    question="Does the service stay up when a dependency or load misbehaves?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    parent="ARC-01",
    why="One dependency that hangs fills every worker with requests that wait, and the whole service stops answering.",
    fix=(
        "Give each call to another system in {call:the service} a timeout; repeat with pauses what may be done twice.",
        "Bound how many requests {app:the service} works on at once, and answer the others by a default or 503.",
        "Test that answer: let the dependency raise a timeout in a test.",
    ),
    fix_when={
        _ALONE: (
            "Bound how many requests {app:the service} works on at once, by a limit of its server or a semaphore.",
            "Let whoever comes above that bound get 503 at once, and test that.",
        ),
        _IN_TURNS: (
            "Bound how many requests may wait for their turn in {app:the service}: a count, or a limit of its server.",
            "Let whoever comes above that bound get 503 at once, and test that.",
        ),
        _REPEATED: (
            "Give {written:the call} in {call:the service} a timeout, and let what repeats it take that for a failure.",
            "Bound how many requests {app:the service} works on at once, and answer the others by a default or 503.",
            "Test that answer: let the dependency raise a timeout in a test.",
        ),
        _UNASKED: (
            "Give each call to another system in {call:it} a timeout; repeat with pauses what may be done twice.",
            "Decide what happens when it fails for good: go on without it, or end with an exit code that is seen.",
            "Test that: let the call raise a timeout in a test.",
        ),
    },
    missing="nothing bounds how long the service waits, or how much it works on at once",
    references=("MS 2.7", "MG 2.3", "GV 6.2", "AIA 15", "LLM10"),
    raised_by=("finance", "retail"),
    gated_by=("finance",),
)
def resilience_limits(component: Component) -> Graded:
    calls, bounds = outbound_calls(component), concurrency_bounds(component)
    if not calls and not answers_on_network(component):
        return Graded.not_applicable("nothing here asks other systems or answers them")
    endless = [item for item in calls if item.wait is Wait.FOREVER]
    bounded = [item for item in calls if item.wait is Wait.BOUNDED]
    twice = [item for item in calls if item.retried and item.changes]
    guarded = [item for item in calls if item.retried and not item.changes]
    whole = len(bounded) == len(calls) and bool(bounds or guarded) and not twice
    tested = failure_tests(component) if whole and calls else ()
    turns = taken_in_turns(component) if not calls and not bounds else ()
    servers = bounded_servers(component) if not calls and not bounds and not turns else ()
    worst = endless or twice or [item for item in calls if item.wait is Wait.DEFAULT]
    shown = _places(worst) if worst else [*_places(list(calls)), *bounds]
    some = [item for item in calls if item.wait is not Wait.FOREVER or item.retried]
    graded = Graded.best(
        (Grade.IN_USE, tested[:5]),
        (Grade.SUBSTANTIVE, shown[:8] if whole else ()),
        (Grade.PRESENT, [*shown[:8], *turns[:3], *servers[:3]] if some or bounds or not calls else ()),
        looked_for=LOOKED_FOR,
        message=""
        if whole
        else _left_to(turns, servers, counted_workers(component)) or _why_not(calls, endless, twice, guarded, bounds),
    )
    if graded.grade is Grade.ABSENT and endless:
        graded = Graded.absent(shown[:8], LOOKED_FOR, graded.message)
    graded = graded if whole else graded.as_far_as_followed(unfollowed(component, May.WAIT))
    near = asked_for_answers(component, worst or calls)
    call = next(iter(near), None)
    named = graded.naming(app=application_beside(component, call.place if call else None), call=near)
    if not calls:
        return named.in_case(_IN_TURNS if turns else _ALONE).having_done_if(bounds)
    if not answers_on_network(component):
        return named.in_case(_UNASKED)
    if endless and all(item.retried for item in endless):
        return named.naming(written=f"{endless[0].written}()").in_case(_REPEATED).having_done(*([2] if bounds else []))
    return named.having_done_if(len(bounded) == len(calls), bounds)


def _left_to(turns: tuple[Evidence, ...], servers: tuple[Evidence, ...], counted: tuple[Evidence, ...]) -> str:
    if turns:
        return f"{turns[0].what}, and nothing bounds how many wait for their turn"
    if servers and counted:
        return "the number of its workers bounds what the service works on at once, and whoever comes above it waits"
    return "how much the service works on at once is left to the defaults of its server" if servers else ""


def _places(calls: list[OutboundCall]) -> list[Evidence]:
    return [Evidence(item.place, item.what, item.confidence) for item in calls]


def _why_not(
    calls: tuple[OutboundCall, ...],
    endless: list[OutboundCall],
    twice: list[OutboundCall],
    guarded: list[OutboundCall],
    bounds: tuple[Evidence, ...],
) -> str:
    if endless and len(calls) == 1:
        return f"{endless[0].written}() may wait for ever"
    if endless:
        counted = f"{len(endless)} of the {len(calls)} calls to others that were followed"
        return f"{counted} may wait for ever, as {endless[0].written}()"
    if twice:
        return f"{twice[0].written}() is tried again, and may do twice what it was asked for"
    if calls and any(item.wait is Wait.DEFAULT for item in calls):
        return "how long calls to other systems wait is left to the libraries that make them"
    if not calls and not bounds:
        return "nothing bounds how many requests the service works on at once"
    if calls and not (guarded or bounds):
        return "calls have timeouts, and nothing tries again, gives up early or bounds how many wait"
    return ""
