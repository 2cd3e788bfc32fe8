"""Measurements of a service are told from trackers of experiments, and counted metrics from idle ones."""

import pytest

from seatrial.facts.serving.watch.log_format import correlations, log_setups
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from seatrial.repo import Repo
from tests.repositories import repo_of

FORMATTER = (
    "import json, logging\nclass J(logging.Formatter):\n    def format(self, record):\n"
    "        return json.dumps(record.msg)\n"
)
LOGGER = (
    "import json\nclass LogEngine:\n    def info(self, m):\n        self.log(m)\n    def error(self, m):\n"
    "        self.log(m)\n    def log(self, m):\n        print(json.dumps({}))\nlog = LogEngine()\n"
)
OF_OWN = FORMATTER.replace("class J(logging.Formatter)", "class B({}): ...\nclass J(B)")


def repo(code: str, **files: str) -> Repo:
    return repo_of({"app.py": code, **files})


@pytest.mark.parametrize(
    ("code", "sort"),
    [
        ("from prometheus_client import Counter\nC = Counter('n', 'N')\nC.labels('a').inc()\n", Sort.METRIC),
        ("from prometheus_client import Counter\nC = once(Counter, 'n', 'N')\ndef f():\n    C.inc()\n", Sort.METRIC),
        ("from prometheus_fastapi_instrumentator import Instrumentator\nInstrumentator().instrument(app)\n",
         Sort.INSTRUMENTOR),
        ("import flask_monitoringdashboard as dashboard\ndashboard.bind(app)\n", Sort.INSTRUMENTOR),
        ("from starlette_exporter import PrometheusMiddleware\napp.add_middleware(PrometheusMiddleware)\n",
         Sort.INSTRUMENTOR),
        ("import prometheus_client\nprometheus_client.start_http_server(9000)\n", Sort.EXPOSITION),
        ("import opentelemetry.instrumentation.fastapi as o\no.FastAPIInstrumentor.instrument_app(app)\n", Sort.AGENT),
        ("from langfuse import observe\n@observe()\ndef f(): ...\n", Sort.AGENT),
        ("import statsd\nclient = statsd.StatsClient()\n", Sort.AGENT),
        ("import mlflow\nmlflow.langchain.autolog(log_traces=True)\n", Sort.AGENT),
        ("def send(n, v):\n    sock.send(f'{n}:{v}|c'.encode())\n", Sort.EXPOSITION),
    ],
)  # fmt: skip
def test_ways_to_measure_are_known(code: str, sort: Sort) -> None:
    assert sort in {item.sort for item in measurements(repo(code)) if item.updated}


@pytest.mark.parametrize(
    "code",
    [
        "import mlflow\nmlflow.log_metric('auc', 0.9)\n",
        "import wandb\nwandb.log({'loss': 1.0})\n",
        "from collections import Counter\nc = Counter('aab')\nc.update('b')\n",
        "from sklearn.metrics import accuracy_score\naccuracy_score([1], [1])\n",
        "import prometheus_client\n",
        "from langfuse import Langfuse\ndef f(step: Langfuse):\n    return step.metadata.get('model')\n",
        "from prometheus_client import Counter\nknown = isinstance(metric, Counter)\n",
        "from collections import Counter\nC = once(Counter, 'n')\ndef f():\n    C.inc()\n",
        "log.addFilter(lambda record: '/metrics' not in record.getMessage())\n",
    ],
)
def test_other_things_are_no_measurement(code: str) -> None:
    assert not measurements(repo(code))


def test_what_own_code_writes_out_for_prometheus_is_a_metric_by_its_name() -> None:
    code = "lines = ['# TYPE requests_total counter']\nlines.append('# TYPE predictions_total counter')\n"
    found = [item for item in measurements(repo(code)) if item.sort is Sort.METRIC]

    assert [(item.name, item.of_requests, item.of_model) for item in found] == [
        ("requests_total", True, False),
        ("predictions_total", False, True),
    ]
    assert all(item.sort is not Sort.METRIC for item in measurements(repo("x = '# HELP requests_total Requests'\n")))


def test_a_metric_is_updated_in_another_file() -> None:
    made = "from prometheus_client import Counter\nSEEN = Counter('seen', 'Seen')\nIDLE = Counter('idle', 'Idle')\n"
    files = {
        "house/__init__.py": "",
        "house/made.py": made,
        "house/use.py": "from house.made import SEEN\nSEEN.inc()\n",
    }

    assert {item.name: item.updated for item in measurements(repo_of(files))} == {"seen": True, "idle": False}


