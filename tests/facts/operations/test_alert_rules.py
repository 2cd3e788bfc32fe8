"""A rule watches a symptom by metrics that something here emits, and somebody is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.operations.alert_routes import dashboards, receivers, sent_alerts
from seatrial.facts.operations.alert_rules import Symptom, alert_rules
from seatrial.facts.operations.metric_queries import metric_names
from seatrial.facts.operations.run_monitors import run_monitors
from tests.repositories import repo_of

GAUGE = "from prometheus_client import Gauge\nGauge('price_drift', 'how far').set(1)\n"


def rule(expression: str, name: str = "Alert") -> str:
    return f"groups:\n- rules:\n  - alert: {name}\n    expr: {expression}\n"


@pytest.mark.parametrize(
    ("expression", "symptom"),
    [
        ("up == 0", Symptom.FAILURE),
        ("histogram_quantile(0.95, rate(latency_seconds_bucket[5m])) > 1", Symptom.LATENCY),
        ("price_drift > 0.2", Symptom.MODEL),
        ("fraud_rate > 0.2", Symptom.MODEL),
        ("fraud_errors_total > 5", Symptom.FAILURE),
        ("node_memory_free_bytes < 5", Symptom.MACHINE),
    ],
)
def test_the_query_tells_the_symptom(expression: str, symptom: Symptom) -> None:
    (found,) = alert_rules(repo_of({"alerts.yml": rule(expression)}))

    assert found.symptom is symptom


@pytest.mark.parametrize(
    ("name", "symptom"),
    [
        ("PredictionLatencyHigh", Symptom.LATENCY),
        ("ModelServerErrorRateHigh", Symptom.FAILURE),
        ("PredictionsAllAlike", Symptom.MODEL),
        ("ModelAccuracyLowWithoutErrors", Symptom.MODEL),
    ],
)
def test_a_service_that_is_named_after_its_model_fails_and_is_slow_as_others_are(name: str, symptom: Symptom) -> None:
    (found,) = alert_rules(repo_of({"alerts.yml": rule('rate(api_total{path="/predict"}[5m]) > 1', name)}))

    assert found.symptom is symptom


def test_a_filter_of_google_cloud_selects_by_labels_and_watches_none() -> None:
    text = (
        'resource "google_monitoring_alert_policy" "high_latency" {\n  conditions {\n    condition_threshold {\n'
        '      filter = "resource.labels.service_name = x AND metric.type = run/request_latencies"\n    }\n  }\n}\n'
    )
    (found,) = alert_rules(repo_of({"main.tf": text}))

    assert found.symptom is Symptom.LATENCY


def test_a_metric_that_nothing_emits_is_lost() -> None:
    (lost,) = alert_rules(repo_of({"alerts.yml": rule("price_drift > 1")}))
    (kept,) = alert_rules(repo_of({"alerts.yml": rule("price_drift > 1"), "app.py": GAUGE}))

    assert lost.lost == "price_drift"
    assert kept.lost == ""


def test_labels_and_functions_are_no_metrics() -> None:
    query = 'sum by (le) (rate(answer_seconds_bucket{job="prices", code=~"5.."}[5m])) > on(pod) queue_length'

    assert metric_names(query) == ("answer_seconds_bucket", "queue_length")


def test_a_receiver_without_an_address_tells_nobody() -> None:
    text = "route: {receiver: a}\nreceivers:\n- name: a\n- name: b\n  slack_configs: [{channel: '#prices'}]\n"
    found = receivers(repo_of({"alertmanager.yml": text}))

    assert [item.what for item in found] == ["the receiver b is told by slack"]


@given(st.text(max_size=200))
def test_hostile_rules_raise_nothing(text: str) -> None:
    repo = repo_of({"alerts.yml": text, "rules.yml": rule(text)})

    alert_rules(repo)
    receivers(repo)


@pytest.mark.parametrize(
    "values",
    [
        "additionalPrometheusRules:\n- name: price\n  groups:\n  - rules:\n    - {alert: A, expr: up == 0}\n",
        "additionalPrometheusRulesMap:\n  price:\n    groups:\n    - rules:\n      - {alert: A, expr: up == 0}\n",
        "serverFiles:\n  alerting_rules.yml:\n    groups:\n    - rules:\n      - {alert: A, expr: up == 0}\n",
        "kube-prometheus-stack:\n  additionalPrometheusRules:\n  - groups: [{rules: [{alert: A, expr: up == 0}]}]\n",
    ],
    ids=["stack", "map", "prometheus", "nested"],
)
def test_rules_in_the_values_of_a_chart_are_rules(values: str) -> None:
    (found,) = alert_rules(repo_of({"charts/monitoring/values.yaml": values}))

    assert (found.name, found.symptom) == ("A", Symptom.FAILURE)


STACK = (
    "Resources:\n  Late:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n      MetricName: Latency\n"
    "      ExtendedStatistic: p95\n      Threshold: 900\n      AlarmActions: [!Ref OnCall]\n"
    "  OnCall:\n    Type: AWS::SNS::Topic\n    Properties:\n      Subscription: [{Protocol: sms, Endpoint: a}]\n"
    "  Page:\n    Type: AWS::CloudWatch::Dashboard\n"
)
STACK_IN_JSON = (
    '{"Resources": {"Late": {"Type": "AWS::CloudWatch::Alarm", "Properties": {"MetricName": "Latency",'
    ' "AlarmActions": [{"Ref": "OnCall"}]}}, "OnCall": {"Type": "AWS::SNS::Subscription"},'
    ' "Page": {"Type": "AWS::CloudWatch::Dashboard"}}}'
)


@pytest.mark.parametrize(
    ("path", "text"),
    [("template.yaml", STACK), ("infra/monitoring.yml", STACK), ("cfn/api.template.json", STACK_IN_JSON)],
)
def test_alarms_channels_and_dashboards_stand_in_templates_of_cloud_formation(path: str, text: str) -> None:
    repo = repo_of({path: text})
    (found,) = alert_rules(repo)

    assert (found.name, found.symptom, found.routed) == ("Late", Symptom.LATENCY, True)
    assert [item.place.path for item in (*receivers(repo), *dashboards(repo))] == [path, path]


def test_an_alarm_of_a_template_that_tells_nobody_and_a_topic_without_readers_are_no_way_to_people() -> None:
    text = STACK.replace("      AlarmActions: [!Ref OnCall]\n", "      OKActions: [!Ref OnCall]\n")
    text = text.replace("      Subscription: [{Protocol: sms, Endpoint: a}]\n", "      TopicName: told\n")
    repo = repo_of({"template.yaml": text})
    (found,) = alert_rules(repo)

    assert not found.routed
    assert not receivers(repo)


def test_a_template_among_examples_watches_nothing_of_the_owner() -> None:
    assert not alert_rules(repo_of({"examples/stack/template.yaml": STACK, "app.py": ""}))


@pytest.mark.parametrize("path", ["prometheus/alert.rules", "monitoring/service.rules.yml", "prometheus/alerts.rule"])
def test_files_that_prometheus_calls_rules_hold_rules(path: str) -> None:
    (found,) = alert_rules(repo_of({path: rule("up == 0")}))

    assert found.symptom is Symptom.FAILURE


APP = (
    "from django.core.mail import send_mail\nfrom fastapi import FastAPI\napp = FastAPI()\n@app.post('/one')\n"
    "def %s(text: str):\n    send_mail('subject', text, 'from', TO)\n    return {}\n"
)


@pytest.mark.parametrize(("name", "count"), [("drift_found", 1), ("contact_view", 0), ("reset_password", 0)])
def test_mail_to_those_who_use_a_website_tells_nobody_that_it_fails(name: str, count: int) -> None:
    assert len(sent_alerts(repo_of({"app.py": APP % name}))) == count


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        ("from sentry_sdk.crons import capture_checkin\ncapture_checkin(monitor_slug='nightly', status='ok')", True),
        ("from sentry_sdk.crons import monitor\n@monitor(monitor_slug='nightly')\ndef run():\n    work()", True),
        ("import requests\nrequests.get('https://hc-ping.com/0b1c2d3e', timeout=5)", True),
        ("from dagster import failure_hook\n@failure_hook\ndef tell(context):\n    post(context)", False),
        ("from airflow import DAG\nDAG('nightly', default_args={'on_failure_callback': tell})", False),
        ("from prefect import flow\n@flow(on_failure=[tell])\ndef nightly():\n    work()", False),
    ],
    ids=["sentry", "sentry-decorator", "healthchecks", "dagster", "airflow", "prefect"],
)
def test_a_run_that_fails_is_told_of(code: str, waits: bool) -> None:
    (found,) = run_monitors(repo_of({"nightly.py": code}))

    assert found.waits is waits


@pytest.mark.parametrize(
    "code",
    [
        "import sentry_sdk\nsentry_sdk.init(dsn=DSN)",
        "def ping():\n    return 'pong'\nping()",
        "from airflow import DAG\nDAG('nightly', default_args={'email_on_failure': False})",
        "from forms import Field\nField(on_failure=[shake])",
    ],
    ids=["errors-only", "a-route", "off", "no-orchestrator"],
)
def test_what_only_sounds_like_it_tells_nobody(code: str) -> None:
    assert run_monitors(repo_of({"nightly.py": code})) == ()


MACHINE = """{
  "StartAt": "Score",
  "States": {
    "Score": {
      "Type": "Task",
      "Resource": "${Score}",
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Tell"}],
      "Next": "Done"
    },
    "Tell": {
      "Type": "Task",
      "Resource": "arn:aws:states:::sns:publish",
      "Parameters": {"TopicArn": "${Topic}", "Message.$": "$.error"},
      "End": true
    },
    "Done": {"Type": "Succeed"}
  }
}
"""
IN_YAML = """
stateMachines:
  nightly:
    definition:
      StartAt: Score
      States:
        Score:
          Type: Task
          Resource: !GetAtt Score.Arn
          Next: ScoreFailed
        ScoreFailed:
          Type: Task
          Resource: arn:aws:states:::aws-sdk:sns:publish
          End: true
