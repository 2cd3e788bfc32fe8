"""What a tech lead reads: the verdict first, then why, then what to do, with the names of this repository."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from inline_snapshot import snapshot

from seatrial.gate import Policy, gate
from seatrial.model import Confidence, Effort, Grade, Hold, Level, Place, Severity, State, Step
from seatrial.model.ladder import FlipSet
from seatrial.model.result import Report
from seatrial.report.glyphs import ASCII, UNICODE, glyphs_for
from seatrial.report.terminal.page import brief, page
from seatrial.report.terminal.paint import coloured, plain
from seatrial.report.terminal.view import View
from seatrial.rubric.standards import standard


def test_the_ml_test_score_is_that_of_the_component_in_the_headline(several: Report) -> None:
    api, batch = several.components
    assert batch.score is not None
    lower = replace(batch, score=replace(batch.score, lower=12.0))  # a higher level with fewer points
    tested = [replace(line, id=owner, component="batch", grade=Grade.IN_USE, attested=None)
              for clause in standard("ml-test-score").clauses for owner in clause.checks[:1]
              for line in several.ledger[:1]]  # fmt: skip
    report = replace(several, components=(api, lower), ledger=(*several.ledger, *tested))

    assert report.headline is api
    assert "ML Test Score 0 of 7" in plain(page(report, View()))


def test_of_parts_on_one_level_the_one_whose_engineering_reaches_least_is_the_headline(several: Report) -> None:
    api, batch = several.components
    assert api.level is not None
    assert batch.score is not None
    assert api.score is not None
    level = replace(api.level, engineering=Level.POC)
    behind = replace(batch, level=level, score=replace(batch.score, lower=api.score.lower + 10))
    ahead = replace(api, level=replace(level, engineering=Level.CANDIDATE))

    assert replace(several, components=(ahead, behind)).headline is behind


def test_tells_verdict_level_score_steps_and_findings(service: Report, source: Callable[[str, int], str]) -> None:
    assert plain(page(service, View(source=source))) == snapshot("""\
seatrial 0.1.0 · acme/churn-model @ 57a8856 · as of 2026-11-25

✖ NOT READY for candidate · 1 blocker · 1 high · 1 unknown

taken for   a service that answers requests with a model (online-service)
            app/main.py:12  the image starts this FastAPI app, and POST /predict reaches the model
            next guess: batch-job · wrong? set `archetype:` in seatrial.yaml
level       poc: the team may depend on it, with synthetic or approved data
            engineering reaches pilot; held at poc: no process number is named (BIZ-01)
next        pilot: named users may depend on it, where every use can be undone
            ✖ BIZ-01 no process number is named (under 2 hours)
            ✖ the score is below the floor: 38.2, and 45 is asked
score       59.4 to 60.2 of 100 for candidate · 84 % of it could be judged
            62.0 if what is waived counted as passed
            0.7 points cannot be seen in this repository: GOV-09
            attest what exists: `seatrial interview --target candidate` asks, -v shows the lines
            seatrial-rubric 0.1.0 · sha256 ab12cd34ef56 · online-service · profile finance
            7 rows of the rubric have no check yet and count for nothing

Architecture & serving   ███████████████░░░  82 ✔ strong  16.4 of 20.1
Monitoring & operations  █████████▒▒▒▒▒░░░░  48 ▲ weak     2.5 of  5.2, 1 unknown
Governance & compliance  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒   ? ? unknown  0.0 of  4.0, 2 unknown
Cost & business value    █░░░░░░░░░░░░░░░░░   5 ✖ bare     0.4 of  7.5
Not asked here           63.2 points stay open

ML Test Score 0 of 7, the least of its sections: Data 0, Model 0, Infra 0, Monitor 0

Best next steps

 1  Save the model of app/model.py as ONNX.
    SEC-02 safe-deserialization · +3.4 points · under 2 days · opens a gate of poc
 2  Name one number of the process.
    BIZ-01 kpi-defined · +2.9 points · under 2 hours · opens a gate of pilot

    Ordered by points for the work, a blocker's twice, and by the share of closed gates; foundations first.

Findings

