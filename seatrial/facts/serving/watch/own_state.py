"""Which doors give nobody an answer: those that tell how the process is, and those of a page's icon and its login?"""

from seatrial.facts import fact
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.health_paths import says_health
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_FIGURES = frozenset({"/metrics", "/prometheus", "/actuator/prometheus"})
#: What a browser fetches by itself, and the way in and out, which has to be open.
_OF_A_PAGE = caseless(
    r"/(?:favicon\.\w+|robots\.txt|apple-touch-icon[\w-]*\.png|(?:site\.|manifest\.)(?:webmanifest|json))"
    r"|(?:/[\w-]+)*/(?:log|sign)[-_]?(?:in|out)/?|/(?:api/)?(?:auth|oauth2?|sso)(?:/(?:callback|\w+/callback))?/?"
)
#: What proves who somebody is, for whoever has no proof yet; whoever keeps the accounts is another door.
_WAY_IN = caseless(
    r"(?:/[\w-]+)*/(?:authn?|authentication|oauth2?|sso)/(?!(?:users?|roles?|admin)\b).+"
    r"|(?:/[\w-]+)*/(?:log|sign)[-_]?(?:in|out|up)(?:/[\w-]+)?/?"
    r"|(?:/[\w-]+)*/(?:forgot|reset|recover)[-_]?password(?:/.*)?|(?:/[\w-]+)*/password[-_/](?:forgot|reset|recover)\w*/?"
)
#: Words that mean a way in where nothing answers with a model: models and faces are registered too.
_SIGN_UP = caseless(r"(?:/(?:api|v\d+|users?|accounts?))*/(?:register|registration|(?:access|refresh)?[-_]?token)/?")


def lets_people_in(endpoint: Endpoint) -> bool:
    """Tell a door by which people sign in or find their password again: it has to be open to whoever comes."""
    return bool(_WAY_IN.fullmatch(endpoint.url))


def signs_people_up(endpoint: Endpoint) -> bool:
    """Tell a door by which people get an account, where no model is behind it."""
    return lets_people_in(endpoint) or bool(_SIGN_UP.fullmatch(endpoint.url))


def answers_nobody(repo: Repo, endpoint: Endpoint) -> bool:
    """Tell a route for health, what hands out figures for a collector, and the first page, its icon and its login."""
    if says_health(endpoint.url) or endpoint.url.rstrip("/") in _FIGURES or _OF_A_PAGE.fullmatch(endpoint.url):
        return True
    if endpoint.url == "/" and endpoint.methods == ("GET",):
        return True
    return (endpoint.handler_path, endpoint.handler) in _handing_out(repo)


@fact
def _handing_out(repo: Repo) -> frozenset[tuple[str, str]]:
    """Return the functions, by file and name, that write out what was measured."""
    return frozenset((item.place.path, item.scope) for item in measurements(repo) if item.sort is Sort.EXPOSITION)
