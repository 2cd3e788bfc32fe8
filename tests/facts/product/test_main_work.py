"""Of all that one command of a job gets to, what gives the answers is named before what trains, looks and helps."""

import pytest

from seatrial.facts.signs import jobs
from tests.repositories import component_of

IMAGE = 'FROM python:3.12-slim\nCOPY . .\nRUN pip install .\nCMD ["python", "main.py"]\n'
FITS = "from sklearn.linear_model import Ridge\n\ndef work(x, y):\n    return Ridge().fit(x, y)\n"
ASKS = "import joblib\n\ndef work(x, y):\n    return joblib.load('m.joblib').predict(x)\n"


def named(*files: tuple[str, str]) -> str:
    """Return what the job is said to get to, where its image starts all of these files."""
    modules = [path.removesuffix(".py").replace("/", ".") for path, _ in files]
    main = "".join(f"import {name}\n" for name in modules) + "".join(f"{name}.work([], [])\n" for name in modules)
    (job,) = jobs(component_of({"Dockerfile": IMAGE, "main.py": main, **dict(files)}))
    return job.what.rpartition(" ")[2]


@pytest.mark.parametrize(
    ("main", "others"),
    [
        ("jobs/inference.py", [("jobs/training.py", FITS), ("utils/searchers.py", FITS)]),
        ("steps/score.py", [("core/models.py", ASKS), ("steps/evaluate.py", ASKS), ("zoo/train.py", FITS)]),
        ("batch.py", [("a_metrics.py", ASKS), ("tuning.py", ASKS)]),
        ("daily.py", [("alpha.py", FITS)]),
    ],
)
def test_what_answers_is_named(main: str, others: list[tuple[str, str]]) -> None:
    assert named((main, ASKS), *others) == main
    assert named(*others, (main, ASKS)) == main


def test_where_nothing_answers_what_trains_is_named_before_what_searches_for_settings() -> None:
    assert named(("train.py", FITS), ("search.py", FITS), ("lib/fits.py", FITS)) == "train.py"


def test_a_helper_alone_is_named_all_the_same() -> None:
    assert named(("utils/predict.py", ASKS)) == "utils/predict.py"
