"""Which tests ask a language model itself, and hold its answer to a text?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.python_files import python_file
from seatrial.facts.inference.inference import Runs
from seatrial.facts.inference.inference_paths import inference_path
from seatrial.facts.testing.tests import Case, tests
from seatrial.model import Evidence
from seatrial.repo import Repo


@fact
def answer_tests(component: Component) -> tuple[Evidence, ...]:
    """Return the tests that get to a language model, with no stand-in, and assert what its answer holds, by place."""
    repo = component.repo
    found = (case for case in component.of(tests(repo)) if case.language == "Python" and case.real and not case.mocked)
    return tuple(
        Evidence(case.place, f"{case.name} holds an answer of the language model to a text")
        for case in found
        if _asserts_text(repo, case) and _asks(repo, case)
    )


def _asks(repo: Repo, case: Case) -> bool:
    way = inference_path(repo, case.site.path, case.name)
    return way is not None and way.call.runs is Runs.LLM


def _asserts_text(repo: Repo, case: Case) -> bool:
    """Tell whether a test asserts that a text is in something, or is it: ``assert "rome" in answer.lower()``."""
    file = python_file(repo, case.site.path)
    return any(
        item.scope == case.name and "assert" in item.leads_to and item.operator in {"in", "=="}
        and any(isinstance(side.literal, str) and side.literal for side in (item.left, item.right))
        for item in (file.comparisons if file else ())
    )  # fmt: skip
