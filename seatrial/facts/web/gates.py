"""Does something before the service ask who is calling, or let everybody through?"""

from collections.abc import Iterable, Iterator
from itertools import chain

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.deployment.clouds.bicep import AzureResource, bicep
from seatrial.facts.deployment.clouds.bicep_conditions import standing_blocks
from seatrial.facts.deployment.clouds.terraform import Resource, own_terraform, terraform
from seatrial.facts.deployment.clusters.kubernetes import manifests
from seatrial.facts.deployment.clusters.selectors import selects_nothing
from seatrial.facts.deployment.front_doors import front_rules
from seatrial.facts.deployment.front_rule import Does
from seatrial.facts.deployment.krakend import Asks, krakend_rules
from seatrial.facts.web.health_paths import says_health
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

#: Kinds of Kubernetes objects by which a mesh or gateway asks who is calling.
_GATES = frozenset({"AuthorizationPolicy", "RequestAuthentication", "SecurityPolicy", "AuthPolicy", "AuthConfig"})
_INGRESS_AUTH = regex(r"auth-(url|type|signin|tls-secret|secret)|auth\.middlewares|forward-?auth|alb.*auth-type")
#: Values of resources by which a cloud asks who is calling before it hands a request on.
_ASKING_VALUES = frozenset({
    ("requireAuthentication", "true"), ("require_authentication", "true"), ("type", "authenticate-oidc"),
    ("type", "authenticate-cognito"), ("authorization_type", "JWT"), ("authorization_type", "AWS_IAM"),
    ("authorization_type", "CUSTOM"), ("authorization", "AWS_IAM"), ("authorization", "COGNITO_USER_POOLS"),
    ("authorization", "CUSTOM"),
})  # fmt: skip
#: What leads from the network to a function, and what of it says by what callers are asked who they are.
_ROUTES = {
    "aws_apigatewayv2_route": "authorization_type", "aws_api_gateway_method": "authorization",
    "aws_lambda_function_url": "authorization_type",
}  # fmt: skip
#: Blocks of Google Cloud that set its proxy before a service, which asks each caller to log in.
_PROXY_BLOCKS = frozenset({"iap"})
#: Who may call a service or function of Google Cloud.
_INVOKES = regex(r"google_(?:cloud_run(?:_v2)?_service|cloudfunctions2?_function)_iam_(?:member|binding)")
#: Everybody, or whoever a variable stands for.
_EVERYBODY = regex(r"allUsers|allAuthenticatedUsers|\bvar\.|each\.")
_OPEN = frozenset({"--allow-unauthenticated", "--no-invoker-iam-check"})


@fact
def gates(component: Component) -> tuple[Evidence, ...]:
    """Return the rules of a mesh, an ingress or a platform that ask who is calling."""
    return tuple(component.of((*_gates(component.repo), *_of_clouds(component.repo))))


@fact
def open_doors(component: Component) -> tuple[Evidence, ...]:
    """Return the commands by which a platform is told to let anonymous callers through."""
    commands = component.of(ci_commands(component.repo))
    return tuple(as_evidence(one) for one in commands if _OPEN.intersection(one.command.argv))


@fact
def open_routes(component: Component) -> tuple[Evidence, ...]:
    """Return where a gateway of AWS, or the address of a function, is declared to let everybody through."""
    return tuple(
        Evidence(item.place, f"{item.what} lets everybody through")
        for item in component.of(own_terraform(component.repo))
        if item.type in _ROUTES
        and not says_health((item.block.value("route_key") or "").strip("'\"").rpartition(" ")[2])
        and (item.block.value(_ROUTES[item.type]) or "NONE").strip("'\"") == "NONE"
        and (item.block.value("http_method") or "").strip("'\"") != "OPTIONS"
        and (item.block.value("api_key_required") or "").strip("'\"") != "true"
    )


def _gates(repo: Repo) -> Iterator[Evidence]:
    for manifest in manifests(repo):
        if not manifest.counts:
            continue
        notes = manifest.root.at("metadata", "annotations")
        asks = manifest.kind in ("Ingress", "HTTPRoute", "IngressRoute") and any(
            _INGRESS_AUTH.search(key) for key, _ in notes.pairs
        )
        if asks or (manifest.kind in _GATES and not selects_nothing(repo, manifest)):
            yield Evidence(manifest.place, f"{manifest.what} asks who is calling", manifest.confidence)
    for front in front_rules(repo):
        if front.does is Does.ASKS:
            yield as_evidence(front)
    for rule in krakend_rules(repo):
        if rule.asks is Asks.CALLER:
            yield as_evidence(rule)
    for one in ci_commands(repo):
        if "--no-allow-unauthenticated" in one.command.argv:
            yield Evidence(one.place, f"{one.what}, which lets the platform ask who is calling")


def _of_clouds(repo: Repo) -> Iterator[Evidence]:
    resources: Iterator[Resource | AzureResource] = chain(terraform(repo), bicep(repo))
    for item in resources:
        blocks = standing_blocks(repo, item) if isinstance(item, AzureResource) else item.block.walk()
        if item.role is Role.OWN and (line := _asks_at(blocks)):
            yield Evidence(Place(item.place.path, line), f"{item.what} asks who is calling")
    yield from _invokers(repo)


def _invokers(repo: Repo) -> Iterator[Evidence]:
    """Yield who alone may call services and functions of Google Cloud, which lets nobody in by itself.

    One rule for everybody opens them, whoever else is named: which of several services it means is not followed.
    """
    rules = [item for item in own_terraform(repo) if _INVOKES.fullmatch(item.type)]
    rules = [item for item in rules if "invoker" in item.block.value("role")]
    named = [f"{item.block.value('member')} {item.block.value('members')}" for item in rules]
    if not any(_EVERYBODY.search(text) for text in named):
        for item in rules:
            yield Evidence(item.place, f"{item.what} names who alone may call")


def _asks_at(blocks: Iterable[Block]) -> int:
    """Return the line at which a resource says that callers are asked who they are, 0 when it does not."""
    for inner in blocks:
        if inner.kind in _PROXY_BLOCKS and inner.value("enabled") != "false":
            return inner.line
        for name, text, line in inner.values:
            if (name, text.strip("'\"")) in _ASKING_VALUES:
                return line
    return 0
