"""What nobody could follow is never called absent with certainty, and what was searched whole still is."""

import pytest

from seatrial.audit import audit
from seatrial.judging.graded import Graded
from seatrial.judging.registry import load_checks
from seatrial.model import Confidence, Finding, Grade, Level, Severity
from seatrial.repo import Memory
from seatrial.testing import judged

CHECKS = load_checks().checks
Files = dict[str, str]
SERVICE = {
    "app.py": (
        "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('model.joblib')\n\n\n"
        "@app.post('/predict')\ndef predict(row: dict):\n    return {'y': float(model.predict([row['x']])[0])}\n"
    ),
    "Dockerfile": "FROM python:3.12\nCOPY . .\nCMD uvicorn app:app --host 0.0.0.0\n",
}
API = "services:\n  api:\n    build: .\n"


def in_compose(gateway: str) -> Files:
    return SERVICE | {"compose.yaml": f"{API}  edge:\n{gateway}"}


KONG = in_compose("    image: kong:3.6\n    ports: ['80:8000']\n")
OPEN = in_compose("    image: redis:7\n")


def of(check: str, files: Files) -> Graded:
    return judged(CHECKS[check], files)


def finding(check: str, files: Files) -> Finding:
    return next(one for one in audit(Memory(files)).findings if one.check == check)


@pytest.mark.parametrize("check", ["SEC-05", "SEC-06", "SEC-10"])
def test_behind_a_gateway_that_is_not_read_nothing_is_surely_missing(check: str) -> None:
    behind, alone = of(check, KONG), of(check, OPEN)

    assert behind.grade is alone.grade is Grade.ABSENT
    assert behind.confidence is Confidence.LIKELY
    assert alone.confidence is Confidence.VERIFIED


def test_the_finding_says_how_far_was_followed_blocks_nothing_and_is_shown_or_mended() -> None:
    behind, alone = finding("SEC-05", KONG), finding("SEC-05", OPEN)

    assert "as far as could be followed: requests pass kong, the service edge of compose.yaml" in behind.message
    assert behind.fix[0].startswith("Show it or add it: ")
    assert behind.fix[1:] == alone.fix
    assert (behind.severity, alone.severity) == (Severity.HIGH, Severity.BLOCKER)
    assert not behind.blocking
    assert behind.points == alone.points


def test_what_is_not_followed_earns_nothing_and_opens_no_gate() -> None:
    behind, alone = (audit(Memory(files)) for files in (KONG, OPEN))

    assert behind.score
    assert alone.score
    assert behind.level
    assert alone.level
    assert behind.score.lower == alone.score.lower
    assert behind.level.engineering is alone.level.engineering
    assert behind.level.engineering < Level.CANDIDATE


@pytest.mark.parametrize(
    ("files", "sure"),
    [
        (in_compose("    image: traefik:3\n"), False),
        (in_compose("    image: traefik:3\n    labels: [traefik.http.routers.api.rule=Host(`x.test`)]\n"), True),
        (in_compose("    image: nginx:1.27\n    volumes: ['./edge/site.conf:/etc/nginx/conf.d/site.conf']\n"), False),
        (in_compose("    image: nginx:1.27\n"), True),  # as it comes it hands nothing on
        (in_compose("    image: caddy:2\n    volumes: ['./Caddyfile:/etc/caddy/Caddyfile']\n")
         | {"Caddyfile": ":80 {\n\treverse_proxy api:8000\n}\n"}, True),
        (in_compose("    image: kong:3.6\n    profiles: [trial]\n"), True),
        (SERVICE | {"route.yaml": "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\n"
                    "spec:\n  parentRefs: [{name: shared, namespace: edge}]\n"}, False),
        (SERVICE | {"route.yaml": "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\n"
                    "spec:\n  parentRefs: [{name: own}]\n---\napiVersion: gateway.networking.k8s.io/v1\n"
                    "kind: Gateway\nmetadata: {name: own}\n"}, True),
        (SERVICE | {"vs.yaml": "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v}\n"
                    "spec:\n  gateways: [mesh]\n"}, True),
        (SERVICE | {"vs.yaml": "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: v}\n"
                    "spec:\n  gateways: [istio-system/public]\n"}, False),
        (SERVICE | {"main.tf": 'resource "azurerm_api_management" "front" {\n  name = "front"\n}\n'}, False),
    ],
)  # fmt: skip
def test_a_gateway_hides_its_rules_only_where_they_were_not_read(files: Files, *, sure: bool) -> None:
    assert (of("SEC-06", files).confidence is Confidence.VERIFIED) is sure
