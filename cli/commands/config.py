"""``seatrial config``: which configuration holds, is it valid, and what may stand in it?"""

from typing import TYPE_CHECKING

import typer

from ..asked import day
from ..options import Colored, ConfigFile, Repository, manner
from ..streams import emit, show

if TYPE_CHECKING:
    from seatrial.config import Config


def commands() -> typer.Typer:
    """Return the group of commands."""
    group = typer.Typer(help="Show, check or describe the configuration, or the rubric.", no_args_is_help=False)
    group.command("show")(show_configuration)
    group.command("validate", short_help="Check the configuration, with the line of every mistake.")(validate)
    group.command("schema")(schema)
    group.command("rubric", short_help="Print the table that judges: a start for one of your own.")(rubric)
    return group


def show_configuration(
    context: typer.Context, path: Repository = ".", color: Colored = None, config: ConfigFile = None
) -> None:
    """Show every key with its value and the line that says so."""
    from seatrial.report.configuration import configuration_lines, notice_lines

    how = manner(context).but(color=color, config=config)
    found = configuration(path, how.config)
    show([*configuration_lines(found), *notice_lines(found)], how.color)


def validate(context: typer.Context, path: Repository = ".", color: Colored = None, config: ConfigFile = None) -> None:
    """Check the configuration; every mistake is told with its line and the nearest valid name."""
    from seatrial.report.configuration import notice_lines
    from seatrial.report.terminal.lines import line

    how = manner(context).but(color=color, config=config)
    found = configuration(path, how.config)
    what = f"{found.path} is valid" if found.path else "no configuration was found: the defaults hold"
    show([line(what), *notice_lines(found)], how.color)


def rubric() -> None:
    """Print the table of prices, required grades and gates that judges: a start for one of your own."""
    from pkgutil import get_data

    from seatrial.rubric.shipped import DEFAULT

    emit(get_data("seatrial.rubrics", DEFAULT) or b"")


def schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from seatrial.config import schema as text

    emit(text().encode())


def configuration(path: str, file: str | None) -> "Config":
    """Return the configuration of a repository, or of a file that was named instead, as of today."""
    from seatrial.judging.registry import load_checks

    from ..subject import configured, opened

    return configured(opened(path), file, day(None), load_checks().checks.values())
