"""Who may call the routes of programs in TypeScript, JavaScript and Go, and is that proved?"""

from seatrial.facts import fact
from seatrial.facts.foreign.modules import modules
from seatrial.facts.foreign.programs import by_path
from seatrial.facts.foreign.routers import Before
from seatrial.facts.foreign.routes import ForeignRoute, foreign_routes
from seatrial.facts.foreign.spots import Spot, calls_of, insides, leads_to, reached_from, within
from seatrial.facts.serving.authentication import Access
from seatrial.facts.web.guard import ABOUT_CALLERS, Guard
from seatrial.facts.web.guard_strength import Proof
from seatrial.model import Place
from seatrial.read.code.python_record import Call, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Calls that prove who a caller is, or look it up where identities are kept.
_PROVES = regex(
    r"(?:jsonwebtoken|jose|jwt\w*|fast-jwt|njwt)\.(?:verify|jwtVerify)|(?:^|\.)(?:jwtVerify|verifyIdToken|verifySessionCookie|verifyToken"
    r"|verifyJwt|verifyAccessToken|getServerSession|getServerAuthSession|getToken|currentUser|auth\.getUser|auth\.getClaims|auth\.protect|getAuth"
    r"|authenticateRequest|validateSession\w*|validateRequest|getKindeServerSession|api\.getSession|isAuthenticated|authenticate"
    r"|timingSafeEqual|ConstantTimeCompare|CompareHashAndPassword|ParseWithClaims|VerifyIDToken|constructEvent|withAuth"
    r"|getSession|requireUser|requireSession|withApiAuthRequired|hmac\.Equal|introspect\w*|jwtCheck|withPageAuthRequired)$"
    r"|^(?:next-auth|@clerk/[\w-]+|@auth/[\w-]+|@workos-inc/[\w-]+|@kinde-oss/[\w-]+)[./](?:.*\.)?(?:auth|getAuth|clerkMiddleware\.protect|requireAuth)$"
    r"|^(?:hono/jwt|hono/basic-auth|hono/bearer-auth|express-jwt|express-basic-auth|koa-jwt|express-oauth2-jwt-bearer|@fastify/(?:jwt|auth|bearer-auth|basic-auth)"
    r"|fastify-plugin-auth|passport)\b|github\.com/(?:golang-jwt|dgrijalva|lestrrat-go|appleboy/gin-jwt|auth0)/[\w./-]*\.(?:Parse\w*|Verify|New|MiddlewareFunc|CheckJWT)"
    r"|(?:middleware|echojwt|jwtware|keyauth|basicauth|jwtauth)\.(?:JWT\w*|KeyAuth\w*|BasicAuth\w*|WithConfig|New|Verifier|Authenticator)$"
    r"|github\.com/gin-gonic/gin\.(?:.*\.)?BasicAuth|(?:protected|authed|authenticated|private|admin)Procedure$|(?:verify|check|validate|require|ensure|assert)_?(?:[aA]ccess|[aA]uth|[jJ]wt|[sS]ession|[uU]ser|[lL]ogged)\w*$"
)
#: A function of the owner that holds the identity by a library: ``export const { auth } = NextAuth(...)``.
_KEEPERS = regex(
    r"next-auth|NextAuth|better-auth|lucia|@auth/|@clerk/|@supabase/|iron-session|express-session|gin-contrib/sessions|passport|kinde|auth0|workos"
)
#: How an own function that asks a store for whoever shows a key is called.
_LOOKS_UP = caseless(
    r"(?:validate|verify|check|lookup|find|get|load|fetch|resolve)\w*(?:api_?key|token|session|user(?:by)?(?:token|key|session)|credential)\w*$"
    r"|(?:^|\.)authenticate(?:http|api)?_?(?:request|caller|user|client|key)\w*$"
)
_FORGED = regex(
    r"(?:^|\.)(?:jsonwebtoken|jwt|jose)\.(?:decode|decodeJwt)$|(?:^|\.)(?:jwtDecode|jwt_decode|decodeJwt|ParseUnverified)$"
)
_REFUSES = caseless(r"unauthori[sz]ed|forbidden|StatusUnauthorized|StatusForbidden|AuthenticationError|unauthenticated")
#: What answers whoever is not known by itself.
_STOPS = regex(
    r"auth(?:\(\))?\.protect$|^passport\.authenticate$|\.withApiAuthRequired$|^express-jwt|^@clerk/\S+\.requireAuth$"
)
#: Where a caller who is not known is sent.
_LOGIN = caseless(r"/(?:[\w-]+/){0,3}(?:log-?in|sign-?in|auth|guest|unauthorized)\b")
_OUT = frozenset({401, 403})
_CREDENTIAL = caseless(r"authorization|x-api-key|\bapi_?key|cookie|session|bearer|secret|\.user\b|token")
#: Middlewares that ask nobody who calls.
_HARMLESS = caseless(
    r"cors|helmet|express\.(?:json|urlencoded|static|text|raw)|body-?parser|compress|gzip|logg|morgan|cookie-?parser|recover"
    r"|request-?id|rate-?limit|limiter|throttl|static|metrics|prometheus|otel|trac|timeout|multer|csrf|i18n|locale|helmet|etag"
    r"|timing|pretty|favicon|cache|secure-?headers|zod|valid|upload|body"
)
#: What a framework has looked up of the caller before: the session of tRPC's context, the locals of SvelteKit.
_LOOKED_UP = regex(r"^(?:\w+\.)?(?:ctx|context|locals)\.(?:session|user|auth|userId)\b")
_SHORT = 40  #: characters of the name of a header
_DEEP = 3  #: calls from a middleware to what proves


