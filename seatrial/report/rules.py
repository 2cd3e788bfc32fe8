"""What does each check ask, why, and what is to be done about it: as text, as data, as a page?"""

import json
from collections.abc import Iterable, Iterator, Mapping

from seatrial.judging.check import Check
from seatrial.model import Kind
from seatrial.model.demands import Demand
from seatrial.report.glyphs import Glyphs
from seatrial.report.references import in_full
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.words import TAKEN_FOR, TIME
from seatrial.rubric import asked_besides
from seatrial.rubric.shipped import shipped


def rules_json(checks: Iterable[Check]) -> str:
    """Return all checks as a JSON list of objects, one for each check, in the order given."""
    return json.dumps([_plain(check) for check in checks], indent=2, ensure_ascii=True) + "\n"


def rule_json(check: Check) -> str:
    """Return one check as a JSON object."""
    return json.dumps(_plain(check), indent=2, ensure_ascii=True) + "\n"


def rules_lines(checks: Iterable[Check], titles: Mapping[str, str], glyphs: Glyphs) -> Iterator[Line]:
    """Return one line for each check, under the titles of their dimensions."""
    dimension = ""
    for check in checks:
        if check.dimension != dimension:
            if dimension:
                yield line()
            dimension = check.dimension
            yield line(Span(titles.get(dimension, dimension), "heading"))
        yield line(
            Span(f"{check.id:8}", "strong"),
            Span(f"{glyphs.severity(check.severity)} {check.severity:8}", check.severity),
            Span(f"{check.stage:17}{check.effort}  ", "muted"),
            check.question,
            hang=38,
        )
    yield line()
    efforts = ", ".join(f"{effort} {time}" for effort, time in TIME.items())
    yield line(Span("check, severity, the stage from which it is asked, work to fix it, question", "muted"))
    yield line(Span(f"work: {efforts} {glyphs.dot} one check in full: seatrial explain ID", "muted"))


def rule_lines(check: Check, glyphs: Glyphs) -> Iterator[Line]:
    """Return one check in full: question, reason, steps of the fix, references."""
    yield line(Span(f"{check.id} {check.name}", "heading"))
    yield line()
    yield line(Span(check.question, "strong"))
    yield line(
        Span(f"{glyphs.severity(check.severity)} {check.severity}", check.severity),
        Span(f" {glyphs.dot} asked from {check.stage} on {glyphs.dot} {TIME[check.effort]} of work", "muted"),
        Span(f" {glyphs.dot} {_KINDS[check.kind]}", "muted"),
    )
    yield line()
    yield line(Span("why   ", "label"), check.why, hang=6)
    for number, step in enumerate(check.steps(), start=1):
        yield line(Span("fix   " if number == 1 else "      ", "label"), f"{number}. {step}", hang=9)
    if check.references:
        yield line(Span("see   ", "label"), "; ".join(map(in_full, check.references)), hang=6)
    if remark := _profiles(check):
        yield line(Span("note  ", "label"), remark, hang=6)
    for demand, question in asked_besides(shipped(), check):
        yield line(Span("      ", "label"), _besides(demand, question), hang=6)


def rule_markdown(check: Check, example: str) -> str:
    """Return the documentation page of one check; ``example`` is the text of its example file, "" for none."""
    parts = [
        f"# {check.id} {check.name}",
        check.question,
        f"{check.severity}, asked from {check.stage} on, {TIME[check.effort]} of work; {_KINDS[check.kind]}.",
        f"## Why\n\n{check.why}",
        f"## Fix\n\n{_numbered(check.steps())}",
    ]
    parts += [f"For {TAKEN_FOR[kind]}:\n\n{_numbered(check.steps(archetype=kind))}" for kind in check.fix_for]
    parts += [f"{case[:1].upper()}{case[1:]}:\n\n{_numbered(check.steps(case=case))}" for case in check.fix_when]
    if remark := _profiles(check):
        parts.append(f"## Profiles\n\n{remark[:1].upper()}{remark[1:]}.")
    if besides := asked_besides(shipped(), check):
        parts.append("\n".join(f"- {_besides(demand, question)}." for demand, question in besides))
    if check.references:
        parts.append("## References\n\n" + "\n".join(f"- {in_full(reference)}" for reference in check.references))
    if example:
        parts.append(f"## Examples\n\n{_fence(example)}text\n{example.rstrip()}\n{_fence(example)}")
    return "\n\n".join(parts) + "\n"


def _numbered(steps: Iterable[str]) -> str:
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))


_KINDS = {
    Kind.PRACTICE: "good practice: earns points where it is found",
    Kind.CONDUCT: "bad conduct: costs points where it is found",
}


def _plain(check: Check) -> dict[str, object]:
    return {
        "id": check.id,
        "name": check.name,
        "dimension": check.dimension,
        "kind": check.kind.value,
        "question": check.question,
        "severity": check.severity.value,
        "stage": check.stage.value,
        "effort": check.effort.value,
        "why": check.why,
        "fix": list(check.steps()),
        "references": list(check.references),
        "clauses": [
            {
                "profile": one.profile,
                "clause": one.clause,
                "asks": question,
                "without": one.without,
                "source": one.source,
            }
            for one, question in asked_besides(shipped(), check)
        ],
    }


def _profiles(check: Check) -> str:
    raised, gated = ", ".join(check.raised_by), ", ".join(check.gated_by)
    sentences = [f"more severe under the profiles {raised}"] if raised else []
    return "; ".join([*sentences, f"a hard gate under {gated}"] if gated else sentences)


def _besides(demand: Demand, question: str) -> str:
    """Return what one profile asks besides, with what the evidence is worth without it, and who says so."""
    lacking = f"else its evidence is {demand.without} at most"
    return f"{demand.profile} asks for {question}, {lacking} ({demand.clause}: {demand.source})"


def _fence(text: str) -> str:
    """Return a fence that no line of the text can close."""
    longest = max((len(row) - len(row.lstrip("`")) for row in text.splitlines()), default=0)
    return "`" * max(3, longest + 1)
