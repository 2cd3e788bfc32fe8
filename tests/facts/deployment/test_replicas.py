"""Where does the model run, in how many copies?"""

import pytest

from seatrial.component import components
from seatrial.facts.business.spending import idle_savings
from seatrial.facts.deployment.bounds.replicas import (
    model_autoscalers,
    model_workloads,
    spread_by_platform,
    spread_rules,
)
from seatrial.facts.deployment.clusters.confinement import escapes
from seatrial.facts.deployment.clusters.isolation import exposures, hardenings
from seatrial.repo import Repo
from tests.judging.asked import SERVICE
from tests.repositories import component_of, repo_of

DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}}}
spec:
  replicas: 2
  template:
    spec:
      containers:
        - {{name: it, image: "registry.example.com/{name}:1.0"}}
---
"""
BUDGET = "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: churn}\nspec: {minAvailable: 1}\n"


def deployed(**files: str) -> Repo:
    return repo_of({path.replace("__", "/") + ".yaml": text for path, text in files.items()})


def test_databases_beside_the_model_are_no_workload_of_it() -> None:
    database = DEPLOYMENT.format(name="store").replace("registry.example.com/store:1.0", "postgres:16.3")
    (whole,) = components(deployed(k8s__churn=DEPLOYMENT.format(name="churn") + database))

    assert [work.name for work in model_workloads(whole)] == ["churn"]


@pytest.mark.parametrize("name", ["test", "api-test", "test-api", "e2e", "api_ci"])
def test_a_service_that_is_called_after_tests_runs_no_model(name: str) -> None:
    def run(called: str) -> list[str]:
        compose = f"services:\n  {called}:\n    build: .\n    command: pytest\n"
        return [work.name for work in model_workloads(component_of({**SERVICE, "compose.yml": compose}))]

    assert not run(name)
    assert run("my-ci-model") == ["my-ci-model"]
    assert run("contest") == ["contest"]


def test_a_rule_for_somebody_elses_workload_does_not_scale_the_component() -> None:
    package = "[project]\nname = '{0}'\n"
    code = "import sklearn\n"
    repo = repo_of({
            "churn/pyproject.toml": package.format("churn"), "churn/model.py": code,
            "prices/pyproject.toml": package.format("prices"), "prices/model.py": code,
            "k8s/all.yaml": DEPLOYMENT.format(name="churn") + DEPLOYMENT.format(name="prices"),
            "k8s/scale.yaml": (
                "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: prices}\n"
                "spec: {scaleTargetRef: {name: prices}, minReplicaCount: 1, maxReplicaCount: 5}\n"
            ),
        })  # fmt: skip
    churn, prices = components(repo)

    assert [work.name for work in model_workloads(churn)] == ["churn"]
    assert not model_autoscalers(churn)
    assert len(model_autoscalers(prices)) == 1


def test_a_disruption_budget_keeps_copies_alive() -> None:
    (whole,) = components(deployed(k8s__churn=DEPLOYMENT.format(name="churn"), k8s__budget=BUDGET))

    assert "limits how many copies" in spread_rules(whole)[0].what


def test_what_starts_a_console_is_no_place_of_the_model_though_its_file_comes_first() -> None:
    app = "import joblib\nfrom fastapi import FastAPI\n\napp = FastAPI()\nmodel = joblib.load('m.joblib')\n\n\n"
    console = DEPLOYMENT.format(name="console").replace(
        'console:1.0"', 'console:1.0", command: ["uvicorn", "console:app"]'
    )
    repo = repo_of({
            "serve.py": app + "@app.post('/predict')\ndef predict(x: float):\n    return model.predict([[x]])\n",
            "console.py": "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n"
            "@app.get('/runs')\ndef runs():\n    return []\n",
            "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["uvicorn", "serve:app"]\n',
            "k8s/a_console.yaml": console,
            "k8s/serving.yaml": DEPLOYMENT.format(name="pricing"),
        })  # fmt: skip
    (whole,) = components(repo)

    assert [work.name for work in model_workloads(whole)] == ["pricing", "console"]


def test_an_action_that_deploys_is_a_workload_of_its_platform_with_the_limits_that_its_flags_set() -> None:
    step = (
        "on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: google-github-actions/{}@v2\n        with:\n          service: churn\n"
        "          flags: --memory=2Gi --cpu 2 --max-instances=5\n"
    )
    app = "from fastapi import FastAPI\nimport sklearn\napp = FastAPI()\n"
    run, other = (
        components(repo_of({".github/workflows/cd.yml": step.format(name), "app.py": app}))[0]
        for name in ("deploy-cloudrun", "setup-gcloud")
    )
    (work,) = model_workloads(run)

    assert spread_by_platform(work)
    assert [item.what for item in idle_savings(run)] == [
        "what google-github-actions/deploy-cloudrun@v2 deploys costs nothing when nobody asks"
    ]
    assert work.containers[0].resources is not None
    assert work.containers[0].resources.memory_limit == "2Gi"
    assert [rule.highest for rule in model_autoscalers(run)] == [5]
    assert not model_workloads(other)


_POD = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: price
spec:
  template:
    spec:
      {}
      containers:
        - name: price
          image: registry.example.org/price:1.4.2
          securityContext:
            allowPrivilegeEscalation: false
"""
_DOOR = 'resource "aws_security_group" "a" {{\n  {} {{\n    from_port = {}\n    cidr_blocks = ["{}"]\n  }}\n}}\n'