@fact
def foreign_accesses(repo: Repo) -> tuple[Access, ...]:
    """Return who may call each route."""
    return tuple(_access(repo, route) for route in foreign_routes(repo))


def _access(repo: Repo, route: ForeignRoute) -> Access:
    found = [judged for one in route.before if (judged := _judged(repo, route, one))]
    found += [judged] if route.endpoint.handler_path and (judged := _by_itself(repo, route)) else []
    best = max(found, key=lambda one: one.proof.rank, default=None)
    return best or Access(route.endpoint, Proof.NONE)


def _judged(repo: Repo, route: ForeignRoute, one: Before) -> Access | None:
    """Return what something before a route proves; None for what asks nobody who calls."""
    value, path = one.value, one.place.path
    named = value.name or value.text.partition("(")[0]
    spot = Spot(path, value.name) if value.kind == "lambda" else leads_to(repo, path, one.scope, named)
    shown = named.rpartition("/")[2] or "a middleware"
    if spot:
        proof = _proof_of(repo, spot, wraps=one.wraps)
        guard = Guard(one.place, f"{_plain(shown)} asks who calls", spot.path, spot.scope, one.maybe)
        return _access_by(route, proof, guard) if proof else None
    if _HARMLESS.search(named):
        return None
    if _PROVES.search(named):
        guard = Guard(one.place, f"{_plain(shown)} asks who calls", "", named, one.maybe)
        return _access_by(route, Proof.IDENTITY, guard)
    if ABOUT_CALLERS.search(named.rpartition("/")[2]):
        return Access(route.endpoint, Proof.SHARED, Guard(one.place, f"{_plain(shown)} asks who calls", "", named))
    return None


def _access_by(route: ForeignRoute, proof: Proof, guard: Guard) -> Access:
    """Return who may call by a guard: one that a condition may leave out is no proof."""
    weak = guard.maybe and proof is Proof.IDENTITY
    return Access(route.endpoint, Proof.SHARED if weak else proof, guard, guard.maybe)


def _plain(name: str) -> str:
    return name if "fn@" not in name else "a function before it"


def _by_itself(repo: Repo, route: ForeignRoute) -> Access | None:
    """Return what the handler proves by its own lines, or by functions that it calls first."""
    spot = route.handler
    proof = _proof_of(repo, spot, wraps=False)
    if proof is None:
        return None
    what = "the handler asks who calls"
    return Access(route.endpoint, proof, Guard(Place(spot.path, _line(repo, spot)), what, spot.path, spot.scope))


def _line(repo: Repo, spot: Spot) -> int:
    function = insides(repo)[spot.path].functions.get(spot.scope)
    return function.line if function else 1