def test_a_metric_of_a_meter_that_a_function_makes_is_updated_in_another_file() -> None:
    made = (
        "from opentelemetry.metrics import get_meter_provider\n\n\ndef setup(name):\n"
        "    return get_meter_provider().get_meter(name)\n\n\nmeter = setup('scores')\n"
        "scores = meter.create_histogram('fraud_score')\nidle = meter.create_counter('idle_total')\n"
    )
    code = "from watch import scores\n\n\ndef predict(row):\n    scores.record(model.predict(row))\n"

    assert {item.name: item.updated for item in measurements(repo(code, **{"watch.py": made})) if item.name} == {
        "fraud_score": True,
        "idle_total": False,
    }


@pytest.mark.parametrize(
    ("code", "structured"),
    [
        ("LOGGING = {'handlers': {'a': {'formatter': 'j'}}, 'formatters': {'j': {'()': 'x.JsonFormatter'}}}\n", True),
        ("LOGGING = {'handlers': {'a': {'formatter': 'plain'}}}\n", False),
        ("import json\nclass A(DocsHandler):\n    def add(self):\n        return json.dumps({})\nA()\n", False),
        ("import logging\nlogging.basicConfig(level='INFO')\n", False),
        ("from loguru import logger\nlogger.add('x.log', serialize=True)\n", True),
        ("from loguru import logger\nlogger.add('x.log', serialize=flag)\n", False),
        ("import structlog\nstructlog.configure(processors=[structlog.processors.JSONRenderer()])\n", True),
        ("import structlog\nstructlog.configure(processors=[structlog.dev.ConsoleRenderer()])\n", False),
        ("import structlog\nstructlog.configure([structlog.processors.KeyValueRenderer()])\n", True),
        ("import structlog as s\nlast = s.processors.KeyValueRenderer()\ns.configure(processors=[last])\n", True),
        ("import structlog\nstructlog.configure([structlog.dev.ConsoleRenderer()])\n", False),
        ("from pythonjsonlogger import jsonlogger\nhandler.setFormatter(jsonlogger.JsonFormatter())\n", True),
        (FORMATTER + "h.setFormatter(J())\n", True),
        (OF_OWN.format("logging.Formatter") + "use(J())\n", True),
        (OF_OWN.format("Shop") + "use(J())\n", False),
        ("import json, logging\nlogging.basicConfig(format='%(message)s')\nlogging.info(json.dumps(line))\n", True),
        ("import json, logging\nlogging.basicConfig()\nlogging.info(json.dumps(line))\n", False),
        ("import json, logging\nlogging.basicConfig(format='%(message)s')\nlogging.info('%s', line)\n", False),
        ("import json, logging as l\nl.basicConfig(format='{message}')\nl.info(json.dumps(a, indent=1))\n", False),
        (LOGGER.format("{'m': m}"), True),
        (LOGGER.format("m, indent=None"), True),
        (LOGGER.format("m, indent=4"), False),  # set out for whoever looks at the terminal
        (FORMATTER.replace("record.msg", "record.msg, indent=2") + "h.setFormatter(J())\n", False),
        (FORMATTER, False),
        (FORMATTER + "def setup():\n    return {'formatters': {'j': {'()': J} if on() else {'format': 'x'}}}\n", True),
        (FORMATTER + "TABLE = {'formatters': {'j': {'()': 'app.J'}}}\n", True),
        (FORMATTER + "TABLE = {'formatters': {'j': {'()': 'other.J'}}}\n", False),
        (FORMATTER + "def known(h):\n    return isinstance(h.formatter, J)\n", False),
        ("from pythonjsonlogger import json\nclass J(json.JsonFormatter):\n    pass\nt = {'()': J}\n", True),
        ("from pythonjsonlogger import json\nclass J(json.JsonFormatter):\n    pass\n", False),
        ("from acme_utilities.logging import StructuredLogger\nlog = StructuredLogger(level='info')\n", True),
        ("class StructuredLogger:\n    def info(self, m):\n        print(m)\nlog = StructuredLogger()\n", False),
    ],
)  # fmt: skip
def test_json_lines_count_where_they_are_switched_on(code: str, structured: bool) -> None:
    assert any(setup.structured for setup in log_setups(repo(code))) is structured


