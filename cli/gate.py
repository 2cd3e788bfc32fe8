"""``seatrial gate``: may this change go in?"""

from typing import Annotated

import typer

from .exits import Ended
from .options import AsOf, Colored, ConfigFile, ExitZero, Quiet, manner
from .outputs import Formats, outputs_of


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
    formats: Formats = None,
    as_of: AsOf = None,
    exit_zero: ExitZero = False,
    quiet: Quiet = False,
    color: Colored = None,
    config: ConfigFile = None,
) -> Ended:
    """Hold a change, or a stored result, to a policy: nothing new, no slower model, a least score, a least level.

    Both revisions are read straight from git; what is not committed is not judged. With a baseline alone the folder is
    judged as it stands.
    """
    from .gate_told import tell, told_as
    from .gating import Wanted, judge

    outputs = outputs_of(formats or ["text"])
    how = manner(context).but(quiet=quiet, color=color, config=config)
    judged = judge(Wanted(path, base, head, against, baseline, policy_ref or "", preset, as_of, how.config))
    tell(judged, outputs, how)
    return told_as(judged, excused=exit_zero)
