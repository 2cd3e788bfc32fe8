"""``seatrial baseline``: write down what is known, so that only what comes on top of it counts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ..asked import day
from ..baseline_file import baseline_in, file_of, write
from ..exits import Ended, Exit, Refused
from ..options import AsOf, Colored, ConfigFile, manner
from ..streams import glyphs, show, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from seatrial.gate.baseline import Baseline
    from seatrial.model.moves import Renamed
    from seatrial.model.result import Report

    from ..options import Manner

Subject: TypeAlias = Annotated[
    str, typer.Argument(metavar="PATH|RESULT", help="The folder of the repository, or a stored result.")
]
File: TypeAlias = Annotated[
    str | None,
    typer.Option("--file", metavar="FILE", help="The baseline. (default: seatrial-baseline.json in the folder)"),
]


def commands() -> typer.Typer:
    """Return the group of commands."""
    group = typer.Typer(help="Write down the findings that are known, for the gate.", no_args_is_help=False)
    group.command("create", short_help="Write the findings that are there now to a new file.")(create)
    group.command("update")(update)
    group.command("prune")(prune)
    group.command("show", short_help="Show how many are known, and which of them are gone.")(show_baseline)
    return group


def create(
    context: typer.Context, path: Subject = ".", file: File = None, as_of: AsOf = None, color: Colored = None,
    config: ConfigFile = None,
) -> Ended | None:  # fmt: skip
    """Write the findings that are there now to a new file; one that is there already is not overwritten."""
    from seatrial.gate.baseline import baseline_of
    from seatrial.report.baseline import baseline_lines
    from seatrial.report.printable import shown
    from seatrial.report.terminal.lines import line

    how, target = manner(context).but(color=color, config=config), file_of(path, file)
    if target.exists():
        raise Refused(f"{target} is there already: seatrial baseline update adds to it, prune only takes away")
    report = _report(path, as_of, how)
    if report.score is None:  # its findings would all be new on the day on which a model comes
        tell("nothing to write down: no model, training, inference or language model was found")
        return Ended(Exit.NOTHING, "nothing")
    made = baseline_of(report)
    write(target, made, new=True)
    known = f"wrote {shown(str(target))}: hold the repository to it with gate: {{baseline: {shown(target.name)}}}"
    show([*baseline_lines(made, (), glyphs()), line(known)], how.color)
    return None


def update(
    context: typer.Context, path: Subject = ".", file: File = None, as_of: AsOf = None, color: Colored = None,
    config: ConfigFile = None,
) -> None:  # fmt: skip
    """Add the findings that are new, and take out those that are mended."""
    from seatrial.gate.baseline import updated

    _rewrite(path, file, as_of, manner(context).but(color=color, config=config), updated)


def prune(
    context: typer.Context, path: Subject = ".", file: File = None, as_of: AsOf = None, color: Colored = None,
    config: ConfigFile = None,
) -> None:  # fmt: skip
    """Take out the findings that are mended; nothing is ever added."""
    from seatrial.gate.baseline import pruned

    _rewrite(path, file, as_of, manner(context).but(color=color, config=config), pruned)


def show_baseline(
    context: typer.Context, path: Subject = ".", file: File = None, as_of: AsOf = None, color: Colored = None,
    config: ConfigFile = None,
) -> None:  # fmt: skip
    """Show how many findings of which severity are known, and which of them are gone."""
    from seatrial.gate.baseline import gone
    from seatrial.report.baseline import baseline_lines

    how = manner(context).but(color=color, config=config)
    known, report = baseline_in(str(file_of(path, file))), _report(path, as_of, how)
    left = gone(known, report, _renamed(path, known, report))
    show(baseline_lines(known, left, glyphs()), how.color)


def _rewrite(
    path: str,
    file: str | None,
    as_of: str | None,
    how: "Manner",
    change: "Callable[[Baseline, Report, Renamed], Baseline]",
) -> None:
    target = file_of(path, file)
    before, report = baseline_in(str(target)), _report(path, as_of, how)
    names = _renamed(path, before, report)
    _replace(target, before, change(before, report, names), names, how)


def _report(path: str, as_of: str | None, how: "Manner") -> "Report":
    """Return the stored result at a path, or judge the folder that is there."""
    from ..results import result_of
    from ..subject import audited

    return result_of(path) if Path(path).is_file() else audited(path, how, day(as_of))


def _renamed(path: str, since: "Baseline", report: "Report") -> "Renamed":
    from seatrial.gate.tree import since as renamed_since
    from seatrial.model.moves import Renamed

    from ..subject import opened

    return renamed_since(opened(path), since, report) if Path(path).is_dir() else Renamed()


def _replace(target: Path, before: "Baseline", after: "Baseline", names: "Renamed", how: "Manner") -> None:
    from seatrial.model.counted import counted
    from seatrial.report.baseline import changed_lines
    from seatrial.report.printable import shown
    from seatrial.report.terminal.lines import line

    write(target, after, new=False)
    wrote = line(f"wrote {shown(str(target))}: {counted(len(after.findings), 'finding')} known")
    show([*changed_lines(before, after, glyphs(), names.paths), wrote], how.color)
