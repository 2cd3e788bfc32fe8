"""Which commands are there, and what is said about all of them?"""

import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Annotated

import typer

from .exits import HELP, Exit
from .options import Color, Colored, ConfigFile, Manner, Quiet, Verbose

#: Each command with what the list of commands says of it, in one line of a terminal. Its function has the name of its
#: module; the end of its help stands there as ``EPILOG``.
_COMMANDS = {
    "audit": "Audit a repository: level, score, next steps, findings.",
    "rules": "List every check.",
    "explain": "Explain one check, and what it finds in a folder.",
    "path": "Draw how production comes to load and to run a model.",
    "report": "Render a stored result in other formats.",
    "gate": "Hold a change to a policy: may it go in?",
    "diff": "Show what changed between two stored results.",
    "history": "Judge past commits, and say what moved the score.",
    "scan": "Tell whether loading model files would run code.",
    "bench": "Measure latency, throughput, capacity and cost of a model.",
    "value": "Work out what a model costs and brings, and when it pays.",
    "init": "Write a first seatrial.yaml, or drafts of documents.",
    "waive": "Live with a finding until a day, and say so.",
    "interview": "Ask what only people know, and keep it in seatrial.yaml.",
    "doctor": "Check that this machine can audit.",
}
#: Those that have commands of their own, which their module makes.
_GROUPS = ("baseline", "vulndb", "config")


def app(arguments: Sequence[str] = ()) -> typer.Typer:
    """Return the command line. Help is decorated on a terminal only, so that it reads the same everywhere else.

    Where the first argument is a command, it is the only one there: to import the others takes longer than a small
    audit may wait for what it does not ask.
    """
    made = typer.Typer(
        name="seatrial",
        help="The sea trial of a machine-learning repository: how far is it from production, and what is next?",
        epilog=HELP,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich" if sys.stdout.isatty() else None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback(invoke_without_command=True)(everywhere)
    for name in _command_names(arguments):
        module = import_module(f"{__package__}.commands.{name}")
        if name in _GROUPS:
            made.add_typer(module.commands(), name=name)
        else:
            epilog = getattr(module, "EPILOG", None)
            made.command(name, short_help=_COMMANDS[name], epilog=epilog)(getattr(module, name))
    return made


def _command_names(arguments: Sequence[str]) -> Iterator[str]:
    every = (*_COMMANDS, *_GROUPS)
    first = arguments[0] if arguments else ""
    yield from (first,) if first in every else every


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
