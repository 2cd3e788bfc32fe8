"""``seatrial audit``: judge a repository, tell the result, apply the gate."""

from dataclasses import replace
from typing import Annotated

import typer

from .. import audit_options as ask
from ..exits import HELP, Ended, Exit
from ..options import AsOf, Colored, ConfigFile, ExitZero, Opinions, Quiet, Verbose, manner
from ..outputs import Formats, in_folder

EPILOG = HELP


def audit(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="The folder to audit.")] = ".",
    *,
    formats: Formats = None,
    folder: ask.InFolder = None,
    target: ask.Target = None,
    profile: ask.Profiles = None,
    rubric: ask.RubricFile = None,
    standard: ask.Standards = None,
    select: ask.Select = None,
    ignore: ask.Ignore = None,
    fail_under: ask.FailUnder = None,
    fail_on: ask.FailOn = None,
    max_unknown: ask.MaxUnknown = None,
    exit_zero: ExitZero = False,
    strict: ask.Strict = False,
    as_of: AsOf = None,
    osv_db: ask.OsvDb = None,
    online: ask.Online = False,
    imports: ask.Imports = None,
    opinions: Opinions = None,
    bench: ask.Bench = False,
    history: ask.History = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    color: Colored = None,
    config: ConfigFile = None,
) -> Ended:
    """Audit a repository: level, score, next steps, findings.

    Nothing of it is run or changed."""
    from ..asked import Wishes, day, severity_of, stage_of, standards_of
    from ..judging import Asked, judge
    from ..knowledge import Outside

    outside = Outside(osv_db, online, tuple(imports or ()), tuple(opinions or ()))
    asked = Asked(path, day(as_of), stage_of(target), tuple(profile or ()), standards_of(standard or ()), outside)
    asked = replace(asked, rubric=rubric, bench=bench, history=history)
    severity = severity_of(fail_on)
    wishes = Wishes(tuple(select or ()), tuple(ignore or ()), fail_under, severity, max_unknown, strict)
    how = manner(context).but(quiet=quiet, verbose=verbose, color=color, config=config)
    wanted = [*(formats or ["text"]), *(in_folder(folder) if folder is not None else ())]
    ended = judge(asked, wishes, wanted, how)
    return replace(ended, code=Exit.PASSED) if exit_zero and ended.code in {Exit.FAILED, Exit.INCONCLUSIVE} else ended
