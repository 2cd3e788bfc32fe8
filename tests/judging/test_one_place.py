"""All steps of one report speak of the one place where the project runs, or of none where that is not known."""

import datetime as dt
import re
from collections.abc import Mapping

import pytest

from seatrial.audit import audit
from seatrial.facts.deployment.home import Where, home
from seatrial.repo import Memory
from tests.repositories import component_of

SERVICE = {
    "requirements.txt": "fastapi==0.115.0\nscikit-learn==1.5.0\njoblib==1.4.2\nuvicorn==0.30.0\nrequests==2.32.0\n",
    "app.py": (
        "import os\nimport joblib\nimport requests\nfrom fastapi import FastAPI\n\napp = FastAPI()\n"
        'model = joblib.load("model.joblib")\nTOKEN = os.environ["API_TOKEN"]\n\n\n'
        '@app.get("/health")\ndef health():\n    return {"status": "ok"}\n\n\n'
        '@app.post("/predict")\ndef predict(row: dict):\n    requests.post("http://sink/x", json=row)\n'
        '    return {"score": float(model.predict([list(row.values())])[0])}\n'
    ),
}
IMAGE = {
    "Dockerfile": (
        "FROM python:3.12\nCOPY . /app\nWORKDIR /app\nRUN pip install -r requirements.txt\n"
        'CMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n'
    ),
}
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: scorer}
spec:
  replicas: 1
  selector: {matchLabels: {app: scorer}}
  template:
    metadata: {labels: {app: scorer}}
    spec:
      containers:
        - {name: scorer, image: "acme/scorer:1.2.3", ports: [{containerPort: 8000}]}
"""
FUNCTION = {
    "handler.py": (
        'import joblib\n\nmodel = joblib.load("model.joblib")\n\n\n'
        'def handler(event, context):\n    return {"score": float(model.predict([event["row"]])[0])}\n'
    ),
    "requirements.txt": "scikit-learn==1.5.0\njoblib==1.4.2\n",
    "serverless.yml": (
        "service: scorer\nprovider: {name: aws, runtime: python3.12}\n"
        "functions:\n  score:\n    handler: handler.handler\n    events:\n      - http: {path: score, method: post}\n"
    ),
}
CLOUD_RUN = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: scorer}
spec:
  template:
    spec:
      containers:
        - {image: "gcr.io/acme/scorer:1.2.3", ports: [{containerPort: 8000}]}
"""
AZURE_ML = """\
$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json
name: blue
endpoint_name: scorer
model: azureml:scorer:3
code_configuration: {code: ., scoring_script: score.py}
environment: azureml:env:1
instance_type: Standard_DS3_v2
instance_count: 1
"""
SCORE = (
    "import json\nimport os\n\nimport joblib\n\n\ndef init():\n    global model\n"
    '    model = joblib.load(os.path.join(os.environ["AZUREML_MODEL_DIR"], "model.joblib"))\n\n\n'
    'def run(raw):\n    return model.predict(json.loads(raw)["rows"]).tolist()\n'
)
UNIT = (
    "[Unit]\nDescription=scorer\n\n[Service]\nExecStart=/usr/bin/uvicorn app:app --port 8000\n"
    "WorkingDirectory=/srv/scorer\n\n[Install]\nWantedBy=multi-user.target\n"
)
PLACES: Mapping[Where, Mapping[str, str]] = {
    Where.CLUSTER: {**SERVICE, **IMAGE, "k8s/deployment.yaml": DEPLOYMENT},
    Where.FUNCTIONS: FUNCTION,
    Where.PLATFORM: {
        **SERVICE,
        **IMAGE,
        "fly.toml": 'app = "scorer"\n[build]\n  dockerfile = "Dockerfile"\n[http_service]\n  internal_port = 8000\n',
    },
    Where.ENDPOINT: {
        "score.py": SCORE, "requirements.txt": "scikit-learn==1.5.0\njoblib==1.4.2\n", "deployment.yml": AZURE_ML,
    },
    Where.MACHINE: {**SERVICE, "deploy/scorer.service": UNIT},
    Where.UNKNOWN: SERVICE,
}  # fmt: skip
OBJECTS = (
    r"ServiceMonitor|prometheus\.io|Ingress|cert-manager|secretKeyRef|ExternalSecret|NetworkPolicy|securityContext"
    r"|PodDisruptionBudget|topologySpread|CronJob|kubescape|kubeconform|helm|readiness probe|liveness probe"
)
MACHINES = r"Caddy|two machines|of Compose|a scrape_config of Prometheus\.|\bcron\b"
PLATFORMS = r"the platform's own|its platform"
#: What no step may speak of, by where the project runs.
OTHERS = {
    Where.CLUSTER: f"{MACHINES}|{PLATFORMS}|HEALTHCHECK",
    Where.FUNCTIONS: f"{OBJECTS}|{MACHINES}|HEALTHCHECK",
    Where.PLATFORM: f"{OBJECTS}|{MACHINES}|HEALTHCHECK",
    Where.ENDPOINT: f"{OBJECTS}|{MACHINES}|HEALTHCHECK",
    Where.MACHINE: f"{OBJECTS}|{PLATFORMS}",
    Where.UNKNOWN: f"{OBJECTS}|of Compose",
}


