"""A mistyped name of a well-known package is told, and honest neighbours are left alone."""

import pytest

from seatrial.facts.project.lookalikes import lookalikes, meant_by
from tests.repositories import repo_of


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("tensorfow", "tensorflow"), ("tensorlfow", "tensorflow"), ("tensorfllow", "tensorflow"),
        ("scikit-leam", ""), ("scikitlearn", "scikit-learn"), ("padnas", "pandas"), ("onnx-runtime", "onnxruntime"),
        ("torch-vision", "torchvision"), ("hugginface-hub", "huggingface-hub"), ("transfomers", "transformers"),
    ],
)  # fmt: skip
def test_a_slip_is_known_by_what_was_meant(name: str, meant: str) -> None:
    assert meant_by(name) == meant


@pytest.mark.parametrize(
    "name",
    ["tensorflow", "dataset", "ngboost", "ctransformers", "fastai", "polar", "tensorflow2", "grequests", "torchx", "",
     "openapi", "qkeras", "pedantic", "lmflow"],
)  # fmt: skip
def test_honest_neighbours_are_none(name: str) -> None:
    assert meant_by(name) == ""


def test_the_place_of_the_declaration_is_told_and_tests_may_try_what_they_like() -> None:
    files = {"requirements.txt": "numpy\nxgbooost==2.0\n", "tests/data/requirements.txt": "padnas\n"}

    (found,) = lookalikes(repo_of(files))

    assert (found.place.path, found.place.line, found.meant) == ("requirements.txt", 2, "xgboost")
