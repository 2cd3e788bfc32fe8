"""What is done with a request before a service gets it, by Caddy, Traefik and nginx?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.front_rule import Does, FrontRule
from seatrial.facts.deployment.proxies import proxy_rules
from seatrial.facts.deployment.traefik import has_traefik_settings, traefik_rules
from seatrial.model import Place
from seatrial.read.infrastructure.caddyfile import CADDYFILE, CaddyFile
from seatrial.read.infrastructure.nginx import Directive
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

_CADDYFILE = regex(r"(?:.*[._-])?caddyfile(?:[._-].*)?")
#: Directives of Caddy, some by modules that are often built in.
_BY_CADDY = {
    "tls": Does.ENDS_TLS, "basic_auth": Does.ASKS, "basicauth": Does.ASKS, "forward_auth": Does.ASKS,
    "authorize": Does.ASKS, "jwtauth": Does.ASKS, "rate_limit": Does.COUNTS, "max_size": Does.MEASURES,
    "Strict-Transport-Security": Does.INSISTS,
}  # fmt: skip
#: Addresses for which Caddy gets no certificate, since nobody comes there by a name.
_PLAIN = regex(r"http://.*|(?:https?://)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0)?(?::\d+)?|\*?:\d+")
_ADDRESS = regex(
    r"(?:https?://)?(?:\*\.)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/\S*)?|(?:https://)?\{\$\w+(?::[^}]*)?\}\S*"
)
_BY_NGINX = {"auth_basic", "auth_request", "auth_jwt", "ssl_verify_client"}
_OFF = {("off",), ('""',), ("optional",), ("optional_no_ca",)}
#: Pages beside the service: who is asked there says nothing about who may ask the model.
_BESIDE = regex(
    r"/(?:metrics|admin|docs?|redoc|openapi|status|nginx|grafana|prometheus|mlflow|flower|dash\w*|health|kibana|static)"
)


@fact
def front_rules(repo: Repo) -> tuple[FrontRule, ...]:
    """Return what the owner's proxies do with a request first, by place; of nginx only how it asks who is calling."""
    found = (*(rule for file in _caddy_files(repo) for rule in _of_caddy(file)), *traefik_rules(repo), *_of_nginx(repo))
    return tuple(sorted(dict.fromkeys(found), key=lambda rule: (rule.place, rule.does)))


@fact
def read_proxies(repo: Repo) -> frozenset[str]:
    """Return the proxies whose settings are here, and were read: what these do not say about a request is not done."""
    there = {
        "caddy": bool(_caddy_files(repo)), "traefik": has_traefik_settings(repo), "nginx": bool(proxy_rules(repo)),
        "krakend": bool(repo.matching(lambda path: "krakend" in path.lower())),
    }  # fmt: skip
    return frozenset(name for name, read in there.items() if read)


@fact
def _caddy_files(repo: Repo) -> tuple[CaddyFile, ...]:
    """Return the owner's files of Caddy that hand requests on."""
    own = own_paths(repo, lambda path: _CADDYFILE.fullmatch(posixpath.basename(path).lower()))
    files = repo.records(CADDYFILE, own)
    return tuple(file for file in files if any(one.name == "reverse_proxy" for one in file.directives))


def _of_caddy(file: CaddyFile) -> Iterator[FrontRule]:
    automatic = not any(one.name == "auto_https" and one.words[:1] == ("off",) for one in file.directives)
    path = ""
    for one in file.directives:
        if not one.within:
            path = ""
            yield from _certified(file, one) if automatic else ()
        if one.name in {"handle", "handle_path", "route"}:
            path = next(iter(one.words), "")
        name = "Strict-Transport-Security" if one.name == "header" and _insists(one) else one.name
        does = _BY_CADDY.get(name)
        beside = does is Does.ASKS and bool(_BESIDE.match(next(iter(one.words), path) or path))
        if does and not beside and (name != "max_size" or "request_body" in one.within):
            yield FrontRule(Place(file.path, one.line), does, f"Caddy is told {' '.join((one.name, *one.words))[:80]}")


def _insists(header: Directive) -> bool:
    return any(word.lower() == "strict-transport-security" for word in header.words)


def _certified(file: CaddyFile, head: Directive) -> Iterator[FrontRule]:
    """Yield the site of a name: Caddy gets its certificate by itself, and sends plain requests there."""
    names = [word.rstrip(",") for word in (head.name, *head.words)]
    named = next((name for name in names if _ADDRESS.fullmatch(name) and not _PLAIN.fullmatch(name)), "")
    if named:
        yield FrontRule(Place(file.path, head.line), Does.ENDS_TLS, f"Caddy answers for {named} with a certificate")


def _of_nginx(repo: Repo) -> Iterator[FrontRule]:
    """Yield by what nginx asks who is calling, but for pages beside the service."""
    file, path = "", ""
    for rule in proxy_rules(repo):
        one = rule.directive
        if one.name == "location":
            file, path = rule.place.path, next(iter(one.words[-1:]), "")
        beside = "location" in one.within and file == rule.place.path and _BESIDE.match(path)
        if one.name in _BY_NGINX and one.words not in _OFF and not beside:
            yield FrontRule(rule.place, Does.ASKS, rule.what)
