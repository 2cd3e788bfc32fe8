"""``seatrial explain``: what does a check ask, why, how is it fixed, and what was found here?"""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ..asked import day, full_id, known
from ..exits import Refused
from ..options import Colored, ConfigFile, InPageForm, Manner, PageForm, Verbose, manner
from ..streams import emit, glyphs, progress, show

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

    from seatrial.judging.check import Check
    from seatrial.model.result import Report
    from seatrial.report.terminal.lines import Line


_OF_THE_PATH = "ARC-01"  #: asks for a way from a start to a model, which is drawn with it


CheckId: TypeAlias = Annotated[
    str, typer.Argument(metavar="ID", help="The check, as ARC-03 or health-readiness: seatrial rules lists them.")
]
Folder: TypeAlias = Annotated[
    str | None, typer.Argument(metavar="PATH", help="Also tell what it finds in this folder.")
]
Examples: TypeAlias = Annotated[
    bool, typer.Option("--examples", help="Also show a small repository for each grade, and traps.")
]


def explain(
    context: typer.Context,
    check_id: CheckId,
    path: Folder = None,
    *,
    examples: Examples = False,
    form: InPageForm = PageForm.TEXT,
    verbose: Verbose = 0,
    color: Colored = None,
    config: ConfigFile = None,
) -> None:
    """Explain one check, and what it finds in PATH.

    Why it is asked, how it is fixed, and with PATH its grade, its evidence and the steps there.
    """
    from seatrial.judging.registry import load_checks
    from seatrial.report.rules import rule_json, rule_lines, rule_markdown
    from seatrial.testing import example_text

    check = _check_of(check_id, load_checks().checks)
    if form is not PageForm.TEXT and path is not None:
        raise Refused(f"what is found in {path} is told as text only: leave out --format, or PATH")
    if form is PageForm.JSON and examples:
        raise Refused("--examples are told as text or Markdown")
    how = manner(context).but(verbose=verbose, color=color, config=config)
    if form is PageForm.JSON:
        emit(rule_json(check).encode())
    elif form is PageForm.MARKDOWN:
        emit(rule_markdown(check, example_text(check) if examples else "").encode())
    else:
        here = tuple(_here(check, path, how)) if path is not None else ()  # what cannot be judged is told alone
        show([*rule_lines(check, glyphs()), *here], how.color)
        if examples:
            show(_examples(example_text(check)), how.color)


def _check_of(name: str, checks: "Mapping[str, Check]") -> "Check":
    """Return the check of an id, or of the name that reports print beside it."""
    named = (check for check in checks.values() if check.name == name.lower())
    check = checks.get(full_id(name).upper()) or next(named, None)
    if check is None:
        known([name], list(checks), [one.name for one in checks.values()])
        raise Refused(f"{name} is a dimension: name one check of it (seatrial rules lists them)")
    return check


def _here(check: "Check", path: str, how: Manner) -> "Iterator[Line]":
    from seatrial.audit import Yardstick, audit
    from seatrial.judging.registry import load_checks
    from seatrial.report.explained import explained_lines
    from seatrial.report.sources import source_of
    from seatrial.report.terminal.lines import line
    from seatrial.report.terminal.view import View

    from ..subject import configured, opened

    snapshot, today = opened(path), day(None)
    config = configured(snapshot, how.config, today, load_checks().checks.values())
    with progress(how) as watched:
        report = audit(snapshot, Yardstick(config, {check.id: check}), as_of=today, progress=watched)
    view = View(how.verbose, glyphs(), source_of(snapshot))
    yield from explained_lines(report, check.id, view)
    yield from _draft(report, check.id, {entry.path for entry in snapshot.entries()})
    if check.id == _OF_THE_PATH:
        from seatrial.blueprint.project import project_of
        from seatrial.component import components
        from seatrial.repo import Repo
        from seatrial.report.path.production_path import start_lines

        for component in components(Repo(project_of(snapshot), config.settings, today)):
            yield from (line(), *start_lines(component, view))


def _draft(report: "Report", check_id: str, there: "Container[str]") -> "Iterator[Line]":
    """Say which command begins the document that is asked for, where none is there yet."""
    from seatrial.drafts.drafts import NAMES, path_of
    from seatrial.model import Grade
    from seatrial.report.terminal.lines import Span, line

    absent = any(entry.id == check_id and entry.grade is Grade.ABSENT for entry in report.ledger)
    if absent and check_id in NAMES and path_of(check_id) not in there:
        what = f"seatrial init --docs {check_id} begins {path_of(check_id)} with what is known here"
        yield line(Span("draft ", "label"), what, hang=6)


def _examples(text: str) -> "Iterable[Line]":
    from seatrial.report.terminal.lines import Span, line

    rows = text.rstrip().splitlines() or ["no examples are shipped with this check"]
    return [line(), *(line(Span(row, "heading" if row.startswith("==") else "")) for row in rows)]
