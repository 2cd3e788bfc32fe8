"""Which tests run a job that predicts, and look at what it wrote?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.callees import callees
from seatrial.facts.code.code_index import calls_in, contents
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.testing.tests import Case, tests


@fact
def job_tests(component: Component) -> tuple[Case, ...]:
    """Return the tests that call into the file in which one of the component's jobs starts, or predicts."""
    files = {path for job in jobs_of(component) for path in (job.entry.path, job.predicts.path)}
    names = {name.rpartition(".")[2] for path in files for name in contents(component.repo, path).functions}
    found = (case for case in component.of(tests(component.repo)) if case.language == "Python" and files)
    return tuple(case for case in found if _runs(component, case, files, names))


def _runs(component: Component, case: Case, files: set[str], names: set[str]) -> bool:
    if not any(call.last in names for call in calls_in(component.repo, case.place.path, case.name)):
        return False
    return any(callee.sure and callee.path in files for callee in callees(component.repo, case.place.path, case.name))
