"""Which process figures does the owner declare in the settings, and does what measures them exist?"""

from seatrial.facts import fact
from seatrial.model import Kpi, Place
from seatrial.model.record import dataclass
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class DeclaredKpi:
    """One figure of the settings."""

    kpi: Kpi
    place: Place
    resolves: bool  #: the query that measures it is a file of the repository

    @property
    def what(self) -> str:
        kpi = self.kpi
        span = f" from {kpi.baseline:g} to {kpi.target:g} {kpi.unit}" if None not in (kpi.baseline, kpi.target) else ""
        return f"{kpi.name} should move{span}"

    @property
    def lacking(self) -> tuple[str, ...]:
        """What it does not give of: unit, baseline, target, date, owner."""
        kpi = self.kpi
        given = {
            "a unit": bool(kpi.unit),
            "a baseline": kpi.baseline is not None,
            "a target": kpi.target is not None,
            "a date": kpi.by is not None,
            "an owner": bool(kpi.owner),
        }
        return tuple(name for name, there in given.items() if not there)


@fact
def declared_kpis(repo: Repo) -> tuple[DeclaredKpi, ...]:
    """Return the process figures of the settings."""
    place = repo.settings.place("kpi")
    return tuple(DeclaredKpi(kpi, place, _exists(repo, kpi.measured_by)) for kpi in repo.settings.kpi)


def _exists(repo: Repo, measured_by: str) -> bool:
    path = measured_by.removeprefix("./")
    entry = repo.entries.get(path)
    return entry is not None and entry.size > 0
