"""How does a business case read on a terminal, and as JSON?"""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict

from seatrial.report.printable import shown
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.value import Case, Figure, Growth, Range

_WIDE = 32  #: columns of the names on the left


def value_lines(case: Case) -> Iterator[Line]:
    """Yield the case: what is assumed and by whom, what follows, and what is missing to say more."""
    yield line(Span("assumed", "heading"), f"  all money in {shown(case.currency)}")
    for key, one in case.assumptions:
        said = f"{amount(Range.of(one))}, {shown(one.owner)}" + (f" ({shown(one.source)})" if one.source else "")
        yield line(f"  {key:<{_WIDE}}", said, hang=_WIDE + 2)
    yield Line()
    yield line(Span("what follows", "heading"), "  likely (least to most over all combinations of the ends)")
    for figure in case.figures:
        yield from _figure(figure, case.currency)
    if case.growth:
        yield Line()
        yield line(Span("when it grows", "heading"))
        yield from (_growth(one, case.currency) for one in case.growth)


def _figure(figure: Figure, currency: str) -> Iterator[Line]:
    name = f"  {figure.name:<{_WIDE}}"
    if figure.value is None:
        needed = " and ".join(f"value.{key}" for key in figure.needs)
        yield line(name, Span(f"unknown: it needs {needed}", "unknown"), hang=_WIDE + 2)
        return
    unit = figure.unit or shown(currency)
    yield line(name, Span(f"{amount(figure.value)} {unit}", "strong"), hang=_WIDE + 2)
    yield line(" " * (_WIDE + 2), Span(figure.formula, "muted"), hang=_WIDE + 2)


def _growth(growth: Growth, currency: str) -> Line:
    times = "today's volume" if growth.times == 1 else f"{growth.times} times the volume"
    share = growth.share
    what = (
        ""
        if growth.times == 1
        else f", {_word(share)}: {_number(share.likely)} of what {growth.times} times would cost"
    )
    machines = f", {amount(growth.machines)} machines" if growth.machines.high else ""
    return line(f"  {times:<{_WIDE}}", f"{amount(growth.cost)} {shown(currency)}{machines}{what}", hang=_WIDE + 2)


def _word(share: Range) -> str:
    if share.high < 1:
        return "less than linear"
    return "more than linear" if share.low > 1 else "about linear" if share.low == share.high == 1 else "near linear"


def amount(value: Range) -> str:
    """Write what is likely, and in brackets the least and the most."""
    if value.low == value.high:
        return _number(value.likely)
    return f"{_number(value.likely)} ({_number(value.low)} to {_number(value.high)})"


def _number(number: float) -> str:
    """Write three significant digits, whole ones in full; what never ends is "never"."""
    if math.isinf(number):
        return "never" if number > 0 else "without bound"
    if number == round(number) or abs(number) >= 1000:
        return f"{number:,.0f}"
    return f"{number:.3g}"


def value_json(case: Case) -> str:
    """Return the case as JSON; a number without bound is null."""
    return json.dumps(_finite(asdict(case) | {"missing": case.missing}), indent=2, sort_keys=True) + "\n"


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and math.isinf(value) else value
