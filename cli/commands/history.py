"""``seatrial history``: how did a repository get where it stands?"""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ..exits import Ended, Exit, Refused
from ..options import Colored, Form, InForm, Manner, Quiet, manner
from ..outputs import Output, made, written

if TYPE_CHECKING:
    from seatrial.history import Every, Story
    from seatrial.model.result import Report


Folder: TypeAlias = Annotated[str, typer.Argument(metavar="PATH", help="A folder under git.")]
Since: TypeAlias = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE|REV", help="Begin at this day (YYYY-MM-DD), or at this revision."),
]
Rhythm: TypeAlias = Annotated[
    str,
    typer.Option("--every", metavar="tag|week|N", help="Judge tagged commits, the last of each week, or each Nth."),
]
Written: TypeAlias = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FOLDER", help="Write the result of each commit there, for the trend."),
]


def history(
    context: typer.Context,
    path: Folder = ".",
    *,
    since: Since = None,
    every: Rhythm = "week",
    form: InForm = Form.TEXT,
    folder: Written = None,
    quiet: Quiet = False,
    color: Colored = None,
) -> Ended | None:
    """Judge past commits straight from git, each as of its day, by the rubric of today."""
    steps_every, begin = _every(every), _since(since)
    if not Path(path).is_dir():
        raise Refused(f"there is no folder {path}")
    from seatrial.history import NoHistory, history

    from ..streams import progress

    how = manner(context).but(quiet=quiet, color=color)
    target = made(folder) if folder is not None else None
    with progress(how) as watched:
        try:
            story = history(path, begin, steps_every, progress=watched)
        except NoHistory as error:
            raise Refused(str(error)) from None
    if target:
        _write(story, target)
    return _ended(story, form, how)


def _ended(story: "Story", form: Form, how: Manner) -> Ended | None:
    """Tell a history, and how it ended."""
    from seatrial.history import steps
    from seatrial.report.history import history_json, history_lines

    from ..streams import emit, glyphs, show, tell

    taken = tuple(steps(story.reports))
    for one in story.left_out:
        tell(f"left out {one.commit[:8]} of {one.day}: {one.why}")
    if form is Form.JSON:
        emit(history_json(taken, story.left_out, story.tags))
    else:
        show(history_lines(taken, glyphs(), story.tags, brief=how.quiet), how.color)
    if any(one.crashes for one in story.reports):
        return Ended(Exit.INTERNAL)
    return None if any(step.score is not None for step in taken) else Ended(Exit.NOTHING, "nothing")


def _every(given: str) -> "Every":
    if given == "tag":
        return "tag"
    if given == "week":
        return "week"
    if given.isdecimal() and given.isascii() and int(given[:9]) > 0:
        return int(given[:9])
    raise Refused(f"--every is tag, week, or a number from 1, and no {given!r}")


def _since(given: str | None) -> date | str | None:
    """Return a day where one is given, else the name of a revision."""
    if given is not None and not given.strip():
        raise Refused("--since is empty: name a day (YYYY-MM-DD) or a revision")
    try:
        return date.fromisoformat(given) if given and given.count("-") == 2 else given
    except ValueError:
        return given


def _write(story: "Story", folder: Path) -> None:
    """Write a stored result for each commit, under names that sort as the commits do."""
    for place, report in enumerate(story.reports):
        name = f"{report.subject.as_of}-{place:03}-{report.subject.commit[:8]}.json"
        written([Output("json", str(folder / name))], {"json": partial(_stored, report)})


def _stored(report: "Report", _: "Output") -> bytes:
    from seatrial.report.stored import to_json

    return to_json(report)
