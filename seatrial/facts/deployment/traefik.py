"""What does Traefik do with a request before it hands it on, by labels in Compose, its files, objects of a cluster?"""

from collections.abc import Iterator

from seatrial.facts.deployment.clusters.kubernetes import manifests_of
from seatrial.facts.deployment.compose import compose_paths
from seatrial.facts.deployment.front_rule import Does, FrontRule
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Place
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, own_paths, role

_FILE = regex(r"(?:.*/)?(?:[^/]*traefik[^/]*|traefik/(?:.*/)?[^/]+)\.(?:ya?ml|toml)")
_WORD = regex(r"[\w-]+")
#: What a middleware does, by its kind.
_KINDS = {
    "ratelimit": Does.COUNTS, "basicauth": Does.ASKS, "digestauth": Does.ASKS, "forwardauth": Does.ASKS,
    "buffering": Does.MEASURES, "headers": Does.INSISTS,
}  # fmt: skip
#: Settings without which these kinds do something else.
_NEEDS = {"buffering": "maxrequestbodybytes", "headers": "stsseconds"}


def has_traefik_settings(repo: Repo) -> bool:
    """Tell whether anything here says what Traefik does with requests: what that does not say is not said."""
    return next(_settings(repo), None) is not None


def traefik_rules(repo: Repo) -> Iterator[FrontRule]:
    """Yield the middlewares that a route is given, and the routes that end TLS; a middleware alone does nothing.

    What stands before the pages of Traefik itself, ``api@internal``, stands before no service.
    """
    said = [item for item in _settings(repo) if item[2].lower() != "false"]
    own = {steps[1] for _, steps, value in said if steps[2:] == ("service",) and value.lower().endswith("@internal")}
    settings = [item for item in said if not (item[1][0] == "routers" and item[1][1] in own)]
    used = {word for _, steps, value in settings if "middlewares" in steps[2:] for word in _WORD.findall(value.lower())}
    seen: set[tuple[str, ...]] = set()
    for place, steps, _ in settings:
        head = (place.path, *steps[:3])
        if head in seen:
            continue
        if steps[0] in {"routers", "entrypoints"} and "tls" in steps[2:]:
            seen.add(head)
            yield FrontRule(place, Does.ENDS_TLS, f"Traefik is told tls for {steps[1]}")
        elif steps[0] == "middlewares" and steps[1] in used and (does := _done_by(steps)):
            seen.add(head)
            yield FrontRule(place, does, f"Traefik is told {steps[2]} by the middleware {steps[1]}")


def _done_by(steps: tuple[str, ...]) -> Does | None:
    """Return what a middleware does by its kind, where it is given what it needs for that."""
    kind = steps[2]
    return _KINDS.get(kind) if (kind not in _NEEDS or _NEEDS[kind] in steps[3:]) else None


def _settings(repo: Repo) -> Iterator[tuple[Place, tuple[str, ...], str]]:
    """Yield every setting with its steps in lower case, as ``("middlewares", "calls", "ratelimit", "average")``."""
    for path in compose_paths(repo):
        if role(repo, path) is Role.OWN:
            for service in first_document(repo, path).at("services").items:
                yield from _labels(path, service.at("labels"))
                yield from _labels(path, service.at("deploy", "labels"))
    for path in own_paths(repo, _FILE.fullmatch):
        root = first_document(repo, path)
        yield from _below(path, root.at("http"), ())
        yield from _below(path, root.at("entryPoints"), ("entrypoints",))
    yield from _objects(repo)


def _labels(path: str, labels: Node) -> Iterator[tuple[Place, tuple[str, ...], str]]:
    labelled = [(node.text, node.line) for node in labels.elements]
    labelled += [(f"{key}={node.text}", node.line) for key, node in labels.pairs]
    for text, line in labelled:
        key, _, value = text.partition("=")
        steps = tuple(key.strip().lower().split("."))
        if steps[:2] == ("traefik", "http") and len(steps) > 4:
            yield Place(path, line), steps[2:], value.strip()


def _below(path: str, root: Node, first: tuple[str, ...]) -> Iterator[tuple[Place, tuple[str, ...], str]]:
    for steps, node in root.walk(2_000):
        whole = (*first, *(step.lower() for step in steps))
        if len(whole) > 2:
            yield Place(path, node.line), whole, node.text or "true"


def _objects(repo: Repo) -> Iterator[tuple[Place, tuple[str, ...], str]]:
    for one in manifests_of(repo, "Middleware", "IngressRoute"):
        if not one.counts:
            continue
        if one.kind == "Middleware":
            yield from _below(one.place.path, one.root.at("spec"), ("middlewares", one.name.lower()))
        for route in one.root.at("spec", "routes").elements:
            if any(item.at("name").text.endswith("@internal") for item in route.at("services").elements):
                continue
            for given in route.at("middlewares").elements:
                yield Place(one.place.path, given.line), ("routers", one.name, "middlewares"), given.at("name").text
