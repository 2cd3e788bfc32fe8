"""Where may whoever signs up say which role they are given?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import calls_in, function_at
from seatrial.facts.serving.authentication import access_of
from seatrial.facts.serving.serving import network_endpoints
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.guard_strength import Proof
from seatrial.model import Evidence, Place
from seatrial.read.regex import regex

_SIGNS_UP = regex(r"sign_?-?up|regist(?:er|ration)|create_?-?(?:user|account)|/(?:users|accounts)/?$")
#: Keywords by which an account is given its rights.
_RIGHTS = frozenset({"role", "roles", "is_admin", "is_superuser", "is_staff", "admin", "permissions", "scopes"})


@fact
def chosen_roles(component: Component) -> tuple[Evidence, ...]:
    """Return where an account is made with the rights that its own request asks for, by a route open to anybody."""
    open_ = (
        item
        for item in network_endpoints(component)
        if "POST" in item.methods
        and _SIGNS_UP.search(f"{item.url} {item.handler}".lower())
        and access_of(component.repo)[item].proof is Proof.NONE
    )
    return tuple(sorted(found for item in open_ for found in _chosen(component, item)))


def _chosen(component: Component, endpoint: Endpoint) -> Iterator[Evidence]:
    function = function_at(component.repo, endpoint.handler_path, endpoint.handler)
    asked = {one.name for one in function.parameters} if function else set()
    for call in calls_in(component.repo, endpoint.handler_path, endpoint.handler):
        for key, value in call.keywords if call.last[:1].isupper() or call.last.startswith("create") else ():
            root, _, field = value.text.partition(".")
            if key in _RIGHTS and value.kind == "name" and root in asked and field in {"", *_RIGHTS}:
                what = f"POST {endpoint.url} lets whoever signs up choose their own {key}"
                yield Evidence(Place(endpoint.handler_path, call.line), what)
