"""What is told to be done first fits what was found, and what could not be seen."""

from seatrial.judging.graded import Graded
from seatrial.judging.judged import Judged
from seatrial.model import Archetype, Confidence, Evidence, Grade, Place
from seatrial.rubric import Rubric
from seatrial.rubric.fix import steps_of
from seatrial.rubric.standing import Standing

from .conftest import check_of


def told(rubric: Rubric, check: str, graded: Graded, crashed: str = "") -> tuple[str, ...]:
    row = rubric.rows[check]
    return steps_of(Standing(row, Judged(check_of(row), graded, crashed), graded.grade), Archetype.ONLINE_SERVICE)


def test_a_practice_that_was_not_seen_is_to_be_shown_before_it_is_to_be_done(rubric: Rubric) -> None:
    show, *do = told(rubric, "SEC-14", Graded.unknown("no file says who may reach it; a.yml: broken"))

    assert show.startswith("Where this is done, show it: commit what does it, or `attest` SEC-14 in seatrial.yaml.")
    assert show.endswith("Unknown is: no file says who may reach it.")
    assert do == ["Do SEC-14 in the app."]


def test_a_check_that_says_how_to_find_out_is_not_told_to_show_it(rubric: Rubric) -> None:
    unseen = Graded.unknown("the load was not found").in_case("where the load was not found")

    assert told(rubric, "ARC-04", unseen) == ("Do ARC-04 in the app.",)


def test_nobody_shows_what_only_a_crash_hid(rubric: Rubric) -> None:
    assert told(rubric, "SEC-14", Graded.unknown("crashed"), "KeyError: 'x'") == ("Do SEC-14 in the app.",)


def test_of_bad_things_that_could_not_be_looked_for_only_the_reading_is_left(rubric: Rubric) -> None:
    assert told(rubric, "SEC-02", Graded.unknown("m.pt: a pointer; n.pt: a pointer")) == (
        "Make readable what this audit could not read, or take it out of here, and audit again: m.pt: a pointer.",
    )


def test_nobody_is_told_to_attest_what_no_word_of_a_person_counts_for(rubric: Rubric) -> None:
    unseen = Graded.unknown("tests/test_a.py: broken")

    assert told(rubric, "OPS-01", unseen)[0] == (
        "Where this is done, show it: commit what does it. Unknown is: tests/test_a.py: broken."
    )
    assert "attest" not in told(rubric, "OPS-02", unseen)[0]  # a word only completes there what was seen
    assert "attest" not in told(rubric, "BIZ-01", unseen)[0]  # a key of its own declares it


def test_what_is_in_use_by_its_signs_is_only_to_be_looked_at(rubric: Rubric) -> None:
    sign = Evidence(Place("Dockerfile", 3), "Dockerfile starts app.py, which answers /predict", Confidence.LIKELY)
    likely = Graded.best((Grade.IN_USE, [sign]), looked_for="starts")

    (look,) = told(rubric, "SEC-14", likely)
    assert (
        look
        == f"See whether it is so, or `attest` SEC-14 in seatrial.yaml: only signs of it were seen, as {sign.what}."
    )
