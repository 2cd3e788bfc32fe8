"""How is a result made into the bytes of each format that was asked for?"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from .exits import Refused
from .hosting import site_of
from .options import Color
from .outputs import FORMATS, Output
from .streams import painted

if TYPE_CHECKING:
    from seatrial.comparison import Comparison
    from seatrial.gate import Gate, Loosened
    from seatrial.model.result import Report
    from seatrial.report.terminal.lines import Line


def in_lines(lines: "Callable[[Output], Iterable[Line]]", color: Color) -> Callable[[Output], bytes]:
    """Return what renders lines: as the terminal wants them, or plain in a file."""

    def rendered(output: Output) -> bytes:
        from seatrial.report.terminal.paint import plain

        return painted(lines(output), color) if output.on_stdout else plain(lines(output)).encode()

    return rendered


def renderers(
    report: "Report",
    gate: "Gate",
    *,
    comparison: "Comparison | None" = None,
    loosened: "tuple[Loosened, ...]" = (),
    earlier: "tuple[Report, ...]" = (),
    suppressed: bool = False,
) -> dict[str, Callable[[Output], bytes]]:
    """Return what renders each format but text. Only a format that is asked for is imported."""

    def stored(_: Output) -> bytes:
        from seatrial.report.stored import to_json

        return to_json(report)

    def bill(_: Output) -> bytes:
        from seatrial.report.mlbom.bill import to_mlbom

        return to_mlbom(report)

    def exchanged(name: str, _: Output) -> bytes:
        from seatrial.judging.registry import load_checks
        from seatrial.report.formats.material import Material
        from seatrial.report.formats.renderers import render
        from seatrial.report.formats.statement import NoSubject

        try:
            checks = load_checks().checks
            site = site_of(report.subject)
            return render(name, Material(report, checks, gate, comparison, loosened, earlier, suppressed, site))
        except NoSubject as error:
            raise Refused(f"no in-toto statement: {error}") from None

    own: dict[str, Callable[[Output], bytes]] = {"json": stored, "mlbom": bill}
    return own | {name: partial(exchanged, name) for name in FORMATS if name not in {"text", *own}}
