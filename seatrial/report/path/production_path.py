"""How does production come to load and to run a model, drawn as a tree?"""

from collections.abc import Iterator, Sequence

from seatrial.component import Component
from seatrial.facts.archetype import archetype
from seatrial.facts.reach.code_uses import code_uses
from seatrial.facts.reach.production_path import Purpose, Start, Way, starts
from seatrial.facts.reach.reach import Unresolved, reach
from seatrial.model import Place
from seatrial.model.counted import counted
from seatrial.report.path.way_tree import drawn, grown
from seatrial.report.printable import shown, spot
from seatrial.report.terminal.lines import Line, Span, line
from seatrial.report.terminal.view import View
from seatrial.report.words import TAKEN_FOR

_WAYS = 3  #: of each purpose, for each start
_ENTRIES = 3  #: that declare the same start
_IDLE = 5  #: starts that reach no model
_LOST = 8  #: places where the trail is lost


def production_path_lines(components: Sequence[Component], view: View) -> Iterator[Line]:
    """Return for each component the ways from its starts to its models, what all its code is for, and what is lost."""
    for component in components:
        taken = archetype(component).archetype
        name = shown(component.repo.name if component.name == "." else component.name)
        yield line(Span(name, "strong"), f" {view.glyphs.dot} {TAKEN_FOR[taken]}")
        yield line()
        yield from _start_lines(starts(component), view)
        yield from _use_lines(component)
        yield from _lost_lines(lost(component), view)
        yield line()


def start_lines(component: Component, view: View) -> Iterator[Line]:
    """Return the ways from the starts of one component to its models."""
    yield from _start_lines(starts(component), view)


def lost(component: Component) -> tuple[Unresolved, ...]:
    """Return where in a component's files a start, an import or a name could not be followed, by place."""
    found = (one for one in reach(component.repo).unresolved if one.place.path in component)
    return tuple(sorted(found, key=lambda one: one.place))


def _start_lines(found: Sequence[Start], view: View) -> Iterator[Line]:
    if not found:
        yield line("No deployment starts anything here, and no package is offered to others: nothing is live.")
        yield line()
        return
    by_places: dict[frozenset[Place], Start] = {}
    for start in found:
        if start.ways:
            yield from _entry_lines(start, view)
            goals = frozenset(way.goal.place for way in start.ways)
            if goals in by_places:
                same = by_places[goals].entries[0].place
                yield line(view.glyphs.last, f"the same models as from {spot(same)}")
            else:
                yield from drawn(grown(_chosen(start.ways, view)), view, "")
                yield from _more(len(start.ways) - len(_chosen(start.ways, view)), "way", view)
            by_places.setdefault(goals, start)
            yield line()
    idle = [start for start in found if not start.ways]
    if idle:
        yield line(Span("No way to a model was found from", "heading"))
        for start in idle if view.verbose else idle[:_IDLE]:
            yield from _entry_lines(start, view)
        yield from _more(0 if view.verbose else len(idle) - _IDLE, "start", view)
        yield line()


def _entry_lines(start: Start, view: View) -> Iterator[Line]:
    entries = start.entries if view.verbose else start.entries[:_ENTRIES]
    for entry in entries:
        what = shown(entry.what.removeprefix(f"{entry.place.path} "))
        yield line(Span(spot(entry.place), "place"), f"  {what}", hang=2)
    yield from _more(len(start.entries) - len(entries), "declaration", view)


def _more(count: int, what: str, view: View) -> Iterator[Line]:
    if count > 0:
        yield line(Span(f"and {counted(count, f'more {what}')}" + ("" if view.verbose else " (-v)"), "muted"))


def _chosen(ways: Sequence[Way], view: View) -> list[Way]:
    if view.verbose:
        return list(ways)
    return [way for purpose in Purpose for way in [way for way in ways if way.goal.purpose is purpose][:_WAYS]]


def _use_lines(component: Component) -> Iterator[Line]:
    uses = code_uses(component)
    if not uses:
        return
    yield line(Span("Code by who runs it", "heading"))
    for use in uses:
        files, functions = counted(use.files, "file"), counted(use.functions, "function")
        yield line(Span(f"{use.liveness:10}", "label"), f"{files:>13}", f"{functions:>19}" if use.functions else "")


def _lost_lines(found: Sequence[Unresolved], view: View) -> Iterator[Line]:
    if not found:
        return
    yield line()
    yield line(Span("Could not be followed", "heading"))
    for one in found if view.verbose else found[:_LOST]:
        yield line(Span(spot(one.place), "place"), f"  {shown(one.what)}", hang=2)
    yield from _more(0 if view.verbose else len(found) - _LOST, "place", view)