TABLE = (
    "import logging.config, os\nchosen = os.environ.get('LOG_FORM', 'plain').lower()\nLOGS = {'formatters': {"
    "'lines': {'()': 'pythonjsonlogger.json.JsonFormatter'}, 'plain': {'format': '%(message)s'}},\n"
    "'handlers': {'console': {'class': 'logging.StreamHandler', 'formatter': HOW}}}\n"
)
STARTED = "services:\n  api:\n    image: app:1.0.0\n    environment: ['LOG_FORM=HOW']\n"


@pytest.mark.parametrize(
    ("how", "value", "structured"),
    [
        ("'lines'", "", True),
        ("'plain'", "", False),
        ("chosen", "", False),
        ("chosen", "lines", True),
        ("chosen", "${LOG_FORM:-lines}", True),
        ("chosen", "plain", False),
        ("other", "lines", False),
    ],
)
def test_a_table_of_settings_writes_json_where_a_handler_is_told_to(how: str, value: str, structured: bool) -> None:
    table = TABLE.replace("HOW", how)
    here = {"app.py": f"{table}logging.config.dictConfig(LOGS)\n"}
    apart = {
        "settings.py": table,
        "app.py": "from settings import LOGS\nimport uvicorn\nuvicorn.run(a, log_config=LOGS)\n",
    }
    unused = {"app.py": table}
    compose = {"compose.yml": STARTED.replace("HOW", value)} if value else {}

    for files, expected in ((here, structured), (apart, structured), (unused, False)):
        assert any(setup.structured for setup in log_setups(repo_of({**files, **compose}))) is expected


@pytest.mark.parametrize(
    ("code", "known"),
    [
        (
            "from asgi_correlation_id import CorrelationIdMiddleware\napp.add_middleware(CorrelationIdMiddleware)\n",
            True,
        ),
        ("from contextvars import ContextVar\nrequest_id = ContextVar('request_id')\n", True),
        ("from contextvars import ContextVar\nlanguage = ContextVar('language')\n", False),
    ],
)
def test_an_id_of_the_request_is_known(code: str, known: bool) -> None:
    assert bool(correlations(repo(code))) is known


def test_a_function_whose_calls_the_cloud_traces_is_measured() -> None:
    function = 'resource "aws_lambda_function" "f" {{\n  tracing_config {{\n    mode = "{mode}"\n  }}\n}}\n'
    found = measurements(repo("", **{"main.tf": function.format(mode="Active")}))

    assert [(item.sort, item.place.path) for item in found] == [(Sort.AGENT, "main.tf")]
    assert not measurements(repo("", **{"main.tf": function.format(mode="PassThrough")}))


@pytest.mark.parametrize(
    "code",
    [
        (
            "from aws_lambda_powertools import Metrics\n\nmetrics = Metrics()\n\n\ndef end():\n"
            "    metrics.add_metric(name='JobFailed', unit='Count', value=1)\n"
        ),
        (
            "from aws_lambda_powertools.metrics import Metrics\n\n\nclass Record:\n"
            "    def __init__(self, metrics: Metrics):\n        self._metrics = metrics\n\n    def end(self):\n"
            "        self._metrics.add_metric('JobFailed', 'Count', 1)\n"
        ),
        (
            "from aws_embedded_metrics import metric_scope\n\n\n@metric_scope\ndef end(metrics):\n"
            "    metrics.put_metric('JobFailed', 1, 'Count')\n"
        ),
        (
            "import boto3\n\n\ndef end():\n    boto3.client('cloudwatch').put_metric_data(\n"
            "        Namespace='a', MetricData=[{'MetricName': 'JobFailed', 'Value': 1}])\n"
        ),
        "from datadog_lambda.metric import lambda_metric\n\n\ndef end():\n    lambda_metric('JobFailed', 1)\n",
    ],
    ids=["powertools", "handed-in", "embedded", "client", "datadog"],
)
def test_a_figure_that_is_sent_to_a_cloud_is_known_by_its_name(code: str) -> None:
    found = [item for item in measurements(repo_of({"app.py": code})) if item.sort is Sort.METRIC]

    assert [(item.name, item.of_requests, item.of_model) for item in found] == [("JobFailed", True, False)]


def test_a_call_of_that_name_on_something_else_sends_nothing() -> None:
    code = "from own import table\n\n\ndef end():\n    table.add_metric('JobFailed')\n"

    assert not measurements(repo_of({"app.py": code}))
