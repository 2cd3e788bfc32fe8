"""Where outcomes are joined with what was predicted, they do come back, and lack a figure alone."""

from seatrial.model import Grade
from tests.judging.asked import SERVICE, judge, message, steps

JOINS = """

@app.get('/compare')
def compare():
    return actual_rows(load_predictions(), load_actuals())


def actual_rows(predictions, actuals):
    return predictions.merge(actuals, on="id").to_dict()
"""
JOINED = {**SERVICE, "app.py": SERVICE["app.py"] + JOINS}


def test_a_join_of_answers_and_outcomes_is_asked_for_the_error_on_it() -> None:
    assert judge("MON-05", JOINED).grade is Grade.PRESENT
    said = "actual_rows joins what was predicted with what really happened, and nothing works out an error on it"
    assert message("MON-05", JOINED) == said
    assert steps("MON-05", JOINED)[0].startswith("Work out the error on what app.py joins")


def test_a_join_of_other_tables_or_of_rows_held_back_or_one_that_nobody_starts_brings_no_outcome_back() -> None:
    other = JOINS.replace("predictions.merge(actuals", "predictions.merge(users")
    words = JOINS.replace('predictions.merge(actuals, on="id").to_dict()', '", ".join(actuals)')
    fitted = JOINS.replace("    return predictions", "    model.fit(actuals)\n    return predictions")
    backtest = JOINS.replace("actual_rows", "backtest_rows")
    path = JOINS.replace('predictions.merge(actuals, on="id").to_dict()', "os.path.join(predictions, actuals)")
    own = path.replace("os.path", "self.path")
    for joins in (other, path, own, words, fitted, backtest):
        assert judge("MON-05", {**SERVICE, "app.py": SERVICE["app.py"] + joins}).grade is Grade.ABSENT
    beside = "import pandas as pd\n\n\ndef look(predictions, actuals):\n    return pd.merge(predictions, actuals)\n"
    assert judge("MON-05", {**SERVICE, "notes/look.py": beside}).grade is Grade.ABSENT


def test_a_join_beside_which_an_error_is_worked_out_is_not_told_to_lack_one() -> None:
    joins = "predictions.merge(actuals, on='id')"
    by_hand = f"both = {joins}\n    return {{'mae': (both.actual - both.predicted).abs().mean()}}"
    kept = f"both = {joins}\n    both['error'] = both.actual - both.predicted\n    return both.to_dict()"
    named = f"both = {joins}\n    rmse = ((both.actual - both.predicted) ** 2).mean() ** 0.5\n    return rmse"
    for body in (by_hand, kept, named):
        code = JOINS.replace('return predictions.merge(actuals, on="id").to_dict()', body)
        files = {**SERVICE, "app.py": SERVICE["app.py"] + code}
        assert judge("MON-05", files).grade is Grade.PRESENT
        assert message("MON-05", files).endswith("and works out an error on it, and no limit on that was found")
        assert steps("MON-05", files)[0].startswith("Compare the figure that app.py works out with the limit")


def test_a_message_of_an_error_is_no_error_of_the_model() -> None:
    failed = JOINS.replace("    return predictions", '    error = "the tables do not fit"\n    return predictions')
    assert "nothing works out an error" in message("MON-05", {**SERVICE, "app.py": SERVICE["app.py"] + failed})