def test_bounded_rights_without_an_account_of_its_own_are_half_a_wall() -> None:
    assert hardenings(component_of({"pod.yaml": _POD.format("serviceAccountName: price")}))
    assert not hardenings(component_of({"pod.yaml": _POD.format("serviceAccountName: default")}))
    assert not hardenings(component_of({"pod.yaml": _POD.format("restartPolicy: Always")}))


def test_a_shared_network_is_told_at_its_line() -> None:
    (found,) = exposures(component_of({"pod.yaml": _POD.format("hostNetwork: true")}))

    assert found.place.line == 8


@pytest.mark.parametrize(
    ("direction", "port", "source", "count"),
    [
        ("ingress", "22", "0.0.0.0/0", 1),
        ("ingress", "443", "0.0.0.0/0", 0),
        ("ingress", "22", "10.0.0.0/8", 0),
        ("egress", "0", "0.0.0.0/0", 0),
        ("ingress", "var.port", "0.0.0.0/0", 0),
    ],
)
def test_a_door_is_open_to_everybody(direction: str, port: str, source: str, count: int) -> None:
    assert len(exposures(component_of({"main.tf": _DOOR.format(direction, port, source)}))) == count


def test_the_socket_of_the_engine_is_a_way_to_the_machine() -> None:
    text = "services:\n  app:\n    build: .\n    volumes: ['/var/run/docker.sock:/var/run/docker.sock']\n"
    files = {"compose.yaml": text, "Dockerfile": "FROM python:3.12\nCMD python app.py\n"}

    (found,) = escapes(component_of(files))

    assert found.dockerfile == "Dockerfile"


BUILD = """steps:
  - name: gcr.io/google.com/cloudsdktool/cloud-sdk
    entrypoint: bash
    args: ["-c", "gcloud run services update $_NAME --image eu-docker.pkg.dev/$PROJECT_ID/all/%s:latest"]
"""


def test_a_build_that_deploys_is_of_the_part_that_its_file_is_called_after_beside_a_file_for_the_desk() -> None:
    package = "[project]\nname = '{0}'\n"
    compose = "services:\n  churn:\n    build: churn\n  prices:\n    build: prices\n"
    files = {f"{part}/{name}": text for part in ("churn", "prices")
             for name, text in (("pyproject.toml", package.format(part)), ("main.py", "import sklearn\n"),
                                ("Dockerfile", "FROM python:3.12\n"))}  # fmt: skip
    builds = {f"infra/cloudbuilds/{part}.yaml": BUILD % part for part in ("churn", "prices")}
    churn, prices = components(repo_of({**files, **builds, "docker-compose.yml": compose}))

    for part in (churn, prices):
        first = model_workloads(part)[0]
        assert (first.platform.value, first.place.path) == ("cloud run", f"infra/cloudbuilds/{part.root}.yaml")
