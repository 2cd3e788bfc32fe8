"""How does a standard read beside a result: which clauses have evidence, and what no repository can show?"""

from collections.abc import Iterator

from seatrial.model import LedgerLine, Report, State
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View
from seatrial.rubric.standards import ClauseRow, Shown, Standard, ml_test_score, rows

_STYLES = {Shown.EVIDENCE: "good", Shown.SOME: "fair", Shown.NONE: "bad", Shown.UNKNOWN: "unknown"}
_WIDE = 11  #: columns of the longest word of ``Shown``, and two


def standard_lines(asked: Standard, report: Report, view: View) -> Iterator[Line]:
    """Yield one table for each component that was scored."""
    yield line(Span(asked.name, "heading"), f"  {asked.source}")
    yield line("evidence towards its clauses, as far as a repository shows it; this is no statement of compliance")
    if asked.note:
        yield line(asked.note)
    for component in report.components:
        if component.score is None:
            continue
        ledger = [one for one in report.ledger if one.component == component.name]
        yield Line()
        if len(report.components) > 1:
            yield line(Span(shown(component.name), "strong"))
        if asked.id == "ml-test-score":
            yield _test_score(ledger)
        table = rows(asked, ledger)
        for row in table:
            yield from _clause(row, view)
        yield Line()
        yield _sum(table)


def _clause(row: ClauseRow, view: View) -> Iterator[Line]:
    style = _STYLES.get(row.shown, "muted")
    hang = _WIDE + 2
    yield line(
        "  ", Span(f"{row.shown:<{_WIDE}}", style), Span(row.clause.id, "strong"), f"  {row.clause.title}", hang=hang
    )  # fmt: skip
    judged = ", ".join(_told(one) for one in row.lines)
    if judged:
        yield line(" " * hang, Span(judged, "muted"), hang=hang)
    if row.clause.attested and row.clause.checks:
        yield line(" " * hang, Span("people have to state the rest", "muted"), hang=hang)
    if view.verbose:
        for one in row.lines:
            for seen in one.evidence[:2]:
                yield line(
                    " " * hang, Span(f"{one.id} {shown(str(seen.place))}", "place"), f" {shown(seen.what)}", hang=hang
                )


def _told(one: LedgerLine) -> str:
    if not one.written:
        return f"{one.id} not judged yet"
    if one.state is State.NOT_APPLICABLE:
        return f"{one.id} does not apply"
    if one.attested:
        return f"{one.id} {one.state}, attested by {shown(one.attested.by)}"
    return f"{one.id} {one.state}"


def _sum(table: tuple[ClauseRow, ...]) -> Line:
    counts = [(word, sum(row.shown is word for row in table)) for word in Shown]
    said = ", ".join(f"{count} {word}" for word, count in counts if count)
    return line(f"  {len(table)} clauses: {said}")


def score_line(report: Report) -> Line | None:
    """Return the ML Test Score of the component that the headline is about; None when nothing was scored."""
    if report.score is None:
        return None
    return _test_score([one for one in report.ledger if one.component == report.headline.name])


def _test_score(ledger: list[LedgerLine]) -> Line:
    got = ml_test_score(ledger)
    parts = ", ".join(f"{name} {points:g}" for name, points, _ in got.sections)
    return line("ML Test Score ", Span(f"{got.score:g}", "strong"), f" of 7, the least of its sections: {parts}")
