"""Which facts does a second process work out, while this one finds out what the project is?"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial

from seatrial.facts.code.programs import calls_by_name
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.data.data_versions import data_versions
from seatrial.facts.deployment.bounds.code_limits import code_limits
from seatrial.facts.deployment.bounds.code_scaling import code_autoscalers
from seatrial.facts.documents.coded_cards import coded_cards
from seatrial.facts.documents.documents import documents
from seatrial.facts.documents.notices import notices
from seatrial.facts.documents.written_business import business_statements
from seatrial.facts.documents.written_targets import written_targets
from seatrial.facts.models.calibration import calibrations
from seatrial.facts.models.explanations import explanations
from seatrial.facts.operations.log_lines import level_settings, log_fields
from seatrial.facts.operations.records.record_keepers import keepers
from seatrial.facts.operations.retention import retentions
from seatrial.facts.operations.run_monitors import run_monitors
from seatrial.facts.project.reviews import reviews
from seatrial.facts.project.stated_terms import stated_terms
from seatrial.facts.security.paths import machine_paths
from seatrial.facts.serving.watch.log_format import correlations, log_setups
from seatrial.facts.testing.attacks import attacks
from seatrial.facts.testing.benchmarks import benchmark_scripts
from seatrial.facts.testing.timings import timings
from seatrial.facts.training.chance.seeds import seeds
from seatrial.facts.training.origins.model_registry import registrations
from seatrial.facts.training.origins.tracking import tracking
from seatrial.repo import Repo
from seatrial.repo.troubles import Troubles

#: Facts that look at all code or all documents, are asked for in any audit, and ask for nothing that is found out
#: meanwhile; what they answer is small.
AHEAD: tuple[Callable[[Repo], object], ...] = (
    business_statements, explanations, data_versions, timings, log_setups, registrations, seeds, calibrations, tracking,
    run_monitors, code_autoscalers, coded_cards, code_limits, written_targets, machine_paths, reviews, log_fields,
    data_loads, stated_terms, keepers, benchmark_scripts, level_settings, notices, retentions, correlations, attacks,
)  # fmt: skip


@contextmanager
def worked_out_ahead(repo: Repo) -> Iterator[None]:
    """Let a second process work facts out beside the block; behind it this one knows them too.

    Only where a large repository is judged alone: answers of several states are known with all that they asked.
    """
    if not repo.large or repo.readings is not None:
        yield
        return
    from seatrial.repo.forked import in_background  # a small repository never needs what starts processes

    for needed_by_both in (calls_by_name, documents):
        needed_by_both(repo)
    with in_background(partial(_found, repo)) as found:
        yield
        answers, troubles = found()
        repo.answers.learn(answers)
        repo.learn(troubles)


def _found(repo: Repo) -> tuple[Mapping[str, object], Troubles]:
    for ask in AHEAD:
        with suppress(Exception):  # what crashes does so again, behind the wall of whoever asks for it
            ask(repo)
    return repo.answers.known(AHEAD), repo.troubles
