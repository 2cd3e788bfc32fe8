"""Which of the tests does CI run, in a way that stops a change when one fails?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.ci_coverage import chosen_by, guarding, takes_in
from seatrial.facts.ci.commands.pytest_choice import Choice
from seatrial.facts.ci.workflows import CiAction
from seatrial.facts.testing.tests import Case, tests


@fact
def guarded_tests(component: Component) -> tuple[Case, ...]:
    """Return a component's Python tests that judge more than a mock or a presence, and that such a run takes in.

    A run takes in what its paths, its expressions behind -m and -k and the settings of pytest choose.
    """
    repo, strong = component.repo, strong_tests(component)
    runs = [(one, Choice() if isinstance(one, CiAction) else chosen_by(repo, one)) for one in guarding(component)]
    known = {
        path: [chosen for one, chosen in runs if takes_in(repo, one, path)]
        for path in {case.site.path for case in strong}
    }
    return tuple(case for case in strong if any(_chooses(one, case) for one in known[case.site.path]))


@fact
def strong_tests(component: Component) -> tuple[Case, ...]:
    """Return a component's Python tests that run, can fail, and judge more than a mock or a presence."""
    real = (case for case in component.of(tests(component.repo)) if case.real and not (case.mocked or case.hollow))
    return tuple(case for case in real if case.language == "Python")


def _chooses(chosen: Choice, case: Case) -> bool:
    return chosen.takes(case.marks, (*case.name.split("."), case.site.path.rpartition("/")[2]))
