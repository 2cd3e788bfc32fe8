"""``seatrial waive``: live with a finding until a day, and say so in the configuration."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from ..asked import day
from ..consent import Yes, agreed
from ..exits import Refused
from ..options import Color, Colored, manner
from ..streams import show

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from seatrial.config.file import WaiverBlock
    from seatrial.config.written.kept import Kept
    from seatrial.model import WaiverReason


Check: TypeAlias = Annotated[str, typer.Argument(metavar="ID", help="The check, as SEC-08.")]
Reason: TypeAlias = Annotated[
    str,
    typer.Option(
        "--reason",
        metavar="REASON",
        help="Needed: false-positive, accepted-risk, compensating-control, not-applicable or remediated-elsewhere.",
    ),
]
Because: TypeAlias = Annotated[str, typer.Option("--because", metavar="TEXT", help="Why, in your words; needed.")]
Until: TypeAlias = Annotated[
    str, typer.Option("--until", metavar="DATE", help="Its last day, needed: 180 days at most, 90 for a blocker.")
]
Owner: TypeAlias = Annotated[str, typer.Option("--owner", metavar="WHO", help="Who answers for it; needed.")]
Paths: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--path", metavar="GLOB", help="Only there; repeatable. (default: the whole check)"),
]
Rotated: TypeAlias = Annotated[
    str | None, typer.Option("--rotated", metavar="DATE", help="SEC-01 only: when the secret was replaced.")
]
Source: TypeAlias = Annotated[
    str, typer.Option("--source", metavar="TEXT", help="SEC-20 only: where the records come from.")
]
Folder: TypeAlias = Annotated[str, typer.Option("--repo", metavar="FOLDER", help="The folder of the repository.")]


def waive(
    context: typer.Context,
    check: Check,
    *,
    reason: Reason = "",
    because: Because = "",
    until: Until = "",
    owner: Owner = "",
    paths: Paths = None,
    rotated: Rotated = None,
    source: Source = "",
    folder: Folder = ".",
    yes: Yes = False,
    color: Colored = None,
) -> None:
    """Add a waiver to seatrial.yaml. Everything else in the file stays as it is; the score does not move."""
    from seatrial.config.file import WaiverBlock
    from seatrial.config.written.kept import NotKept
    from seatrial.config.written.waiving import with_waiver

    from ..writable import writable

    how = manner(context).but(color=color)
    _all_given({"--reason": reason, "--because": because, "--until": until, "--owner": owner})
    ends, replaced = _date("--until", until), _date("--rotated", rotated) if rotated else None
    wanted = WaiverBlock(
        check.upper(), _reason(reason), because, owner, ends, tuple(dict.fromkeys(paths or ())), replaced, source
    )
    kept = writable(folder, how, day(None), "a waiver")
    try:
        after = with_waiver(kept, wanted)
    except NotKept as error:
        raise Refused(str(error)) from None
    _keep(kept, wanted, after, how.color, ask=not yes)


def _keep(kept: "Kept", wanted: "WaiverBlock", after: bytes, color: Color, *, ask: bool) -> None:
    from seatrial.config.written.waiving import difference
    from seatrial.report.printable import shown
    from seatrial.report.terminal.lines import Span, line

    styles = {"+": "good", "-": "bad", "@": "muted"}
    rows = difference(kept.content(), after, kept.file.name)
    show([line(Span(shown(row), styles.get(row[:1], ""))) for row in rows], color)
    if ask and not agreed():
        show([line("nothing was written")], color)
        return
    try:
        kept.write(after)
    except OSError as error:
        raise Refused(f"cannot write {kept.file}: {error.strerror or error}") from None
    show([line(f"wrote {shown(str(kept.file))}: {wanted.check} is waived until {wanted.expires}")], color)


def _all_given(given: "Mapping[str, str]") -> None:
    """Raise ``Refused`` that names every option which is missing, so that nobody is asked for one after the other."""
    if missing := [name for name, text in given.items() if not text.strip()]:
        raise Refused(f"a waiver needs {', '.join(missing)} too: who decides, why, and until when")


def _reason(name: str) -> "WaiverReason":
    from seatrial.config.problem import nearest_of
    from seatrial.model import WaiverReason

    if name not in set(WaiverReason):
        raise Refused(f"{name!r} is no reason{nearest_of(name, WaiverReason)}")
    return WaiverReason(name)


def _date(option: str, text: str) -> "date":
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{option} is no date: {text!r} (YYYY-MM-DD)") from None
