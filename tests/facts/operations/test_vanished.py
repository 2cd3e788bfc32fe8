"""A failure around a model or its data is told to somebody, or it is found here."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seatrial.facts.operations.vanished import Fate, Vanished, vanished
from tests.repositories import repo_of

HEAD = "import logging\nimport joblib\nlogger = logging.getLogger(__name__)\nmodel = joblib.load('model.joblib')\n"
LINES = (*HEAD.splitlines(), "try:", " x = model.predict(1)", "except:", " pass", "\x00", "é(")
TRY = "try:\n        return model.predict(x)"
ASKS = "def g(x):\n    y = f(x)\n    if y is None:\n        raise ValueError\n"


def found(body: str) -> tuple[Vanished, ...]:
    return vanished(repo_of({"app.py": HEAD + body}))


def test_a_default_for_what_the_model_did_not_answer_is_silent() -> None:
    (item,) = found("def f(x):\n    try:\n        return model.predict(x)\n    except Exception:\n        return 0.0\n")

    assert item.fate is Fate.SILENT
    assert item.answer == "0.0"
    assert item.place.line == 8


@pytest.mark.parametrize("made", ["np.array([0.0, 1.0])", "np.zeros(size)", "[0.0] * size"])
def test_an_array_that_is_made_up_is_a_default_too(made: str) -> None:
    body = (
        f"def f(x):\n    try:\n        y = model.predict(x)\n    except Exception:\n        y = {made}\n    return y\n"
    )

    (item,) = found(body)

    assert (item.fate, item.answer) == (Fate.SILENT, made)
    assert found(body.replace(made, "np.full(3, np.nan)")) == ()


def test_a_default_that_a_job_appends_to_its_scores_is_silent() -> None:
    body = "for x in rows:\n    try:\n        scores.append(model.predict(x))\n    except Exception:\n        {}\n"

    (item,) = found(body.format("scores.append(0.0)"))

    assert item.fate is Fate.SILENT
    assert item.answer == "0.0"
    assert found(body.format("scores.append(None)")) == ()
    assert found(body.format("errors.append('no score')")) == ()


def test_a_logged_default_still_looks_like_an_answer() -> None:
    (item,) = found(
        "def f(x):\n    try:\n        y = model.predict(x)\n    except Exception:\n"
        "        logger.exception('no answer')\n        y = 0.0\n    return y\n"
    )

    assert item.fate is Fate.TOLD


def test_none_that_is_kept_is_milder_than_an_invented_answer() -> None:
    (item,) = found(
        "def f(x):\n    try:\n        y = model.predict(x)\n    except Exception:\n        y = None\n    g(y)\n"
    )

    assert item.fate is Fate.UNSAID


@pytest.mark.parametrize(
    "body",
    [
        f"def f(x):\n    {TRY}\n    except ValueError:\n        return 0.0\n",
        f"def f(x):\n    {TRY}\n    except Exception:\n        raise\n",
        "def f(x):\n    try:\n        return len(x)\n    except Exception:\n        return 0.0\n",
        f"def f(x):\n    {TRY}\n    except Exception:\n        return {{'status': 'error'}}\n",
        f"def is_ready(x):\n    {TRY}\n    except Exception:\n        return False\n",
        f"def f(x):\n    {TRY}\n    except Exception:\n        return None\n{ASKS}",
    ],
    ids=["narrow", "raised", "no-model", "status", "probe", "asked-for"],
)
def test_what_somebody_sees_has_not_vanished(body: str) -> None:
    assert found(body) == ()


def test_tests_may_swallow_what_they_like() -> None:
    body = HEAD + "def f(x):\n    try:\n        return model.predict(x)\n    except Exception:\n        return 0.0\n"

    assert vanished(repo_of({"tests/test_app.py": body})) == ()


@settings(max_examples=50)
@given(st.lists(st.sampled_from(LINES)))
def test_hostile_code_raises_nothing(lines: list[str]) -> None:
    vanished(repo_of({"app.py": "\n".join(lines)}))
