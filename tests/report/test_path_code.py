"""What is hard, copied or idle on the production path is told with its places, briefly unless asked for all."""

from dataclasses import replace

from seatrial.model import HardFunction, Place
from seatrial.model.component_report import PathShape, Repeated, Unreached
from seatrial.model.result import Report
from seatrial.report.path.code import path_code_lines
from seatrial.report.terminal.view import View

SHAPE = PathShape(
    functions=80,
    copies=4,
    copied_lines=40,
    repeated=tuple(
        Repeated(f"clean{n}", (Place("a.py", n), Place("b.py", n), Place("c.py", n), Place("d.py", n)), 10)
        for n in range(1, 5)
    ),
    idle=1,
    idle_lines=12,
    unreached=(Unreached(Place("a.py", 70), "old", 12),),
)


def told(report: Report, *, verbose: bool = False) -> list[str]:
    (component, *_) = report.components
    hard = HardFunction(Place("a.py", 3), "main", 21, 34.4)
    changed = replace(report, components=(replace(component, hardest=(hard,), shape=SHAPE),))
    return [line.text for line in path_code_lines(changed, View(verbose))]


def test_the_figures_stand_in_front_and_the_places_below(service: Report) -> None:
    lines = told(service)

    assert lines[0] == "  21 ways through  a.py:3 main, maintainability of its file 34 of 100"
    assert lines[1] == "  40 lines twice   in 4 copies of 80 live functions"
    assert lines[2] == " " * 20 + "clean1, 10 lines: a.py:1, b.py:1, c.py:1, d.py:1"
    assert lines[5:] == [
        "  12 lines idle    in 1 function or class to which no way was found",
        " " * 20 + "a.py:70 old, 12 lines",
    ]


def test_all_that_is_kept_is_told_on_request(service: Report) -> None:
    assert len(told(service, verbose=True)) == len(told(service)) + 1


def test_a_path_without_such_code_is_not_told_of(service: Report) -> None:
    assert not list(path_code_lines(service, View()))