✖ blocker  SEC-02 safe-deserialization: the model is loaded with pickle
           at app/model.py:4:9
             4 │ model = pickle.load(open('models/churn_v2/model.pkl', 'rb'))
               │         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           also at app/old.py:7, jobs/score.py:30
           fix  1. Save the model of app/model.py as ONNX.
                2. Delete model.pkl.
           +3.4 points · under 2 days · seatrial explain SEC-02

▲ high     BIZ-01 kpi-defined: no process number is named
           looked for kpi: in seatrial.yaml, a table of KPIs in a document
           without it these cannot hold: BIZ-03, 1.2 points with them
           fix  1. Name one number of the process.
           +2.9 points · under 2 hours · seatrial explain BIZ-01

1 more: 1 medium (-v)

Known vulnerabilities

unknown: no data on known vulnerabilities (seatrial vulndb update, or --osv-db PATH)

Measured, not in the score

p95_ms                                       41.1 ms        bench.json

checks      1 passed, 1 partly, 2 failed, 1 unknown
unknown     GOV-09 squash merges hide who approved
not read    models/big.bin: git-lfs pointer
notice      seatrial.yaml:9: the attestation of SEC-05 ends in 9 days
about       a shallow clone
""")


def test_tells_everything_in_ascii_when_asked_to(service: Report, source: Callable[[str, int], str]) -> None:
    text = plain(page(service, View(verbose=True, glyphs=ASCII, source=source)))

    assert text.isascii()
    assert text == snapshot("""\
seatrial 0.1.0 | acme/churn-model @ 57a8856 | as of 2026-11-25

X NOT READY for candidate | 1 blocker | 1 high | 1 unknown

taken for   a service that answers requests with a model (online-service)
            app/main.py:12  the image starts this FastAPI app, and POST /predict reaches the model
            next guess: batch-job | wrong? set `archetype:` in seatrial.yaml
level       poc: the team may depend on it, with synthetic or approved data
            engineering reaches pilot; held at poc: no process number is named (BIZ-01)
next        pilot: named users may depend on it, where every use can be undone
            X BIZ-01 no process number is named (under 2 hours)
            X the score is below the floor: 38.2, and 45 is asked
score       59.4 to 60.2 of 100 for candidate | 84 % of it could be judged
            62.0 if what is waived counted as passed
            0.7 points cannot be seen in this repository: GOV-09
            attest what exists: `seatrial interview --target candidate` asks, the lines stand below
            seatrial-rubric 0.1.0 | sha256 ab12cd34ef56 | online-service | profile finance
            7 rows of the rubric have no check yet and count for nothing

Architecture & serving   ###############...  82 + strong  16.4 of 20.1
Monitoring & operations  #########?????....  48 ! weak     2.5 of  5.2, 1 unknown
Governance & compliance  ??????????????????   ? ? unknown  0.0 of  4.0, 2 unknown
Cost & business value    #.................   5 X bare     0.4 of  7.5
Not asked here           63.2 points stay open

ML Test Score 0 of 7, the least of its sections: Data 0, Model 0, Infra 0, Monitor 0

Best next steps

 1  Save the model of app/model.py as ONNX.
    SEC-02 safe-deserialization | +3.4 points | under 2 days | opens a gate of poc
 2  Name one number of the process.
    BIZ-01 kpi-defined | +2.9 points | under 2 hours | opens a gate of pilot

    Ordered by points for the work, a blocker's twice, and by the share of closed gates; foundations first.

Findings

X blocker  SEC-02 safe-deserialization: the model is loaded with pickle
           at app/model.py:4:9
             4 | model = pickle.load(open('models/churn_v2/model.pkl', 'rb'))
               |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
           at app/old.py:7
           at jobs/score.py:30
           fix  1. Save the model of app/model.py as ONNX.
                2. Delete model.pkl.
           +3.4 points | under 2 days | seatrial explain SEC-02

! high     BIZ-01 kpi-defined: no process number is named
           looked for kpi: in seatrial.yaml, a table of KPIs in a document
           without it these cannot hold: BIZ-03, 1.2 points with them
           fix  1. Name one number of the process.
           +2.9 points | under 2 hours | seatrial explain BIZ-01

