"""Which tests call functions that work out features, and which of them look at values."""

import pytest

from seatrial.facts.testing import tests as cases
from seatrial.facts.testing.feature_tests import FeatureTest, feature_tests
from seatrial.facts.testing.value_asserts import looks_at_values, skips_without_data
from seatrial.facts.training.features.features_to_test import features_to_test
from tests.repositories import component_of, repo_of

FEATURES = "def build_features(rows):\n    rows = rows.fillna(0)\n    return rows.assign(a=1)\n"
TRAIN = "from sklearn.svm import SVC\nfrom features import build_features\nSVC().fit(build_features(x), y)\n"
TAKEN = "from features import build_features\n\n"


def of(test: str, **files: str) -> tuple[FeatureTest, ...]:
    component = component_of({"features.py": FEATURES, "train.py": TRAIN, "tests/test_a.py": TAKEN + test, **files})
    assert [one.name for one in features_to_test(component)] == ["build_features"]
    return feature_tests(component)


def judged(body: str, mark: str = "") -> tuple[bool, bool]:
    repo = repo_of({"tests/test_a.py": f"{mark}def test_it():\n    {body}\n"})
    (case,) = cases.tests(repo)
    return looks_at_values(repo, case), skips_without_data(repo, case)


@pytest.mark.parametrize(
    "body",
    [
        "assert f(x) == 1", "assert f(x)['a'].tolist() == [1, 2]", "assert np.allclose(f(x), 1)",
        "np.testing.assert_allclose(f(x), 1)", "pd.testing.assert_frame_equal(f(x), y)",
        "with pytest.raises(ValueError):\n        f(x)",
    ],
)  # fmt: skip
def test_values_are_compared(body: str) -> None:
    assert judged(f"import numpy as np, pandas as pd, pytest\n    {body}") == (True, False)


@pytest.mark.parametrize(
    "body",
    [
        "assert f(x).shape == (1, 2)", "assert len(f(x)) == 2", "assert f(x) is not None", "assert 'a' in f(x).columns",
        "assert isinstance(f(x), dict)", "f(x)", "m.assert_called_once()",
    ],
)  # fmt: skip
def test_a_form_or_a_mock_is_no_value(body: str) -> None:
    assert judged(body) == (False, False)


def test_a_test_that_skips_without_its_data_is_told() -> None:
    marked = judged(
        "assert f(x) == 1", "import os, pytest\n@pytest.mark.skipif(not os.path.exists('a.csv'), reason='')\n"
    )
    itself = judged("import pytest\n    if not d:\n        pytest.skip('no data')\n    assert f(x) == 1")
    version = judged(
        "assert f(x) == 1", "import sys, pytest\n@pytest.mark.skipif(sys.version_info < (3, 9), reason='')\n"
    )

    assert (marked[1], itself[1], version[1]) == (True, True, False)


def test_a_direct_call_is_sound_and_one_on_the_way_through_the_program_is_not() -> None:
    (direct,) = of("def test_it():\n    assert build_features(x)['a'].sum() == 2\n")
    program = f"{TAKEN}def run(x):\n    return step(x)\ndef step(x):\n    return build_features(x)\n"
    (whole,) = of("from program import run\ndef test_it():\n    assert run(x) == 2\n", **{"program.py": program})

    assert (direct.sound, whole.sound) == (True, False)
    assert whole.what == "test_it passes build_features on the way through the whole program"


def test_a_fixture_and_a_helper_of_the_tests_call_for_the_test() -> None:
    fixture = "import pytest\n@pytest.fixture\ndef rows():\n    return build_features(x)\n"
    (by_fixture,) = of(f"{fixture}def test_it(rows):\n    assert rows['a'].sum() == 2\n")
    (by_helper,) = of("def make():\n    return build_features(x)\ndef test_it():\n    assert make()['a'].sum() == 2\n")

    assert by_fixture.sound
    assert by_helper.sound
