"""``seatrial diff``: what changed between two stored results?"""

from typing import Annotated

import typer

from ..options import Colored, InPageForm, PageForm, manner


def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier result, written by audit --format json=OLD.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later result.")],
    *,
    form: InPageForm = PageForm.TEXT,
    color: Colored = None,
) -> None:
    """Show what is new, fixed, waived or judged otherwise in a later result, and what moved the score."""
    from seatrial.comparison import compare
    from seatrial.report.difference import difference_lines
    from seatrial.report.difference_json import difference_json

    from ..rendering import renderers
    from ..results import result_of
    from ..streams import emit, glyphs, show

    compared = compare(result_of(old), result_of(new))
    if form is PageForm.JSON:
        emit(difference_json(compared))
    elif form is PageForm.MARKDOWN:
        from seatrial.gate import Gate

        from ..outputs import Output

        emit(renderers(compared.new, Gate(), comparison=compared)["markdown"](Output("markdown")))
    else:
        show(difference_lines(compared, glyphs()), manner(context).but(color=color).color)
