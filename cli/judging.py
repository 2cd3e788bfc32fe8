"""How is an audit run, told and ended?"""

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from seatrial.model.record import dataclass

from .asked import Wishes, known, moment
from .exits import Ended, Exit, worst
from .knowledge import Outside, advisories, foreign, installed, opinions
from .measuring import benched, measured_lines, with_figures
from .options import Manner
from .outputs import Output, outputs_of, written
from .streams import glyphs, progress, tell
from .subject import configured, opened, rubric_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from seatrial.gate import Gate
    from seatrial.model import Stage
    from seatrial.model.benchmark import Record
    from seatrial.model.result import Report, Run
    from seatrial.repo import Snapshot
    from seatrial.report.terminal.lines import Line
    from seatrial.report.terminal.view import View


_NOTHING = Outside()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be judged, and by what."""

    path: str
    as_of: "date"
    target: "Stage | None" = None
    profiles: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()  #: told instead of the report
    outside: Outside = _NOTHING
    rubric: str | None = None  #: the file of a table that judges instead of the shipped one
    bench: bool = False  #: measure the models as well
    history: bool = False  #: look for credentials in the whole history too


def judge(asked: Asked, wishes: Wishes, formats: list[str], how: Manner) -> Ended:
    """Run an audit: judge, apply the gate, write the outputs, and say how it ended."""
    outputs = outputs_of(formats)
    snapshot = opened(asked.path)  # before the imports, so that git answers meanwhile
    from seatrial.audit import Yardstick, audit
    from seatrial.gate import gate
    from seatrial.judging.registry import load_checks

    registry = load_checks()
    known((*wishes.select, *wishes.ignore), list(registry.checks))
    rubric = rubric_of(asked.rubric)
    config = configured(snapshot, how.config, asked.as_of, registry.checks.values(), asked.profiles, rubric)
    imported, tools = foreign(asked.outside, snapshot, asked.path), installed(asked.outside.opinions)
    known_holes = advisories(asked.outside, snapshot, config, asked.as_of)
    with progress(how) as watched:
        report = audit(
            snapshot,
            Yardstick(config, registry.checks, rubric, asked.profiles or None, asked.target),
            as_of=asked.as_of,
            advisories=known_holes,
            history=asked.history,
            progress=watched,
        )
    report = replace(
        report, imported=(*imported, *opinions(tools, report, snapshot, config)), run=_repeatable(report.run)
    )
    applied = gate(report, wishes.policy(config.gate))
    for broken in registry.broken:
        tell(broken)
    record = benched(asked.path, snapshot, config, asked.as_of, how) if asked.bench else None
    _write(outputs, report, _view(snapshot, applied, wishes, how), asked.standards, record, how)
    if how.quiet or asked.standards or not any(one.format == "text" and one.on_stdout for one in outputs):
        tell_crashes(report)  # else they stand on the page
    return _ended(report, applied, broken=bool(registry.broken))


def _repeatable(run: "Run") -> "Run":
    """Return a run without what differs from one to the next, where SOURCE_DATE_EPOCH asks for the same bytes."""
    at = moment()
    return run if at is None else replace(run, started=at.isoformat(), seconds=0.0, host="", timings=())


def tell_crashes(report: "Report") -> None:
    """Say on standard error why a result that looks whole ends with an internal error."""
    for crash in report.crashes:
        tell(crash)


def _view(snapshot: "Snapshot", gate: "Gate", wishes: Wishes, how: Manner) -> "View":
    """Return how a file shows the result; a terminal has signs of its own."""
    from seatrial.report.glyphs import UNICODE
    from seatrial.report.sources import source_of
    from seatrial.report.terminal.view import View

    return View(how.verbose, UNICODE, source_of(snapshot), gate, wishes.show)


def _write(
    outputs: tuple[Output, ...],
    report: "Report",
    view: "View",
    standards: tuple[str, ...],
    record: "Record | None",
    how: Manner,
) -> None:
    from seatrial.report.terminal.page import brief, page

    from .rendering import in_lines, renderers

    def lines(output: Output) -> "Iterator[Line]":
        here = replace(view, glyphs=glyphs()) if output.on_stdout else view
        if standards:
            return _clauses(standards, report, here)
        return chain((brief if how.quiet else page)(report, here), measured_lines(record, report.subject.name, here))

    whole = with_figures(report, record)
    written(outputs, {"text": in_lines(lines, how.color), **renderers(whole, view.gate)})


def _clauses(standards: tuple[str, ...], report: "Report", view: "View") -> "Iterator[Line]":
    from seatrial.report.standard import standard_lines
    from seatrial.report.terminal.headline import title
    from seatrial.report.terminal.lines import Line
    from seatrial.rubric.standards import standard

    yield title(report, view.glyphs)
    for name in standards:
        yield Line()
        yield from standard_lines(standard(name), report, view)


def _ended(report: "Report", gate: "Gate", *, broken: bool) -> Ended:
    from seatrial.gate import Outcome, Verdict, verdict

    found = verdict(report)
    codes = {
        Exit.INTERNAL: broken or bool(report.crashes),
        Exit.NOTHING: found is Verdict.NOTHING,
        Exit.FAILED: gate.outcome is Outcome.FAIL,
        Exit.INCONCLUSIVE: gate.outcome is Outcome.INCONCLUSIVE,
    }
    code = worst(code for code, applies in codes.items() if applies)
    return Ended(code, found, gate.outcome, _told(report))


def _told(report: "Report") -> str:
    from seatrial.model import Severity, State

    blockers = sum(one.severity is Severity.BLOCKER and one.blocking for one in report.of_product)
    unknown = sum(entry.state is State.UNKNOWN and entry.written for entry in report.ledger)
    waived = sum(one.waived is not None for one in report.findings)
    what = f"blockers={blockers} unknown={unknown} waived={waived}"
    if report.score is None or report.level is None:
        return what
    return f"level={report.level.name} engineering={report.level.engineering} score={report.score.lower:.1f} {what}"
