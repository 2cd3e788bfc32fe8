"""Which of the tests does CI run, in a way that stops a change when one fails?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.testing.tests import Case, tests


@fact
def guarded_tests(component: Component) -> tuple[Case, ...]:
    """Return a component's Python tests that judge more than a mock or a presence, and that such a run takes in."""
    real = (case for case in component.of(tests(component.repo)) if case.real and not (case.mocked or case.hollow))
    strong = [case for case in real if case.language == "Python"]
    known = {path: bool(guarding_runs(component, path)) for path in {case.site.path for case in strong}}
    return tuple(case for case in strong if known[case.site.path])