* medium   SEC-18 debug-off: debug mode may be on (likely, not verified; only in tests, notebooks or dead code)
           at app/main.py:40
             40 | app.run(debug=True)
           fix  1. Set debug=False.
           +0.4 points | under 2 hours | seatrial explain SEC-18

Known vulnerabilities

unknown: no data on known vulnerabilities (seatrial vulndb update, or --osv-db PATH)

Measured, not in the score

p95_ms                                       41.1 ms        bench.json

What cannot be seen in this repository

What exists elsewhere counts once a person attests it, for 12 months at most.
Keep the lines that are true, and fill them in: an empty statement is refused.

attest:
  GOV-09: {statement: "", by: "", date: 2026-11-25, expires: 2027-11-24}  # changes-reviewed

Every check

+ ARC-01  serving-interface                     4.19 of  4.19  in use
X BIZ-01  kpi-defined                           0.00 of  2.90  absent, substantive is asked
? GOV-09  changes-reviewed                      0.00 of  0.83  unknown, present is asked
X SEC-02  safe-deserialization                 -2.98 of  0.42  found, clean is asked, waived until 2027-01-31
~ SEC-05  callers-authenticated                 3.37 of  4.21  absent, substantive is asked, attested until 2027-04-02

checks      1 passed, 1 partly, 2 failed, 1 unknown
unknown     GOV-09 squash merges hide who approved
not read    models/big.bin: git-lfs pointer
notice      seatrial.yaml:9: the attestation of SEC-05 ends in 9 days
about       a shallow clone
""")


def test_tells_that_there_is_nothing_to_assess(nothing: Report) -> None:
    assert plain(page(nothing, View())) == snapshot("""\
seatrial 0.1.0 · acme/churn-model @ 57a8856 · as of 2026-11-25

? NOTHING TO ASSESS: no model, training, inference or language model was found

taken for   no machine learning (not-ml)
            wrong? set `archetype:` in seatrial.yaml

about       a shallow clone
""")


def test_tells_which_of_several_components_is_the_lowest(several: Report) -> None:
    text = plain(page(several, View()))

    assert [row for row in text.splitlines() if "batch  " in row or "api  " in row] == snapshot(
        [
            "components  api    online-service  poc               59.4 (the lowest: shown here)",
            "            batch  online-service  pilot             71.0",
        ]
    )


def test_a_part_beside_the_product_is_shown_and_is_not_the_headline(several: Report) -> None:
    low, high = several.components
    told = replace(several, components=(replace(low, beside="nothing builds it"), high))

    text = plain(page(told, View()))

    assert told.headline is high
    assert "59.4 (beside the product: nothing builds it)" in text
    assert "set `product:` in seatrial.yaml" in text


def test_blockers_of_what_stands_beside_the_product_are_none_of_the_product(several: Report) -> None:
    low, high = several.components
    theirs = tuple(replace(one, component=low.name) for one in several.findings)
    told = replace(several, components=(replace(low, beside="nothing builds it"), high), findings=theirs)

    assert "blocker" not in plain(brief(told, View()))
    assert "1 blocker" in plain(brief(replace(told, components=(low, high)), View()))


def test_tells_verdict_and_score_alone(service: Report) -> None:
    assert plain(brief(service, View())) == snapshot("""\
