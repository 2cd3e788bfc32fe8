"""What does an audit measure besides, and how does that stand beside its result?"""

from dataclasses import replace
from typing import TYPE_CHECKING

from .exits import Refused
from .options import Manner
from .streams import progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from seatrial.config import Config
    from seatrial.model.benchmark import Record
    from seatrial.model.result import Report
    from seatrial.repo import Snapshot
    from seatrial.report.terminal.lines import Line
    from seatrial.report.terminal.view import View


def benched(path: str, snapshot: "Snapshot", config: "Config", as_of: "date", how: Manner) -> "Record":
    """Measure the models of the repository as quickly as it is worth anything."""
    from seatrial.bench.bench import bench
    from seatrial.bench.depth import QUICK
    from seatrial.bench.request import BadRequest, Request
    from seatrial.repo import Repo

    from .benching import left

    with progress(how) as watched:
        try:
            return bench(Request(path, depth=QUICK), Repo(snapshot, config.settings, as_of), progress=left(watched))
        except BadRequest as error:
            raise Refused(str(error)) from None


def with_figures(report: "Report", record: "Record | None") -> "Report":
    """Return a report with what was measured beside it."""
    if record is None:
        return report
    from seatrial.bench.charts.charts import charts
    from seatrial.bench.records.measurements import measurements

    run = replace(report.run, charts=charts(record))
    return replace(report, measured=(*report.measured, *measurements(record)), run=run)


def measured_lines(record: "Record | None", name: str, view: "View") -> "Iterator[Line]":
    """Yield what was measured, behind the report; nothing where nothing was."""
    if record is None:
        return
    from seatrial.report.bench.page import page
    from seatrial.report.terminal.lines import Line

    yield Line()
    yield from page(record, name, view.glyphs, verbose=view.verbose > 0)
