"""Answers that are kept only where an option says so are told as such."""

import pytest

from tests.judging.asked import judge, steps

APP = """import joblib
from fastapi import FastAPI

from store import Store

app = FastAPI()
model = joblib.load("model.joblib")


@app.post("/predict")
def predict(size: float, save_result: bool = False):
    price = float(model.predict([[size]])[0])
    {asks}
        {keeps}
    return {{"price": price}}
"""


def app(asks: str, keeps: str) -> dict[str, str]:
    return {"app.py": APP.format(asks=asks, keeps=keeps)}


@pytest.mark.parametrize(
    ("asks", "option"),
    [("if save_result:", "save_result"), ("if request.options.store_answers:", "store_answers")],
)
def test_an_answer_that_is_kept_where_somebody_asks_for_it_is_to_be_kept_always(asks: str, option: str) -> None:
    files = app(asks, "Store().save_result(size, price)")

    assert judge("MON-03", files).message == f"answers are kept only where {option} is asked for"
    assert steps("MON-03", files)[0] == f"Keep each answer in app.py, and not only where {option} is asked for."


@pytest.mark.parametrize(
    ("asks", "keeps"),
    [
        ("if price > 0:", "Store().save_result(size, price)"),  # what is answered decides, and nobody asks
        ("if save_result:", "Store().save_settings(size)"),  # no answer
        ("if save_result:", "print(size)"),
    ],
)
def test_what_no_option_asks_for_or_is_no_answer_is_none(asks: str, keeps: str) -> None:
    assert steps("MON-03", app(asks, keeps))[0].startswith("After each answer of app.py write a row")


def test_a_decision_that_is_kept_where_somebody_asks_for_it_may_be_told_again() -> None:
    files = app("if save_result:", "Store().save_result(size, price)")

    assert judge("GOV-07", files).message == "a decision is kept only where save_result is asked for"
