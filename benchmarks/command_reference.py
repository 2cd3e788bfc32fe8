"""Which commands and options are there, as a page? ``python -m benchmarks.command_reference FILE`` writes it.

It is made from the command line itself, and not from what ``--help`` prints, which differs by versions of Typer.
"""

import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

_TOP = (
    "# Every command",
    "",
    "Made from the command line by `make docs`; `seatrial COMMAND --help` tells the same. What stands before a command",
    "holds for it too, unless it is told otherwise itself. `seatrial --install-completion` completes it in a shell.",
)
_OF_TYPER = {"install_completion", "show_completion"}  #: which differ by shell and version


def reference() -> str:
    """Return the page: first what holds for all commands, then each command with its arguments and options."""
    made = typer.main.get_command(import_module("seatrial.cli.app").app())
    return "\n".join((*_TOP, *_section("seatrial", made))) + "\n"


def _section(name: str, command: Any) -> Iterator[str]:
    """Yield what is said of one command, then of those below it."""
    yield from ("", f"## {name}", "")
    yield from inspect.cleandoc(command.help or "").splitlines()
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option" and one.name not in _OF_TYPER]
    below = getattr(command, "commands", {})
    usage = ["[OPTIONS]", *(_written(one) for one in arguments), *(["COMMAND"] if below else [])]
    yield from ("", f"`{name} {' '.join(usage)}`", "", "| | |", "|---|---|")
    for one in arguments:
        yield f"| `{_named(one)}` | {_told(one)} |"
    for one in options:
        yield f"| {_spelled(one)} | {_told(one)} |"
    yield "| `-h`, `--help` | Show this message and exit. |"
    if command.epilog:
        yield from ("", _cell(command.epilog))
    for word, inner in below.items():
        yield from _section(f"{name} {word}", inner)


def _named(argument: Any) -> str:
    return str(argument.metavar or argument.name).strip("[]{}")


def _written(argument: Any) -> str:
    many = "..." if argument.nargs == -1 else ""
    return f"{_named(argument)}{many}" if argument.required else f"[{_named(argument)}{many}]"


def _spelled(option: Any) -> str:
    """Return the names of an option, each with what it takes."""
    takes = "" if option.is_flag or option.count else f" {option.metavar or option.type.name.upper()}"
    return ", ".join(f"`{_cell(name + takes)}`" for name in sorted(option.opts, key=len))


def _told(parameter: Any) -> str:
    """Return the help, with what holds by default and which variable says the same."""
    told = _cell(parameter.help or "")
    default = getattr(parameter, "default", None)
    if default and not callable(default) and "default" not in told and not getattr(parameter, "is_flag", False):
        told += f" Default: `{default}`."
    if variable := getattr(parameter, "envvar", None):
        told += f" Variable: `{variable}`."
    return told


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(), encoding="utf-8")
