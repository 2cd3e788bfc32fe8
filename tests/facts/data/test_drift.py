"""Where current data is compared with a reference."""

import pytest

from seatrial.facts.data.drift import drift
from tests.repositories import repo_of

VERTEX, STEP = "Vertex AI Model Monitoring", "a quality check of SageMaker Pipelines"


def found(files: dict[str, str]) -> list[str]:
    return [item.tool for item in drift(repo_of(files))]


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("from evidently.presets import DataDriftPreset as P\nP()\n", "Evidently"),
        ("from alibi_detect.cd import KSDrift\nKSDrift(x_ref)\n", "Alibi Detect"),
        ("from scipy.stats import ks_2samp\ndef compare(a):\n    return ks_2samp(reference, a)\n", "ks_2samp"),
        ("def psi(expected, actual):\n    total = 0\n    return total + sum(expected) - sum(actual)\n", "psi"),
        ("from river.drift import ADWIN\nADWIN()\n", "a detector over a stream"),
        ("from aws_cdk import aws_sagemaker as s\ns.CfnMonitoringSchedule(self, 'M')\n", "SageMaker Model Monitor"),
        ("body = {'objectiveConfigs': [{'trainingPredictionSkewDetectionConfig': limits}]}\n", VERTEX),
        ("from google.cloud.aiplatform import model_monitoring as m\nm.SkewDetectionConfig(d, 0.1)\n", VERTEX),
        ("from sagemaker.workflow.quality_check_step import QualityCheckStep\nQualityCheckStep(name='a')\n", STEP),
    ],
)
def test_libraries_statistics_and_own_functions_with_both_samples_count(text: str, tool: str) -> None:
    assert found({"monitor.py": text}) == [tool]


@pytest.mark.parametrize(
    "text",
    [
        "import evidently\n",
        "def detect_drift(terraform_plan, terraform_state):\n    old = 1\n    return old > 2\n",
        "def simulate_drift(reference, current):\n    x = reference + 1\n    return x\n",
        "from scipy.stats import chi2_contingency\nchi2_contingency(table)\n",
        "class DataDriftDetector:\n    pass\nDataDriftDetector(x)\n",
        "from sagemaker.workflow.quality_check_step import QualityCheckStep\nQualityCheckStep('a', skip_check=True)\n",
        "def get_drift(model_id, db):\n    rows = db.query(model_id)\n    return rows\n",
    ],
    ids=[
        "an import",
        "infrastructure",
        "a simulation",
        "a plain test",
        "a class of its own",
        "only a baseline",
        "reading results",
    ],
)
def test_words_are_no_drift_monitoring(text: str) -> None:
    assert found({"job.py": text}) == []


def test_a_reference_that_the_object_keeps_is_the_other_sample() -> None:
    text = (
        "class Detector:\n    def __init__(self, reference):\n        self.reference = reference\n"
        "    def detect_drift(self, rows):\n        distance = abs(mean(self.reference) - mean(rows))\n"
        "        return distance > 0.2\n"
    )

    assert [item.what for item in drift(repo_of({"drift.py": text}))] == [
        "compares current data with a reference by Detector.detect_drift"
    ]


@pytest.mark.parametrize(
    ("method", "names"),
    [
        (
            (
                "    def compute_psi(self, current_data):\n        found = {}\n"
                "        for name, known in self.reference_distributions.items():\n"
                "            found[name] = sum((known - current_data[name]) * log(known / current_data[name]))\n"
                "        return found\n"
            ),
            ["DriftDetector.compute_psi"],
        ),
        (
            (
                "    def score(self, live):\n        known = histogram(self.baseline.values)\n"
                "        return entropy(known, histogram(live))\n"
            ),
            ["DriftDetector.score"],
        ),
        ("    def update(self, new_data):\n        rows = clean(new_data)\n        self.reference = rows\n", []),
        ("    def plot(self, live):\n        draw(self.reference.values)\n        draw(live)\n", []),
        ("    def keep(self, live):\n        rows = clean(live)\n        self.window.extend(rows)\n", []),
    ],
    ids=["figures of each column", "a divergence", "a new reference", "a plot", "what came in"],
)
def test_current_data_beside_a_reference_that_is_kept_is_compared_without_a_verdict(
    method: str, names: list[str]
) -> None:
    text = "class DriftDetector:\n    def __init__(self, reference):\n        self.reference = clean(reference)\n"

    assert found({"monitor.py": text + method}) == names