"""


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("machines/nightly.asl.json", MACHINE, 12),
        ("infra/machine.tf", f'resource "aws_sfn_state_machine" "it" {{\n  definition = <<EOF\n{MACHINE}EOF\n}}\n', 14),
        ("infra/machine.tf", IN_YAML.replace(": ", " = ").replace(":\n", " = {\n"), 13),
        ("serverless.yml", IN_YAML, 13),
    ],
    ids=["json", "heredoc", "terraform", "yaml"],
)
def test_a_state_that_failures_lead_to_and_that_publishes_tells_of_a_run(path: str, text: str, line: int) -> None:
    (found,) = run_monitors(repo_of({path: text}))

    assert (found.place.path, found.place.line, found.waits) == (path, line, False)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("machine.asl.json", MACHINE.replace('"Next": "Tell"', '"Next": "Done"')),
        ("machine.asl.json", MACHINE.replace("sns:publish", "dynamodb:putItem")),
        ("serverless.yml", IN_YAML.replace("ScoreFailed", "ScoreReady")),
        ("serverless.yml", IN_YAML.replace("StartAt", "Begins")),
        ("tests/machine.asl.json", MACHINE),
    ],
    ids=["of-success", "a-row", "of-an-end", "no-machine", "a-test"],
)
def test_a_state_that_tells_of_success_or_only_keeps_a_row_tells_of_no_failure(path: str, text: str) -> None:
    assert run_monitors(repo_of({path: text})) == ()


CDK = """
from aws_cdk import aws_cloudwatch as cloudwatch


class Stack:
    def __init__(self, topic):
        cloudwatch.CfnAlarm(self, "DriftAlarm", metric_name=settings.metric, threshold=0.2, evaluation_periods=3)
        slow = cloudwatch.Alarm(self, "Slow", metric=function.metric_duration(), threshold=1000)
"""


def test_alarms_that_code_of_a_stack_makes_are_rules_and_a_list_of_them_is_none() -> None:
    def found(text: str) -> list[tuple[str, Symptom, bool]]:
        return [(one.name, one.symptom, one.routed) for one in alert_rules(repo_of({"stack.py": text}))]

    both = [("DriftAlarm", Symptom.MODEL), ("Slow", Symptom.LATENCY)]
    assert found(CDK) == [(*one, False) for one in both]
    assert found(CDK + "        slow.add_alarm_action(topic)\n") == [(*one, True) for one in both]
    sent = "import boto3\n\nboto3.client('cloudwatch').put_metric_alarm(AlarmName='errors', AlarmActions=[topic])\n"
    assert found(sent) == [("errors", Symptom.FAILURE, True)]
    assert found(sent.replace("put_metric_alarm", "describe_alarms")) == []
