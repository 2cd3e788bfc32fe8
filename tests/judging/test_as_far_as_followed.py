"""What nobody could follow is never called absent with certainty, and what was searched whole still is."""

import pytest

from seatrial.audit import audit
from seatrial.model import Confidence, Finding, Grade, Level, Severity
from seatrial.repo import Memory
from tests.workflows import workflow

from .asked import SERVICE, judge

Files = dict[str, str]
API = "services:\n  api:\n    build: .\n    ports: ['8000:8000']\n"


def in_compose(gateway: str) -> Files:
    return SERVICE | {"compose.yaml": f"{API}  edge:\n{gateway}"}


KONG = in_compose("    image: kong:3.6\n    ports: ['80:8000']\n")
OPEN = in_compose("    image: redis:7\n")


def finding(check: str, files: Files) -> Finding:
    return next(one for one in audit(Memory(files)).findings if one.check == check)


@pytest.mark.parametrize("check", ["SEC-05", "SEC-06", "SEC-10"])
def test_behind_a_gateway_that_is_not_read_nothing_is_surely_missing(check: str) -> None:
    behind, alone = judge(check, KONG), judge(check, OPEN)

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
    assert (judge("SEC-06", files).confidence is Confidence.VERIFIED) is sure


def with_ci(*steps: str) -> Files:
    return {"app.py": SERVICE["app.py"], ".github/workflows/ship.yml": workflow(*steps)}


PUSHED = "run: docker push ghcr.io/bank/scores:latest"
FETCHED = "{uses: actions/checkout@v4, with: {repository: bank/scores-gitops}}"
SENT = "{uses: peter-evans/repository-dispatch@v3, with: {repository: bank/platform, event-type: new}}"


@pytest.mark.parametrize("check", ["OPS-07", "OPS-08", "OPS-09", "PRF-04", "ARC-01"])
@pytest.mark.parametrize("step", [FETCHED, SENT, "run: gh workflow run ship.yml --repo bank/platform"])
def test_what_another_repository_brings_into_service_is_not_surely_brought_by_nothing(check: str, step: str) -> None:
    elsewhere, nowhere = judge(check, with_ci(PUSHED, step)), judge(check, with_ci(PUSHED))

    assert elsewhere.confidence is Confidence.LIKELY
    assert nowhere.confidence is Confidence.VERIFIED
    assert elsewhere.grade is nowhere.grade


@pytest.mark.parametrize(
    ("module", "sure"),
    [
        ('module "ecs_service" {\n  source = "git::https://git.bank.test/modules/ecs.git"\n}\n', False),
        ('module "api" {\n  source = "terraform-aws-modules/ecs/aws"\n}\n', True),  # it holds what it is told here
        ('module "eks" {\n  source = "git::https://git.bank.test/modules/eks.git"\n}\n', True),
        ('module "vpc" {\n  source = "terraform-aws-modules/vpc/aws"\n}\n', True),
        ('module "service" {\n  source = "./modules/service"\n}\n', True),
    ],
)
def test_a_module_that_is_fetched_may_hold_what_a_folder_beside_it_would_show(module: str, *, sure: bool) -> None:
    assert (judge("PRF-04", SERVICE | {"infra/main.tf": module}).confidence is Confidence.VERIFIED) is sure


@pytest.mark.parametrize(
    ("told", "sure"),
    [
        ("It is deployed from [bank/ml-infra](https://github.com/bank/ml-infra).", False),
        ("It is deployed with [helm charts](https://github.com/prometheus-community/helm-charts).", True),
        ("See also https://github.com/bank/ml-infra.", True),
        ("Deploy it with https://prometheus-community.github.io/helm-charts.", True),
        ("It is rolled out by https://gerrit.bank.test/r/q/operations/deployment-charts/+/refs/heads/main.", False),
    ],
)
def test_a_page_that_names_the_repository_of_deployments_is_believed_so_far(told: str, *, sure: bool) -> None:
    metadata = '[project]\nname = "scores"\n[project.urls]\nSource = "https://github.com/bank/scores"\n'
    files = SERVICE | {"README.md": f"# Scores\n\n{told}\n", "pyproject.toml": metadata}

    assert (judge("OPS-08", files).confidence is Confidence.VERIFIED) is sure


@pytest.mark.parametrize("check", ["MON-03", "GOV-07"])
@pytest.mark.parametrize(
    ("page", "sure"),
    [
        ("await prisma.message.create({ data: { text } })", False),
        ('await supabase.from("predictions").insert(row)', False),
        ("await prisma.user.create({ data: { name } })", True),
        ("setMessages([...messages, answer])", True),
        ("await db.insert(chatMessages).values(row)", False),
    ],
)
def test_what_a_page_keeps_of_answers_is_not_surely_kept_by_nobody(check: str, page: str, *, sure: bool) -> None:
    files = SERVICE | {"web/src/save.ts": f"export async function save(row) {{\n  {page}\n}}\n"}

    assert (judge(check, files).confidence is Confidence.VERIFIED) is sure


