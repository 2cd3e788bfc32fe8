"""What is no answer is asked for again, with one sentence that says what would be one."""

import datetime as dt

import pytest

from seatrial.interview import answer
from seatrial.interview.answer import NoAnswer, Read

TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("read", "typed", "told"),
    [
        (answer.number(), "two", "'two' is no number: write digits alone, as 80 or 0.42"),
        (answer.number(), "nan", "'nan' is no number that can be held"),
        (answer.number(0, above=True), "0", "0 cannot be: it is above 0"),
        (answer.number(0, 100, above=True), "101", "101 cannot be: it is above 0, 100 at most"),
        (answer.day(), "30.6.2027", "'30.6.2027' is no date: write it as YYYY-MM-DD"),
        (answer.day(), "20270630", "'20270630' is no date: write it as YYYY-MM-DD"),
        (answer.day(), "2027-02-30", "'2027-02-30' is no date"),
        (answer.day(past=True), "2026-11-26", "2026-11-26 has not come yet: today is 2026-11-25"),
        (answer.day(future=True), "2026-11-25", "2026-11-25 is over: name a day after 2026-11-25"),
        (answer.term(TODAY), "2027-11-26", "a statement lasts 12 months at most: until 2027-11-25"),
        (answer.term(TODAY), "2026-11-24", "it would have ended already"),
        (answer.who, "nobody", "'nobody' names nobody who can be asked: write a person, a team or an address"),
        (answer.who, "TBD", "'TBD' names nobody"),
        (answer.words, "TODO later", "TODO is what a template leaves open: press Enter to answer later"),
        (answer.words, "...", "that has no word in it"),
        (answer.words, "a\x1b[2Jb", "that holds characters that cannot be printed"),
        (answer.words, "a" * 1001, "that is longer than 1,000 characters"),
        (answer.worth, "a lot", "that gives no number with its unit"),
        (answer.span, "soon", "'soon' is no length of time: write it as 30d, 4 weeks or 12h"),
        (answer.one_of("limited", "high"), "hihg", "'hihg' is none of limited, high; the nearest is 'high'"),
        (answer.yes_or_no, "maybe", "'maybe' is neither yes nor no"),
    ],
)
def test_says_why_it_is_no_answer(read: Read, typed: str, told: str) -> None:
    with pytest.raises(NoAnswer) as raised:
        read(typed, TODAY)

    assert str(raised.value).startswith(told) or told in str(raised.value)


@pytest.mark.parametrize(
    ("read", "typed", "value"),
    [
        (answer.number(), "-0.5", -0.5),
        (answer.number(), "80", 80),
        (answer.day(), "2027-06-30", dt.date(2027, 6, 30)),
        (answer.term(TODAY), "2027-11-25", dt.date(2027, 11, 25)),
        (answer.unit, "%", "%"),
        (answer.worth, "30 hours a week", "30 hours a week"),
        (answer.worth, "120 000 EUR a year", "120 000 EUR a year"),
        (answer.who, "Köhler, Anna <a@example.org>", "Köhler, Anna <a@example.org>"),
        (answer.span, "30d", "30d"),
        (answer.one_of("limited"), "Limited", "limited"),
        (answer.yes_or_no, "No", False),
    ],
)
def test_takes_what_is_meant(read: Read, typed: str, value: object) -> None:
    assert read(typed, TODAY) == value
