"""What must the reader know besides: what passed, what is unknown and why, what was not read, what ends soon?"""

from collections import Counter
from collections.abc import Iterator, Sequence

from seatrial.model import State
from seatrial.model.grade_words import grade_word
from seatrial.model.ledger import LedgerLine
from seatrial.model.result import Report
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View

_SHOWN = 5
_WORDS = (
    (State.PASS, "passed"),
    (State.PARTIAL, "partly"),
    (State.FAIL, "failed"),
    (State.UNKNOWN, "unknown"),
    (State.NOT_APPLICABLE, "not applicable"),
)


def remark_lines(report: Report, view: View) -> Iterator[Line]:
    """Return the counts of the ledger, what is unknown and why, files that were not read, and notices."""
    counts = Counter(entry.state for entry in report.ledger if entry.written)
    counted_states = [f"{counts[state]} {words}" for state, words in _WORDS if counts[state]]
    if counted_states:
        yield _row("checks", ", ".join(counted_states))
    yield from _rows("crashed", [shown(crash) for crash in report.crashes], view, "bad")
    yield from _rows("unknown", [_why(entry) for entry in report.ledger if _open(entry)], view)
    yield from _rows("not read", list(_unread(report.unread, view)), view)
    yield from _rows("notice", [f"{shown(str(one.place))}: {shown(one.message)}" for one in report.notices], view)
    yield from _rows("about", [shown(note) for note in report.subject.notes], view)


def ledger_lines(report: Report, view: View) -> Iterator[Line]:
    """Return one line for each check that has a say: its state, grade, price and what it earned."""
    for entry in report.ledger:
        if not entry.written or entry.state is State.NOT_APPLICABLE:
            continue
        earned = f"{entry.earned:5.2f} of {entry.price:5.2f}" if entry.counted else "not counted  "
        yield line(
            Span(f"{view.glyphs.state(entry.state)} ", _STYLES[entry.state]),
            Span(f"{entry.id:8}", "muted"),
            f"{entry.name:36} {earned:>14}  ",
            Span(_judged(entry), "muted"),
        )


_STYLES = {
    State.PASS: "good",
    State.PARTIAL: "fair",
    State.FAIL: "bad",
    State.UNKNOWN: "unknown",
    State.NOT_APPLICABLE: "muted",
}


def _judged(entry: LedgerLine) -> str:
    words = [grade_word(entry.kind, entry.grade)]
    if entry.required and entry.state is not State.PASS:
        words.append(f"{grade_word(entry.kind, entry.required)} is asked")
    if entry.attested:
        words.append(f"attested until {entry.attested.expires}")
    if entry.waived:
        words.append(f"waived {entry.waived.term}")
    return ", ".join(words)


def _open(entry: LedgerLine) -> bool:
    return entry.state is State.UNKNOWN and entry.written and not entry.crashed


def _why(entry: LedgerLine) -> str:
    return f"{entry.id} {shown(entry.reason or entry.message or entry.name)}"


def _unread(unread: Sequence[tuple[str, str]], view: View) -> Iterator[str]:
    """Yield each file that was not read and why; of many for the same reason some, and how many more there are."""
    seen: Counter[str] = Counter()
    many = Counter(reason for _, reason in unread)
    for path, reason in unread:
        seen[reason] += 1
        rest = many[reason] - _SHOWN
        if view.verbose > 1 or seen[reason] <= _SHOWN or rest == 1:
            yield f"{shown(path)}: {shown(reason)}"
        elif seen[reason] == _SHOWN + 1:
            yield f"and {rest} more for the same reason (-vv): {shown(reason)}"


def _rows(label: str, texts: Sequence[str], view: View, style: str = "") -> Iterator[Line]:
    kept = texts if view.verbose or len(texts) == _SHOWN + 1 else texts[:_SHOWN]  # a line says no more than one
    for number, text in enumerate(kept):
        yield _row(label if number == 0 else "", text, style)
    if more := len(texts) - len(kept):
        yield _row("", f"and {more} more (-v)", "muted")


def _row(label: str, text: str, style: str = "") -> Line:
    return line(Span(f"{label:12}", "label"), Span(text, style), hang=12)
