"""``seatrial gate``: may this change go in?"""

from typing import Annotated, TypeAlias

import typer

from ..exits import HELP, Ended
from ..options import AsOf, Colored, ConfigFile, ExitZero, Quiet, manner
from ..outputs import Formats, outputs_of

EPILOG = HELP

Subject: TypeAlias = Annotated[
    str, typer.Argument(metavar="PATH|RESULT", help="A folder under git, or a stored result.")
]
Base: TypeAlias = Annotated[
    str | None,
    typer.Option("--base", metavar="REV", help="Judge what changed since this revision, as origin/main."),
]
Head: TypeAlias = Annotated[str, typer.Option("--head", metavar="REV", help="The later revision.")]
Against: TypeAlias = Annotated[
    str | None, typer.Option("--against", metavar="RESULT", help="For a stored result: the earlier one.")
]
Baseline: TypeAlias = Annotated[
    str | None,
    typer.Option("--baseline", metavar="FILE", help="What this file names is not new. (default: gate.baseline)"),
]
PolicyRef: TypeAlias = Annotated[
    str | None,
    typer.Option("--policy-ref", metavar="REV", help="Take policy, waivers and attestations from this revision."),
]
Preset: TypeAlias = Annotated[
    str | None,
    typer.Option("--preset", metavar="NAME", help="Hold it to this policy: adopt, steady or release."),
]


def gate(
    context: typer.Context,
    path: Subject = ".",
    *,
    base: Base = None,
    head: Head = "HEAD",
    against: Against = None,
    baseline: Baseline = None,
    policy_ref: PolicyRef = None,
    preset: Preset = None,
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
    from ..gate_told import tell, told_as
    from ..gating import Wanted, judge, warn_of_open_work
    from ..judging import tell_crashes

    outputs = outputs_of(formats or ["text"])
    how = manner(context).but(quiet=quiet, color=color, config=config)
    wanted = Wanted(path, base, head, against, baseline, policy_ref or "", preset, as_of, how.config)
    judged = judge(wanted)
    warn_of_open_work(wanted)  # before a report is written beside the files of the repository
    tell(judged, outputs, how)
    tell_crashes(judged.head)
    return told_as(judged, excused=exit_zero)
