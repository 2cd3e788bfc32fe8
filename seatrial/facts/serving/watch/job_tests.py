"""Which tests run a job to its results, or at least its model, and look at what came of it?"""

from collections.abc import Iterable

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.callees import callees
from seatrial.facts.inference.inference import inference_calls
from seatrial.facts.reach.below import below, leading
from seatrial.facts.reach.reach import reach
from seatrial.facts.reach.reach_edges import Node
from seatrial.facts.reach.reach_seeds import nodes_of
from seatrial.facts.serving.batch import BatchJob, jobs_of, writing_scopes
from seatrial.facts.testing.calls_of_tests import calls_of_tests
from seatrial.facts.testing.tests import Case, tests
from seatrial.model import Liveness, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python_record import MAIN
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class JobTest:
    """One test that calls into a job."""

    case: Case
    whole: bool  #: from where the job starts, or through its model to where its results are written
    mocks: bool = False  #: it puts something else in the place of a part

    @property
    def judges(self) -> bool:
        """Whether it runs the job itself, all of it, and looks at what came of it."""
        return self.whole and self.case.real and not (self.case.mocked or self.mocks)

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.case.place

    @property
    def what(self) -> str:
        if not self.whole:
            return f"{self.case.name} runs the model of the job, and not the job"
        return f"{self.case.name} runs the job{', with a stand-in for a part of it' if self.mocks else ''}"

    @property
    def liveness(self) -> Liveness:
        """It is test code."""
        return self.case.liveness


@fact
def job_tests(component: Component) -> tuple[JobTest, ...]:
    """Return the tests of the component that start one of its jobs, or call what runs its model, by place.

    A function that only stands in the same file as the job, as one that reads its settings, tells nothing of it. What a
    module names besides its calls tells nothing either: the file of one asset names all others.
    """
    repo, jobs = component.repo, jobs_of(component)
    cases = [case for case in component.of(tests(repo)) if case.language == "Python"] if jobs else []
    starts = {(case.site.path, case.name) for case in cases}
    calls = calls_of_tests(repo)
    begins = leading(starts, calls.of, _starts(repo, jobs))
    runs = leading(starts, calls.of, _models(repo, jobs))
    writes = leading(starts, calls.of, writing_scopes(repo)) if all(job.sink for job in jobs) else runs
    whole = begins | (runs & writes)
    found = ((case, (case.site.path, case.name)) for case in cases)
    return tuple(
        JobTest(case, node in whole, calls.mocks(case)) for case, node in found if node in whole or node in runs
    )


def _starts(repo: Repo, jobs: Iterable[BatchJob]) -> frozenset[Node]:
    """Return the functions that jobs start with: their own, and what a program calls where it is started."""
    named = {(job.entry.path, job.entry.name) for job in jobs if job.entry.name}
    paths = {job.program.path for job in jobs if job.entry.main or job.code}
    found = (callee for path in paths for callee in callees(repo, path, MAIN))
    return frozenset(named | {(one.path, one.scope) for one in found if one.sure and one.scope and one.path in paths})


def _models(repo: Repo, jobs: Iterable[BatchJob]) -> frozenset[Node]:
    """Return the scopes below the jobs in which a model is run."""
    edges = reach(repo).edges
    inside = below((node for job in jobs for node in nodes_of(job.entry, edges)), edges)
    return frozenset((call.path, call.scope or MAIN) for call in inference_calls(repo)) & inside
