"""Which tests hold the time that an answer takes to a bound?"""

from collections.abc import Iterator

from seatrial.facts.code.programs import Program
from seatrial.facts.testing.clocks import is_clock, is_read_of_a_clock
from seatrial.facts.testing.load_test import LoadTest, Measured
from seatrial.read.code.python_record import Value
from seatrial.read.regex import caseless

#: What a figure is called that is worked out of many times.
_FIGURE = caseless(
    r"latenc|throughput|(?:inference|prediction|response|scoring|answer)_?(?:time|speed)|\b[qr]ps\b"
    r"|(?:\b|(?:times?|durations?|elapsed|total|measured|observed|actual|current|e2e|server|client|requests?|responses?"
    r"|inference|predict\w{0,4}|search|query|api|ms|seconds?)_)p9[059](?!\d)"  # of a time, and not of a score
)
#: What a test is called that is about how fast something is; a bound elsewhere shows that nothing hangs.
_ABOUT_SPEED = caseless(
    r"latenc|throughput|(?:(?:inference|predict(?:ion|s)?|response|scoring|answer|search|generation)_?(?:time|speed|performance)"
    r"|(?:api|endpoint|service|server|serving)_?performance"
    r"|(?<!fail)(?<!fails)_(?:is_|are_)?(?:fast|quick(?:ly)?)(?:_enough)?)(?![a-z])"
)
#: A time by the piece, or pieces by the time, whatever it is that works them off.
_RATE = caseless(
    r"(?<![a-z])(?:ms|milliseconds|secs?|seconds|time)_per_[a-z]|_per_(?:sec|second)(?![a-z])|(?<![a-z])fps(?![a-z])"
)
#: What a model or a service is asked by.
_ANSWERS = caseless(
    r"predict|infer|score|generat|answer|embed|encode|classif|detect|transcri|translat|search|retriev|recommend|forecast"
    r"|rank|chat|complet|(?:^|\.)(?:post|get|request|ask|query|forward|invoke)$"
)
_LESS = ("assertLess", "assertLessEqual", "assertGreater", "assertGreaterEqual")


def held_times(program: Program) -> Iterator[LoadTest]:
    """Yield the first test that asks a model or a service, reads a clock, and fails when the answer takes too long."""
    if not program.is_test or not any(map(is_clock, program.file.calls)):
        return
    asking = {call.scope for call in program.file.calls if _ANSWERS.search(call.name or call.written)}
    timing = {call.scope for call in program.file.calls if is_clock(call)}
    for line, scope, sides in _held(program):
        by_name = _ABOUT_SPEED.search(scope)
        if any(side.literal == 0 for side in sides):
            continue  # a clock that goes forward
        worked_off = scope in timing and any(side.literal is None and _RATE.search(side.text) for side in sides)
        if worked_off or (
            scope in asking & timing
            and any(_is_figure(side) or (by_name and is_read_of_a_clock(side)) for side in sides)
        ):
            yield LoadTest(program.site(line, scope), "its own clock", Measured.TIME, thresholded=True)
            return


def _held(program: Program) -> Iterator[tuple[int, str, tuple[Value, ...]]]:
    """Yield what tests hold against what: ``assert taken < 0.1``, ``self.assertLess(taken, 0.1)``."""
    for item in program.file.comparisons:
        if "assert" in item.leads_to and item.operator in {"<", "<=", ">", ">="}:
            yield item.line, item.scope, (item.left, item.right)
    for call in program.file.calls:
        if call.last in _LESS:
            yield call.line, call.scope, call.args[:2]


def _is_figure(value: Value) -> bool:
    """Tell a figure of times by its name, or by that of what it is worked out of: ``percentile(latencies, 95)``."""
    named = value.literal is None and bool(_FIGURE.search(value.text))
    return named or any(map(_is_figure, value.items))
