"""Who may call the endpoints, and is that really proved?"""

from collections.abc import Mapping

from seatrial.facts import fact
from seatrial.facts.serving.platform_guards import platform_guards
from seatrial.facts.serving.server_guards import server_guards
from seatrial.facts.serving.serving import endpoints
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.guard import ONE_KEY, Guard
from seatrial.facts.web.guard_strength import (
    LOOKS_UP,
    PROVES,
    Proof,
    asks_the_session,
    calls_of,
    is_switched,
    lets_in,
    lets_in_without,
    reads_secret,
    skips_signature,
    visited_by,
)
from seatrial.facts.web.guards import guards_of
from seatrial.facts.web.key_sets import compares_keys, looks_up_keys, open_while_unset
from seatrial.facts.web.named_callers import only_names_a_tenant
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_UNFOLLOWED = ", and it could not be followed to what proves who calls"
#: What hands on what a caller sent, and compares it with nothing.
_TAKES_APART = regex(r"(?:fastapi|starlette)\.security|H(?:ttp|TTP)(?:Bearer|Basic)|APIKey|OAuth2\w*Bearer")
_ORIGIN = caseless(
    r"origin|referr?er|allowed_?host|whitelist|allow_?list|localhost|(?:client|allowed|trusted|source)_?ips?(?![a-z])|cidr"
)
_ADMIN = regex(r"/(admin|train|retrain|reload|promote|shutdown|delete)\b")


@dataclass(frozen=True, slots=True)
class Access:
    """Who may call one endpoint."""

    endpoint: Endpoint
    proof: Proof
    guard: Guard | None = None
    optional: bool = False  #: a switch or a missing variable opens the door
    unasked: bool = False  #: so does sending nothing
    compares: bool = False  #: what is sent is compared with a secret, as far as the guard can be read
    proves: bool = False  #: where it asks at all, a signature, a password, a session or a key is checked

    @property
    def place(self) -> Place:
        """Where the guard stands, else the handler."""
        return self.guard.place if self.guard else self.endpoint.place

    @property
    def confidence(self) -> Confidence:
        """What a program in another language than Python asks was followed as far as its own text shows it."""
        return Confidence.LIKELY if self.endpoint.in_another_language else Confidence.VERIFIED

    @property
    def what(self) -> str:
        """Who may call."""
        if self.guard is None:
            return f"{self.endpoint.what}, for anybody"
        weaknesses = {
            Proof.FORGED: ", which does not check the signature",
            Proof.SHARED: _shared(self.guard, compares=self.compares),
        }
        weak = ", only where a setting says so" if self.optional else weaknesses.get(self.proof, "")
        weak = ", which lets in whoever sends nothing" if self.unasked else weak
        told_already = not self.endpoint.url and self.guard.what.startswith(self.endpoint.framework)
        door = "" if told_already else f"{self.endpoint.url or self.endpoint.framework}: "
        return f"{door}{self.guard.what}{weak}"

    @property
    def compares_one_key(self) -> bool:
        """Whether code of the owner's compares what is sent with the one key that all callers have."""
        return self.proof is Proof.SHARED and self.compares and not self.optional and not self.unasked

    @property
    def unfollowed(self) -> str:
        """What is asked who calls, and is code of others; "" where nothing is, or what only takes a header apart."""
        if self.guard is None or self.guard.path or self.optional or self.proof is not Proof.SHARED:
            return ""
        if self.guard.scope == ONE_KEY:
            return ""
        return "" if _TAKES_APART.search(self.guard.scope) else f"{self.guard.scope} is code of others"


def _shared(guard: Guard, *, compares: bool) -> str:
    if guard.scope == ONE_KEY:
        return ""
    if not guard.path:
        return _UNFOLLOWED
    if _ORIGIN.search(guard.scope):
        return ", which only looks at where it comes from"
    return ", which only compares a shared key" if compares else ", in which nothing was found that proves who calls"


@fact
def accesses(repo: Repo) -> tuple[Access, ...]:
    """Return who may call each endpoint outside tests."""
    return tuple(_access(repo, endpoint) for endpoint in endpoints(repo))


@fact
def access_of(repo: Repo) -> Mapping[Endpoint, Access]:
    """Return who may call, by endpoint."""
    return {access.endpoint: access for access in accesses(repo)}


def is_admin(endpoint: Endpoint) -> bool:
    """Tell whether an endpoint changes the service itself: training, promotion, reload."""
    return bool(_ADMIN.search(endpoint.url)) and bool({"POST", "PUT", "DELETE"} & set(endpoint.methods))


def _access(repo: Repo, endpoint: Endpoint) -> Access:
    guards = (*guards_of(repo, endpoint), *platform_guards(repo, endpoint), *server_guards(repo, endpoint))
    judged = [_judged(repo, endpoint, guard) for guard in guards]
    return max(judged, key=_strength, default=Access(endpoint, Proof.NONE))


def _strength(access: Access) -> tuple[int, bool, bool]:
    """Of two that are no proof for everybody, what can prove anything is meant: a check of roles alone does not."""
    return access.proof.rank, access.proves or access.compares, not access.optional


def _judged(repo: Repo, endpoint: Endpoint, guard: Guard) -> Access:
    if not guard.path:
        proof = Proof.IDENTITY if PROVES.search(guard.scope) and not guard.maybe else Proof.SHARED
        return Access(endpoint, proof, guard, guard.maybe)
    visited = visited_by(repo, guard)
    calls = [call for path, scope in visited for call in calls_of(repo, path, scope)]
    if any(skips_signature(call) for call in calls):
        return Access(endpoint, Proof.FORGED, guard)
    proves = any(PROVES.search(call.name or call.written) or LOOKS_UP.search(call.written) for call in calls)
    proves = proves or asks_the_session(repo, visited) or looks_up_keys(repo, visited)
    switched = any(is_switched(repo, path, scope) for path, scope in visited)
    optional = guard.maybe or switched or reads_secret(guard, calls) or open_while_unset(repo, visited)
    if not proves and (lets_in(repo, visited) or only_names_a_tenant(repo, guard, calls, visited)):
        return Access(endpoint, Proof.NONE)
    unasked = any(lets_in_without(repo, path, scope) for path, scope in visited)
    proof = Proof.IDENTITY if proves and not optional and not unasked else Proof.SHARED
    by_origin = _ORIGIN.search(guard.scope)
    compares = not by_origin and compares_keys(repo, visited)
    return Access(endpoint, proof, guard, optional, unasked, compares, proves)