✖ NOT READY for candidate · 1 blocker · 1 high · 1 unknown
59.4 to 60.2 of 100 for candidate · 84 % of it could be judged
""")


def test_tells_which_blockers_stop_nothing_since_they_are_only_likely(service: Report) -> None:
    blocker = next(one for one in service.findings if one.severity is Severity.BLOCKER)
    likely = replace(blocker, check="SEC-02", confidence=Confidence.LIKELY)

    told = plain(brief(replace(service, findings=(*service.findings, likely)), View()))

    assert "· 2 blockers (1 only likely) ·" in told


def test_a_blocker_of_what_is_ready_is_one_for_a_later_level(service: Report) -> None:
    (one,) = service.components
    assert one.level is not None
    ready = replace(service, components=(replace(one, level=replace(one.level, name=Level.CANDIDATE)),))
    blocker = next(found for found in service.findings if found.severity is Severity.BLOCKER)
    likely = replace(blocker, confidence=Confidence.LIKELY)

    assert "READY for candidate · 1 blocker for a later level ·" in plain(brief(ready, View()))
    assert "· 1 blocker (1 only likely) ·" in plain(brief(replace(ready, findings=(likely,)), View())) + " ·"


def test_tells_what_the_gate_misses_to_whoever_wants_the_verdict_alone(service: Report) -> None:
    applied = gate(service, Policy(fail_under=70, fail_on=Severity.HIGH, max_unknown=20))

    told = plain(brief(service, View(gate=applied))).splitlines()

    assert told[2:] == ["✖ score: 59.4, at least 70 asked", "✖ findings from high up: 2 (SEC-02, BIZ-01), none asked"]


def test_tells_each_condition_of_the_gate(service: Report) -> None:
    applied = gate(service, Policy(fail_under=70, fail_on=Severity.HIGH, max_unknown=20))

    text = plain(page(service, View(gate=applied)))

    assert [row for row in text.splitlines() if row.endswith(" asked") or row.startswith("gate")] == snapshot(
        [
            "            ✖ the score is below the floor: 38.2, and 45 is asked",
            "gate        ✖ score: 59.4, at least 70 asked",
            "            ✖ findings from high up: 2 (SEC-02, BIZ-01), none asked",
            "            ✔ unknown: 16.0 %, at most 20 % asked",
        ]
    )


def test_folds_at_the_width_of_a_terminal(service: Report, source: Callable[[str, int], str]) -> None:
    assert max(map(len, plain(page(service, View(verbose=True, source=source)), 100).splitlines())) <= 100


def test_breaks_no_line_in_a_pipe(service: Report) -> None:
    (first, *_) = service.findings
    long = replace(first, message="a long message " * 40)

    assert "a long message " * 39 in plain(page(replace(service, findings=(long,)), View()))


def test_no_text_of_the_repository_acts_on_the_reader(service: Report) -> None:
    hostile = "\x1b[2J\n::error::x [/b] \u202e caf\udce9 ##[group]"
    (first, *_) = service.findings
    finding = replace(first, message=hostile, places=(Place("::error::x.py", 1), Place(hostile, 2)), fix=(hostile,))
    report = replace(service, findings=(finding,), unread=((hostile, hostile),))
    view = View(source=lambda *_: hostile)

    text = plain(page(report, view)) + plain(page(report, replace(view, verbose=True)))

    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "##[" not in text
    assert not [row for row in text.splitlines() if row.lstrip().startswith("::")]
    assert "[/b]" in text
    assert text.encode()


def test_colour_adds_only_escapes_to_the_text(service: Report, source: Callable[[str, int], str]) -> None:
    lines = tuple(page(service, View(source=source)))

    assert _without_escapes(coloured(lines)) == plain(lines)
    assert "\x1b[" in coloured(lines)


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb"), ("COLUMNS", "20")])
def test_colour_does_not_depend_on_the_environment(
    service: Report, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    lines = tuple(page(service, View()))
    before = coloured(lines)

    monkeypatch.setenv(variable, value)

    assert coloured(lines) == before


def test_says_what_a_finding_lacks_that_holds_partly(service: Report) -> None:
    half = tuple(
        replace(entry, state=State.PARTIAL, grade=Grade.PRESENT) if entry.id == "BIZ-01" else entry
        for entry in service.ledger
    )

    text = plain(page(replace(service, ledger=half), View()))

    assert "BIZ-01 kpi-defined: no process number is named (present, and substantive is asked)" in text


def test_says_when_a_component_is_at_the_top_of_its_ladder(service: Report) -> None:
    (one,) = service.components
    assert one.level is not None
    top = replace(one.level, name=Level.CANDIDATE, engineering=Level.CANDIDATE, next=None, held_by=())

    text = plain(page(replace(service, components=(replace(one, level=replace(top, top=Level.CANDIDATE)),)), View()))

    assert "READY for candidate" in text
    assert "reaches candidate, the highest level for what it was taken for" in text


def test_shows_a_choice_of_findings_and_counts_the_others(service: Report) -> None:
    text = plain(page(service, View(wanted=lambda finding: finding.check == "BIZ-01")))

    assert "the model is loaded with pickle" not in text
    assert "2 findings left out by --select or --ignore; they count in the score" in text


@pytest.mark.parametrize(
    ("encoding", "glyphs"),
    [("utf-8", UNICODE), ("UTF-16", UNICODE), ("ascii", ASCII), ("latin-1", ASCII), ("no-such", ASCII), (None, ASCII)],
)
def test_uses_signs_that_the_stream_can_show(encoding: str | None, glyphs: object) -> None:
    assert glyphs_for(encoding) is glyphs


def _without_escapes(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_what_is_only_declared_is_told_in_one_line_after_the_gates_of_the_work(service: Report) -> None:
    (component,) = service.components
    papers = [
        Hold(Level.PILOT, "gate", check, "at least present", "absent", f"no {key} is named", "", Effort.SMALL, key)
        for check, key in (("PRF-01", "slo"), ("BIZ-01", "kpi"), ("GOV-01", "owner"))
    ]
    work = Hold(Level.PILOT, "gate", "ARC-03", "at least present", "absent", "nothing tells whether it lives")
    floor = Hold(Level.PILOT, "dimension", "BIZ", "25", "0.0", "Cost & business value is below its floor")
    flip = FlipSet(
        Level.PILOT, ("BIZ-01", "GOV-01", "PRF-01"), (Effort.SMALL,) * 3, True, ("BIZ-01", "GOV-01", "PRF-01")
    )

    def told(*holds: Hold, verbose: int = 0) -> str:
        assert component.level is not None
        level = replace(component.level, held_by=holds, flip=flip)
        report = replace(service, components=(replace(component, level=level),))
        return plain(page(report, View(verbose=verbose)))

    text = told(*papers, floor, work)

    assert "held at poc: nothing tells whether it lives (ARC-03)" in text
    assert (
        text.index("✖ ARC-03 nothing tells")
        < text.index("✖ nobody declares kpi (BIZ-01), owner (GOV-01) and slo (PRF-01) in full (under 2 hours)")
        < text.index("✖ BIZ Cost & business value is below its floor")
    )
    assert "BIZ-01 + GOV-01 + PRF-01, less than 1 person-day" in text
    assert "held at poc: nobody declares kpi (BIZ-01), owner (GOV-01) and slo (PRF-01) in full" in told(*papers, floor)
    assert "✖ GOV-01 no owner is named" in told(*papers, verbose=1)


def test_a_step_tells_the_checks_it_settles_and_the_gates_it_opens(service: Report) -> None:
    (component,) = service.components
    levels = (Level.PILOT, Level.PRODUCTION, Level.PILOT)
    step = Step(
        "BIZ-01", "declarations", ".", 0.04, Effort.SMALL, "Declare both.", levels, ("GOV-01",), ("kpi", "owner")
    )
    text = plain(page(replace(service, components=(replace(component, steps=(step,)),)), View()))

    assert (
        " 1  Declare both.\n    BIZ-01 + GOV-01 · under 2 hours · opens 2 gates of pilot and 1 of production\n" in text
    )
    assert "Ordered by points" not in text  # one step has no order


def test_what_is_not_asked_is_told_where_it_leaves_points_open(service: Report) -> None:
    score = service.score
    assert score is not None
    first, *rest = score.dimensions
    whole = replace(first, price=100 - sum(one.price for one in rest))
    asked = replace(service.components[0], score=replace(score, dimensions=(whole, *rest)))

    assert "points stay open" in plain(page(service, View()))
    assert "points stay open" not in plain(page(replace(service, components=(asked,)), View()))


def test_files_that_were_not_read_for_one_reason_are_told_once(service: Report) -> None:
    unread = (*((f"runs/{number}.log", "symbolic link") for number in range(9)), ("a.bin", "too large"))
    told = [plain(page(replace(service, unread=unread), View(verbose=level))) for level in (1, 2)]

    assert [text.count("symbolic link") for text in told] == [6, 9]
    assert "and 4 more for the same reason (-vv): symbolic link" in told[0]
    assert all("a.bin: too large" in text for text in told)
