"""Every finding of a result is told, each once: with what the same act answers, or alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.model import Place, Severity
from seatrial.model.finding import Finding
from seatrial.model.result import Report
from seatrial.report.executive.page import to_html
from seatrial.report.formats.markdown import to_markdown
from seatrial.report.formats.material import Material
from seatrial.report.grouped import grouped
from seatrial.report.terminal.page import page
from seatrial.report.terminal.paint import plain
from seatrial.report.terminal.view import View

ACT = "Write the <b>handbook</b> of docs/runbook.md."
CHECKS = [f"ACME-{number:02}" for number in range(12)]


def having(report: Report, *changes: Mapping[str, object]) -> Report:
    """Return a report with one finding for each change of a common one."""
    template = replace(report.findings[1], severity=Severity.HIGH, folded=(), dependent=0.0)
    return replace(report, findings=tuple(replace(template, **change) for change in changes))  # type: ignore[arg-type]


def handbook(report: Report) -> Report:
    return having(
        report,
        {"check": "ACME-01", "message": "nobody knows the way back", "act": ACT, "fix": ("Say the way back.",)},
        {"check": "ACME-02", "message": "an orphan"},
        {"check": "ACME-03", "message": "no plan for harm", "act": ACT, "fix": ("Say whom to call.", "Try it once.")},
    )


some_findings = st.lists(
    st.fixed_dictionaries(
        {
            "check": st.sampled_from(CHECKS),
            "component": st.sampled_from([".", "api", "batch"]),
            "act": st.sampled_from(["", ACT, "Do that."]),
            "quiet": st.booleans(),
            "ahead": st.booleans(),
            "message": st.sampled_from(["it is missing", "it is half there"]),
            "places": st.sampled_from([(), (Place("app.py", 3),)]),
        }
    ),
    max_size=40,
)
steady = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@given(changes=some_findings)
@steady
def test_each_finding_is_told_in_exactly_one_group(service: Report, changes: list[dict[str, object]]) -> None:
    report = having(service, *changes)

    groups = grouped(report, report.findings)

    members = [same for group in groups for same in group.members]
    told = [replace(one.finding, component=name, places=()) for one in members for name in one.components]
    found = [replace(one, places=()) for one in report.findings]
    assert Counter(told) == Counter(found)
    places = {place for one in members for place in one.finding.places}
    assert all(set(one.places) <= places for one in report.findings)
    assert all(not group.act or {one.finding.act for one in group.members} == {group.act} for group in groups)
    order = [found.index(replace(group.first, places=())) for group in groups]
    assert order == sorted(order)


@given(changes=some_findings)
@settings(steady, max_examples=15)
def test_all_of_it_is_told_to_whoever_asks_for_everything(service: Report, changes: list[dict[str, object]]) -> None:
    report = having(service, *({**change, "message": f"lack {number:02}"} for number, change in enumerate(changes)))

    told = plain(page(report, View(verbose=1)))

    assert all(told.count(f": lack {number:02}") == 1 for number in range(len(changes)))


def test_an_act_is_told_with_what_it_answers_and_what_is_to_be_done(service: Report) -> None:
    told = plain(page(handbook(service), View()))

    assert (
        """\
▲ high     Write the <b>handbook</b> of docs/runbook.md.
           ▲ ACME-01 kpi-defined: nobody knows the way back
             Say the way back.
           ▲ ACME-03 kpi-defined: no plan for harm
             Say whom to call.
           +5.8 points · under 2 hours · answers 2 findings
"""
        in told
    )
    assert told.count("Write the <b>handbook</b>") == 1
    assert "▲ high     ACME-02 kpi-defined: an orphan\n" in told


def test_with_all_details_its_findings_stand_whole_below_it(service: Report) -> None:
    told = plain(page(handbook(service), View(verbose=1)))

    first, second = told.index("  ▲ high     ACME-01"), told.index("  ▲ high     ACME-03")
    assert told.index("Write the <b>handbook</b>") < first < second < told.index("▲ high     ACME-02")
    assert "2. Try it once." in told
    assert "seatrial explain ACME-03" in told


def test_what_is_left_for_later_is_counted_by_the_work_and_by_the_findings(service: Report) -> None:
    later = [{"check": one, "severity": Severity.LOW, "act": ACT} for one in CHECKS]
    apart = {"check": "ACME-99", "severity": Severity.LOW}

    assert "2 more, which answer 13 findings: 13 low (-v)" in plain(page(having(service, *later, apart), View()))


def test_the_same_finding_of_two_components_is_told_once_with_both(several: Report) -> None:
    report = having(several, {"component": "api", "message": "no owner"}, {"component": "batch", "message": "no owner"})

    told = plain(page(report, View()))

    assert told.count("no owner") == 1
    assert "no owner in api and batch" in told


def test_what_two_components_have_to_build_on_does_not_part_one_piece_of_work(several: Report) -> None:
    same = {"message": "a page of starts", "fix": ("Write the runbook.",)}
    report = having(
        several,
        {**same, "component": "api", "places": (Place("api/README.md", 1), Place("README.md", 7))},
        {**same, "component": "batch", "places": (Place("README.md", 7), Place("batch/README.md", 2))},
    )

    (group,) = grouped(report, report.findings)

    assert group.members[0].components == ("api", "batch")
    assert [place.path for place in group.first.places] == ["api/README.md", "README.md", "batch/README.md"]


def test_the_page_and_the_comment_tell_an_act_as_text(service: Report) -> None:
    material = Material(handbook(service))
    html, comment = to_html(material).decode(), to_markdown(material).decode()

    assert "Write the &lt;b&gt;handbook&lt;/b&gt; of docs/runbook.md." in html
    assert "What one piece of work answers stands together: 2 in all." in html
    assert "<b>handbook" not in html + comment
    (row,) = [row for row in comment.splitlines() if "handbook" in row]
    assert "ACME-01 Nobody knows the way back.<br>ACME-03 No plan for harm." in row
    assert "ACME-03: Say whom to call." in row


def test_a_finding_is_as_it_was_but_for_its_act(service: Report) -> None:
    one: Finding = service.findings[0]

    assert one.act == ""
    assert replace(one, act=ACT).fingerprint == one.fingerprint
    assert replace(one, act=ACT).blocking == one.blocking
