"""``seatrial rules``: which checks are there?"""

from enum import StrEnum
from typing import Annotated

import typer

from .options import Colored, manner
from .streams import emit, glyphs, show


class As(StrEnum):
    """How checks are told."""

    TEXT = "text"
    JSON = "json"


def rules(
    context: typer.Context,
    form: Annotated[As, typer.Option("-f", "--format", metavar="FORMAT", help="text or json.")] = As.TEXT,
    color: Colored = None,
) -> None:
    """List every check.

    With id, severity, the stage from which it is asked, the work to fix it, and its question.
    """
    from seatrial.registry import load_checks
    from seatrial.report.rules import rules_json, rules_lines

    registry = load_checks()
    checks = registry.checks.values()
    if form is As.JSON:
        emit(rules_json(checks).encode())
    else:
        show(rules_lines(checks, registry.titles, glyphs()), manner(context).but(color=color).color)