@pytest.mark.parametrize("where", PLACES)
def test_it_is_found_where_a_project_runs(where: Where) -> None:
    found = home(component_of(PLACES[where]))

    assert found.where is where
    assert bool(found.evidence) is (where is not Where.UNKNOWN)


@pytest.mark.parametrize("where", PLACES)
def test_all_steps_speak_of_the_place_where_it_runs(where: Where) -> None:
    report = audit(Memory(PLACES[where], name="scorer"), as_of=dt.date(2026, 11, 26))

    steps = {(one.check, step) for one in report.findings for step in one.fix}
    assert {one for one in steps if re.search(OTHERS[where], one[1])} == set()
    assert len(steps) > 40


@pytest.mark.parametrize("where", [where for where, files in PLACES.items() if "Dockerfile" not in files])
def test_nobody_is_sent_to_an_image_that_is_not_there(where: Where) -> None:
    report = audit(Memory(PLACES[where], name="scorer"), as_of=dt.date(2026, 11, 26))
    packing = {"OPS-05", "OPS-06", "SEC-08"}  # they ask for one
    image = re.compile(r"\b(?:the|built) (?:base )?image\b(?!'s CMD, the Procfile)|\bDockerfile\b|container\b")

    told = [step for one in report.findings if one.check not in packing for step in one.fix]

    assert [step for step in told if image.search(step)] == []


@pytest.mark.parametrize(
    ("resource", "where"),
    [
        ("aws_eks_cluster", Where.CLUSTER),
        ("azurerm_kubernetes_cluster", Where.CLUSTER),
        ("google_container_cluster", Where.CLUSTER),
        ("aws_lambda_function", Where.FUNCTIONS),
        ("google_cloudfunctions2_function", Where.FUNCTIONS),
        ("google_cloud_run_v2_service", Where.PLATFORM),
        ("aws_ecs_service", Where.PLATFORM),
        ("azurerm_container_app", Where.PLATFORM),
        ("aws_sagemaker_endpoint", Where.ENDPOINT),
        ("azurerm_machine_learning_online_endpoint", Where.ENDPOINT),
        ("aws_instance", Where.MACHINE),
        ("google_compute_instance", Where.MACHINE),
        ("azurerm_linux_virtual_machine", Where.MACHINE),
    ],
)
def test_resources_of_a_cloud_tell_where_it_runs(resource: str, where: Where) -> None:
    files = {**SERVICE, "infra/main.tf": f'resource "{resource}" "scorer" {{\n  name = "scorer"\n}}\n'}
    assert home(component_of(files)).where is where


def test_what_starts_the_model_says_more_than_a_file_for_one_desk() -> None:
    desk = {"docker-compose.yml": "services:\n  scorer:\n    build: .\n    ports: ['8000:8000']\n"}
    both = component_of({**PLACES[Where.CLUSTER], **desk})
    alone = component_of({**SERVICE, **IMAGE, **desk})

    assert home(both).where is Where.CLUSTER
    assert home(alone).where is Where.MACHINE
