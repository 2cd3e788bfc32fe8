"""``seatrial scan``: would loading these files run code?"""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import Ended, Exit, Refused
from .options import Colored, Verbose, manner
from .streams import emit, glyphs, show

if TYPE_CHECKING:
    from seatrial.artifacts import Scan


class As(StrEnum):
    """How the records are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


EXITS = (
    "Exit codes: 0 clean; 1 a file is dangerous or suspicious; 5 a file could not be fully read; 2 a path is not there."
)


def scan(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, or folders with files below.")],
    *,
    form: Annotated[As, typer.Option("-f", "--format", metavar="FORMAT", help="text, json or sarif.")] = As.TEXT,
    verbose: Verbose = False,
    color: Colored = None,
) -> Ended:
    """Tell whether loading model files would run code, before anybody loads them.

    Pickles, archives and every other known format are read by their content and never loaded. Each file is dangerous,
    suspicious, clean, or not fully read.
    """
    from seatrial.artifacts import NotThere
    from seatrial.artifacts import scan as scanned

    how = manner(context).but(verbose=verbose, color=color)
    try:
        found = scanned(paths)
    except NotThere as error:
        raise Refused(str(error)) from None
    if form is As.TEXT:
        from seatrial.report.artifact_lines import artifact_lines

        show(artifact_lines(found, glyphs(), verbose=how.verbose), how.color)
    else:
        from seatrial.report.artifact_json import scan_json, scan_sarif

        emit((scan_json if form is As.JSON else scan_sarif)(found))
    return Ended(_code(found), found.verdict.value)


def _code(found: "Scan") -> Exit:
    from seatrial.model.artifacts import Verdict

    if found.verdict in (Verdict.DANGEROUS, Verdict.SUSPICIOUS):
        return Exit.FAILED
    return Exit.INCONCLUSIVE if found.verdict is Verdict.NOT_FULLY_READ else Exit.PASSED
