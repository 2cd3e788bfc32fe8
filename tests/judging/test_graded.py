"""What only tests and examples hold is shown, and moves no grade."""

from seatrial.judging.graded import Graded
from seatrial.model import Evidence, Grade, Place

SAMPLE = Evidence(Place("tests/a.py", 3), "a GitHub token")
LIVE = Evidence(Place("a.py", 1), "a GitHub token")


def test_what_only_tests_hold_leaves_the_grade_clean_and_is_told() -> None:
    graded = Graded.conduct(found=(), aside=[SAMPLE.likely()], looked_for="tokens")

    assert graded.grade is Grade.SUBSTANTIVE
    assert graded.confidence == "verified"
    assert graded.aside == (SAMPLE.likely(),)
    assert graded.message == "only in tests, examples or documents: a GitHub token"


def test_beside_a_finding_it_is_no_second_one() -> None:
    assert Graded.conduct(found=[LIVE], aside=[SAMPLE], looked_for="tokens").evidence == (LIVE,)


def test_it_makes_no_unread_file_known() -> None:
    graded = Graded.conduct(found=(), aside=[SAMPLE], unread=["b.py: missing blob"], looked_for="tokens")

    assert graded.grade is None
    assert graded.aside == (SAMPLE,)


def test_it_counts_the_others_that_no_one_could_read() -> None:
    unread = ["b.py: missing blob", "c.py: missing blob", "d.py: missing blob"]
    two, three = (Graded.conduct(found=(), unread=unread[:many], looked_for="tokens").reason for many in (2, 3))

    assert two == "b.py: missing blob; so is 1 more"
    assert three == "b.py: missing blob; so are 2 more"
