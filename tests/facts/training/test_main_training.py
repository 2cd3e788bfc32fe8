"""The training that is named to its owner is the one that makes the model."""

import pytest

from seatrial.facts.training.main_training import main_training
from tests.repositories import component_of

FIT = "from sklearn.linear_model import Ridge\n\nmodel = Ridge().fit([[1.0]], [1.0])\n"
KEEPS = FIT + "import joblib\n\njoblib.dump(model, 'model.joblib')\n"


def named(files: dict[str, str]) -> str | None:
    found = main_training(component_of(files))
    return found.place.path if found else None


@pytest.mark.parametrize(
    "aside",
    [
        "analysis/errors.py",
        "contrib/fit.py",
        "bench_fit.py",
        "scripts/profile_training_time.py",
        "tune.py",
        "visualize.py",
        "arch/a_kernel.py",
        "misc/a_trial.py",
    ],
)
def test_what_fits_to_measure_or_to_choose_comes_after_what_makes_the_model(aside: str) -> None:
    assert named({aside: FIT, "src/shop/model.py": FIT}) == "src/shop/model.py"


def test_what_keeps_its_model_comes_before_what_throws_it_away() -> None:
    assert named({"a.py": FIT, "b.py": KEEPS}) == "b.py"


def test_a_file_that_is_called_after_training_comes_first() -> None:
    assert named({"a.py": KEEPS, "train.py": FIT}) == "train.py"


def test_a_training_file_of_production_comes_before_benchmarks_and_examples() -> None:
    assert named({"bench.py": FIT, "train.py": FIT, "examples/train.py": FIT}) == "train.py"


def test_nothing_is_named_where_nothing_is_trained() -> None:
    assert named({"a.py": "print(1)\n"}) is None
