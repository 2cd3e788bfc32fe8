"""``seatrial vulndb``: fetch data on known vulnerabilities, and say what is there."""

from typing import TYPE_CHECKING, Annotated

import typer

from ..asked import day
from ..exits import Ended, Exit, Refused
from ..options import Colored, manner
from ..streams import show

if TYPE_CHECKING:
    from seatrial.model.advisories import Advisories


def commands() -> typer.Typer:
    """Return the group of commands."""
    group = typer.Typer(help="Fetch or show the data on known vulnerabilities of packages.", no_args_is_help=False)
    group.command("update", short_help="Fetch the data over the network, and keep it.")(update)
    group.command("show", short_help="Show where the data comes from, and how old it is.")(show_data)
    return group


def update(
    context: typer.Context,
    *,
    address: Annotated[
        str | None, typer.Option("--from", metavar="URL", help="Fetch the archive from here. (default: OSV's own)")
    ] = None,
    color: Colored = None,
) -> Ended | None:
    """Fetch OSV's data on Python packages over the network, and keep it in the cache folder for every audit."""
    from seatrial.vulndb.problem import AdvisoryError
    from seatrial.vulndb.update import ARCHIVE
    from seatrial.vulndb.update import update as fetched

    try:
        data = fetched(address or ARCHIVE)
    except AdvisoryError as error:
        raise Refused(str(error)) from None
    return _ended(context, data, color)


def show_data(
    context: typer.Context,
    path: Annotated[str | None, typer.Argument(metavar="PATH", help="Other data. (default: what update keeps)")] = None,
    color: Colored = None,
) -> Ended | None:
    """Show where the data on vulnerabilities comes from, of which day it is, and whether that is recent enough."""
    from seatrial.vulndb.kept import kept
    from seatrial.vulndb.problem import AdvisoryError
    from seatrial.vulndb.sources import read

    if path is None and not kept().is_file():
        raise Refused(f"no data on vulnerabilities is kept at {kept()}: fetch it with seatrial vulndb update")
    try:
        data = read(path or kept())
    except AdvisoryError as error:
        raise Refused(str(error)) from None
    return _ended(context, data, color)


def _ended(context: typer.Context, data: "Advisories", color: Colored) -> Ended | None:
    from seatrial.report.vulnerabilities import data_lines
    from seatrial.rubric import load

    days = load().table.vulnerability_data_days
    age = (day(None) - data.date).days
    show(data_lines(data, age, days), manner(context).but(color=color).color)
    return Ended(Exit.INCONCLUSIVE, "stale") if age > days else None
