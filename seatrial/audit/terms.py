"""Under which terms is a repository judged: by which checks and which rubric, for which stage, as of which day?"""

from collections.abc import Iterable, Mapping
from datetime import date

from seatrial.config import Config, load
from seatrial.judging.check import Check
from seatrial.judging.registry import load_checks
from seatrial.model import Stage
from seatrial.model.advisories import Advisories, Knowledge
from seatrial.model.record import dataclass
from seatrial.repo import Repo, Snapshot
from seatrial.repo.states import repo_of
from seatrial.rubric import Rubric
from seatrial.rubric import load as load_rubric


@dataclass(frozen=True, slots=True)
class Terms:
    """What stays the same while the components of a repository are judged."""

    checks: Mapping[str, Check]
    rubric: Rubric  #: under the chosen profiles
    config: Config
    target: Stage
    as_of: date


def terms_of(
    snapshot: Snapshot,
    as_of: date,
    *,
    config: Config | None = None,
    target: Stage | None = None,
    profiles: Iterable[str] | None = None,
    checks: Mapping[str, Check] | None = None,
    rubric: Rubric | None = None,
) -> Terms:
    """Return the terms: what was wished, else what the repository's configuration says, else what the rubric does.

    Raises ``ConfigError``, ``RegistryError``, and ``KeyError`` for a profile that the rubric does not have.
    """
    checks = load_checks().checks if checks is None else checks
    rubric = load_rubric() if rubric is None else rubric
    config = load(snapshot, as_of, rubric.known(checks.values())) if config is None else config
    chosen = rubric.under(config.profiles if profiles is None else profiles)
    return Terms(checks, chosen, config, target or config.target or chosen.table.target, as_of)


def opened(snapshot: Snapshot, terms: Terms, advisories: Advisories | None = None) -> Repo:
    """Return the repository that the terms are about, with what is known of vulnerabilities on their day."""
    days = terms.rubric.table.vulnerability_data_days
    known = Knowledge(advisories, advisories.doubt(terms.as_of, days)) if advisories else Knowledge()
    return repo_of(snapshot, terms.rubric.asking(terms.config.settings), terms.as_of, known)
