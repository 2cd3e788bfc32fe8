"""``seatrial gate``: may this change go in?"""

from typing import Annotated

import typer

from .exits import Ended
from .gating import Wanted, judge, tell, told_as
from .options import Colored, ConfigFile, Quiet, manner
from .outputs import FORMATS_HELP, outputs_of


def gate(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH|RESULT", help="A folder under git, or a stored result.")] = ".",
    *,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="REV", help="Judge what changed since this revision, as origin/main."),
    ] = None,
    head: Annotated[str, typer.Option("--head", metavar="REV", help="The later revision.")] = "HEAD",
    against: Annotated[
        str | None, typer.Option("--against", metavar="RESULT", help="For a stored result: the earlier one.")
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option("--baseline", metavar="FILE", help="What this file names is not new. (default: gate.baseline)"),
    ] = None,
    policy_ref: Annotated[
        str | None,
        typer.Option("--policy-ref", metavar="REV", help="Take policy, waivers and attestations from this revision."),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option("--preset", metavar="NAME", help="Hold it to this policy: adopt, steady or release."),
    ] = None,
    formats: Annotated[
        list[str] | None, typer.Option("-f", "--format", metavar="FORMAT[=FILE]", help=FORMATS_HELP)
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Judge as if it were this day: YYYY-MM-DD.")
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 where it would be 1 or 5.")] = False,
    quiet: Quiet = False,
    color: Colored = None,
    config: ConfigFile = None,
) -> Ended:
    """Hold a change, or a stored result, to a policy: nothing new, no slower model, a least score, a least level.

    Both revisions are read straight from git; what is not committed is not judged. With a baseline alone the folder is
    judged as it stands.
    """
    outputs = outputs_of(formats or ["text"])
    how = manner(context).but(quiet=quiet, color=color, config=config)
    judged = judge(Wanted(path, base, head, against, baseline, policy_ref or "", preset, as_of, how.config))
    tell(judged, outputs, how)
    return told_as(judged, excused=exit_zero)
