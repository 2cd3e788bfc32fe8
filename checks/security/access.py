"""Who may call the model, and who may change the service?"""

from collections import Counter
from collections.abc import Sequence

from seatrial.api import Component, Effort, Evidence, Found, Grade, Graded, Severity, Stage, regex, security
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.product.parts import part_of
from seatrial.facts.security.open_starts import is_for_development
from seatrial.facts.serving.answering import all_access, all_answering, all_doors, answers_on_network
from seatrial.facts.serving.authentication import Access, is_admin
from seatrial.facts.serving.azure_guards import BY_KEY_OF_AZURE, open_instances
from seatrial.facts.serving.left_out import said_optional
from seatrial.facts.serving.request_schemas import takes_nothing
from seatrial.facts.serving.service_files import application_beside
from seatrial.facts.serving.serving import NETWORK, is_named_for_a_model
from seatrial.facts.serving.watch.endpoint_tests import EndpointTest, tests_of
from seatrial.facts.serving.watch.own_state import answers_nobody, lets_people_in, signs_people_up
from seatrial.facts.unfollowed.unfollowed import May, unfollowed
from seatrial.facts.web.endpoints import Door, Endpoint
from seatrial.facts.web.gates import gates, open_doors, open_routes
from seatrial.facts.web.guard_strength import Proof

from .. import acts

LOOKED_FOR = (
    "dependencies, decorators and middlewares that check a token, a key or a session; DRF permissions; rules of a "
    "mesh, an ingress or a gateway; a test that expects 401 or 403"
)
_UNTRIED = ", and no run of CI shows that others are refused"
_UNSTOPPED = "where tests show that others are refused, and no run of CI stops a change by them"
_BY_PLATFORM = "where the platform asks who is calling"
_MEANT_OPEN = "where a document says that the key of the guard may be left out"
_ONE_KEY = "where one key is compared for all callers"
_OPEN_ROUTE = "where the gateway before a function lets everybody through"
_BARE = "where a container instance of Azure ML is described that asks nobody"
_SOME_ASK = "where other routes ask already who is calling"
_PLATFORM = "lets in whom"  #: how a guard of a cloud is told
_PROVES = "that verifies a token or a looked-up key"
_GUARDED = (
    "{guard:Put a dependency that verifies a token or a looked-up key before} every route of {app:the service} "
    "but probes and metrics."
)
_GUARDS = (
    (None, ("FastAPI", "Litestar", "Starlette", "Django Ninja", "BlackSheep")),
    (f"Put a before_request or a decorator {_PROVES} before", ("Flask", "Quart", "Sanic", "Bottle", "web framework")),
    (f"Put a gateway, or the platform that runs it, {_PROVES} before", ("Cog",)),
    (f"Give a permission class {_PROVES} to", ("Django", "Django REST framework")),
    (f"Hand the server an interceptor {_PROVES}, from the metadata, before", ("gRPC",)),
)
_OF_ONE = regex(r"[{<]")  #: a part of a path that says of whom or what something is asked
_SEVERAL = 2  #: doors that ask who calls, from which on their guard is the one of the service
#: Model servers, sockets and functions know no dependencies: something before them asks.
_BEFORE = f"Put a middleware or a gateway {_PROVES} before"


