"""``seatrial init``: write a first configuration."""

from pathlib import Path
from typing import Annotated

import typer

from .exits import Refused
from .options import Colored, manner
from .streams import show


def init(
    context: typer.Context,
    path: Annotated[str, typer.Argument(metavar="PATH", help="The folder of the repository.")] = ".",
    color: Colored = None,
) -> None:
    """Write seatrial.yaml with every key explained.

    An existing configuration is never overwritten.
    """
    from seatrial.config import NAMES, template
    from seatrial.report.lines import Span, line

    from .config import configuration
    from .subject import opened

    opened(path)
    if existing := configuration(path, None).path:
        raise Refused(f"there is a configuration already: {existing}")
    file, text = Path(path) / NAMES[0], template()
    try:
        with file.open("x", encoding="utf-8") as created:
            created.write(text)
    except OSError as error:
        raise Refused(f"cannot write {file}: {error.strerror or error}") from None
    added = [line(Span(f"+ {row}", "good")) for row in text.splitlines()]
    show(
        [*added, line(), line(f"wrote {file}: fill it in, then run seatrial audit")],
        manner(context).color if color is None else color,
    )
