"""Which models are proved by a signature, by whom, and what does that not prove?"""

from collections.abc import Iterator, Sequence

from seatrial.model.counted import counted
from seatrial.model.signatures import Signature, Standing
from seatrial.report.glyphs import Glyphs
from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line

WORDS = {Standing.VERIFIED: "holds", Standing.REFUSED: "does not hold", Standing.UNKNOWN: "not verified"}
_STYLES = {Standing.VERIFIED: "good", Standing.REFUSED: "bad", Standing.UNKNOWN: "unknown"}
_INSIDE = "the key stands in this repository: whoever can change the model can change it too"
_SHOWN = 20


def signature_lines(signatures: Sequence[Signature], glyphs: Glyphs) -> Iterator[Line]:
    """Return a line for each stated signature: whether it holds, of what, by whom or why not."""
    signs = {Standing.VERIFIED: glyphs.passed, Standing.REFUSED: glyphs.failed, Standing.UNKNOWN: glyphs.unknown}
    for one in signatures[:_SHOWN]:
        word = f"{signs[one.standing]} {WORDS[one.standing]}"
        yield line(Span(f"{word:16} ", _STYLES[one.standing]), signature_text(one), hang=17)
    if len(signatures) > _SHOWN:
        yield line(" " * 17, Span(f"and {len(signatures) - _SHOWN} more", "muted"))


def signature_text(one: Signature) -> str:
    """Return what is known of one signature, printable."""
    if one.standing is not Standing.VERIFIED:
        return shown(f"{one.model} ({one.signature}): {one.why}")
    inside = f"; {_INSIDE}" if one.inside else ""
    return shown(f"{one.model}, {counted(len(one.files), 'file')}, signed by {one.trusts}{inside}")
