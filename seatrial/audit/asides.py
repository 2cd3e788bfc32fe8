"""What does a result tell besides the judgements: holes in packages, recorded measurements, signatures of models?"""

from seatrial.facts.models.stated_signatures import stated_signatures
from seatrial.facts.project.known_vulnerabilities import known_vulnerabilities
from seatrial.facts.testing.bench_records import recorded_measurements
from seatrial.facts.testing.recorded_latencies import recorded_latencies
from seatrial.judging.wall import Wall
from seatrial.model import Measurement
from seatrial.model.advisories import Vulnerabilities
from seatrial.model.latency import Latency
from seatrial.model.record import dataclass
from seatrial.model.signatures import Signature
from seatrial.repo import Repo

_BROKEN = Vulnerabilities("working them out crashed")


@dataclass(frozen=True, slots=True)
class Asides:
    """Facts about a repository that stand in its result as they are."""

    vulnerabilities: Vulnerabilities
    measured: tuple[Measurement, ...]
    latencies: tuple[Latency, ...]
    signatures: tuple[Signature, ...]


def asides(repo: Repo, wall: Wall) -> Asides:
    """Return them; one that crashes is told by the wall, and is empty or says so itself."""
    return Asides(
        wall.ask("the known vulnerabilities", lambda: known_vulnerabilities(repo), _BROKEN),
        wall.ask("the records of benchmarks", lambda: recorded_measurements(repo), ()),
        wall.ask("the latencies of benchmarks", lambda: recorded_latencies(repo), ()),
        wall.ask("the signatures of models", lambda: stated_signatures(repo), ()),
    )
