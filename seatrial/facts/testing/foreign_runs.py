"""Which tests of a service that is written in another language than Python does CI run?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.ci_coverage import guarding
from seatrial.facts.ci.ci_tests import front_end_tests
from seatrial.facts.ci.workflows import CiCommand
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import ASIDE, Sign
from seatrial.facts.testing.tests import Case, strong_tests

#: By which programs the tests of a language are run.
_RUNNERS = {
    "Go": {"go", "gotestsum", "ginkgo"},
    "Java": {"mvn", "mvnw", "gradle", "gradlew", "sbt"},
    "C#": {"dotnet"},
    "Rust": {"cargo"},
}
_ANY = frozenset({"make", "just", "task", "bazel", "bazelisk", "pants"})  #: they may run tests of any language


@fact
def service_tests(component: Component) -> tuple[Case, ...]:
    """Return the tests in the language of a service, one case for each file, where no Python answers."""
    if not answers_elsewhere(component.repo):
        return ()
    known = {*_RUNNERS, "JavaScript"}  # whether a run takes in tests of another language cannot be told
    spoken = {one.language for one in component.of(foreign(component.repo, Sign.SERVER))} & known
    strong = strong_tests(component)
    return tuple(case for case in strong if case.language in spoken and not ASIDE.fullmatch(case.site.path))


@fact
def guarded_service_tests(component: Component) -> tuple[Case, ...]:
    """Return those of them that a run of CI takes in which stops a change."""
    repo = component.repo
    in_javascript = [one for one in component.of(front_end_tests(repo)) if one.guards]
    others = [one for one in guarding(component) if isinstance(one, CiCommand)]
    return tuple(
        case
        for case in service_tests(component)
        if any(_inside(one, case) for one in in_javascript if case.language == "JavaScript")
        or any(_inside(one, case) for one in others if one.command.program in (*_RUNNERS.get(case.language, ()), *_ANY))
    )


def _inside(one: CiCommand, case: Case) -> bool:
    return not one.folder or "$" in one.folder or case.site.path.startswith(f"{one.folder}/")