@security.practice(
    "SEC-05",
    question="Is every prediction and admin route closed to anonymous callers, or is that decided?",
    severity=Severity.BLOCKER,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    parent="ARC-01",
    why="An open model is copied by its answers, flooded at your cost, and asked about other people's data.",
    act=acts.GUARD,
    act_when={_BY_PLATFORM: "", _UNSTOPPED: "", _SOME_ASK: "", _ONE_KEY: "", _OPEN_ROUTE: "", _BARE: ""},
    fix=(
        _GUARDED,
        "Test in CI that {url:the endpoint} answers 401 without one; if a gateway asks, commit its rule or attest it.",
    ),
    fix_when={
        _UNSTOPPED: ("Run {refusing:the tests that expect a refusal} in CI on every change.",),
        _SOME_ASK: (
            "Give the routes of {open:the service} that nobody guards what guards the others: {known:its dependency}.",
            "Test in CI that {url:the endpoint} answers 401 without it.",
        ),
        _ONE_KEY: (
            "Let {shared:the guard} look for a key of each caller's own, by secrets.compare_digest in place of ==.",
            "Test in CI that {url:the endpoint} answers 401 without one.",
        ),
        _BARE: (
            "Write `authEnabled: true` into {bare:the configuration for ACI}, which asks nobody by default.",
            "Test in CI that the deployed endpoint answers 401 without its key.",
        ),
        _OPEN_ROUTE: (
            "Give {route:the route} an authorizer, or AWS_IAM, so that the gateway asks who calls the function.",
            "Let a test in CI call it without a token or a signature, and expect 401 or 403.",
        ),
        _MEANT_OPEN: (
            "Start {app:the service} without its key, optional by {said:a document}, only with ALLOW_ANONYMOUS=1.",
            "Compare the key by secrets.compare_digest, and test in CI that {url:the endpoint} answers 401 without it.",
        ),
        _BY_PLATFORM: (
            "Keep the policy that says who may invoke {app:the service} as code, and narrow it to those who call it.",
            "Let a test in CI call it without a signature, and expect 403.",
        )
    },
    references=("CWE-306", "ML03", "ML05", "AML.T0040", "AML.M0019", "HIPAA (a)(1)", "HIPAA (d)", "PCI 8.3", "PCI 7.2",
                "GDPR 32"),
    raised_by=("finance", "healthcare", "retail"),
    gated_by=("finance", "healthcare"),
    when=answers_on_network,
    when_not="nothing here answers on the network",
)  # fmt: skip
def api_authenticated(component: Component) -> Graded:
    accesses = [all_access(component)[door] for door in _doors(component)]
    worst = min(accesses, key=lambda access: access.proof, default=None)
    if worst is None and all_doors(component):
        return Graded.not_applicable("what answers here tells how the service is, or shows a page and its login")
    if worst is None:
        return Graded.unknown("no endpoint could be followed to its guard", looked_for=LOOKED_FOR)
    ruled = gates(component) if not open_doors(component) else ()
    proved = [access for access in accesses if access.proof is Proof.IDENTITY]
    weak = [access for access in accesses if access.proof is Proof.SHARED]
    closed = worst.proof is Proof.IDENTITY or bool(ruled)
    asked = _refused(component, accesses)
    tried = [test for test in asked if guarding_runs(component, test.place.path)]
    refused = tried if closed else []
    forged = [access for access in accesses if access.proof is Proof.FORGED]
    open_ = [] if closed else [access for access in accesses if access.proof is worst.proof]
    routes = () if closed else _routes_to(component, worst)
    shown: list[Access | Evidence] = [*routes[:4], *open_[:8]]
    graded = Graded.best(
        (Grade.IN_USE, refused[:5]),
        (Grade.SUBSTANTIVE, [*proved[:8], *ruled[:5]] if closed else []),
        (Grade.PRESENT, [] if forged or not (proved or weak) else [*shown, *weak[:8]] if open_ else proved[:5]),
        looked_for=LOOKED_FOR,
        message=routes[0].what if routes else _message(worst, ruled, closed=closed, tried=refused),
    )
    if graded.grade is Grade.ABSENT:
        graded = Graded.absent(shown, LOOKED_FOR, graded.message)
    if not closed and not forged and not open_doors(component):
        asking = [Evidence(one.place, one.unfollowed) for one in open_ if one.unfollowed]
        known = any(one.compares or (one.optional and one.guard and one.guard.path) for one in open_)  # it was read
        graded = graded.as_far_as_followed([*asking[:1], *(() if known else unfollowed(component, May.GUARD))])
    named = _naming_the_guard(component, graded, worst, open_)
    if closed and _PLATFORM in worst.what:
        return named.in_case(_BY_PLATFORM)
    if closed and asked and not refused:
        return named.naming(refusing=asked[0].place.path).in_case(_UNSTOPPED)
    fitting = None if closed else _for_what_is_open(component, named, worst, routes)
    return fitting or named.having_done_if(closed, not closed and tried)


def _routes_to(component: Component, worst: Access) -> tuple[Evidence, ...]:
    """Return the routes of a gateway by which everybody gets to a function that asks nobody itself."""
    asks = worst.endpoint.framework != "AWS Lambda" or worst.guard
    return () if asks else open_routes(component)


def _for_what_is_open(
    component: Component, named: Graded, worst: Access, routes: tuple[Evidence, ...]
) -> Graded | None:
    """Choose the steps where something stands here already that the open door could be closed by; None for none."""
    if routes:
        route = f"{routes[0].what.partition(' lets ')[0]} in {routes[0].place.path}"
        return named.naming(route=route).in_case(_OPEN_ROUTE)
    if worst.guard and worst.guard.scope == BY_KEY_OF_AZURE and (bare := open_instances(component.repo)):
        return named.naming(bare=bare[0].path).in_case(_BARE)
    meant = said_optional(component.repo, worst.guard) if worst.optional and worst.guard else None
    if meant:
        return named.naming(said=meant).in_case(_MEANT_OPEN)
    if not worst.guard and (known := _guards_of_others(component)):
        return named.naming(open=worst.endpoint.place, known=known).in_case(_SOME_ASK)
    if worst.guard and worst.compares_one_key:
        return named.naming(shared=worst.guard.place).in_case(_ONE_KEY)
    return None


