"""A comparison that lets the worse of two models through is told from one that holds it back."""

import pytest

from seatrial.facts.training.gates.quality_gates import quality_gates
from seatrial.facts.training.gates.slices import behaviour_tests, is_suite, sliced_metrics, whole_metrics
from tests.repositories import component_of, repo_of

TRAIN = """\
from mlflow import register_model
from sklearn.linear_model import LogisticRegression


def promote(accuracy, prev_accuracy, rmse, champion_rmse, margin):
    model = LogisticRegression().fit([[1.0]], [1])
    {gate}


promote(0.9, 0.8, 1.0, 2.0, 0.01)
"""
ON = "register_model('runs:/last', 'churn')"


def turned(gate: str) -> list[bool]:
    return [found.turned for found in quality_gates(repo_of({"train.py": TRAIN.format(gate=gate)}))]


@pytest.mark.parametrize(
    "condition",
    [
        "prev_accuracy >= accuracy",
        "accuracy < prev_accuracy",
        "rmse > champion_rmse",
        "champion_rmse <= rmse",
    ],
)
def test_a_branch_that_promotes_when_the_earlier_model_is_better_is_turned(condition: str) -> None:
    assert turned(f"if {condition}:\n        {ON}") == [True]
    assert turned(f"if {condition}:\n        print('kept')\n    else:\n        {ON}") == [False]


@pytest.mark.parametrize(
    "condition",
    ["accuracy >= prev_accuracy", "prev_accuracy < accuracy", "rmse <= champion_rmse", "champion_rmse > rmse"],
)
def test_a_branch_that_promotes_when_the_new_model_is_better_is_not(condition: str) -> None:
    assert turned(f"if {condition}:\n        {ON}") == [False]


@pytest.mark.parametrize("condition", ["prev_accuracy - accuracy >= margin", "prev_accuracy >= champion_rmse"])
def test_what_is_worked_out_or_named_alike_on_both_sides_is_left_alone(condition: str) -> None:
    assert True not in turned(f"if {condition}:\n        {ON}")


@pytest.mark.parametrize(
    ("judged", "said"),
    [
        ("", False),
        ("from sklearn.metrics import accuracy_score\naccuracy_score([1], [1])\n", True),
    ],
)
def test_what_is_called_an_accuracy_may_be_an_error_where_nothing_else_is_measured(judged: str, said: bool) -> None:
    train = TRAIN.format(gate=f"if prev_accuracy >= accuracy:\n        {ON}")
    error = "from sklearn.metrics import mean_absolute_error\nmean_absolute_error([1], [1])\n"
    found = quality_gates(repo_of({"train.py": train, "evaluate.py": error + judged}))

    assert [one.turned for one in found] == [said]


def sliced(code: str) -> list[int]:
    whole = component_of({"evaluate.py": code})
    return [found.place.line for found in sliced_metrics(whole)]


def test_a_metric_for_each_group_of_a_table_is_sliced() -> None:
    code = "def by_region(rows):\n    for r, p in rows.groupby('r'):\n        print(f1_score(p.left, p.score))\n"

    assert sliced(code) == [3]


def test_a_word_that_ends_like_a_metric_is_none() -> None:
    assert not sliced("def by_region(rows):\n    for r in rows.groupby('r'):\n        print(r.lower())\n")


def test_the_same_figure_for_two_groups_that_are_named_is_sliced_and_for_two_sets_is_not() -> None:
    code = "cm_female = confusion_matrix(a, b)\ncm_male = confusion_matrix(c, d)\n"

    assert sliced(code) == [1]
    assert not sliced(code.replace("female", "train").replace("male", "test"))


def test_fairlearn_judges_by_part() -> None:
    assert sliced("from fairlearn.metrics import MetricFrame\nMetricFrame(metrics=1, y_true=2, y_pred=3)\n") == [2]


def test_the_cases_of_a_parametrised_test_are_counted() -> None:
    code = (
        "import pytest\n@pytest.mark.parametrize('a', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])\n"
        "def test_invariance(a):\n    assert model.predict(a) == model.predict(a + 1)\n"
    )
    whole = component_of({"tests/test_model.py": code})

    assert is_suite(behaviour_tests(whole))
    assert not is_suite(behaviour_tests(whole)[:0])


def test_the_metric_of_what_is_started_is_told_before_one_of_a_trial() -> None:
    metric = "from sklearn.metrics import mean_squared_error\nmean_squared_error(y, p)\n"
    files = {"a_trial.py": metric, "run.py": metric, "Dockerfile": 'FROM python:3.12\nCMD ["python", "run.py"]\n'}

    assert [one.place.path for one in whole_metrics(component_of(files))] == ["run.py", "a_trial.py"]
