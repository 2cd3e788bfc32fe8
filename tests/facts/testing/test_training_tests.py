"""Which tests really train, and which only stand near it."""

import pytest

from seatrial.facts.testing import tested_code
from seatrial.facts.testing import tests as cases
from seatrial.facts.testing.feature_tests import FeatureTest, feature_tests
from seatrial.facts.testing.training_runs import training_runs
from seatrial.facts.testing.training_tests import training_tests
from seatrial.facts.testing.value_asserts import looks_at_values, skips_without_data
from seatrial.facts.training.features.features_to_test import features_to_test
from tests.repositories import component_of, repo_of
from tests.workflows import workflow

TRAIN = "from sklearn.svm import SVC\ndef fit(x, y):\n    return SVC().fit(x, y)\ndef clean(x):\n    return x\n"
FLOW = ".github/workflows/a.yml"


def trained(test: str, **files: str) -> list[tuple[bool, bool]]:
    repo = repo_of({"train.py": TRAIN, "tests/test_a.py": test, **files})
    return [(item.trains, item.asserts) for item in training_tests(repo)]


def test_a_test_that_calls_the_training_trains() -> None:
    assert trained("from train import fit\ndef test_a():\n    assert fit(x, y).predict(x)\n") == [(True, True)]
    assert trained("from train import fit\ndef test_a():\n    fit(x, y)\n") == [(True, False)]


def test_a_fixture_or_a_helper_between_is_followed() -> None:
    text = "from train import fit\ndef make():\n    return fit(x, y)\ndef test_a():\n    assert make().predict(x)\n"

    assert trained(text) == [(True, True)]


def test_what_stands_beside_the_training_is_near_it() -> None:
    assert trained("from train import clean\ndef test_a():\n    assert clean(1) == 1\n") == [(False, False)]
    assert trained("def test_a():\n    assert sum([1]) == 1\n") == []


def test_a_run_of_ci_is_looked_at_when_another_program_follows() -> None:
    main = TRAIN + "if __name__ == '__main__':\n    fit(1, 2)\n"
    flow = workflow("python train.py")

    def followed(text: str) -> list[bool]:
        repo = repo_of({"train.py": main, "judge.py": "print(1)\n", FLOW: text})
        return [item.followed for item in training_runs(repo)]

    assert followed(flow) == [False]
    assert followed(flow + "      - run: python judge.py\n") == [True]
    assert followed(flow.replace("train", "judge")) == []


def test_a_pipeline_that_ci_reproduces_trains_where_one_of_its_stages_does() -> None:
    main = TRAIN + "if __name__ == '__main__':\n    fit(1, 2)\n"
    stages = "stages:\n  fit:\n    wdir: ..\n    cmd: python train.py\n"

    def trains(command: str) -> int:
        files = {"train.py": main, "flow/dvc.yaml": stages, FLOW: workflow(f"dvc {command}")}
        return len(training_runs(repo_of(files)))

    assert [trains(one) for one in ("repro flow/dvc.yaml", "repro", "pull", "repro other/dvc.yaml")] == [1, 1, 0, 0]


def test_a_function_that_is_only_looked_at_is_not_called() -> None:
    assert trained("from train import fit\ndef test_a():\n    assert callable(fit)\n") == [(False, False)]


FEATURES = "def build_features(rows):\n    rows = rows.fillna(0)\n    return rows.assign(a=1)\n"
FIT = "from sklearn.svm import SVC\nfrom features import build_features\nSVC().fit(build_features(x), y)\n"
TAKEN = "from features import build_features\n\n"


def calling(test: str, **files: str) -> tuple[FeatureTest, ...]:
    component = component_of({"features.py": FEATURES, "train.py": FIT, "tests/test_a.py": TAKEN + test, **files})
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
    (direct,) = calling("def test_it():\n    assert build_features(x)['a'].sum() == 2\n")
    program = f"{TAKEN}def run(x):\n    return step(x)\ndef step(x):\n    return build_features(x)\n"
    (whole,) = calling("from program import run\ndef test_it():\n    assert run(x) == 2\n", **{"program.py": program})

    assert (direct.sound, whole.sound) == (True, False)
    assert whole.what == "test_it passes build_features on the way through the whole program"


def test_a_fixture_and_a_helper_of_the_tests_call_for_the_test() -> None:
    fixture = "import pytest\n@pytest.fixture\ndef rows():\n    return build_features(x)\n"
    (by_fixture,) = calling(f"{fixture}def test_it(rows):\n    assert rows['a'].sum() == 2\n")
    (by_helper,) = calling(
        "def make():\n    return build_features(x)\ndef test_it():\n    assert make()['a'].sum() == 2\n"
    )

    assert by_fixture.sound
    assert by_helper.sound


SHORT = "def clean(text):\n    words = text.split()\n    return words\n"
LONG = "def train(rows):\n" + "".join(f"    a{number} = rows[{number}]\n" for number in range(9)) + "    return rows\n"


@pytest.mark.parametrize(
    ("folder", "first"), [("bin", "clean"), ("docs", "clean"), ("migrations", "clean"), ("shop", "train")]
)
def test_code_that_others_import_comes_before_scripts_beside_it(folder: str, first: str) -> None:
    component = component_of({"shop/words.py": SHORT, f"{folder}/train.py": LONG})

    assert tested_code.tested(component).missed == first


def test_what_prepares_a_chart_works_out_no_features() -> None:
    chart = "\n\ndef prepare_for_heatmap(rows):\n    rows = rows.fillna(0)\n    return rows.assign(a=1)\n"
    asks = FIT.replace("import build_features", "import build_features, prepare_for_heatmap")
    component = component_of({"features.py": FEATURES + chart, "train.py": asks})

    assert [one.name for one in features_to_test(component)] == ["build_features"]