def test_the_class_may_say_what_its_method_does() -> None:
    text = (
        "class {}:\n    def __init__(self, baseline_mean=None, drop=0.1):\n        self.baseline_mean = baseline_mean\n"
        "        self.alarm_drop = drop\n    def _maybe(self):\n        now = mean(self.scores)\n"
        "        if (self.baseline_mean - now) >= self.alarm_drop:\n            log.warning('moved')\n"
    )
    names = ("DriftMonitor", "CovariateShift", "Drifter", "Thrift", "ShiftPlan", "DropDriftFeatures")
    files = {name: text.format(name) for name in names}

    assert {name: found({"monitor.py": text}) for name, text in files.items()} == {
        "DriftMonitor": ["DriftMonitor._maybe"], "CovariateShift": ["CovariateShift._maybe"],
        "Drifter": [], "Thrift": [], "ShiftPlan": [], "DropDriftFeatures": [],
    }  # fmt: skip
    (seen,) = drift(repo_of({"monitor.py": files["DriftMonitor"]}))
    assert seen.thresholded


def test_the_psi_of_a_wavelet_is_a_letter_and_no_index_of_stability() -> None:
    text = "def get_phi_psi(base, new):\n    x = sum(base)\n    return x - sum(new)\n"

    assert found({"layers.py": text}) == []
    assert found({"layers.py": text.replace("phi_psi", "psi")}) == ["get_psi"]


def test_without_a_threshold_it_says_so_and_tests_are_left_out() -> None:
    text = "def psi(expected, actual):\n    x = sum(expected)\n    return x - sum(actual)\n"

    assert [item.thresholded for item in drift(repo_of({"a.py": text, "tests/test_a.py": text}))] == [False]


_SCHEDULED = "Resources:\n Watch:\n  Type: AWS::SageMaker::MonitoringSchedule\n  Properties: {EndpointName: e}\n"


@pytest.mark.parametrize(
    ("signal", "tools"), [("data_drift", ["Azure ML model monitoring"]), ("model_performance", [])]
)
def test_a_monitor_in_a_file_of_azure_counts_when_its_signal_is_drift(signal: str, tools: list[str]) -> None:
    text = f"name: weekly\ncreate_monitor:\n  monitoring_signals:\n    inputs:\n      type: {signal}\n"

    assert found({"monitor.yml": text}) == tools


def test_a_monitor_that_a_bundle_of_databricks_declares_counts() -> None:
    monitor = "{table_name: main.scores, inference_log: {granularities: [1 day]}}"
    text = f"resources:\n  quality_monitors:\n    scores: {monitor}\n"

    assert found({"resources/monitoring.yml": text}) == ["Databricks Lakehouse Monitoring"]
    assert found({"resources/monitoring.yml": text.replace("quality_monitors", "dashboards")}) == []


def test_a_monitor_that_terraform_schedules_and_a_preset_in_a_configuration_count() -> None:
    resource = 'resource "aws_sagemaker_monitoring_schedule" "weekly" {\n  name = "w"\n}\n'
    preset = "from zenml.integrations.evidently.steps import report\nreport(metric('DataDriftPreset'))\n"

    assert found({"main.tf": resource}) == ["SageMaker Model Monitor"]
    assert found({"prod.yml": _SCHEDULED}) == ["SageMaker Model Monitor"]
    assert found({"pipeline.py": preset}) == ["Evidently"]


@pytest.mark.parametrize(
    "text",
    [
        (
            "from evidently.metric_preset import DataDriftPreset\nfrom evidently.report import Report\n"
            "report = Report(metrics=[DataDriftPreset()])\nprint(report.as_dict()['dataset_drift'])\n"
        ),
        (
            "from evidently.presets import DataDriftPreset\n\nfound = run(DataDriftPreset())\n"
            "moved = [one['value']['count'] for one in found if 'DriftedColumnsCount' in one['metric_id']]\n"
            "if moved[0] > 0:\n    warn()\n"
        ),
        (
            "from sagemaker.model_monitor import DefaultModelMonitor\nmonitor = DefaultModelMonitor(role=r)\n"
            "monitor.create_monitoring_schedule(endpoint_input=e, constraints=c)\n"
        ),
    ],
)
def test_a_tool_that_decides_by_its_own_threshold_has_one(text: str) -> None:
    assert {item.thresholded for item in drift(repo_of({"a.py": text}))} == {True}


