"""``seatrial report``: render a stored result again, without a scan."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ..exits import Ended, Refused
from ..options import Colored, Quiet, Verbose, manner
from ..outputs import Formats, Output, outputs_of, written
from ..results import is_record

if TYPE_CHECKING:
    from seatrial.report.terminal.lines import Line


Result: TypeAlias = Annotated[
    str, typer.Argument(metavar="RESULT", help="A result: --format json=RESULT of audit or bench wrote it.")
]
Against: TypeAlias = Annotated[
    str | None,
    typer.Option("--against", metavar="RESULT", help="Tell in Markdown what changed since this earlier result."),
]
History: TypeAlias = Annotated[
    str | None,
    typer.Option("--history", metavar="FOLDER", help="Draw in HTML the trend over the results in this folder."),
]
Suppressed: TypeAlias = Annotated[
    bool, typer.Option("--suppressed", help="Keep waived findings in SARIF, marked as suppressed.")
]


def report(
    context: typer.Context,
    result: Result,
    *,
    formats: Formats = None,
    against: Against = None,
    history: History = None,
    suppressed: Suppressed = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    color: Colored = None,
) -> Ended | None:
    """Render a stored result in other formats. Nothing is scanned."""
    how = manner(context).but(quiet=quiet, verbose=verbose, color=color)
    if is_record(result):
        if against or history or suppressed:
            raise Refused(f"{result} is a record of `seatrial bench`: only audits have --against, --history and so on")
        from ..benching import render

        render(result, formats or ["text"], how)
        return None
    outputs = outputs_of(formats or ["text"])
    from seatrial.comparison import compare
    from seatrial.gate import Gate
    from seatrial.report.glyphs import UNICODE
    from seatrial.report.terminal.page import brief, page
    from seatrial.report.terminal.view import View

    from ..rendering import in_lines, renderers
    from ..results import result_of, results_in
    from ..streams import glyphs

    found = result_of(result)
    compared = compare(result_of(against), found) if against else None
    earlier = results_in(history, found) if history else ()

    def lines(output: Output) -> "Iterable[Line]":
        view = View(how.verbose, glyphs() if output.on_stdout else UNICODE)
        return (brief if how.quiet else page)(found, view)

    rendered = renderers(found, Gate(), comparison=compared, earlier=earlier, suppressed=suppressed)
    written(outputs, {"text": in_lines(lines, how.color), **rendered})
    return None
