"""A claim says what is there already, and its first step begins from that."""

from tests.judging.asked import SERVICE, judge, message

EARNS = (
    "from churn import predict\n\n\ndef compute_annual_savings(rows):\n    saved = rows.saved.sum()\n"
    "    return 12 * saved\n"
)


def test_what_a_card_says_is_earned_and_spent_is_named_before_a_function_and_lacks_no_cost() -> None:
    card = "# Plans\n\n## Performance\n\n- Each move brings 5 USD a month of ARPU, {}.\n"
    both = {**SERVICE, "value.py": EARNS, "model_card.md": card.format("and a contact costs 0.5 USD")}
    alone = {**both, "model_card.md": card.format("and 60 USD of cost savings a year")}

    assert message("BIZ-02", both) == "a benefit and a cost are given, and neither criteria nor the day of a decision"
    assert [str(item.place) for item in judge("BIZ-02", both).evidence] == ["model_card.md:5"]
    assert message("BIZ-02", alone) == "a benefit is given, and neither a cost nor the day of a decision"
    assert message("BIZ-01", both).startswith('"benefit: Each move brings 5 USD')
    assert message("BIZ-01", {**SERVICE, "value.py": EARNS}).startswith("compute_annual_savings works out")
