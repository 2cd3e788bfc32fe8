"""Is a repository judged once, or is this one of several states that take over from each other what still holds?"""

from datetime import date

from seatrial.model import Settings
from seatrial.model.advisories import Knowledge
from seatrial.repo.readings import Readings
from seatrial.repo.repo import Repo
from seatrial.repo.snapshot import Snapshot


def repo_of(snapshot: Snapshot, settings: Settings | None, as_of: date | None, advisories: Knowledge | None) -> Repo:
    """Return a repository; one of several states that are judged in one process takes over what still holds."""
    readings: Readings | None = getattr(snapshot, "readings", None)
    if readings is None or not readings.noting:
        return Repo(snapshot, settings, as_of, advisories)
    from seatrial.repo.incremental_repo import IncrementalRepo  # most audits judge one state

    return IncrementalRepo(snapshot, settings, as_of, advisories, readings)