def _proof_of(repo: Repo, spot: Spot, *, wraps: bool) -> Proof | None:
    """Return how well a function proves who calls, by what it and those that it calls do; None where it does not ask.

    Who only looks up who calls, and lets everybody through, asks nobody: something must answer 401, send the caller to
    a login, or throw where the caller is looked up.
    """
    near = reached_from(repo, spot, 1 if wraps else _DEEP)
    calls = [(here, call) for here in near for call in calls_of(repo, here)]
    proving = {here for here, call in calls if _proves(repo, here, call)}
    refuses = any(_refuses(call) for _, call in calls)
    if proving and (refuses or any("throw" in call.inside and here in proving for here, call in calls)):
        return Proof.IDENTITY
    if any(_STOPS.search(call.name) for _, call in calls):
        return Proof.IDENTITY
    if refuses and any(_FORGED.search(call.name) for _, call in calls):
        return Proof.FORGED
    if refuses and (any(_LOOKS_UP.search(call.last) for _, call in calls) or _is_known(repo, near)):
        return Proof.IDENTITY
    return Proof.SHARED if _speaks_of_callers(repo, near) and _turns_away(repo, spot, 1 if wraps else _DEEP) else None


def _is_known(repo: Repo, spots: tuple[Spot, ...]) -> bool:
    """Tell whether functions look at what was found out about the caller before they are called."""
    return any(
        _LOOKED_UP.search(mention.written)
        for spot in spots
        for scope, mentions in insides(repo)[spot.path].mentions.items()
        if within(spot.scope, scope)
        for mention in mentions
    )


def _turns_away(repo: Repo, spot: Spot, depth: int) -> bool:
    """Tell whether a function refuses callers before anything fails: a 401 in a ``catch`` hands on what others said."""
    near = reached_from(repo, spot, depth, unless_in="catch")
    return any(_refuses(call) and "catch" not in call.inside for here in near for call in calls_of(repo, here))


def _proves(repo: Repo, here: Spot, call: Call) -> bool:
    if _PROVES.search(call.name) or _PROVES.search(call.written):
        return not _FORGED.search(call.name)
    return bool(call.last in ("auth", "protect") and _from_keeper(repo, here, call))


def _from_keeper(repo: Repo, here: Spot, call: Call) -> bool:
    """Tell whether ``auth()`` comes from a file that makes it by a library of identities."""
    inside = insides(repo)[here.path]
    for head, one in inside.imports:
        if call.name == head or call.name.startswith(f"{head}."):
            if _KEEPERS.search(one.module):
                return True
            return _imports_keeper(repo, here.path, one.module)
    return any(_KEEPERS.search(one.module) for _, one in inside.imports)


def _imports_keeper(repo: Repo, path: str, module: str) -> bool:
    target = modules(repo).javascript(module, path)
    inside = insides(repo).get(target)
    return inside is not None and any(_KEEPERS.search(one.module) for _, one in inside.imports)


def _refuses(call: Call) -> bool:
    """Tell a call that answers 401 or 403."""
    given = call.values
    if any(isinstance(one.literal, int) and one.literal in _OUT and not isinstance(one.literal, bool) for one in given):
        return True
    if call.last.lower() in ("redirect", "rewrite"):
        inner = [value for one in given for value in (one, *one.items)]
        return any(_LOGIN.search(one.template) for one in inner)
    return bool(_REFUSES.search(call.last)) or any(_REFUSES.search(_short(one)) for one in given)


def _short(value: Value) -> str:
    return value.string if 0 < len(value.string) < 40 else value.name.rpartition(".")[2]


def _speaks_of_callers(repo: Repo, spots: tuple[Spot, ...]) -> bool:
    """Tell whether functions read what a caller proves itself by: a header, a cookie, a session."""
    texts = [text for spot in spots for text in by_path(repo)[spot.path].texts if within(spot.scope, text.scope)]
    return any(_CREDENTIAL.search(text.value) for text in texts if len(text.value) < _SHORT) or any(
        _CREDENTIAL.search(mention.written)
        for spot in spots
        for scope, mentions in insides(repo)[spot.path].mentions.items()
        if within(spot.scope, scope)
        for mention in mentions
    )