def _naming_the_guard(component: Component, graded: Graded, worst: Access, open_: list[Access]) -> Graded:
    """Name the application and the route that are open, and what should guard them."""
    guard = (
        "Refuse to start without its secret, and let no setting leave out what guards"
        if worst.optional
        else _guard(worst)
    )
    spread = len({access.place.path for access in open_}) > 1  # one dependency of the application closes them all
    app = (application_beside(component, worst.endpoint.place) if spread else None) or worst.endpoint.place
    return graded.naming(app=app, url=worst.endpoint.url or None, guard=guard)


def _guards_of_others(component: Component) -> str | None:
    """Name the guard of the owner's own that most doors have, where it asks who calls: the open ones lack it."""
    guarded = [one for one in map(all_access(component).get, all_doors(component)) if one and one.guard]
    known = list(filter(_asks_who, guarded)) or [one for one in guarded if one.optional and not one.unasked]
    named = Counter((one.guard.scope, one.guard.path) for one in known if one.guard and one.guard.path)
    (scope, path), number = next(iter(named.most_common(1)), (("", ""), 0))
    forged = any(one.proof is Proof.FORGED for one in known if one.guard and one.guard.scope == scope)
    also = ", once it checks the signature" if forged else ", switched on" if any(one.optional for one in known) else ""
    return f"{scope} of {path}{also}" if number >= _SEVERAL else None


def _asks_who(access: Access) -> bool:
    """Tell a guard that looks up who calls, or reads it from a token; one that can be left out asks nobody."""
    return access.proof in (Proof.IDENTITY, Proof.FORGED) and not access.optional and not access.unasked


def _guard(worst: Access) -> str | None:
    """Say how the framework of the endpoint asks who is calling; None for the dependencies of FastAPI and its like."""
    return next((sentence for sentence, names in _GUARDS if worst.endpoint.framework in names), _BEFORE)


def _message(worst: Access, ruled: Sequence[Evidence], *, closed: bool, tried: Found) -> str:
    """Say who is let in; of what is closed, by what, and that nothing shows it."""
    if tried:
        return ""
    by = ruled[0].what if closed and worst.proof is not Proof.IDENTITY else worst.what
    return f"{by}{_UNTRIED}" if closed else by


def _doors(component: Component) -> list[Endpoint]:
    """Return the endpoints that run a model or change the service; engines only when nothing stands before them.

    Beside a server that is deployed, one for development is none that strangers reach.
    """
    running = [item.endpoint for item in all_answering(component) if item.endpoint.door in NETWORK]
    running = [item for item in running if not lets_people_in(item)]
    admin = [item for item in all_doors(component) if is_admin(item)]
    asked = [*running, *admin] or sorted(_in_its_place(component), key=lambda door: not is_named_for_a_model(door))
    deployed = [item for item in asked if part_of(component.repo, item.handler_path, item.handler).in_service]
    reached = [item for item in asked if item in deployed or not is_for_development(item.place.path)]
    asked = reached if deployed else asked
    coded = [item for item in asked if item.door is not Door.ENGINE]
    return list(dict.fromkeys(coded or asked))


def _in_its_place(component: Component) -> list[Endpoint]:
    """Return the doors that stand for those of a model that could not be followed.

    What takes nothing from its caller shows a page or a list; where some doors ask who calls, what is shown without
    asking was chosen to be. What deletes changes the service, whatever it takes.
    """
    found = [item for item in all_doors(component) if not answers_nobody(component.repo, item)]
    found = [item for item in found if not signs_people_up(item)]
    some_ask = any(all_access(component)[item].guard for item in found)
    taking = [
        item
        for item in found
        if item.takes_body
        or "DELETE" in item.methods
        or not takes_nothing(component.repo, item)
        or (not some_ask and _OF_ONE.search(item.url))
    ]
    return taking or found


def _refused(component: Component, accesses: list[Access]) -> list[EndpointTest]:
    """Return the tests that expect a refusal."""
    tests = [test for access in accesses for test in tests_of(component.repo).get(access.endpoint, ())]
    return [test for test in tests if test.statuses & {401, 403} and not test.statuses & {200, 201}]
