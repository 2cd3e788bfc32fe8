"""Does whoever runs a command agree to what it is about to write?"""

import sys
from typing import Annotated, TypeAlias

import typer

Yes: TypeAlias = Annotated[bool, typer.Option("--yes", help="Do not ask, on a terminal either.")]


def agreed() -> bool:
    """Ask where somebody can answer; who runs it from a script is not asked."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    try:
        return input("write it? [y/N] ").strip().lower() in {"y", "yes"}
    except EOFError:
        return False
