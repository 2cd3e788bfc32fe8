"""Which commands are there, and what is said about all of them?"""

import sys
from typing import Annotated

import typer

from . import (
    audit,
    baseline,
    bench,
    config,
    diff,
    doctor,
    explain,
    gate,
    history,
    init,
    interview,
    path,
    report,
    rules,
    scan,
    value,
    vulndb,
    waive,
)
from .exits import HELP, Exit
from .options import Color, Colored, ConfigFile, Manner, Quiet, Verbose


def app() -> typer.Typer:
    """Return the command line. Help is decorated on a terminal only, so that it reads the same everywhere else."""
    made = typer.Typer(
        name="seatrial",
        help="The sea trial of a machine-learning repository: how far is it from production, and what is next?",
        epilog=HELP,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich" if sys.stdout.isatty() else None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback(invoke_without_command=True)(everywhere)
    made.command("audit", epilog=HELP)(audit.audit)
    made.command("rules")(rules.rules)
    made.command("explain")(explain.explain)
    made.command("path")(path.path)
    made.command("report")(report.report)
    made.command("gate", epilog=HELP)(gate.gate)
    made.add_typer(baseline.commands(), name="baseline")
    made.command("diff")(diff.diff)
    made.command("history")(history.history)
    made.command("scan", epilog=scan.EXITS)(scan.scan)
    made.command("bench", epilog=bench.EPILOG)(bench.bench)
    made.add_typer(vulndb.commands(), name="vulndb")
    made.command("value")(value.value)
    made.command("init")(init.init)
    made.command("waive")(waive.waive)
    made.command("interview")(interview.interview)
    made.add_typer(config.commands(), name="config")
    made.command("doctor")(doctor.doctor)
    return made


def everywhere(
    context: typer.Context,
    version: Annotated[bool, typer.Option("-V", "--version", help="Show the version and exit.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    color: Colored = None,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Show no progress on a terminal.")] = False,
    config_file: ConfigFile = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an internal error happened.")] = False,
) -> None:
    """Judge what will really run in production, and say how far the project is from it."""
    if version:
        from seatrial import __version__

        print(f"seatrial {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(Exit.USAGE)
    context.obj = Manner(quiet, verbose, color or Color.AUTO, not no_progress, config_file, debug)
