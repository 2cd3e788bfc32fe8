"""Which gateways and proxies stand before a service, whose rules are in no file that was read?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.deployment.clusters.kubernetes import Manifest, manifests
from seatrial.facts.deployment.compose import compose_services
from seatrial.facts.deployment.front_doors import read_proxies
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.model import Place
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

_BEFORE = frozenset({May.GUARD, May.LIMIT, May.ENCRYPT})
_PASSES = "requests pass {0}, whose rules are not followed"
#: Images of what hands requests on, by the last part of their names, with the kind of rules that are read of it.
_IMAGES = regex(
    r"(?:.*/)?(?P<kind>nginx|caddy|traefik|krakend|kong|envoy|haproxy|apisix|tyk-gateway|openresty|pomerium"
    r"|oauth2-proxy|cloudflared|ambassador|emissary|zuul|gravitee[\w.-]*gateway|spring-cloud-gateway|express-gateway"
    r"|nginx-proxy-manager|swag|zoraxy|bunkerweb|kong-gateway)(?:-unprivileged|-alpine)?(?:[:@].*)?",
)
#: What hands no request on as it comes: it does so by a file that somebody mounts.
_IDLE = frozenset({"nginx", "caddy", "openresty"})
#: Kinds of objects that take rules from a gateway, by the path to the names of that.
_ROUTES = {"HTTPRoute": ("spec", "parentRefs"), "GRPCRoute": ("spec", "parentRefs")}
#: Resources of clouds that hand requests on by rules that stand in a file of another form, or are set by hand.
_CLOUD = {
    "azurerm_api_management": "an API Management",
    "google_api_gateway_gateway": "an API Gateway",
    "google_apigee_environment": "Apigee",
    "cloudflare_zero_trust_tunnel_cloudflared": "a tunnel of Cloudflare",
    "cloudflare_tunnel": "a tunnel of Cloudflare",
}


@fact
def unread_gateways(repo: Repo) -> tuple[Beyond, ...]:
    """Return what requests pass on their way to a service, and that keeps its rules where they were not read."""
    found = (*_in_compose(repo), *_in_clusters(repo), *_in_clouds(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.place))


@fact
def unpublished(repo: Repo) -> tuple[Beyond, ...]:
    """Return the services that Compose builds where it publishes a port of none of them, and no proxy is read.

    Whoever gets to them does so through something else: another service, or a file of Compose that is not here.
    """
    built = [one for one in compose_services(repo) if one.containers[0].build and not one.switched_off]
    if read_proxies(repo) or any(one.containers[0].published for one in built):
        return ()
    what = "Compose publishes no port of {0}, and what gets to it is not followed"
    return tuple(Beyond(one.place, what.format(one.name), _BEFORE) for one in built if one.role is Role.OWN)


def _in_compose(repo: Repo) -> Iterator[Beyond]:
    for service in compose_services(repo):
        container = service.containers[0]
        found = _IMAGES.fullmatch(container.image)
        if not found or not service.counts or found["kind"] in read_proxies(repo):
            continue
        if found["kind"] not in _IDLE or container.mounts:
            passed = f"{found['kind']}, the service {service.name} of {service.place.path}"
            yield Beyond(service.place, _PASSES.format(passed), _BEFORE)


def _in_clusters(repo: Repo) -> Iterator[Beyond]:
    own = [one for one in manifests(repo) if one.counts]
    known = {one.name for one in own if one.kind == "Gateway"}
    for manifest in own:
        for name, line in _gateways_of(manifest):
            if name.rpartition("/")[2] not in known:
                what = f"the gateway {name} that {manifest.place.path} names, which is not declared here"
                yield Beyond(Place(manifest.place.path, line), f"requests pass {what}", _BEFORE)


def _gateways_of(manifest: Manifest) -> Iterator[tuple[str, int]]:
    """Yield the names of gateways by which a route gets its requests; those inside of a mesh left out."""
    if manifest.kind == "VirtualService":
        for item in manifest.root.at("spec", "gateways").items:
            if item.text and item.text != "mesh":
                yield item.text, item.line
    for item in manifest.root.at(*_ROUTES[manifest.kind]).items if manifest.kind in _ROUTES else ():
        if item.at("name").text:
            yield item.at("name").text, item.line


def _in_clouds(repo: Repo) -> Iterator[Beyond]:
    for resource in terraform(repo):
        if resource.role is Role.OWN and (takes := _CLOUD.get(resource.type)):
            yield Beyond(resource.place, _PASSES.format(f"{takes} of {resource.place.path}"), _BEFORE)
