"""Is what goes into a language model, and what comes out of it, treated as a stranger's text?"""

from collections.abc import Iterable

from seatrial.api import Component, Effort, Evidence, Grade, Graded, Severity, Stage, Surface, security
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.code.programs import why_absence_proves_nothing
from seatrial.facts.reach.running import runs
from seatrial.facts.security.hostile_tests import hostile_output_tests
from seatrial.facts.security.llm_output import Fate, OutputUse, output_uses
from seatrial.facts.signs import llm_calls
from seatrial.facts.surfaces import surfaces

OUTPUT = (
    "eval, exec, SQL, shell and HTML of answers, PythonREPLTool, SQLDatabaseChain, allow_dangerous_code, json.loads of "
    "answers, structured output, response_format, pydantic, instructor, outlines, sandboxes, sqlglot"
)


def asks_language_models(component: Component) -> bool:
    """Tell whether the component asks a language model."""
    return any(item.surface is Surface.LLM and item.present for item in surfaces(component))


@security.practice(
    "SEC-22",
    question="Is model output treated as untrusted?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="Whoever gets a sentence into the prompt writes the answer: where it is run, they run it.",
    fix=(
        "Ask for structured output in {llm:the call of the model}, and validate it with a pydantic model.",
        "Run code that a model writes in a sandbox, and SQL by a role that may only read, after parsing it.",
        "Test {handler:the code that uses it} with hostile and with broken answers.",
    ),
    missing="nothing was found that looks at an answer before it is used",
    references=("LLM05", "CWE-1426", "CWE-94", "AML.T0053", "AML.M0033", "PCI 6.2.4"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance",),
    when=asks_language_models,
    when_not="no language model is asked",
)
def llm_output_handled_safely(component: Component) -> Graded:
    repo = component.repo
    found = component.of(output_uses(repo))
    running = [use for use in found if runs(component, use.site)]
    acts = _with(running, Fate.ACTS)
    idle = [use for use in found if use.fate is Fate.ACTS and use.site.counts and use not in acts]
    firm = [*_with(running, Fate.SHAPED), *_with(running, Fate.SHUT_IN)]
    asked = llm_calls(component)
    graded = Graded.best(
        (Grade.ABSENT, acts[:8]),
        (Grade.IN_USE, _tried(component, firm) if not acts else []),
        (Grade.SUBSTANTIVE, [] if acts or idle else firm[:8]),
        (Grade.PRESENT, [] if acts else [*idle[:4], *_with(running, Fate.GUESSED)[:4], *asked[:2]]),
        looked_for=OUTPUT,
        message=_told(acts, idle, firm, running),
    )
    if graded.grade is Grade.ABSENT and not acts and (reason := why_absence_proves_nothing(repo)):
        return Graded.unknown(reason, looked_for=OUTPUT)
    return graded.naming(llm=next(iter(asked), None), handler=next(iter([*acts, *idle, *firm]), None))


def _with(uses: Iterable[OutputUse], fate: Fate) -> list[OutputUse]:
    return [use for use in uses if use.fate is fate]


def _tried(component: Component, firm: list[OutputUse]) -> list[Evidence]:
    """Return the tests in CI that hand hostile or broken answers to code that holds them to a shape."""
    tests = component.of(hostile_output_tests(component.repo)) if firm else ()
    return [test for test in tests if guarding_runs(component, test.place.path)][:5]


def _told(acts: list[OutputUse], idle: list[OutputUse], firm: list[OutputUse], running: list[OutputUse]) -> str:
    if acts:
        return acts[0].what
    if idle:
        return f"{idle[0].what}, in code that nothing starts"
    if firm:
        return ""
    guessed = _with(running, Fate.GUESSED)
    return guessed[0].what if guessed else "answers are passed on as text, and nothing looks at them first"
