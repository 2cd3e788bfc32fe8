"""What is brought to an audit from outside of the repository: known vulnerabilities, reports of other tools?"""

import os
from typing import TYPE_CHECKING

from seatrial.model.record import dataclass

from .exits import Refused
from .streams import tell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from seatrial.config import Config
    from seatrial.foreign.tools import Installed
    from seatrial.model.advisories import Advisories
    from seatrial.model.foreign import ForeignReport
    from seatrial.model.result import Report
    from seatrial.repo import Snapshot


@dataclass(frozen=True, slots=True)
class Outside:
    """What was asked for."""

    osv_db: str | None = None  #: None takes what `vulndb update` keeps, "" takes nothing
    online: bool = False
    imports: tuple[str, ...] = ()
    opinions: tuple[str, ...] = ()  #: names of tools


def advisories(outside: Outside, snapshot: "Snapshot", config: "Config", as_of: "date") -> "Advisories | None":
    """Return the data on vulnerabilities to judge with; None when there is none.

    What was named and cannot be used is refused. What was kept once and is broken now is told, and nothing is known.
    """
    if outside.online and outside.osv_db:
        raise Refused("--online asks a service, and --osv-db names a file: give one of them")
    path = _kept() if outside.osv_db is None and not outside.online else outside.osv_db
    if not (path or outside.online):
        return None
    from seatrial.vulndb.problem import AdvisoryError
    from seatrial.vulndb.sources import read

    try:
        return _answered(snapshot, config, as_of) if outside.online else read(str(path))
    except AdvisoryError as error:
        if outside.osv_db is not None or outside.online:
            raise Refused(str(error)) from None
        tell(f"{error}; known vulnerabilities stay unknown (seatrial vulndb update writes it anew)")
        return None


def foreign(outside: Outside, snapshot: "Snapshot", root: str) -> "tuple[ForeignReport, ...]":
    """Return the reports of other tools; refuse a file that holds none."""
    if not outside.imports:
        return ()
    from seatrial.foreign import ForeignError, read_sarif

    paths = frozenset(entry.path for entry in snapshot.entries())
    try:
        return tuple(one for file in outside.imports for one in read_sarif(file, root, paths))
    except ForeignError as error:
        raise Refused(str(error)) from None


def installed(names: "Iterable[str]", *, models_only: bool = False) -> "tuple[Installed, ...]":
    """Return the tools that are asked for a second opinion; refuse one that is not there, before any work."""
    if not (names := tuple(names)):
        return ()
    from seatrial.foreign.problem import ForeignError
    from seatrial.foreign.tools import Reads, found

    try:
        return found(names, (Reads.MODELS,) if models_only else tuple(Reads))
    except ForeignError as error:
        raise Refused(str(error)) from None


def opinions(
    tools: "tuple[Installed, ...]", report: "Report", snapshot: "Snapshot", config: "Config"
) -> "tuple[ForeignReport, ...]":
    """Return what tools say that were asked for a second opinion on what was audited."""
    if not tools:
        return ()
    from seatrial.foreign.opinions import second_opinions
    from seatrial.repo import Repo

    return second_opinions(tools, report, Repo(snapshot, config.settings, report.subject.as_of))


def _kept() -> str:
    """Return the file that `vulndb update` keeps, "" when there is none, or when the environment wants none."""
    if os.environ.get("SEATRIAL_OSV_DB") == "":  # the parser of the command line takes it for a variable not set
        return ""
    from seatrial.vulndb.kept import kept

    file = kept()
    return str(file) if file.is_file() else ""


def _answered(snapshot: "Snapshot", config: "Config", as_of: "date") -> "Advisories":
    from seatrial.facts.project.held_packages import held_packages
    from seatrial.repo import Repo
    from seatrial.vulndb.online import ask

    held = held_packages(Repo(snapshot, config.settings, as_of))
    return ask((one.name, one.version) for one in held)
