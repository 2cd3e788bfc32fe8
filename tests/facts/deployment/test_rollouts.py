"""What lets a new version meet a part of the traffic, and what only exchanges or names it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.deployment.releases.prereleases import prereleases
from seatrial.facts.deployment.releases.rollout_files import declared_rollouts
from seatrial.facts.deployment.releases.rollouts import Rollout, rollouts
from tests.repositories import repo_of


def staged(path: str, text: str) -> tuple[Rollout, ...]:
    return rollouts(repo_of({path: text}))


KSERVE = """
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: a}
spec: {predictor: {canaryTrafficPercent: %s}}
"""
SELDON = """
apiVersion: machinelearning.seldon.io/v1
kind: SeldonDeployment
metadata: {name: a}
spec: {predictors: [{name: b, traffic: 80}, {name: c, traffic: 20}]}
"""
KNATIVE = """
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: a}
spec: {traffic: [{revisionName: b, percent: 80}, {revisionName: c, percent: 20}]}
"""
TERRAFORM = """
resource "aws_sagemaker_endpoint_configuration" "a" {
  production_variants {
    variant_name = "b"
  }
  production_variants {
    variant_name = "c"
  }
}
"""
SAM = "Resources: {F: {Properties: {DeploymentPreference: {Type: Canary10Percent5Minutes}}}}\n"
SAGEMAKER = "import boto3\nboto3.client('sagemaker').create_endpoint_config(ProductionVariants=%s)\n"
VERTEX = "from google.cloud import aiplatform\naiplatform.Endpoint('a').deploy(traffic_percentage=%s)\n"
FLAGGER = "apiVersion: flagger.app/v1beta1\nkind: Canary\nmetadata: {name: a}\nspec: {analysis: {a: 1}}\n"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("k.yaml", KSERVE % 10),
        ("k.yaml", SELDON),
        ("k.yaml", KNATIVE),
        ("e.tf", TERRAFORM),
        ("t.yaml", SAM),
        ("d.py", SAGEMAKER % "[{'a': 1}, {'b': 2}]"),
        ("d.py", VERTEX % 10),
    ],
)
def test_a_part_of_the_traffic_is_a_stage(path: str, text: str) -> None:
    assert [item.staged for item in staged(path, text)] == [True]


@pytest.mark.parametrize(
    ("path", "text"),
    [("k.yaml", KSERVE % 100), ("d.py", SAGEMAKER % "[{'a': 1}]"), ("d.py", VERTEX % 100), ("tests/k.yaml", FLAGGER)],
)
def test_all_of_the_traffic_is_none(path: str, text: str) -> None:
    assert staged(path, text) == ()


def test_metrics_that_stop_a_rollout_are_told_from_steps_alone() -> None:
    text = "apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: a}\nspec:\n  strategy:\n    canary:\n"
    steps = "      steps: [{setWeight: 20}, {pause: {}}]\n"

    assert [item.aborts for item in staged("r.yaml", text + steps)] == [False]
    assert [item.aborts for item in staged("r.yaml", text + "      analysis: {templates: []}\n" + steps)] == [True]


@pytest.mark.parametrize(("heading", "count"), [("1.2.0rc1", 1), ("2.0.0-beta.3", 1), ("1.2.0", 0), ("v3.1 beta", 0)])
def test_a_candidate_is_known_by_its_version(heading: str, count: int) -> None:
    text = f"# Changelog\n## {heading}\nSomething was mended that had been broken for a long time, so that it works.\n"

    assert len(prereleases(repo_of({"CHANGELOG.md": text}))) == count


@given(st.text(max_size=100))
def test_no_manifest_is_too_strange(text: str) -> None:
    staged("r.yaml", f"apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nspec: {text}")


@pytest.mark.parametrize(
    ("step", "found"),
    [
        ("{run: twine upload --repository testpypi dist/*}", True),
        ("{run: gh release create v1 --prerelease}", True),
        ("{uses: pypa/gh-action-pypi-publish@v1, with: {repository-url: 'https://test.index.example/legacy/'}}", True),
        ("{uses: softprops/action-gh-release@v2, with: {prerelease: true}}", True),
        ("{uses: softprops/action-gh-release@v2, with: {prerelease: false}}", False),
        ("{run: twine upload dist/*}", False),
        ("{run: echo nightly}", False),
    ],
)
def test_a_step_that_publishes_beforehand_is_one(step: str, found: bool) -> None:
    workflow = f"name: release\non: push\njobs: {{a: {{runs-on: x, steps: [{step}]}}}}\n"

    told = prereleases(repo_of({".github/workflows/release.yml": workflow}))

    what = ".github/workflows/release.yml publishes a version beforehand"
    assert [(one.what, one.by_ci) for one in told] == [(what, True)] * found


ASKED = "import ldclient\nfrom fastapi import FastAPI\napp = FastAPI()\nflags = ldclient.get()\n"


def asked(text: str) -> tuple[Rollout, ...]:
    return rollouts(repo_of({"app.py": ASKED + text, "Dockerfile": 'FROM python\nCMD ["uvicorn", "app:app"]\n'}))


def flagged(handler: str) -> list[tuple[str, bool]]:
    return [(item.what, item.staged) for item in asked(f"@app.post('/predict')\ndef predict(x: float):\n{handler}")]


@pytest.mark.parametrize("key", ["show-model-page", "model_picker", "blue-button", "models-tab"])
def test_a_flag_about_a_page_sends_no_request_to_another_model(key: str) -> None:
    assert flagged(f"    flags.variation('{key}', x, False)\n") == [(f"LaunchDarkly is asked for {key}", False)]


def test_a_flag_is_about_the_model_by_its_key_its_constant_or_the_name_that_gets_it() -> None:
    assert flagged("    flags.variation('ranker-v2', x, False)\n")[0][1]
    assert flagged("    flags.variation(Flags.MODEL_NAME, x, None)\n") == [
        ("LaunchDarkly is asked for MODEL_NAME", True)
    ]
    assert flagged("    model_name = flags.variation('exp-12', x, None)\n")[0][1]


def test_an_own_function_that_asks_is_read_where_it_is_called() -> None:
    wrapped = "def ask(name, user):\n    return flags.variation(name, user, None)\n\n"
    text = f"{wrapped}@app.post('/predict')\ndef predict(x: float):\n    return ask('model-version', x)\n"

    assert [(item.staged, item.place.line) for item in asked(text)] == [(True, 10)]
    assert [item.staged for item in asked(text.replace("model-version", "new-button"))] == [False]


def _manifest(kind: str, spec: str, notes: str = "") -> str:
    return f"apiVersion: example.org/v1\nkind: {kind}\nmetadata: {{name: price{notes}}}\nspec: {spec}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_manifest("Rollout", "{strategy: {canary: {steps: [{setWeight: 20}, {pause: {}}]}}}"),
         "Argo Rollouts gives price its traffic in steps"),
        (_manifest("Rollout", "{strategy: {blueGreen: {activeService: price}}}"),
         "Argo Rollouts keeps both versions of price until it switches"),
        (_manifest("Ingress", "{}", ", annotations: {nginx.ingress.kubernetes.io/canary-weight: '20'}"),
         "the ingress sends 20 percent to price"),
        (_manifest("SeldonDeployment", "{predictors: [{name: b}, {name: c, shadow: true}]}"),
         "Seldon sends a copy of the traffic to a shadow of price"),
        (_manifest("VirtualService", "{http: [{route: [{weight: 100}], mirror: {host: next}}]}"),
         "VirtualService price sends a copy of the traffic to another version"),
        (_manifest("VirtualService", "{http: [{route: [{weight: 80}, {weight: 20}]}]}"),
         "VirtualService price divides the traffic between versions"),
    ],
)  # fmt: skip
def test_a_manifest_lets_a_new_version_meet_a_part_of_the_traffic(text: str, told: str) -> None:
    assert [item.what for item in staged("deploy/price.yaml", text)] == [told]


@pytest.mark.parametrize(
    "text",
    [
        _manifest("Rollout", "{strategy: {canary: {steps: [{setWeight: 100}]}}}"),
        _manifest("Ingress", "{}", ", annotations: {nginx.ingress.kubernetes.io/canary-weight: '0'}"),
        _manifest("VirtualService", "{http: [{route: [{weight: 100}]}]}"),
    ],
)
def test_a_manifest_that_gives_one_version_everything_lets_none_try(text: str) -> None:
    assert staged("deploy/price.yaml", text) == ()


@pytest.mark.parametrize(("alarms", "aborts"), [("", False), (", Alarms: [errors]", True)])
def test_steps_that_alarms_end_are_told_apart(alarms: str, aborts: bool) -> None:
    text = (
        f"Resources: {{F: {{Properties: {{DeploymentPreference: {{Type: Linear10PercentEvery1Minute{alarms}}}}}}}}}\n"
    )

    assert [item.aborts for item in staged("template.yaml", text)] == [aborts]


UPSTREAM = "http {{ upstream desk {{ {} }} server {{ listen 80; location / {{ proxy_pass http://desk; {} }} }} }}"


@pytest.mark.parametrize(
    ("servers", "more", "staged"),
    [
        ("server desk:8000 weight=9; server desk-canary:8000 weight=1;", "", True),
        ("server desk:8000;", "mirror /copy;", True),
        ("server desk:8000;", "mirror off;", False),
        ("server one:8000 weight=2; server two:8000 weight=1;", "", False),
        ("server desk:8000; server desk-canary:8000;", "", False),
        ("server desk-canary:8000 weight=1;", "", False),
    ],
)
def test_a_balance_of_equals_is_no_rollout(servers: str, more: str, staged: bool) -> None:
    assert bool(declared_rollouts(repo_of({"nginx.conf": UPSTREAM.format(servers, more)}))) is staged


CANARY = """{{- if .Values.canary.enabled }}
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: a}
spec:
  strategy: {canary: {steps: [{setWeight: 10}, {setWeight: 100}]}}
  template: {spec: {containers: [{name: a, image: b}]}}
{{- end }}
"""
WEIGHT = """apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: a
  annotations:
    nginx.ingress.kubernetes.io/canary-weight: "{{ .Values.canary.weight }}"
"""


@pytest.mark.parametrize("template", [CANARY, WEIGHT])
@pytest.mark.parametrize(
    ("values", "stages"),
    [
        ("canary: {enabled: false, weight: 0}", {}),
        ("canary: {enabled: true, weight: 10}", {"chart/values-prod.yaml": "replicas: 3\n"}),
    ],
)
def test_a_canary_that_the_chart_leaves_out_by_default_is_none(
    template: str, values: str, stages: dict[str, str]
) -> None:
    chart = {"chart/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\n", "chart/values.yaml": values + "\n"}
    found = rollouts(repo_of({**chart, "chart/templates/a.yaml": template, **stages}))

    assert any(one.staged for one in found) is ("true" in values)


@pytest.mark.parametrize("path", ["chart/values-prod.yaml", "environments/prod/values.yaml"])
def test_a_stage_brings_back_what_the_chart_leaves_out_by_default(path: str) -> None:
    chart = {"chart/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\n", "chart/templates/a.yaml": CANARY,
             "chart/values.yaml": "canary: {enabled: false}\n"}  # fmt: skip

    assert any(one.staged for one in rollouts(repo_of({**chart, path: "canary: {enabled: true}\n"})))
