"""What does a pull request show of a result: what changed, what fails, and what to do, within GitHub's limits?

A comment of more than 65,536 characters is refused whole, so the page is cut at the borders of its sections, the least
needed first, below 60,000; the summary of a job has the same text. The first line names the comment, so that it is
found and replaced.
"""

from collections.abc import Iterator
from urllib.parse import quote

from seatrial.comparison import Comparison
from seatrial.gate import Outcome, Verdict, verdict
from seatrial.model import Severity
from seatrial.model.finding import Finding
from seatrial.model.result import Report
from seatrial.report.formats.changes import change_sections, headline_of_changes
from seatrial.report.formats.markdown_details import (
    dimensions_section,
    next_level_section,
    notices_section,
    unknown_section,
    unseen_section,
    waived_section,
)
from seatrial.report.formats.markdown_text import code, coded, left_out, linked, spot, table, text
from seatrial.report.formats.material import Material, message, sentence
from seatrial.report.formats.outside import imported_section, signatures_section, vulnerable_section
from seatrial.report.glyphs import UNICODE
from seatrial.report.grouped import Group, Same, grouped
from seatrial.report.words import LATER, TIME
from seatrial.rubric.declared import listed

LIMIT = 60_000
_SHOWN = 10  #: pieces of work, steps and unknown lines of a section
_COMMIT = 12  #: digits of an id, which name one in any repository
_BREAK = "<br>"  #: a cell of a table is one line


def to_markdown(material: Material) -> bytes:
    """Return the page; what does not fit is named at its end."""
    kept: list[str] = []
    left, length = 0, 0
    for section in _sections(material):
        if length + len(section) + 2 > LIMIT - 200 and kept:
            left += 1
            continue
        kept.append(section)
        length += len(section) + 2
    if left:
        kept.append(f"_{left} sections did not fit; the whole is in the report._")
    return ("\n\n".join(kept) + "\n").encode()


def _sections(material: Material) -> Iterator[str]:
    """Yield the sections, what is needed most first; each is whole for itself."""
    report, compared = material.report, material.comparison
    yield f"{_marker(report)}\n### seatrial: {_title(material)}"
    yield _standing(report, compared)
    for made in (_conditions, _loosened, *(() if compared else (_urgent,))):
        if section := made(material):
            yield section
    if compared:
        yield from change_sections(compared, material.site)
    outside = (vulnerable_section, signatures_section, imported_section)
    below = (next_level_section, dimensions_section, unseen_section, unknown_section)
    for made in (*below, *outside, waived_section, notices_section):
        if section := made(material):
            yield section
    yield _foot(report, compared)


def _marker(report: Report) -> str:
    """Return what names the comment, for this part of the repository by these profiles; it closes no HTML comment."""
    profile = "+".join(report.rubric.profiles) or "none"
    part = f" part={quote(report.subject.below, errors='surrogateescape')}" if report.subject.below else ""
    return f"<!-- seatrial:pr-comment profile={profile}{part} v=1 -->"


def _title(material: Material) -> str:
    compared = material.comparison
    gate = {Outcome.PASS: "gate passed", Outcome.FAIL: "gate failed", Outcome.INCONCLUSIVE: "gate inconclusive"}
    said = gate.get(material.gate.outcome, "")
    if compared:
        changes = headline_of_changes(compared)
        return f"{said}, {changes}" if said else changes
    target = material.report.score.target if material.report.score else ""
    words = {
        Verdict.READY: f"ready for {target}",
        Verdict.CONDITIONAL: f"ready for {target} on conditions",
        Verdict.NOT_READY: f"not ready for {target}",
        Verdict.NOTHING: "nothing to assess",
    }
    ready = words[verdict(material.report)]
    return f"{said}, {ready}" if said else ready


def _standing(report: Report, compared: Comparison | None) -> str:
    component = report.headline
    if component.level is None or component.score is None:
        what = "There is no machine learning to assess here."
        return f"{what} Blockers: **{_blockers(report)}**." if report.findings else what
    score, level = component.score, component.level
    before = next((one for one in compared.heights if one.component == component.name), None) if compared else None
    was = f"{before.score[0]:.1f} to " if before and before.moved and before.score[0] is not None else ""
    reach = f" (the code alone would reach {level.engineering_told})" if level.engineering is not level.name else ""
    parts = [
        f"Level **{level.told}**{reach}",
        f"score **{was}{score.lower:.1f}**, at most {score.upper:.1f} of 100 for {score.target}",
        f"blockers{_later(report)} **{_blockers(report)}**",
        f"unknown {100 - score.judged} %",
    ]
    many = len(report.deciding)
    of = f"{code(component.name)}, the lowest of {many} components: " if many > 1 else ""
    return of + " · ".join(parts) + _beside(report)


