"""A finding is the same finding while its cause is the same."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from seatrial.judging.graded import Graded
from seatrial.judging.judged import Judged
from seatrial.model import Confidence, Evidence, Finding, Grade, Kind, Liveness, Place, Severity, Stage
from seatrial.rubric import Rubric, Situation, assess
from tests.repositories import repo_of

from .conftest import check_of, judged

Maker = Callable[..., Situation]
SWALLOWED = "try:\n    run()\nexcept Exception:\n    pass\n"


def finding(
    rubric: Rubric, situation: Situation, check: str, grade: Graded, files: Mapping[str, str]
) -> Finding | None:
    others = (one for one in judged(rubric, {}) if one.check.id != check)
    row = rubric.rows[check]
    made = assess(rubric, situation, (*others, Judged(check_of(row), grade)), repo_of(files))
    return next((one for one in made.findings if one.check == check), None)


def swallowed(*lines: int, path: str = "app.py", liveness: Liveness | None = Liveness.LIVE) -> Graded:
    found = [Evidence(Place(path, line), "it is swallowed", liveness=liveness) for line in lines]
    return Graded.conduct(found=found, looked_for="except clauses that pass")


def test_moving_the_code_keeps_the_fingerprint(rubric: Rubric, service: Maker) -> None:
    before = finding(rubric, service(), "MON-11", swallowed(3), {"app.py": SWALLOWED})
    after = finding(rubric, service(), "MON-11", swallowed(5), {"app.py": "\n\n" + SWALLOWED.replace("  ", " ")})

    assert before is not None
    assert after is not None
    assert before.fingerprint == after.fingerprint


def test_each_place_has_its_own_mark(rubric: Rubric, service: Maker) -> None:
    made = finding(rubric, service(), "MON-11", swallowed(3, 7), {"app.py": SWALLOWED + SWALLOWED})

    assert made is not None
    assert len(set(made.marks)) == len(made.places) == 2
    assert made.fingerprint == made.marks[0]


def test_a_missing_practice_is_the_same_wherever_its_beginnings_stand(rubric: Rubric, service: Maker) -> None:
    def beginnings(path: str) -> Graded:
        evidence = Evidence(Place(path, 1), "one test stands here")
        return Graded.best((Grade.PRESENT, [evidence]), looked_for="tests")

    one = finding(rubric, service(), "OPS-01", beginnings("a.py"), {"a.py": "x"})
    two = finding(rubric, service(), "OPS-01", beginnings("b.py"), {"b.py": "x"})
    elsewhere = finding(
        rubric, replace(service(), component="api", root="api"), "OPS-01", beginnings("b.py"), {"b.py": "x"}
    )

    assert one is not None
    assert two is not None
    assert elsewhere is not None
    assert one.fingerprint == two.fingerprint != elsewhere.fingerprint
    assert (one.message, one.marks) == ("one test stands here", ())


def test_fix_steps_name_the_files_of_the_repository_or_say_it_in_words(rubric: Rubric, service: Maker) -> None:
    bare = finding(rubric, service(), "MON-11", swallowed(3), {"app.py": SWALLOWED})
    named = finding(rubric, service(), "MON-11", swallowed(3).naming(app=Place("app.py")), {"app.py": SWALLOWED})

    assert bare is not None
    assert named is not None
    assert (bare.fix, named.fix) == (("Do MON-11 in the app.",), ("Do MON-11 in app.py.",))


def test_what_nobody_reaches_is_quiet_and_blocks_nothing(rubric: Rubric, service: Maker) -> None:
    live = finding(rubric, service(), "MON-11", swallowed(3), {"app.py": SWALLOWED})
    dead = finding(rubric, service(), "MON-11", swallowed(3, liveness=Liveness.DEAD), {"app.py": SWALLOWED})

    assert live is not None
    assert dead is not None
    assert (live.blocking, dead.blocking, dead.quiet) == (True, False, True)


def test_only_verified_evidence_blocks(rubric: Rubric, service: Maker) -> None:
    likely = [Evidence(Place("app.py", 3), "it may be swallowed", Confidence.LIKELY)]
    made = finding(rubric, service(), "MON-11", Graded.conduct(found=likely, looked_for="x"), {"app.py": SWALLOWED})

    assert made is not None
    assert not made.blocking


def test_a_finding_below_the_stage_of_its_check_is_ahead_and_comes_last(rubric: Rubric, service: Maker) -> None:
    made = finding(rubric, service(Stage.POC), "MON-11", swallowed(3), {"app.py": SWALLOWED})

    assert made is not None
    assert (made.ahead, made.blocking, made.points) == (True, False, 0)


def test_a_place_that_cannot_be_read_still_has_a_mark(rubric: Rubric, service: Maker) -> None:
    made = finding(rubric, service(), "MON-11", swallowed(300, path="gone.py"), {"app.py": SWALLOWED})

    assert made is not None
    assert len(made.fingerprint) == 64


def test_a_passed_check_is_no_finding(rubric: Rubric, service: Maker) -> None:
    clean = Graded.conduct(found=(), looked_for="x")

    assert finding(rubric, service(), "MON-11", clean, {}) is None


def test_of_blockers_what_is_done_wrong_stands_before_what_is_lacking(rubric: Rubric, service: Maker) -> None:
    made = finding(rubric, service(), "OPS-01", Graded(Grade.ABSENT, (), "tests"), {"a.py": "x"})
    assert made is not None
    lacking = replace(made, severity=Severity.BLOCKER, points=9.0)
    leaked = replace(lacking, check="SEC-01", kind=Kind.CONDUCT, points=0.5)
    mild = replace(leaked, severity=Severity.HIGH)
    seldom = replace(leaked, quiet=True)

    assert sorted([seldom, mild, lacking, leaked], key=lambda one: one.order) == [leaked, lacking, mild, seldom]
    high = replace(lacking, severity=Severity.HIGH)
    assert sorted([mild, high], key=lambda one: one.order) == [high, mild]
