"""The page is one file without scripts and requests, readable for everybody, and text of a repository stays text."""

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from seatrial.bench.charts.charts import MOST
from seatrial.judging.registry import load_checks
from seatrial.model import Assumption, Economics, Level, Measurement, Owner, Severity, State, Stated
from seatrial.model.charts import Chart
from seatrial.model.result import Report
from seatrial.report.executive.page import FINDINGS, to_html
from seatrial.report.formats.material import Material
from seatrial.report.stored import from_json, to_json

CHECKS = load_checks().checks
VOID = {"meta", "rect", "path", "polyline", "circle", "br", "link", "img"}


class Page(HTMLParser):
    """The elements of a page in their order, with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def html(report: Report, **more: object) -> str:
    return to_html(replace(Material(report, CHECKS), **more)).decode()  # type: ignore[arg-type]


def style(page: str) -> str:
    found = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert found
    return found[1]


def test_the_policy_allows_the_one_style_sheet_and_nothing_else(service: Report) -> None:
    page = html(service)

    digest = base64.b64encode(hashlib.sha256(style(page).encode()).digest()).decode()
    (policy,) = [one["content"] for one in Page(page).all("meta") if one.get("http-equiv")]
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert f"'sha256-{digest}'" in policy


def test_nothing_is_asked_from_elsewhere_and_nothing_runs(service: Report) -> None:
    page = Page(html(service))

    for tag, attributes in page.elements:
        assert tag not in {"script", "iframe", "object", "link", "img", "form"}
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        assert all(str(attributes.get(name) or "#").startswith("#") for name in ("href", "src"))
    assert "url(" not in style(html(service))
    assert "@import" not in style(html(service))


@pytest.mark.parametrize("which", ["service", "several", "nothing"])
def test_the_structure_can_be_heard(which: str, request: pytest.FixtureRequest) -> None:
    page = Page(html(request.getfixturevalue(which)))

    assert page.open == []
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert page.all("title")
    assert all(one.get("scope") in {"col", "row"} for one in page.all("th"))
    assert all(one.get("aria-hidden") or (one.get("role") and one.get("aria-label")) for one in page.all("svg"))
    levels = [int(tag[1]) for tag, _ in page.elements if tag in {"h1", "h2", "h3"}]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_what_cannot_be_seen_is_told_beside_the_score_and_listed_with_the_lines_that_attest_it(
    service: Report,
) -> None:
    page = Page(html(service))

    assert "0.7 points cannot be seen in this repository: attest what exists elsewhere" in page.words
    assert {"href": "#unseen"} in page.all("a")
    assert 'GOV-09: {statement: "", by: "", date: 2026-11-25, expires: 2027-11-24}' in page.words
    assert "Squash merges hide who approved.+0.66" in page.words


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_every_pair_of_colours_has_enough_contrast(service: Report) -> None:
    palettes = [
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", style(html(service)), re.DOTALL)
    ]

    assert len(palettes) == 3
    for palette in palettes:
        for ground in (palette["page"], palette["card"]):
            for name in ("ink", "muted", "critical", "high", "medium", "low", "ok"):
                assert _contrast(palette[name], ground) >= 4.5, (name, ground)
            for name in ("line", "bar"):
                assert _contrast(palette[name], ground) >= 3, (name, ground)


def test_a_severity_is_never_told_by_colour_alone(service: Report) -> None:
    words = Page(html(service)).words

    assert all(told in words for told in ("✖ blocker", "▲ high"))


def test_no_text_of_the_repository_becomes_markup(hostile: Report) -> None:
    made = html(hostile)
    page = Page(made)

    assert not page.all("script")
    assert not page.all("img")
    assert not page.all("textarea")
    assert "<script>alert(1)</script>" in page.words
    assert not {"\x1b", "\x00", "\u202e"} & set(made)


def test_what_stands_between_backticks_is_code_and_stays_text(service: Report) -> None:
    step = "Declare `kpi` and `<img src=x>`; ask `seatrial interview"

    page = html(replace(service, findings=(replace(service.findings[0], fix=(step,)),)))

    assert "Declare <code>kpi</code> and <code>&lt;img src=x&gt;</code>; ask `seatrial interview" in page


def test_each_finding_says_which_of_several_components_it_is_about(several: Report) -> None:
    page = html(replace(several, findings=(replace(several.findings[0], component="batch"),)))

    assert '<span class="muted">in batch</span>' in page
    assert '<span class="muted">in batch</span>' not in html(replace(several, components=several.components[:1]))


def test_it_names_what_stands_beside_the_product_and_counts_its_blockers_for_no_risk(several: Report) -> None:
    low, high = several.components
    theirs = tuple(replace(one, component=low.name) for one in several.findings)
    page = html(replace(several, components=(replace(low, beside="nothing builds it"), high), findings=theirs))

    assert "Beside the product, and deciding no level: api (nothing builds it)." in page
    assert "<b>0</b> blocking risks" in page


def test_it_stays_below_a_megabyte_and_counts_what_it_leaves_out(many: Callable[..., Report]) -> None:
    made = html(many(FINDINGS + 40))

    assert len(made.encode()) < 1_000_000
    assert len(Page(made).all("details")) == FINDINGS + 1  # and the ledger
    assert "40 of BIZ-01" in made


def test_the_digest_at_its_end_is_that_of_the_stored_result(service: Report) -> None:
    assert hashlib.sha256(to_json(service)).hexdigest() in html(service)


def test_below_seventy_per_cent_nothing_is_recommended(service: Report) -> None:
    (component,) = service.components
    assert component.score is not None
    poor = replace(service, components=(replace(component, score=replace(component.score, coverage=69.9)),))

    words = Page(html(poor)).words

    assert "NOT ENOUGH EVIDENCE" in words
    assert "Do not decide yet" in words
    assert "What has to be settled first" in words
    assert "attest: GOV-09" in words
    assert "Do not approve" not in words


def test_seventy_per_cent_is_enough(service: Report) -> None:
    (component,) = service.components
    assert component.score is not None
    enough = replace(service, components=(replace(component, score=replace(component.score, coverage=70.0)),))

    assert "NOT READY for candidate" in Page(html(enough)).words


def test_a_blocker_of_what_is_ready_is_one_for_a_later_level(service: Report) -> None:
    (component,) = service.components
    assert component.level is not None
    ready = replace(component, level=replace(component.level, name=Level.CANDIDATE))

    words = Page(html(replace(service, components=(ready,)))).words

    assert "Every gate up to candidate holds, with 1 blocker for a later level" in words


def test_the_work_up_to_the_target_stands_beside_that_of_what_blocks(service: Report) -> None:
    (component,) = service.components
    assert component.level is not None
    last = replace(component, level=replace(component.level, next=Level.CANDIDATE))
    later = replace(component.steps[0], check="OPS-01", opens=(Level.CANDIDATE,))
    two = replace(component, steps=(*component.steps, later))

    assert "<b>1 to 2 person-days</b> of work behind all gates up to candidate" in html(service)
    assert "<b>1 to 4 person-days</b> of work behind all gates up to candidate" in html(
        replace(service, components=(two,))
    )
    assert "of work behind all gates" not in html(replace(service, components=(last,)))


def test_a_dimension_that_is_wholly_unknown_has_no_number(service: Report) -> None:
    words = Page(html(service)).words

    assert re.search(r"Governance & compliance\s+\?\s*\? unknown", words)


def test_the_trend_needs_an_earlier_result_of_the_same_rubric(service: Report) -> None:
    before = replace(service, subject=replace(service.subject, as_of=service.subject.as_of.replace(month=10)))
    other = replace(before, rubric=replace(before.rubric, sha256="0" * 64))

    assert "first report" in Page(html(service)).words
    assert "polyline" in html(service, earlier=(before,))
    assert "first report" in Page(html(service, earlier=(other,))).words


def test_earlier_results_tell_what_became_of_the_risks_and_since_when_each_is_open(service: Report) -> None:
    def on(month: int, report: Report = service) -> Report:
        return replace(report, subject=replace(report.subject, as_of=report.subject.as_of.replace(month=month)))

    clean = replace(service, findings=service.findings[1:])
    words = {
        "as many as on 2026-10-25; open since 2026-10-25 or longer": (on(10),),
        "as many as on 2026-10-25; open since 2026-08-25 or longer": (on(8), on(10)),
        "as many as on 2026-10-25; open since 2026-10-25": (on(8), on(9, clean), on(10)),
        "1 more than on 2026-10-25; new since 2026-10-25": (on(8), on(10, clean)),
    }

    for told, earlier in words.items():
        count, since = told.split("; ")
        page = " ".join(Page(html(service, earlier=earlier)).words.split())
        assert f"1 blocking risk, {count} " in page
        assert f"; {since}" in page
        assert ("or longer" in page) is ("or longer" in since)
    assert "open since" not in Page(html(service)).words
    assert "0 blocking risks, 1 fewer than on 2026-10-25" in Page(html(clean, earlier=(on(10),))).words


def test_what_was_accepted_and_what_is_unknown_is_told(service: Report) -> None:
    words = Page(html(service)).words

    assert "git-lfs pointer" in words.lower()
    assert "A shallow clone." in words
    lines = words.partition("If you think that a finding is wrong")[2].partition("Evidence towards")[0]
    ends = [dt.date.fromisoformat(day) for day in re.findall(r"expires: (\S+?)}", lines)]
    assert len(ends) == 2
    assert all(service.subject.as_of < day for day in ends)
    unknown = [line for line in service.ledger if line.state is State.UNKNOWN]
    assert all(line.id in words for line in unknown)


def test_declarations_that_hold_a_level_are_one_sentence(service: Report) -> None:
    (component,) = service.components
    assert component.level is not None
    hold = component.level.held_by[0]
    papers = tuple(replace(hold, check=check, key=key) for check, key in (("BIZ-01", "kpi"), ("PRF-01", "slo")))
    level = replace(component.level, held_by=papers)

    page = html(replace(service, components=(replace(component, level=level),)))

    assert ">Nobody declares kpi (BIZ-01) and slo (PRF-01) in full.</th>" in page


def test_no_money_is_named_that_nobody_gave(service: Report) -> None:
    words = Page(html(service)).words

    assert not re.search(r"[$€£]\s?\d|\d\s?(EUR|USD)", words)
    assert "nobody gave a rate" in words


@pytest.mark.parametrize("severity", list(Severity))
def test_every_severity_finds_its_place_in_the_roadmap(many: Callable[..., Report], severity: Severity) -> None:
    assert "Name one number of the process." in Page(html(many(3, severity))).words


def test_the_owners_figures_say_what_waiting_costs(service: Report) -> None:
    given = Economics(
        "EUR",
        predictions_per_month=Assumption(1_000_000, "product@example.org"),
        worth_per_prediction=Assumption(0.01, "product@example.org", 0.005, 0.02),
        price_per_prediction=Assumption(0.001, "platform@example.org"),
        fixed_per_month=Assumption(4000, "finance@example.org"),
    )
    stated = Stated(Owner("ml-lead@example.org"), given)

    words = Page(html(replace(service, stated=stated))).words

    assert "Each month of waiting costs 5,000 (0 to 15,000) EUR" in words
    assert "nobody gave a rate" not in words
    assert "ml-lead@example.org" in words
    assert "finance@example.org" in words


def test_what_was_measured_on_the_way_is_drawn_again_from_the_stored_result(
    service: Report, drawn: tuple[Chart, ...]
) -> None:
    once = from_json(to_json(replace(service, run=replace(service.run, charts=drawn))))

    made = html(from_json(to_json(once)))

    assert once.run.charts == drawn
    assert made == html(once)
    assert made.count('<svg class="plot"') == len(drawn)
    assert "the cheapest that holds the target" in made


def test_with_every_drawing_and_five_hundred_findings_it_stays_below_a_megabyte(
    many: Callable[..., Report], drawn: tuple[Chart, ...]
) -> None:
    most = replace(many(FINDINGS), measured=(Measurement("p99", 9.8, "ms"),))
    assert len(html(replace(most, run=replace(most.run, charts=(drawn * MOST)[:MOST]))).encode()) < 1_000_000


def test_measured_percentiles_are_drawn_on_one_scale(service: Report) -> None:
    measured = tuple(Measurement(f"m.onnx: {name}", value, "ms") for name, value in (("p50", 5.0), ("p99", 20.0)))

    made = html(replace(service, measured=measured))

    assert '<rect class="fill" width="200.0" height="14"/>' in made
    assert '<rect class="fill" width="50.0" height="14"/>' in made
