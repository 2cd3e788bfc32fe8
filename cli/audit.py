"""``seatrial audit``: judge a repository, tell the result, apply the gate."""

from dataclasses import replace
from typing import Annotated

import typer

from .exits import Ended, Exit
from .options import Colored, ConfigFile, Opinions, Quiet, Verbose, manner
from .outputs import FORMATS_HELP, in_folder


def audit(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="The folder to audit.")] = ".",
    *,
    formats: Annotated[
        list[str] | None,
        typer.Option("-f", "--format", metavar="FORMAT[=FILE]", help=FORMATS_HELP),
    ] = None,
    folder: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FOLDER", help="Write result.json, report.html, summary.md, results.sarif there."
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--target",
            metavar="STAGE",
            envvar="SEATRIAL_TARGET",
            help="The stage to be ready for: poc, pilot, candidate, production or mission-critical.",
        ),
    ] = None,
    profile: Annotated[
        list[str] | None,
        typer.Option(
            "--profile",
            metavar="INDUSTRY",
            envvar="SEATRIAL_PROFILE",
            help="Add the rules of finance, healthcare or retail; repeatable.",
        ),
    ] = None,
    standard: Annotated[
        list[str] | None,
        typer.Option(
            "--standard",
            metavar="NAME",
            help="Show instead what gives evidence towards its clauses: eu-ai-act, nist-ai-rmf, hipaa...; repeatable.",
        ),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option(
            "--select",
            metavar="ID",
            help="Show only findings of this check (SEC-01) or dimension (SEC); the score stays.",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar="ID", help="Hide findings of this check or dimension; the score stays."),
    ] = None,
    fail_under: Annotated[
        float | None,
        typer.Option("--fail-under", metavar="SCORE", min=0, max=100, help="Exit 1 when the score is lower."),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            metavar="SEVERITY",
            help="Exit 1 on findings of this severity or above: blocker, high, medium, low; or never.",
        ),
    ] = None,
    max_unknown: Annotated[
        float | None,
        typer.Option(
            "--max-unknown", metavar="PERCENT", min=0, max=100, help="Exit 5 when more of the score is unknown."
        ),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 where it would be 1 or 5.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 on notices too: terms that end soon, waivers that nothing uses.")
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="Judge as if it were this day: YYYY-MM-DD. (default: SOURCE_DATE_EPOCH, else today)",
        ),
    ] = None,
    osv_db: Annotated[
        str | None,
        typer.Option(
            "--osv-db",
            metavar="PATH",
            envvar="SEATRIAL_OSV_DB",
            help="Known vulnerabilities: OSV's all.zip, a folder of its entries, or a file of ours; '' for none. "
            "(default: what seatrial vulndb update keeps)",
        ),
    ] = None,
    online: Annotated[
        bool,
        typer.Option("--online", help="Ask OSV's service about vulnerabilities: it is told packages and versions."),
    ] = False,
    imports: Annotated[
        list[str] | None,
        typer.Option(
            "--import",
            metavar="FILE",
            help="Show the findings of another tool too, from its SARIF 2.1.0; never in the score; repeatable.",
        ),
    ] = None,
    opinions: Opinions = None,
    bench: Annotated[
        bool, typer.Option("--bench", help="Measure the models too, under 20 seconds each; never in the score.")
    ] = False,
    history: Annotated[
        bool,
        typer.Option("--history", help="Look for credentials in all that git ever held, too. This may take minutes."),
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    color: Colored = None,
    config: ConfigFile = None,
) -> Ended:
    """Audit a repository: level, score, next steps, findings.

    Nothing of it is run or changed."""
    from .asked import Wishes, day, severity_of, stage_of, standards_of
    from .judging import Asked, judge
    from .knowledge import Outside

    outside = Outside(osv_db, online, tuple(imports or ()), tuple(opinions or ()))
    asked = Asked(path, day(as_of), stage_of(target), tuple(profile or ()), standards_of(standard or ()), outside)
    asked = replace(asked, bench=bench, history=history)
    severity = severity_of(fail_on)
    wishes = Wishes(tuple(select or ()), tuple(ignore or ()), fail_under, severity, max_unknown, strict)
    how = manner(context).but(quiet=quiet, verbose=verbose, color=color, config=config)
    wanted = [*(formats or ["text"]), *(in_folder(folder) if folder else ())]
    ended = judge(asked, wishes, wanted, how)
    return replace(ended, code=Exit.PASSED) if exit_zero and ended.code in {Exit.FAILED, Exit.INCONCLUSIVE} else ended
