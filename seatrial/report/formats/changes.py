"""How is the difference of two results told in Markdown?"""

from collections.abc import Callable, Iterator, Sequence

from seatrial.alerts import Alert
from seatrial.comparison import Comparison
from seatrial.gate.latency import Pace, paces
from seatrial.model import Place, Severity
from seatrial.model.counted import counted
from seatrial.model.moves import Moved
from seatrial.report.formats.markdown_text import coded, details, left_out, linked, spot, table, text
from seatrial.report.formats.material import message, sentence
from seatrial.report.latency import said
from seatrial.report.words import TIME, state_told

_SHOWN = 20  #: rows of a table


def headline_of_changes(compared: Comparison) -> str:
    """Return what the mail about a comment shows first: "adds 2 blockers", "nothing new", "2 fixed"."""
    blockers = sum(one.finding.severity is Severity.BLOCKER for one in compared.fresh)
    worse = sum(one.worse for one in compared.moved)
    counts = [f"{counted(blockers, 'new blocker')}"] if blockers else []
    others = len(compared.fresh) - blockers
    counts += [counted(others, "other new finding" if blockers else "new finding")] if others else []
    counts += [f"{counted(worse, 'check')} worse"] if worse else []
    slower = len({one.before.model for one in paces(compared.old, compared.new) if one.least > 1})
    counts += [f"{counted(slower, 'model')} slower"] if slower else []
    counts += [f"{len(compared.asked_now)} asked only now"] if compared.asked_now else []
    counts += [f"{len(compared.fixed)} fixed"] if compared.fixed else []
    return ", ".join(counts) or "nothing new"


def change_sections(compared: Comparison, site: str = "") -> Iterator[str]:
    """Yield what is new, which checks moved, what is fixed, and why the two may not compare.

    What is new leads to its line on a site, where one is given (``Material.site``).
    """
    subject = compared.new.subject
    if compared.remarks:
        yield "\n".join(f"> {text(sentence(one))}" for one in compared.remarks)
    if compared.fresh:
        yield "**New**\n\n" + _alerts(compared.fresh, lambda place: linked(place, site, subject))
    if worse := [one for one in compared.moved if one.worse]:
        yield "**Checks that got worse**\n\n" + _checks(worse, lost=True)
    if timed := paces(compared.old, compared.new):
        yield "**Measured latency**\n\n" + _latencies(timed)
    if better := [one for one in compared.moved if not one.worse and not one.scoped]:
        yield details(f"Checks that got better ({len(better)})", _checks(better, lost=False))
    if scoped := [one for one in compared.moved if one.scoped]:
        yield details(f"Checks that apply now, or no longer ({len(scoped)})", _checks(scoped, lost=False))
    if compared.asked_now:
        yield details(f"Asked only now ({len(compared.asked_now)})", _alerts(compared.asked_now))
    if compared.fixed:
        yield details(f"Fixed ({len(compared.fixed)})", _alerts(compared.fixed))


def _alerts(found: Sequence[Alert], where: Callable[[Place], str] = spot) -> str:
    rows = [_row(one, where) for one in found[:_SHOWN]]
    more = left_out(found, _SHOWN)
    return table(("", "check", "where", "fix"), rows) + more


def _latencies(timed: Sequence[Pace]) -> str:
    more = f"\n- and {len(timed) - _SHOWN} more" if len(timed) > _SHOWN else ""
    return "\n".join(f"- {text(sentence(said(one)))}" for one in timed[:_SHOWN]) + more


def _row(alert: Alert, where: Callable[[Place], str]) -> tuple[str, str, str, str]:
    finding = alert.finding
    place = where(alert.place) if alert.place else "-"
    step = coded(finding.fix[0]) if finding.fix else ""
    what = f"{finding.check} {text(message(finding))}"
    return finding.severity.value, what, place, f"{step} ({TIME[finding.effort]})"


def _checks(moved: Sequence[Moved], *, lost: bool) -> str:
    rows = [(f"{one.check} {text(one.name)}", _change(one), _evidence(one, lost=lost)) for one in moved[:_SHOWN]]
    return table(("check", "state", "evidence that went" if lost else "evidence that came"), rows)


def _change(moved: Moved) -> str:
    return f"{state_told(moved.before)} to {state_told(moved.after)}"


def _evidence(moved: Moved, *, lost: bool) -> str:
    lines = [f"{spot(item.place)} {text(item.what)}" for item in (moved.gone if lost else moved.come)[:3]]
    if lines:
        return "<br>".join(lines)
    line = moved.after or moved.before
    return text(sentence(line.message or line.reason)) if line else ""
