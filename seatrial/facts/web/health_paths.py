"""How are the paths called at which a platform asks whether a service lives?"""

from seatrial.read.regex import caseless, regex

_PATH = caseless(
    r"(.*/)?_?_?(health[-_]?(z|check|checkz|y)?|livez|liveness|readyz?|readiness|ping|(lb)?heartbeat|alive)(__)?/?"
    r"(/(live|liveness|ready|readiness|startup|detailed|check|z))?/?"
)
#: Words that speak of data as well, as /cameras/live and /votes/up do: at the top they count, or below what is no data.
_AT_THE_TOP = caseless(
    r"/?((api|v\d[\w.]*|internal|admin|system|status|manage(ment)?|monitoring|k8s|probes?|-|_)/)*(live|up|probe)/?"
)
_STATUS = regex(r"/?(-/)?status/?")
_READY = caseless(r"(?:.*/)?(?:readyz?|readiness)/?")


def says_health(url: str) -> bool:
    """Tell whether a path is called as health routes are."""
    return any(rule.fullmatch(url) for rule in (_PATH, _AT_THE_TOP, _STATUS))


def says_ready(url: str) -> bool:
    """Tell whether a path asks whether the service can answer, and not only whether it lives."""
    return bool(_READY.fullmatch(url))
