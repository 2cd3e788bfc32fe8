"""``seatrial rules``: which checks are there?"""

import typer

from ..options import Colored, Form, InForm, manner
from ..streams import emit, glyphs, show


def rules(
    context: typer.Context,
    form: InForm = Form.TEXT,
    color: Colored = None,
) -> None:
    """List every check.

    With id, severity, the stage from which it is asked, the work to fix it, and its question.
    """
    from seatrial.judging.registry import load_checks
    from seatrial.report.rules import rules_json, rules_lines

    registry = load_checks()
    checks = registry.checks.values()
    if form is Form.JSON:
        emit(rules_json(checks).encode())
    else:
        show(rules_lines(checks, registry.titles, glyphs()), manner(context).but(color=color).color)