@pytest.mark.parametrize(
    ("compared", "thresholded"), [("profile.n_drifted_features > 0", True), ("len(features) > 0", False)]
)
def test_columns_that_a_tool_calls_drifted_are_held_to_its_own_limit(compared: str, thresholded: bool) -> None:
    use = "from evidently.dashboard.tabs import DataDriftTab\nDataDriftTab()\n"
    text = f"{use}if {compared}:\n    warn()\n"

    assert {item.thresholded for item in drift(repo_of({"watch.py": text}))} == {thresholded}


def test_a_monitor_that_a_table_names_is_called_by_a_setting() -> None:
    use = "from evidently.model_monitoring import {0}\nMONITORS = {{'kind': {0}}}\nMONITORS[kind]()\n"
    assert found({"app.py": use.format("DataDriftMonitor")}) == ["Evidently"]
    assert found({"app.py": use.format("RegressionPerformanceMonitor")}) == []
    assert found({"app.py": "from evidently.model_monitoring import DataDriftMonitor\n"}) == []
    assert found({"app.py": use.format("DataDriftMonitor").replace("evidently.", "own.")}) == []


def test_tests_of_evidently_hold_to_bounds_of_their_own() -> None:
    told = "from evidently.{module} import {name}\n\n{name}()\n"
    tested = told.format(module="test_preset", name="DataDriftTestPreset")
    reported = told.format(module="metric_preset", name="DataDriftPreset")

    assert [item.thresholded for item in drift(repo_of({"watch.py": tested}))] == [True]
    assert [item.thresholded for item in drift(repo_of({"watch.py": reported}))] == [False]


_BOTH = "    moved = {k: abs(reference[k] - current[k]) for k in current}\n    return moved\n"


@pytest.mark.parametrize(
    ("code", "tool"),
    [
        (f"def _distribution_shift(reference, current):\n{_BOTH}", "_distribution_shift"),
        (f"def compare_distributions(reference, current):\n{_BOTH}", "compare_distributions"),
        (f"def detect_shift(reference, current):\n{_BOTH}", "detect_shift"),
        (f"def feature_shifts(reference, current):\n{_BOTH}", "feature_shifts"),
        (f"def compare_feature_profiles(reference, current):\n{_BOTH}", "compare_feature_profiles"),
        (f"def covariate_shift_weights(reference, current):\n{_BOTH}", ""),
        ("def distribution_shift(images, strength):\n    moved = images + strength\n    return moved\n", ""),
        (f"def plot_distribution_shift(reference, current):\n{_BOTH}", ""),
        (f"def compare_models(reference, current):\n{_BOTH}", ""),
    ],
)
def test_a_comparison_that_is_called_a_shift_counts_with_both_sides_and_a_correction_does_not(
    code: str, tool: str
) -> None:
    assert found({"monitor.py": code}) == ([tool] if tool else [])


HOLDS_BOTH = """
import json
from collections import Counter

THRESHOLD = 0.2


def apart(one, other):
    keys = set(one) | set(other)
    return max(abs(one.get(key, 0) - other.get(key, 0)) for key in keys)


def main():
    baseline = json.load(open("baseline.json"))
    live = Counter(json.loads(line)["plan"] for line in open("requests.jsonl"))
    if apart(baseline, live) >= THRESHOLD:
        print("drift")
"""


def test_a_call_with_both_sides_counts_in_a_file_called_after_drift() -> None:
    def found(path: str) -> list[tuple[str, bool]]:
        return [(item.tool, item.thresholded) for item in drift(repo_of({path: HOLDS_BOTH}))]

    assert found("monitoring/drift_job.py") == [("apart", True)]
    assert found("bench/speed.py") == []
    assert found("simulate_drift.py") == []


@pytest.mark.parametrize(
    ("text", "limited"),
    [
        ("from evidently.presets import DataDriftPreset\nDataDriftPreset()\n", False),
        ("from evidently.presets import DataDriftPreset\nDataDriftPreset(drift_share=0.5)\n", True),
        ("from evidently.presets import DataDriftPreset\nReport([DataDriftPreset()], include_tests=True)\n", True),
        ("from evidently.presets import DataDriftPreset\nReport([DataDriftPreset()], include_tests=False)\n", False),
        ("from alibi_detect.cd import TabularDrift\nTabularDrift(rows, p_val=0.01)\n", True),
    ],
)
def test_a_limit_that_a_tool_is_given_is_one(text: str, limited: bool) -> None:
    assert [item.thresholded for item in drift(repo_of({"monitor.py": text}))] == [limited]
