"""Who may reach data, models and endpoints, as the rules of clouds, clusters and the application say it?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import function_at
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.facts.documents.documents import documents
from seatrial.facts.security.access_rule import AccessRule, Reach, Thing, things_in
from seatrial.facts.security.cloud_policies import rules_of_templates, rules_of_terraform
from seatrial.facts.security.source_systems import read_only_sources
from seatrial.facts.serving.serving import network_endpoints
from seatrial.facts.web.endpoints import Endpoint
from seatrial.facts.web.gates import gates
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Value
from seatrial.read.regex import caseless, regex

_ROLES = caseless(
    r"require_(?:roles?|scopes?|permissions?|admin)|has_(?:role|permission|scope)|roles?_required|permission_required"
    r"|RoleChecker|RequireRole|permission_classes|scopes=|check_permissions?|rbac|IsAdmin|requires_scope|authorize\w*\("
)
_REVIEW = caseless(r"access review|review of (?:access|permissions|roles)|permissions? (?:were )?reviewed")
_DAY = regex(r"20\d\d-[01]\d-[0-3]\d")


@fact
def access_rules(component: Component) -> tuple[AccessRule, ...]:
    """Return the rules of access in Terraform, templates, clusters and the application, by place."""
    found = [
        *rules_of_terraform(component),
        *_in_clusters(component),
        *rules_of_templates(component),
        *_in_routes(component),
    ]
    found += [AccessRule(one.place, one.what, Reach.NAMED, (Thing.DATA,)) for one in read_only_sources(component)]
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.place, item.what)))


def _in_clusters(component: Component) -> Iterator[AccessRule]:
    for one in component.of(manifests(component.repo)):
        if not one.counts or not one.api.startswith("rbac."):
            continue
        if one.kind in {"Role", "ClusterRole"}:
            yield _of_role(one)
        elif one.root.at("roleRef", "name").text == "cluster-admin":
            yield AccessRule(
                one.place, f"{one.what} gives cluster-admin away", Reach.EVERYTHING, (Thing.OTHER,), one.confidence
            )


def _of_role(one: Manifest) -> AccessRule:
    rules = one.root.at("rules").elements
    all_ = [rule for rule in rules if "*" in rule.at("verbs").texts and "*" in rule.at("resources").texts]
    if all_:
        place = Place(one.place.path, all_[0].line)
        return AccessRule(
            place, f"{one.what} allows everything in its cluster", Reach.EVERYTHING, (Thing.OTHER,), one.confidence
        )
    wide = any("*" in (*rule.at("verbs").texts, *rule.at("resources").texts) for rule in rules)
    words = " ".join(text for rule in rules for text in (*rule.at("resources").texts, *rule.at("apiGroups").texts))
    reach = Reach.SERVICE if wide else Reach.NAMED
    return AccessRule(
        one.place, f"{one.what} allows {reach}", reach, (*things_in(words), Thing.ENDPOINT), one.confidence
    )


def _in_routes(component: Component) -> Iterator[AccessRule]:
    """Yield the endpoints that ask for a role or a scope, and gateways before them."""
    for endpoint in network_endpoints(component):
        if asked := _asks_role(component, endpoint):
            yield AccessRule(endpoint.place, f"{endpoint.handler} asks for {asked}", Reach.NAMED, (Thing.ENDPOINT,))
    for gate in gates(component):
        yield AccessRule(gate.place, gate.what, Reach.NAMED, (Thing.ENDPOINT,), gate.confidence)


def _asks_role(component: Component, endpoint: Endpoint) -> str:
    function = function_at(component.repo, endpoint.handler_path, endpoint.handler)
    if function is None:
        return ""
    given = [one.annotation for one in function.parameters]
    given += [text for one in function.parameters if one.default for text in _texts(one.default)]
    given += [mark.written for mark in function.decorators]
    given += [
        text for mark in function.decorators for key, value in mark.keywords for text in (f"{key}=", *_texts(value))
    ]
    found = next((match for text in given if (match := _ROLES.search(text))), None)
    return found[0].rstrip("(=") if found else ""


def _texts(value: Value) -> Iterator[str]:
    """Yield the source of a value and of what stands in it, keywords with their sign."""
    yield value.text or value.name
    for inner in value.items:
        yield from _texts(inner)
    for key, inner in value.keywords:
        yield f"{key}="
        yield from _texts(inner)


@fact
def access_reviews(component: Component) -> tuple[Evidence, ...]:
    """Return the dated reviews of who may do what."""
    return tuple(
        Evidence(Place(document.path, line.number), "a dated review of access is written down")
        for document in component.of(documents(component.repo))
        for section in document.sections
        for line in section.lines
        if (_REVIEW.search(line.text) or _REVIEW.search(section.heading)) and _DAY.search(line.text)
    )
