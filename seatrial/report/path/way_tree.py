"""How are ways from one start to its models drawn as one tree?"""

from collections.abc import Iterator, Sequence
from dataclasses import field

from seatrial.facts.reach.production_path import Goal, Purpose, Stop, Way
from seatrial.model import Confidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN
from seatrial.report.printable import shown, spot
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View


@dataclass(frozen=True, slots=True)
class Branch:
    """A piece of code, what it leads to, and the models that are loaded or run right there."""

    inner: dict[Stop, "Branch"] = field(default_factory=dict)
    goals: list[Goal] = field(default_factory=list)


def grown(ways: Sequence[Way]) -> Branch:
    """Return the root of a tree of ways, put together where they begin alike."""
    root = Branch()
    for way in ways:
        branch = root
        for stop in way.stops:
            branch = branch.inner.setdefault(stop, Branch())
        branch.goals.append(way.goal)
    return root


def drawn(branch: Branch, view: View, indent: str) -> Iterator[Line]:
    """Yield the lines of what is below a branch, goals first; ``indent`` stands before each."""
    rows = [*((_goal_spans(goal), None) for goal in branch.goals), *((_stop(x), y) for x, y in branch.inner.items())]
    for number, (spans, inner) in enumerate(rows, start=1):
        ends = number == len(rows)
        guide = view.glyphs.last if ends else view.glyphs.branch
        yield line(Span(indent + guide, "muted"), *spans, hang=len(indent) + 6)
        if inner:
            yield from drawn(inner, view, indent + (" " * len(guide) if ends else view.glyphs.trunk))


def _goal_spans(goal: Goal) -> tuple[Span, ...]:
    sure = "" if goal.confidence is Confidence.VERIFIED else ", likely"
    style = "fair" if goal.purpose is Purpose.LOAD else "good"
    return Span(goal.purpose, style), Span(f"  {spot(goal.place)}", "place"), Span(f"  {shown(goal.what)}{sure}")


def _stop(stop: Stop) -> tuple[Span, ...]:
    if stop.scope == MAIN:
        return Span(f"{spot(Place(stop.path, stop.line))} "), Span("run as a program")
    if stop.scope == "*":
        return Span(f"{shown(stop.path)}, "), Span("all of it")
    name = Span(f" {shown(stop.scope)}", "strong") if stop.scope else Span(" on import")
    return Span(spot(Place(stop.path, stop.line))), name
