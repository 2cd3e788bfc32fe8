"""The models that `make bench-gpu` makes: whatever their precision, they answer alike."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from benchmarks.gpu import models


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the same models in a size that a test can pay for."""
    for name, value in {"WIDTH": 24, "HEADS": 3, "LAYERS": 2, "INNER": 48, "LENGTH": 8, "WORDS": 50}.items():
        monkeypatch.setattr(models, name, value)
    for name, size in {"STAGES": ((4, 8, 2, 1), (8, 16, 1, 2)), "SIDE": 32, "CLASSES": 10}.items():
        monkeypatch.setattr(models, name, size)


def answer(model: Path, **given: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, given)[0])


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("make", "given"),
    [
        (models.encoder, {"words": np.arange(16, dtype=np.int64).reshape(2, 8)}),
        (models.convolutions, {"picture": np.linspace(-1, 1, 2 * 3 * 32 * 32, dtype=np.float32).reshape(2, 3, 32, 32)}),
    ],
    ids=["encoder", "convolutions"],
)
def test_precisions_differ_by_no_more_than_their_digits(
    make: Callable[[Path, str], Path], given: dict[str, Any], tmp_path: Path
) -> None:
    single, half = (answer(make(tmp_path, kind), **given) for kind in ("float32", "float16"))

    assert single.shape[0] == 2
    assert len(np.unique(single.round(5))) > single.size // 2  # every row and place has an answer of its own
    assert np.abs(single - half).max() < 0.02 * np.abs(single).max()


def test_what_no_graphics_processor_has_is_a_determinant(tmp_path: Path) -> None:
    rows = np.zeros((3, 64), dtype=np.float32)

    assert answer(models.one_left(tmp_path), rows=rows).tolist() == np.zeros((3, 64)).tolist()


def test_what_exhausts_a_device_needs_all_of_its_arrays_for_its_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(models, "_HOARDED", 16)

    found = answer(models.hoard(tmp_path), rows=np.array([[1], [2]], dtype=np.float32))

    assert found.shape == (2, 1)
    assert found[:, 0] == pytest.approx([2, 4], rel=1e-6)  # 1 + 1/2 + 1/4 and so on, of each row
