"""What stands closed below a comment: what holds the level, the dimensions, what is not known, waived or noticed?"""

from seatrial.model import State, Waiver
from seatrial.model.counted import counted
from seatrial.report.formats.markdown_text import coded, details, left_out, table, text
from seatrial.report.formats.material import Material, sentence
from seatrial.report.holds import together
from seatrial.report.unseen import HOW, unseen
from seatrial.report.words import TIME
from seatrial.report.work import days

_SHOWN = 10  #: holds and unknown lines


def next_level_section(material: Material) -> str:
    """Return what closes the next level, and the least work that opens it."""
    ladder = material.report.level
    if ladder is None or ladder.next is None or not ladder.held_by:
        return ""
    held = together(ladder.held_by)
    rows = [
        (one.check or one.what, text(sentence(one.told)), coded(one.step), TIME[one.effort] if one.effort else "")
        for one in held[:_SHOWN]
    ]
    body = table(("what", "why", "first step", "work"), rows)
    if ladder.flip is not None:
        body += f"\n\nLeast work that opens it: {', '.join(ladder.flip.checks)}: {days(ladder.flip.work)}."
    return details(f"What closes the next level, {ladder.next} ({len(held)})", body)


def dimensions_section(material: Material) -> str:
    """Return how much of each dimension is earned."""
    score = material.report.score
    if score is None:
        return ""
    rows = [
        (text(one.title), f"{one.percent:.0f} %", str(one.unknown), str(one.checks))
        for one in score.dimensions
        if one.price
    ]
    return details("Score by dimension", table(("dimension", "earned", "unknown", "checks"), rows))


def unseen_section(material: Material) -> str:
    """Return what cannot be seen in the repository, with the block of seatrial.yaml that attests it."""
    found = unseen(material.report)
    if not found:
        return ""
    summary = f"What cannot be seen in this repository: {found.points:.1f} points, {counted(len(found.lines), 'check')}"
    return details(summary, f"{HOW} `{found.interview}` asks for them.\n\n```yaml\n{found.block}\n```")


def unknown_section(material: Material) -> str:
    """Return what could not be known, and why."""
    lines = [one for one in material.report.ledger if one.state is State.UNKNOWN and one.counted]
    if not lines:
        return ""
    rows = [(one.id, text(sentence(one.reason or one.message))) for one in lines[:_SHOWN]]
    more = left_out(lines, _SHOWN)
    return details(f"Not known ({len(lines)})", table(("check", "why"), rows) + more)


def waived_section(material: Material) -> str:
    """Return what is waived, by whom and until when."""
    rows = [
        (one.check, text(one.message), text(one.waived.because), _until(one.waived), text(one.waived.owner))
        for one in material.report.findings
        if one.waived
    ]
    return details(f"Waived ({len(rows)})", table(("check", "what", "why", "until", "owner"), rows)) if rows else ""


def _until(waiver: Waiver) -> str:
    return waiver.expires.isoformat() if waiver.expires else f"in the code, {text(str(waiver.place))}"


def notices_section(material: Material) -> str:
    """Return the notices."""
    rows = [f"- {text(sentence(one.message))}" for one in material.report.notices]
    return details(f"Notices ({len(rows)})", "\n".join(rows)) if rows else ""
