"""Which commands are there, and what is said about all of them?"""

import sys
from typing import Annotated

import typer

from .commands import (
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

#: Each command with what the list of commands says of it, in one line of a terminal, and the end of its help.
_COMMANDS = (
    ("audit", audit.audit, "Audit a repository: level, score, next steps, findings.", HELP),
    ("rules", rules.rules, "List every check.", None),
    ("explain", explain.explain, "Explain one check, and what it finds in a folder.", None),
    ("path", path.path, "Draw how production comes to load and to run a model.", None),
    ("report", report.report, "Render a stored result in other formats.", None),
    ("gate", gate.gate, "Hold a change to a policy: may it go in?", HELP),
    ("diff", diff.diff, "Show what changed between two stored results.", None),
    ("history", history.history, "Judge past commits, and say what moved the score.", None),
    ("scan", scan.scan, "Tell whether loading model files would run code.", scan.EXITS),
    ("bench", bench.bench, "Measure latency, throughput, capacity and cost of a model.", bench.EPILOG),
    ("value", value.value, "Work out what a model costs and brings, and when it pays.", None),
    ("init", init.init, "Write a first seatrial.yaml, or drafts of documents.", None),
    ("waive", waive.waive, "Live with a finding until a day, and say so.", None),
    ("interview", interview.interview, "Ask what only people know, and keep it in seatrial.yaml.", None),
    ("doctor", doctor.doctor, "Check that this machine can audit.", None),
)


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
    for name, function, told, epilog in _COMMANDS:
        made.command(name, short_help=told, epilog=epilog)(function)
    for name, group in (("baseline", baseline), ("vulndb", vulndb), ("config", config)):
        made.add_typer(group.commands(), name=name)
    return made


def everywhere(
    context: typer.Context,
    version: Annotated[bool, typer.Option("-V", "--version", help="Show the version and exit.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
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