def _later(report: Report) -> str:
    return LATER if _blockers(report) and verdict(report) is not Verdict.NOT_READY else ""


def _blockers(report: Report) -> int:
    return sum(one.severity is Severity.BLOCKER and one.blocking for one in report.of_product)


def _beside(report: Report) -> str:
    """Name the parts that stand beside the product, which decide no level."""
    parts = [code(one.name) for one in report.components if one.beside]
    return f"\n\nBeside the product, and deciding no level: {listed(parts)}." if parts else ""


def _conditions(material: Material) -> str:
    missed = [one for one in material.gate.conditions if not one.holds]
    rows = [(text(one.name), text(one.found), text(one.required)) for one in missed]
    head = "missed, and only reported" if all(one.otherwise is Outcome.NONE for one in missed) else "failed condition"
    return table((head, "found", "required"), rows) if rows else ""


def _loosened(material: Material) -> str:
    rows = [(one.severity.value, text(sentence(one.message)), spot(one.place)) for one in material.loosened]
    return "**This change asks for less than before**\n\n" + table(("", "what", "where"), rows) if rows else ""


def _urgent(material: Material) -> str:
    found = [one for one in material.report.findings if not (one.quiet or one.waived or one.ahead)]
    if not found:
        return ""
    groups = grouped(material.report, found)
    rows = [_row(one, material) for one in groups[:_SHOWN]]
    more = left_out(groups, _SHOWN)
    return "**Worst findings**\n\n" + table(("", "check", "where", "fix"), rows) + more


def _row(group: Group, material: Material) -> tuple[str, str, str, str]:
    """Return what one piece of work answers; each of its findings has a line in each cell."""
    findings = [one.finding for one in group.members]
    act = [f"**{coded(group.act)}** ({TIME[group.effort]})"] if group.act else []
    steps = [_step(one, timed=not act) for one in findings]
    return (
        f"{UNICODE.severity(group.severity)} {group.severity}",
        _BREAK.join(f"{one.finding.check} {text(_said(one))}" for one in group.members),
        _BREAK.join(dict.fromkeys(_where(one, material) for one in findings if one.places)) or "-",
        _BREAK.join((*act, *steps)),
    )


def _said(same: Same) -> str:
    """Return what a finding says, and in which components."""
    if len(same.components) == 1:
        return message(same.finding)
    named = listed("the root" if one == "." else one for one in same.components)
    return f"{sentence(same.finding.message)} In {named}."


def _where(finding: Finding, material: Material) -> str:
    first, *others = finding.places
    return linked(first, material.site, material.report.subject) + (f" and {len(others)} more" if others else "")


def _step(finding: Finding, *, timed: bool) -> str:
    step = coded(finding.fix[0]) if finding.fix else ""
    return f"{step} ({TIME[finding.effort]})" if timed else f"{finding.check}: {step}"


def _foot(report: Report, compared: Comparison | None) -> str:
    """Return what was judged, by what, and the commands that tell the same and more on a machine of one's own."""
    subject = report.subject
    base = compared.old.subject.commit[:_COMMIT] if compared else ""
    commit = code(subject.commit[:_COMMIT]) if subject.commit else "no commit"
    since = f" against {code(base)}" if base else ""
    dirty = " with uncommitted changes" if subject.dirty else ""
    judged = f"{text(report.rubric.name)} {report.rubric.version} · seatrial {report.tool.version}"
    again = " ".join(("gate --base", base) if base else ("audit",))
    there = f" in {code(subject.below)}" if subject.below else ""
    what = f"again: {code(f'seatrial {again}')}{there} · more on one: {code('seatrial explain ID .')}"
    return f"<sub>{text(subject.name)} at {commit}{since}{dirty}, {subject.as_of} · {judged} · {what}</sub>"
