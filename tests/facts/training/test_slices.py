"""Is a model judged on parts of the data, and under changes of its inputs?"""

from seatrial.facts.training.gates.slices import behaviour_tests, is_suite, sliced_metrics
from tests.repositories import component_of


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
