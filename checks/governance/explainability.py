"""Can a single answer be explained, and is it known what its score means?"""

import re

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, governance
from seatrial.facts.archetype import archetype
from seatrial.facts.code.programs import Site, why_absence_proves_nothing
from seatrial.facts.documents.written_governance import mentions
from seatrial.facts.models.explanations import Citation, Explanation, Scope, citations, explanations
from seatrial.facts.serving.behind import answers
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import llm_doors
from seatrial.facts.testing.tested_code import nodes_of_tests
from seatrial.facts.training.own_model import own_trainings
from seatrial.facts.training.training import foremost

EXPLAINED_BY = (
    "SHAP, LIME, Captum, InterpretML, Alibi, DALEX, ELI5, DiCE, Grad-CAM, contributions of features, reason codes, a "
    "model that can be read; for a language model the sources that are returned with the answer"
)
SAYS_WHAT_IT_MEANS = re.compile(r"\bexplain|\bexplanation|\bSHAP\b|reason codes?|feature importance", re.IGNORECASE)
_SHOWN = 6


@governance.practice(
    "GOV-04",
    question="Can a single decision be explained in terms its reader needs?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="Whoever is refused may ask why, and a plot of global importance from training answers nobody.",
    fix=(
        "Return the three features that moved each score most, in the reader's words, from {app:the service}.",
        "Say in {card:MODEL_CARD.md} what the reasons mean and what they do not, and store them with the prediction.",
        "Test that the contributions add up to the score of {model:the model}.",
    ),
    fix_for={
        Archetype.LLM_APP: (
            "Return with each answer of {app:the service} the passages that it rests on, by document and position.",
            "Test that each cited passage is one that was retrieved; what the model says about itself proves nothing.",
        )
    },
    missing="no answer can be explained",
    references=(
        "MS 2.9",
        "AIA 13",
        "AIA 86",
        "GDPR 22",
        "GMLP 7",
        "GMLP 9",
        "SR V",
        "42001 A.8.2",
        "MTS-Infra5",
    ),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
)
def explainability(component: Component) -> Graded:
    graded = _judged(component)
    if graded.grade is Grade.ABSENT and (reason := why_absence_proves_nothing(component.repo)):
        return Graded.unknown(reason, looked_for=EXPLAINED_BY)
    app = next((item.place for item in served(component)), None)
    return graded.naming(app=app, model=foremost(own_trainings(component)))


def _judged(component: Component) -> Graded:
    """A service that also asks a language model may answer for either kind of answer; the better one counts."""
    if archetype(component).archetype is Archetype.LLM_APP:
        return _by_sources(component)
    reasons = _by_reasons(component)
    sources = _by_sources(component) if llm_doors(component) else reasons
    return max(reasons, sources, key=lambda graded: graded.grade or Grade.ABSENT)


def _by_reasons(component: Component) -> Graded:
    found = component.of(explanations(component.repo))
    given = [item for item in found if item.scope is Scope.ANSWER and answers(component, item.site)]
    told = [item for item in given if item.documented or any(mentions(component, SAYS_WHAT_IT_MEANS))]
    tested = [item for item in told if _is_tested(component, item.site)]
    return Graded.best(
        (Grade.IN_USE, tested[:_SHOWN]),
        (Grade.SUBSTANTIVE, told[:_SHOWN]),
        (Grade.PRESENT, found[:_SHOWN]),
        looked_for=EXPLAINED_BY,
        message=_why_not(found, given, told, tested),
    )


def _why_not(
    found: tuple[Explanation, ...], given: list[Explanation], told: list[Explanation], tested: list[Explanation]
) -> str:
    if not found or tested:
        return ""
    if told:
        return f"{told[0].what}, and no test looks at the explanation"
    if given:
        return f"{given[0].what}, and nothing says what the explanation means"
    best = found[0]
    if best.scope is Scope.READABLE:
        return f"{best.what}, and no answer is given with its reasons"
    if best.scope is Scope.MODEL:
        return "only the model as a whole is explained, and no single answer"
    where = "in a notebook or an example" if not best.site.counts else "in code to which no endpoint and no job gets"
    return f"{best.what}, {where}"


def _by_sources(component: Component) -> Graded:
    """What a language model says about its own reasons is no explanation: what counts is what it was given."""
    found = [item for item in component.of(citations(component.repo)) if item.site.counts]
    given = [item for item in found if answers(component, item.site)]
    tested = [item for item in given if _is_tested(component, item.site)]
    return Graded.best(
        (Grade.IN_USE, tested[:_SHOWN]),
        (Grade.SUBSTANTIVE, given[:_SHOWN]),
        (Grade.PRESENT, found[:_SHOWN]),
        looked_for=EXPLAINED_BY,
        message=_why_no_sources(found, given),
    )


def _why_no_sources(found: list[Citation], given: list[Citation]) -> str:
    if given or not found:
        return "" if given else "answers are given without what they rest on"
    return f"{found[0].what}, in code to which no endpoint gets"


def _is_tested(component: Component, site: Site) -> bool:
    return (site.path, site.scope) in nodes_of_tests(component.repo)
