"""``seatrial scan``: would loading these files run code?"""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ..exits import Ended, Exit, Refused
from ..knowledge import installed
from ..options import Colored, Opinions, Verbose, manner
from ..streams import emit, glyphs, show, tell

if TYPE_CHECKING:
    from seatrial.artifacts import Scan
    from seatrial.foreign.tools import Installed
    from seatrial.model.foreign import ForeignReport


class As(StrEnum):
    """How the records are written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


EPILOG = (
    "Exit codes: 0 clean; 1 a file is dangerous or suspicious; 2 a path is not there; 4 no file holds a model; "
    "5 a file could not be fully read."
)


Paths: TypeAlias = Annotated[list[str], typer.Argument(metavar="PATH", help="Files, or folders with files below.")]
Form: TypeAlias = Annotated[As, typer.Option("-f", "--format", metavar="FORMAT", help="text, json or sarif.")]


def scan(
    context: typer.Context,
    paths: Paths,
    *,
    form: Form = As.TEXT,
    opinions: Opinions = None,
    verbose: Verbose = 0,
    color: Colored = None,
) -> Ended:
    """Tell whether loading model files would run code, before anybody loads them.

    Pickles, archives and every other known format are read by their content and never loaded. Each file is dangerous,
    suspicious, clean, or not fully read.
    """
    from seatrial.artifacts import NotThere
    from seatrial.artifacts import scan as scanned

    how = manner(context).but(verbose=verbose, color=color)
    tools = installed(opinions or (), models_only=True)
    try:
        found = scanned(paths)
    except NotThere as error:
        raise Refused(str(error)) from None
    others = _others(tools, found)
    if form is As.TEXT:
        from seatrial.report.artifact_lines import artifact_lines

        show(artifact_lines(found, glyphs(), others, verbose=how.verbose > 0), how.color)
    else:
        from seatrial.report.artifact_json import scan_json, scan_sarif

        emit((scan_json if form is As.JSON else scan_sarif)(found, others))
    if not found.artifacts:
        tell("nothing to scan: no file here holds a model")
        return Ended(Exit.NOTHING, "nothing")
    return Ended(_code(found), found.verdict.value)


def _others(tools: "tuple[Installed, ...]", found: "Scan") -> "tuple[ForeignReport, ...]":
    """Return what tools say that were asked for a second opinion; they decide nothing."""
    if not tools:
        return ()
    from seatrial.foreign.opinions import opinions_on

    return opinions_on(tools, found)


def _code(found: "Scan") -> Exit:
    from seatrial.model.artifacts import Verdict

    if found.verdict in (Verdict.DANGEROUS, Verdict.SUSPICIOUS):
        return Exit.FAILED
    return Exit.INCONCLUSIVE if found.verdict is Verdict.NOT_FULLY_READ else Exit.PASSED
