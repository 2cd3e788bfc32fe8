"""Runtimes that own the network side, collectors that fetch what is measured, and CI that asks a started image."""

import pytest

from seatrial.component import components
from seatrial.facts.serving.language_models.managed import managed
from seatrial.facts.serving.watch.scraping import scrapers
from seatrial.facts.serving.watch.smoke_tests import deployed_smokes, image_smokes
from seatrial.repo import Repo
from tests.repositories import repo_of

COLLECTOR = """receivers: {otlp: {protocols: {grpc: {}}}}
exporters: {prometheus: {endpoint: "0.0.0.0:8889"}}
service: {pipelines: {metrics: {receivers: [otlp], exporters: [prometheus]}}}
"""
MONITOR = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: churn}\nspec: {}\n"
ANNOTATED = """apiVersion: apps/v1
kind: Deployment
metadata: {name: churn}
spec: {template: {metadata: {annotations: {prometheus.io/scrape: "true"}}, spec: {containers: [{name: a}]}}}
"""
CONFIG_MAP = """apiVersion: v1
kind: ConfigMap
metadata: {name: prometheus}
data:
  prometheus.yml: |
    scrape_configs:
    - job_name: churn
"""


def repo(**files: str) -> Repo:
    return repo_of(files)


def test_a_graph_that_a_runtime_serves_has_its_handler() -> None:
    (found,) = managed(
        repo(**{"langgraph.json": '{"graphs": {"agent": "./agent.py:graph"}}', "agent.py": "graph = 1\n"})
    )

    assert (found.framework, found.handler_path, found.handler) == ("LangGraph", "agent.py", "graph")


def test_a_model_of_truss_is_served_where_its_code_is() -> None:
    text = "model_name: churn\npython_version: py311\nresources: {cpu: '1'}\n"
    code = "class Model:\n    def predict(self, rows): ...\n"

    assert [item.handler for item in managed(repo(**{"t/config.yaml": text, "t/model/model.py": code}))] == ["Model"]
    assert managed(repo(**{"t/config.yaml": text})) == ()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("k8s/monitor.yaml", MONITOR),
        ("k8s/api.yaml", ANNOTATED),
        ("prometheus.yml", "scrape_configs:\n- job_name: churn\n"),
        ("otel.yaml", COLLECTOR),
        ("k8s/config.yaml", CONFIG_MAP),
    ],
)
def test_what_fetches_measurements_is_found(path: str, text: str) -> None:
    assert [item.place.path for item in scrapers(repo(**{path: text}))] == [path]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("prometheus.yml", "scrape_configs:\n- job_name: prometheus\n"),
        ("k8s/api.yaml", ANNOTATED.replace("true", "false")),
        ("otel.yaml", COLLECTOR.replace("receivers: [otlp]", "receivers: [hostmetrics]")),
        ("examples/prometheus.yml", "scrape_configs:\n- job_name: churn\n"),
    ],
)
def test_a_collector_that_watches_itself_or_nothing_is_none(path: str, text: str) -> None:
    assert scrapers(repo(**{path: text})) == ()


@pytest.mark.parametrize(
    ("steps", "count"),
    [
        (("docker run -d -p 80:80 me/api", "curl -f http://localhost/health"), 1),
        (("docker compose up -d", "pytest tests/smoke"), 1),
        (("curl -f http://localhost/health", "docker run -d me/api"), 0),
        (("docker run -d me/api", "curl -f https://get.example.org/tool"), 0),
        (("docker run me/api ruff check", "pytest"), 0),
        (("docker run -d me/api", "curl -f http://localhost/health || true"), 0),
    ],
)
def test_ci_asks_an_image_that_it_has_started(steps: tuple[str, ...], count: int) -> None:
    runs = "".join(f"      - run: {step}\n" for step in steps)
    text = f"on: push\njobs:\n  smoke:\n    runs-on: ubuntu-latest\n    steps:\n{runs}"
    (component,) = components(repo(**{".github/workflows/ci.yml": text, "app.py": "import torch\n"}))

    assert len(image_smokes(component)) == count


@pytest.mark.parametrize(
    ("step", "count"),
    [
        ('curl -f "https://$HOST/predict" -d @one.json', 1),
        ("curl -sSf https://${{ vars.HOST }}/predict", 1),
        ('STATUS=$(curl -so out.json -w "%{http_code}" "https://$HOST/predict")\n[ $STATUS = 200 ] || exit 1', 1),
        ('curl "https://$HOST/predict" -d @one.json', 0),
        ('curl -f "https://$HOST/predict" || true', 0),
        ('curl -f "https://$HOST/other"', 0),
        ('curl -f "https://get.example.org/predict"', 0),
    ],
)
def test_ci_asks_the_service_where_it_has_been_deployed(step: str, count: int) -> None:
    lines = step.replace("\n", "\n          ")
    text = f"on: push\njobs:\n  smoke:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          {lines}\n"
    app = "from fastapi import FastAPI\napp = FastAPI()\n@app.post('/predict')\ndef predict(x: int):\n    return x\n"
    (component,) = components(repo(**{".github/workflows/ci.yml": text, "app.py": app}))

    assert len(deployed_smokes(component)) == count