@pytest.mark.parametrize("path", [".zuul.yaml", ".tekton/push.yaml", ".teamcity/settings.kts", ".pipeline/config.yaml"])
def test_a_system_of_ci_that_is_not_read_may_run_tests_and_deploy(path: str) -> None:
    tests = {
        "tests/test_app.py": "from app import predict\n\n\ndef test_it():\n    assert predict({'x': 1})['y'] == 1\n"
    }
    there = SERVICE | tests | {path: "kind: Pipeline\n"}

    assert judge("OPS-02", there).grade is None
    assert judge("OPS-07", there).grade is None
    assert judge("OPS-08", there).confidence is Confidence.LIKELY
    assert judge("OPS-02", SERVICE | tests).confidence is Confidence.VERIFIED


def test_alerts_may_stand_where_the_service_is_brought_from() -> None:
    assert judge("MON-06", with_ci(PUSHED, FETCHED)).confidence is Confidence.LIKELY
    assert judge("MON-06", with_ci(PUSHED)).confidence is Confidence.VERIFIED


def guarded(guard: str, taken: str) -> Files:
    code = SERVICE["app.py"].replace("import FastAPI\n", f"import Depends, FastAPI\n{taken}\n")
    return {"app.py": code.replace("(size: float)", f"(size: float, who=Depends({guard}))")}


def test_a_guard_of_others_may_prove_who_calls_and_one_that_takes_a_header_apart_does_not() -> None:
    of_others = judge("SEC-05", guarded("require_user", "from bank_auth import require_user"))
    bare = judge("SEC-05", guarded("HTTPBearer()", "from fastapi.security import HTTPBearer"))

    assert of_others.confidence is Confidence.LIKELY
    assert bare.confidence is Confidence.VERIFIED


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("SEC-05", "spec = {'securityDefinitions': {'api_key': {'type': 'apiKey'}}}"),
        ("SEC-10", "gcp.apigateway.Gateway('door', api_config=spec)"),
    ],
)
def test_a_stack_in_python_may_hold_so_too(check: str, code: str) -> None:
    held, bare = ({"infra/__main__.py": f"import pulumi_gcp as gcp\n\n{one}\n"} for one in (code, f"# {code}"))

    assert judge(check, SERVICE | held).confidence is Confidence.LIKELY
    assert judge(check, SERVICE | bare).confidence is Confidence.VERIFIED
    assert judge(check, SERVICE | {"infra/__main__.py": f"{code}\n"}).confidence is Confidence.VERIFIED


STACK = "import * as cdk from 'aws-cdk-lib';\n"


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("SEC-05", "new HttpUserPoolAuthorizer('a', pool);"),
        ("SEC-06", "new wafv2.CfnWebACL(this, 'acl', {});"),
        ("SEC-10", "new HttpApi(this, 'api', {});"),
        ("MON-06", "metric.createAlarm(this, 'late', {threshold: 1});"),
        ("OPS-08", "new codedeploy.LambdaDeploymentGroup(this, 'g', {});"),
    ],
)
def test_a_stack_in_another_language_may_hold_what_its_words_let_expect_and_no_more(check: str, code: str) -> None:
    held, bare = ({"infra/stack.ts": f"{STACK}{one}\n"} for one in (code, "new s3.Bucket(this, 'b');"))

    assert judge(check, SERVICE | held).confidence is Confidence.LIKELY
    assert judge(check, SERVICE | bare).confidence is Confidence.VERIFIED
    assert judge(check, SERVICE | {"web/page.ts": f"{code}\n"}).confidence is Confidence.VERIFIED


def test_a_model_that_a_stack_in_another_language_may_serve_is_not_surely_asked_by_nobody() -> None:
    files = {
        "seatrial.yaml": "schema: 1\narchetype: batch-job\n",
        "train.py": "from sklearn.svm import SVC\nimport joblib\n\njoblib.dump(SVC().fit(x, y), 'm.joblib')\n",
    }
    served = {"infra/web.ts": f"{STACK}new lambda.DockerImageFunction(this, 'f', {{}});\n"}

    assert judge("ARC-01", files).confidence is Confidence.VERIFIED
    assert judge("ARC-01", files | served).confidence is Confidence.LIKELY


def test_tests_and_scans_that_another_ci_may_run_are_not_surely_run_by_nobody() -> None:
    gerrit = SERVICE | {".gitreview": "[gerrit]\nhost=gerrit.bank.test\n"}

    assert judge("SEC-07", gerrit).confidence is Confidence.LIKELY
    assert judge("SEC-07", SERVICE).confidence is Confidence.VERIFIED


def test_only_a_repository_of_deployments_may_hold_what_stands_before_a_service() -> None:
    image = with_ci(PUSHED, "{uses: peter-evans/repository-dispatch@v3, with: {repository: bank/images}}")

    assert judge("SEC-05", with_ci(PUSHED, FETCHED)).confidence is Confidence.LIKELY
    assert {judge(check, image).confidence for check in ("SEC-05", "SEC-10", "MON-06")} == {Confidence.VERIFIED}
    assert judge("OPS-07", image).confidence is Confidence.LIKELY
