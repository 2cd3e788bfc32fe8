"""How is what came of a gate told, and with which exit code does it end?"""

from typing import TYPE_CHECKING

from .exits import Ended, Exit, worst
from .outputs import Output, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seatrial.gate import Judged
    from seatrial.report.terminal.lines import Line

    from .options import Manner


def tell(judged: "Judged", outputs: tuple[Output, ...], how: "Manner") -> None:
    """Write every format that was asked for."""
    from seatrial.report.difference import difference_lines
    from seatrial.report.gated import gate_lines, what_next
    from seatrial.report.glyphs import UNICODE
    from seatrial.report.terminal.lines import Line

    from .rendering import in_lines, renderers
    from .streams import glyphs

    change = judged.change

    def lines(output: Output) -> "Iterator[Line]":
        signs = glyphs() if output.on_stdout else UNICODE
        yield from gate_lines(judged.gate, change.loosened, signs)
        if not how.quiet:
            yield Line()
            yield from difference_lines(change.compared, signs)
            yield from what_next(judged.gate, change.compared)

    rendered = renderers(judged.head, judged.gate, comparison=change.compared, loosened=change.loosened)
    written(outputs, {"text": in_lines(lines, how.color), **rendered})


def told_as(judged: "Judged", *, excused: bool) -> Ended:
    """Return the exit code and the last line. Who is excused ends with 0 where it would be 1 or 5."""
    from seatrial.gate import Outcome, Verdict, verdict
    from seatrial.model import Severity

    change, report, outcome = judged.change, judged.head, judged.gate.outcome
    failed = outcome is Outcome.FAIL and not excused
    codes = {
        Exit.INTERNAL: bool(report.crashes),
        Exit.NOTHING: verdict(report) is Verdict.NOTHING and not failed,  # a change that leaves all of it out fails
        Exit.FAILED: failed,
        Exit.INCONCLUSIVE: outcome is Outcome.INCONCLUSIVE and not excused,
    }
    code = worst(code for code, applies in codes.items() if applies)
    blockers = sum(one.finding.severity is Severity.BLOCKER for one in change.compared.fresh)
    what = f"new={len(change.compared.fresh)} new_blockers={blockers} fixed={len(change.compared.fixed)}"
    return Ended(code, verdict(report), outcome, f"{what} loosened={len(change.loosened)}")
