"""A comment says first what matters, fits into its limit whole, and obeys nothing that a repository says."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from seatrial.comparison import compare
from seatrial.gate import Policy, gate
from seatrial.model import Grade, Kind, Level, Place, Severity, State
from seatrial.model.result import Report
from seatrial.report.formats.markdown import LIMIT, to_markdown
from seatrial.report.formats.markdown_text import code, text
from seatrial.report.formats.material import Material, sentence


def page(report: Report, old: Report | None = None, policy: Policy | None = None) -> str:
    compared = compare(old, report) if old else None
    applied = gate(report, policy or Policy())
    return to_markdown(Material(report, gate=applied, comparison=compared)).decode()


def test_the_first_lines_name_the_comment_and_the_verdict(service: Report) -> None:
    rows = page(service, policy=Policy(fail_on=Severity.BLOCKER)).splitlines()

    assert rows[0] == "<!-- seatrial:pr-comment profile=finance v=1 -->"
    assert rows[1] == "### seatrial: gate failed, not ready for candidate"
    assert "| findings from blocker up | 1 &#40;SEC-02&#41; | none |" in rows


def test_a_blocker_of_what_is_ready_is_one_for_a_later_level(service: Report) -> None:
    (component,) = service.components
    assert component.level is not None
    ready = replace(component, level=replace(component.level, name=Level.CANDIDATE))

    assert "blockers for a later level **1**" in page(replace(service, components=(ready,)))
    assert "blockers **1**" in page(service)


def test_what_stands_beside_the_product_is_named_and_its_blockers_are_not_counted(several: Report) -> None:
    low, high = several.components
    theirs = tuple(replace(one, component=low.name) for one in several.findings)
    told = page(replace(several, components=(replace(low, beside="nothing builds it"), high), findings=theirs))

    assert "Beside the product, and deciding no level: <code>api</code>." in told
    assert "blockers **0**" in told
    assert "lowest of" not in told


def test_each_part_of_a_repository_has_a_comment_of_its_own(service: Report) -> None:
    part = replace(service, subject=replace(service.subject, below="services/a -->\n`b`"))

    rows = page(part).splitlines()
    assert rows[0] == "<!-- seatrial:pr-comment profile=finance part=services/a%20--%3E%0A%60b%60 v=1 -->"
    assert rows[1].startswith("### seatrial: ")


def test_the_last_line_says_what_was_compared_and_how_to_do_it_again(service: Report) -> None:
    old = replace(service, subject=replace(service.subject, commit="0123456789ab" + "0" * 28))

    last = page(service, old).splitlines()[-1]
    assert "at <code>57a885600000</code> against <code>0123456789ab</code>" in last
    assert "<code>seatrial gate --base 0123456789ab</code>" in last
    assert "<code>seatrial audit</code>" in page(service).splitlines()[-1]


def test_a_comparison_leads_with_what_changed(service: Report) -> None:
    old = replace(service, findings=service.findings[1:])

    made = page(service, old)

    assert "### seatrial: 3 new blockers" in made
    assert "**New**" in made
    assert "Worst findings" not in made


def test_a_grade_that_moved_is_told_in_words_of_its_kind(service: Report) -> None:
    conduct = next(line for line in service.ledger if line.kind is Kind.CONDUCT)
    found = replace(conduct, state=State.FAIL, grade=Grade.ABSENT)
    clean = replace(conduct, state=State.PASS, grade=Grade.SUBSTANTIVE)
    new, old = (replace(service, ledger=(line,)) for line in (found, clean))
    assert "| pass (clean) to fail (found) |" in page(new, old)


def test_a_new_finding_stands_beside_its_place_and_its_first_step(service: Report) -> None:
    first = next(one for one in service.findings if one.places)
    rows = page(service, replace(service, findings=())).splitlines()

    told = [row for row in rows if row.startswith(f"| {first.severity} | {first.check} ")]
    assert all(f"<code>{one.path}:{one.line}</code>" in row for one, row in zip(first.places, told, strict=True))
    assert all(text(first.fix[0]) in row for row in told)


def test_places_lead_to_their_line_where_the_commit_can_be_read(service: Report) -> None:
    subject = replace(service.subject, below="services/a")
    odd = replace(service.findings[0], places=(Place("b) [c](d/é.py", 4),), marks=("1" * 64,))
    report = replace(service, subject=subject, findings=(odd, *service.findings[1:]))
    material = Material(report, site="https://git.example/acme/x/blob/57a8856/")

    whole = to_markdown(material).decode()
    changed = to_markdown(replace(material, comparison=compare(replace(report, findings=()), report))).decode()

    link = "</code>](https://git.example/acme/x/blob/57a8856/services/a/b%29%20%5Bc%5D%28d/%C3%A9.py#L4)"
    assert link in whole
    assert link in changed
    assert "](" not in to_markdown(replace(material, site="")).decode()


def test_what_cannot_be_seen_stands_with_the_lines_that_attest_it(service: Report) -> None:
    made = page(service)

    assert "<summary>What cannot be seen in this repository: 0.7 points, 1 check</summary>" in made
    assert '```yaml\nattest:\n  GOV-09: {statement: "", by: "", date: 2026-11-25, expires: 2027-11-24}' in made


def test_nothing_is_said_of_attestations_where_everything_can_be_seen(service: Report) -> None:
    shown = replace(service, ledger=tuple(replace(one, attestable=0.0) for one in service.ledger))

    assert "attest:" not in page(shown)


def test_nothing_new_is_said_in_two_words(service: Report) -> None:
    assert page(service, service).splitlines()[1] == "### seatrial: nothing new"


@pytest.mark.parametrize("length", [10, 4000, 40_000])
def test_the_page_stays_below_its_limit_and_closes_what_it_opened(many: Callable[..., Report], length: int) -> None:
    made = page(many(60, message="x" * length))

    assert len(made) <= LIMIT
    assert made.count("<details>") == made.count("</details>")


def test_a_section_that_does_not_fit_is_counted(many: Callable[..., Report]) -> None:
    assert "1 sections did not fit" in page(many(60, message="x" * 40_000))


def test_hostile_text_stays_text(hostile: Report) -> None:
    made = page(hostile)

    assert "<script" not in made
    assert "<img" not in made
    assert "@everyone" not in made
    assert "#123" not in made
    assert "](javascript" not in made
    assert "https://evil" not in made
    assert "\n::error" not in made


def test_what_stands_between_backticks_in_a_step_is_code_and_stays_text(service: Report) -> None:
    step = "Declare `kpi` and `<img src=x>`; ask `seatrial interview"

    made = page(replace(service, findings=(replace(service.findings[0], fix=(step,)),)))

    assert "Declare <code>kpi</code> and <code>&#60;img src=x&#62;</code>; ask &#96;seatrial interview" in made


@pytest.mark.parametrize(
    "value", ["a|b", "`x`", "[a](b)", "<b>", "@me", "#1", "*a*", "_a_", "~~a~~", "http://a", "www.a"]
)
def test_marks_become_entities(value: str) -> None:
    assert text(value) != value
    assert not set("|`[]()<>@*_~") & set(text(value).replace("&#", ""))
    assert code(value) == f"<code>{text(value)}</code>"


def test_a_sentence_keeps_names_as_they_are_written() -> None:
    assert sentence("nothing is there") == "Nothing is there."
    assert sentence("pickle.loads() reads it") == "pickle.loads() reads it."
    assert sentence("get_rows reads it") == "get_rows reads it."
    assert sentence("backend/Dockerfile is root") == "backend/Dockerfile is root."
    assert sentence("") == ""


def test_what_closes_the_next_level_has_its_figures(service: Report) -> None:
    made = page(service)

    assert "The score is below the floor: 38.2, and 45 is asked." in made
    assert "(the code alone would reach " in made


def test_of_several_components_each_finding_names_its_own(several: Report) -> None:
    batch = [replace(one, component="batch") for one in several.findings]
    made = page(replace(several, findings=(*several.findings, *batch)))

    assert ", the lowest of 2 components: Level **" in made
    assert "No process number is named. In the root and batch." in made
