"""What Caddy, Traefik and nginx do with a request before they hand it on."""

import pytest

from seatrial.facts.deployment.front_doors import front_rules
from seatrial.facts.deployment.front_rule import Does
from seatrial.facts.security.secure_edges import insisted, secure_edges
from seatrial.facts.serving.load.rate_limits import rate_limits
from seatrial.facts.serving.load.size_limits import size_limits
from seatrial.facts.web.gates import gates
from tests.repositories import component_of, repo_of

CADDY = """{
	email {$EMAIL}
}

predict.bank.test {
	header Strict-Transport-Security "max-age=31536000"
	request_body {
		max_size 2MB
	}
	handle /api/* {
		forward_auth auth:9091 {
			uri /verify
		}
		rate_limit {
			zone calls {
				events 60
			}
		}
		reverse_proxy model:8000
	}
}
"""
LABELS = """services:
  model:
    image: bank/model
    labels:
      - traefik.http.routers.model.rule=Host(`predict.bank.test`)
      - traefik.http.routers.model.tls.certresolver=letsencrypt
      - traefik.http.routers.model.middlewares=calls@docker,login@docker,small@docker,hsts@docker
      - traefik.http.middlewares.calls.ratelimit.average=60
      - traefik.http.middlewares.login.basicauth.usersfile=/users
      - traefik.http.middlewares.small.buffering.maxRequestBodyBytes=2000000
      - traefik.http.middlewares.hsts.headers.stsSeconds=31536000
"""
DYNAMIC = """http:
  routers:
    model:
      rule: Host(`predict.bank.test`)
      service: model
      middlewares: [calls, login, small, hsts]
      tls:
        certResolver: letsencrypt
  middlewares:
    calls: {rateLimit: {average: 60}}
    login: {forwardAuth: {address: "http://auth:9091"}}
    small: {buffering: {maxRequestBodyBytes: 2000000}}
    hsts: {headers: {stsSeconds: 31536000}}
"""
MIDDLEWARE = """apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: {name: login}
spec: {basicAuth: {secret: users}}
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: {name: model}
spec:
  routes:
    - match: Host(`predict.bank.test`)
      middlewares: [{name: login}]
"""


def does(path: str, text: str) -> set[Does]:
    return {rule.does for rule in front_rules(repo_of({path: text}))}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Caddyfile", CADDY),
        ("deploy/prod.Caddyfile", CADDY),
        ("docker-compose.yml", LABELS),
        ("traefik/dynamic.yml", DYNAMIC),
    ],
)
def test_a_proxy_ends_tls_asks_counts_and_refuses(path: str, text: str) -> None:
    assert does(path, text) == set(Does)


def test_what_stands_before_a_service_is_known_to_all_who_ask() -> None:
    component = component_of({"Caddyfile": CADDY})

    for found in (secure_edges, insisted, gates, size_limits, rate_limits):
        assert found(component), found.__name__


def test_an_object_of_a_cluster_asks_where_a_route_is_given_it() -> None:
    assert does("k8s/route.yaml", MIDDLEWARE) == {Does.ASKS}
    assert does("k8s/route.yaml", MIDDLEWARE.replace("[{name: login}]", "[]")) == set()


def test_what_asks_before_the_pages_of_traefik_itself_asks_before_no_service() -> None:
    own = LABELS + "      - traefik.http.routers.model.service=api@internal\n"
    route = MIDDLEWARE.replace("      middlewares", "      services: [{name: api@internal}]\n      middlewares")

    assert does("docker-compose.yml", own) == set()
    assert does("docker-compose.yml", own.replace("api@internal", "model")) == set(Does)
    assert does("k8s/route.yaml", route) == set()


@pytest.mark.parametrize(
    "text",
    [
        ":80 {\n\treverse_proxy model:8000\n}\n",
        "http://predict.bank.test {\n\treverse_proxy model:8000\n}\n",
        "localhost {\n\treverse_proxy model:8000\n}\n",
        "{\n\tauto_https off\n}\npredict.bank.test {\n\treverse_proxy model:8000\n}\n",
        "predict.bank.test {\n\tfile_server\n}\n",  # it shows pages, and no service stands behind
        ":80 {\n\tbasic_auth /metrics {\n\t\tann x\n\t}\n\treverse_proxy model:8000\n}\n",
        ":80 {\n\t# tls internal\n\treverse_proxy model:8000\n}\n",
    ],
)
def test_a_caddyfile_that_only_hands_on_does_nothing_of_it(text: str) -> None:
    assert does("Caddyfile", text) == set()


def test_a_middleware_that_no_route_is_given_does_nothing() -> None:
    told = LABELS.replace("calls@docker,login@docker,small@docker,hsts@docker", "compress@docker")

    assert does("docker-compose.yml", told) == {Does.ENDS_TLS}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("server { auth_basic Bank; location / { proxy_pass http://model; } }\n", True),
        ("server { location /predict { auth_request /verify; proxy_pass http://model; } }\n", True),
        ("server { location /metrics { auth_basic Bank; proxy_pass http://model; } }\n", False),
        ("server { location / { auth_basic off; proxy_pass http://model; } }\n", False),
    ],
)
def test_nginx_asks_who_is_calling_before_the_service_or_beside_it(text: str, asked: bool) -> None:
    assert (Does.ASKS in does("nginx.conf", text)) is asked
