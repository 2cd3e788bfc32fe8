"""Under which terms is a repository judged: by which checks and which rubric, for which stage, as of which day?"""

from collections.abc import Mapping
from datetime import date

from seatrial.blueprint.project import project_of
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
class Yardstick:
    """What somebody wants a repository held to; what is left open is settled by the repository, then by the rubric."""

    config: Config | None = None  #: the one in the repository
    checks: Mapping[str, Check] | None = None  #: by id; all that are installed
    rubric: Rubric | None = None  #: the shipped one; ``seatrial.rubric.load(text=...)`` makes another
    profiles: tuple[str, ...] | None = None  #: those of the configuration
    target: Stage | None = None  #: the configuration's, else the rubric's, so that scores compare


@dataclass(frozen=True, slots=True)
class Terms:
    """What stays the same while the components of a repository are judged."""

    checks: Mapping[str, Check]
    rubric: Rubric  #: under the chosen profiles
    config: Config
    target: Stage
    as_of: date


def terms_of(snapshot: Snapshot, yardstick: Yardstick, as_of: date) -> Terms:
    """Return the terms on which a snapshot is held to a yardstick.

    Raises ``ConfigError``, ``RegistryError``, and ``KeyError`` for a profile that the rubric does not have.
    """
    checks = load_checks().checks if yardstick.checks is None else yardstick.checks
    rubric = yardstick.rubric or load_rubric()
    config = yardstick.config or load(snapshot, as_of, rubric.known(checks.values()))
    chosen = rubric.under(config.profiles if yardstick.profiles is None else yardstick.profiles)
    return Terms(checks, chosen, config, yardstick.target or config.target or chosen.table.target, as_of)


def opened(snapshot: Snapshot, terms: Terms, advisories: Advisories | None = None) -> Repo:
    """Return the repository that the terms are about, with what is known of vulnerabilities on their day.

    Of a template it is the project that it makes.
    """
    days = terms.rubric.table.vulnerability_data_days
    known = Knowledge(advisories, advisories.doubt(terms.as_of, days)) if advisories else Knowledge()
    return repo_of(project_of(snapshot), terms.rubric.asking(terms.config.settings), terms.as_of, known)
