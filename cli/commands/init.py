"""``seatrial init``: write a first configuration, and first drafts of documents."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ..asked import day
from ..consent import Yes
from ..exits import Refused
from ..options import Colored, Manner, Repository, manner
from ..streams import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seatrial.judging.check import Check

Ci: TypeAlias = Annotated[
    str | None,
    typer.Option("--ci", metavar="NAME", help="Also the gate on github, gitlab, azure, jenkins or pre-commit."),
]
Hook: TypeAlias = Annotated[bool, typer.Option("--hook", help="Also the hooks of pre-commit.")]
Baseline: TypeAlias = Annotated[
    bool, typer.Option("--baseline", help="Also a baseline of what is found now: only what comes on top counts.")
]
Docs: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--docs", metavar="ID,...", help="Draft the documents that these checks ask for instead."),
]


def init(
    context: typer.Context,
    path: Repository = ".",
    *,
    ci: Ci = None,
    hook: Hook = False,
    baseline: Baseline = False,
    docs: Docs = None,
    yes: Yes = False,
    color: Colored = None,
) -> None:
    """Write seatrial.yaml with every key explained, a pipeline, a baseline; or with --docs drafts of documents.

    Drafts can be had for BIZ-01, DAT-01, GOV-02, GOV-03, MON-07, MON-08, OPS-09, PRF-01. Nothing is ever overwritten,
    and a configuration that is there stays as it is.
    """
    if not path:  # a variable that is not set, and no wish for the folder one is in
        raise Refused("there is no such path: ''")
    how = manner(context).but(color=color)
    platforms = [ci.lower()] if ci else []
    if hook and "pre-commit" not in platforms:
        platforms.append("pre-commit")
    if not docs:
        from ..adopting import adopt  # it is long, and every command begins with reading the others

        adopt(Path(path), platforms, how, baseline=baseline, ask=not yes)
    elif platforms or baseline:
        raise Refused("--docs drafts documents and nothing else: leave out --ci, --hook and --baseline")
    else:
        _draft(path, docs, how)


def _draft(path: str, docs: list[str], how: Manner) -> None:
    from seatrial.drafts.drafts import draft, path_of
    from seatrial.drafts.shown_facts import shown_facts
    from seatrial.judging.registry import load_checks
    from seatrial.redaction import redactor
    from seatrial.repo import Repo
    from seatrial.report.terminal.lines import line

    from ..subject import configured, opened

    checks = load_checks().checks
    ids = _wanted_drafts(docs, checks)
    snapshot, today = opened(path), day(None)
    settings = configured(snapshot, how.config, today, checks.values()).settings
    repo = Repo(snapshot, settings, today)
    facts = redactor(repo).redact_all(shown_facts(repo))
    drafts = {path_of(one): draft(one, facts) for one in ids}
    _write(path, drafts)
    written = [f"wrote {file}: {text.count('TODO')} marks are left to fill in" for file, text in drafts.items()]
    show([line(row) for row in written], how.color)


def _wanted_drafts(docs: list[str], checks: "Mapping[str, Check]") -> tuple[str, ...]:
    from seatrial.drafts.drafts import NAMES as DRAFTED
    from seatrial.drafts.wanted import NoDraft, wanted

    names = [one.strip() for part in docs for one in part.split(",") if one.strip()]
    if not names:
        raise Refused(f"--docs names no check: give some of {', '.join(DRAFTED)}")
    try:
        return wanted(names, checks)
    except NoDraft as error:
        raise Refused(str(error)) from None


def _write(path: str, drafts: dict[str, str]) -> None:
    from seatrial.drafts.drafts import Occupied, write

    try:
        write(Path(path), drafts)
    except Occupied as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"cannot write {error.filename or path}: {error.strerror or error}") from None
