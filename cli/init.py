"""``seatrial init``: write a first configuration, and first drafts of documents."""

from pathlib import Path
from typing import Annotated

import typer

from .asked import day
from .exits import Refused
from .options import Color, Colored, Manner, manner
from .streams import show


def init(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="The folder of the repository.")] = ".",
    docs: Annotated[
        list[str] | None,
        typer.Option("--docs", metavar="ID,...", help="Draft the documents that these checks ask for instead."),
    ] = None,
    color: Colored = None,
) -> None:
    """Write seatrial.yaml with every key explained, or with --docs drafts of documents.

    Drafts can be had for BIZ-01, DAT-01, GOV-02, GOV-03, MON-07, MON-08, OPS-09, PRF-01. Nothing is ever overwritten.
    """
    how = manner(context).but(color=color)
    if docs:
        _draft(path, docs, how)
    else:
        _configure(path, how.color)


def _configure(path: str, color: Color) -> None:
    from seatrial.config import NAMES, template
    from seatrial.report.lines import Span, line

    from .config import configuration
    from .subject import opened

    opened(path)
    if existing := configuration(path, None).path:
        raise Refused(f"there is a configuration already: {existing}")
    file, text = Path(path) / NAMES[0], template()
    try:
        with file.open("x", encoding="utf-8") as created:
            created.write(text)
    except OSError as error:
        raise Refused(f"cannot write {file}: {error.strerror or error}") from None
    added = [line(Span(f"+ {row}", "good")) for row in text.splitlines()]
    show([*added, line(), line(f"wrote {file}: fill it in, then run seatrial audit")], color)


def _draft(path: str, docs: list[str], how: Manner) -> None:
    from seatrial.config.problem import nearest
    from seatrial.drafts.drafts import NAMES as DRAFTED
    from seatrial.drafts.drafts import Occupied, draft, path_of, write
    from seatrial.drafts.shown_facts import shown_facts
    from seatrial.registry import load_checks
    from seatrial.repo import Repo
    from seatrial.report.lines import line
    from seatrial.veil import veil

    from .subject import configured, opened

    ids = dict.fromkeys(one.strip().upper() for part in docs for one in part.split(",") if one.strip())
    if not ids:
        raise Refused(f"--docs names no check: give some of {', '.join(DRAFTED)}")
    if unknown := next((one for one in ids if one not in DRAFTED), None):
        raise Refused(f"no document is drafted for {unknown!r}{nearest(unknown, DRAFTED)}")
    snapshot, today = opened(path), day(None)
    settings = configured(snapshot, how.config, today, load_checks().checks.values()).settings
    repo = Repo(snapshot, settings, today)
    facts = veil(repo).over_all(shown_facts(repo))
    drafts = {path_of(one): draft(one, facts) for one in ids}
    try:
        write(Path(path), drafts)
    except Occupied as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"cannot write {error.filename or path}: {error.strerror or error}") from None
    told = [f"wrote {file}: {text.count('TODO')} marks are left to fill in" for file, text in drafts.items()]
    show([line(row) for row in told], how.color)
