"""Figures that are made of a log or of stored answers, and what Sentry is told to send."""

import pytest

from seatrial.facts.serving.watch.kept_figures import kept_figures
from seatrial.facts.serving.watch.measurement import Sort
from seatrial.facts.serving.watch.metrics import measurements
from tests.repositories import repo_of

FILTER = (
    'resource "aws_cloudwatch_log_metric_filter" "slow" {\n  name = "slow"\n  pattern = "slow"\n'
    '  metric_transformation {\n    name = "PredictLatency"\n    namespace = "app"\n    value = "1"\n  }\n}\n'
)


def test_a_filter_of_a_log_makes_a_metric() -> None:
    (found,) = kept_figures(repo_of({"infra/watch.tf": FILTER}))

    assert (found.name, found.of_requests) == ("PredictLatency", True)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("SELECT model, count(*) FROM app.prediction_logs GROUP BY 1", "prediction_logs"),
        ("SELECT avg(latency_ms) FROM predictions", "latency of predictions"),
        (r"SELECT count(*) FROM \"app\".\"scores\"", "scores"),
        ("SELECT count(*) FROM orders", ""),
        ("SELECT prediction_day, count(*) FROM orders GROUP BY 1", ""),
    ],
)
def test_a_dashboard_counts_answers_where_it_reads_their_table(query: str, name: str) -> None:
    board = f'{{"panels": [{{"targets": [{{"rawSql": "{query}"}}]}}]}}\n'

    assert [one.name for one in kept_figures(repo_of({"grafana/dashboards/a.json": board}))] == ([name] if name else [])


def test_samples_of_tests_count_nothing() -> None:
    board = '{"rawSql": "SELECT count(*) FROM predictions"}\n'

    assert not kept_figures(repo_of({"tests/data/dashboard.json": board}))


@pytest.mark.parametrize(
    ("given", "sort"),
    [
        ("dsn=url", Sort.REPORTER),
        ("dsn=url, traces_sample_rate=0", Sort.REPORTER),
        ("dsn=url, traces_sample_rate=0.1", Sort.AGENT),
        ("dsn=url, traces_sample_rate=rate", Sort.AGENT),
        ("**settings", Sort.AGENT),
    ],
)
def test_sentry_sees_calls_only_where_it_is_told_to_trace_them(given: str, sort: Sort) -> None:
    (found,) = measurements(repo_of({"app.py": f"import sentry_sdk\n\nsentry_sdk.init({given})\n"}))

    assert found.sort is sort
