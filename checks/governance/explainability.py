"""Can a single answer be explained?"""

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Severity,
    Stage,
    Surface,
    governance,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.asking import behind_pages, files_that_ask
from seatrial.facts.code.programs import Site
from seatrial.facts.documents.card_use import own_cards
from seatrial.facts.documents.cards import Card
from seatrial.facts.documents.written_governance import mentions
from seatrial.facts.inference.prompts import Prompt, prompts
from seatrial.facts.models.citations import Citation, citations, passage_answers
from seatrial.facts.models.explanations import SAYS_WHAT_IT_MEANS, Explanation, Scope, explanations
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.serving.batch import jobs_of
from seatrial.facts.serving.behind import answers
from seatrial.facts.serving.foreign_services import answers_elsewhere
from seatrial.facts.serving.near_answers import answering_programs
from seatrial.facts.serving.people.answer_parts import answer_parts
from seatrial.facts.serving.people.conversions import ONLY_CONVERTS, judges
from seatrial.facts.serving.people.handing_on import ONLY_HANDS_ON, hands_on
from seatrial.facts.serving.people.perception import (
    completes,
    outlines,
    perceives,
    reads_grids,
    reads_unknown,
    recommends,
)
from seatrial.facts.serving.service_files import answers_at
from seatrial.facts.signs import llm_doors
from seatrial.facts.surfaces import has_surface
from seatrial.facts.testing.tested_code import nodes_of_tests
from seatrial.facts.training.main_training import named_trainings

from .. import acts
from ..unread import where_code_is_read

EXPLAINED_BY = (
    "SHAP, LIME, Captum, InterpretML, Alibi, DALEX, ELI5, DiCE, Grad-CAM, contributions of features, reason codes, a "
    "model that can be read; for a language model the sources that are returned with the answer"
)
_UNANSWERED = "where a model is made, and nothing here answers with it yet"
_ANYTHING = "where nothing tells whether the model reads columns or something else"
_GRIDS = "where the model reads grids, as of weather, or pictures of satellites"
_PERCEIVES = "where the model reads images, sound or text"
_REGIONS = "where the answer is itself a region of what the model saw"
_WRITES = "where a language model is offered to callers who ask it for text"
_ASKED = "where a service asks a language model too, and makes no model of its own"
_ASKED_FOR = "where a prompt asks for sources, and no code gives what an answer rests on"
_LOOKS_UP_NOTHING = "where a language model writes, and nothing is looked up for it"
_BY_PASSAGES = (
    "Return with each answer of {app:the service} the passages that it rests on, by document and position.",
    "Test that each cited passage is one that was retrieved; what the model says about itself proves nothing.",
)
_SHOWN = 6


@governance.practice(
    "GOV-04",
    question="Can a single decision be explained in terms its reader needs?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="Whoever is refused may ask why, and a plot of global importance from training answers nobody.",
    act=acts.ANSWERS,
    fix=(
        "Return the three features that moved each score most, in the reader's words, from {app:the service}.",
        "Say in {card:MODEL_CARD.md} what the reasons mean and what they do not, and store them with the prediction.",
        "Test that the contributions add up to the score that the model of {model:the training} gives.",
    ),
    fix_for={
        Archetype.BATCH_JOB: (
            "Write beside each answer of {app:the job} the three features that moved it most, in its reader's words.",
            "Say in {card:MODEL_CARD.md} what the reasons mean and what they do not, and keep them with the answer.",
            "Test that the contributions add up to the answer that the model of {model:the training} gives.",
        ),
        Archetype.LLM_APP: _BY_PASSAGES,
    },
    fix_when={
        _ASKED: _BY_PASSAGES,
        _ASKED_FOR: (
            "Compare in code the sources that an answer names, as {prompt:the prompt} asks, with what was found.",
            "Test that an answer with a source that nothing returned is mended or marked.",
        ),
        _LOOKS_UP_NOTHING: (
            "Return with each answer of {app:the service} what it was made from: inputs, version of prompt and model.",
            "Say beside it that a model wrote it; what the model says about its own reasons explains nothing.",
        ),
        _REGIONS: (
            "Return with each mask of {app:the service} how sure the model is of it: by voxel, pixel or object.",
            "Say in {card:MODEL_CARD.md} what that means and what it does not, and store it with the mask.",
            "Test that it falls where the input is blurred or covered.",
        ),
        _GRIDS: (
            "Keep with each answer of {app:the model} what it rested on: inputs that lacked, their age, their weight.",
            "Say in {card:MODEL_CARD.md} what that means and what it does not.",
            "Test that the answer changes when one of its inputs is taken away.",
        ),
        _PERCEIVES: (
            "Return with each answer of {app:the service} the part of the input that carried it: regions or words.",
            "Say in {card:MODEL_CARD.md} what such a part means and what it does not, and store it with the answer.",
            "Test that the answer changes when that part is covered.",
        ),
        _ANYTHING: (
            "Return with each answer of {app:the service} what moved it most: named features, or a part of the input.",
            "Say in {card:MODEL_CARD.md} what that means and what it does not, and store it with the answer.",
            "Test that the answer changes when that is taken away.",
        ),
        _UNANSWERED: (
            "Let the service or job that is to answer with {model:the model} say what moved each answer most.",
            "Say in {card:MODEL_CARD.md} what the reasons mean and what they do not, and keep them with the answer.",
        ),
        _WRITES: (
            "Let callers of {app:the service} ask for the probability of each token with the answer (logprobs).",
            "Say in {card:MODEL_CARD.md} that what the model writes about its own answer does not explain it.",
        ),
    },
    missing="no answer can be explained",
    references=("MS 2.9", "AIA 13", "AIA 86", "GDPR 22", "GMLP 7", "GMLP 9", "SR V", "42001 A.8.2", "MTS-Infra5"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=judges,
    when_not=ONLY_CONVERTS,
)
def explainability(component: Component) -> Graded:
    if hands_on(component):
        return Graded.not_applicable(ONLY_HANDS_ON)
    graded = where_code_is_read(component, _judged(component))
    if graded.grade is None:
        return graded
    app = answering_programs(component)
    named = graded.naming(app=app, model=named_trainings(component), card=_card(component))
    if graded.grade is Grade.PRESENT and (prompt := _asks_for_sources(component)):
        return named.naming(prompt=prompt).in_case(_ASKED_FOR)
    return named.in_case(_case(component))


def _case(component: Component) -> str:
    """Say of which kind the answers are, where the archetype alone does not tell what would explain one."""
    is_llm_app = archetype(component).archetype is Archetype.LLM_APP
    if is_llm_app or (llm_doors(component) and not own_trainings(component)):
        looks_up = has_surface(component, Surface.RAG)
        return _LOOKS_UP_NOTHING if not looks_up else "" if is_llm_app else _ASKED
    if completes(component):
        return _WRITES
    writing = [job for job in jobs_of(component) if job.sink or not job.trains]
    if not (answers_at(component) or writing or answers_elsewhere(component.repo)):
        return _UNANSWERED
    if reads_grids(component):
        return _GRIDS
    seen = _ANYTHING if recommends(component) else _REGIONS if outlines(component) else _PERCEIVES
    return seen if perceives(component) else _ANYTHING if reads_unknown(component) else ""


def _judged(component: Component) -> Graded:
    """A service that also asks a language model may answer for either kind of answer; the better one counts."""
    if archetype(component).archetype is Archetype.LLM_APP:
        return _by_sources(component)
    reasons = _by_reasons(component)
    parts = answer_parts(component) if perceives(component) and not reads_grids(component) else ()
    if parts and reasons.grade in (Grade.ABSENT, Grade.PRESENT):
        return Graded.best((Grade.SUBSTANTIVE, parts[:_SHOWN]), looked_for=EXPLAINED_BY)
    sources = _by_sources(component) if llm_doors(component) else reasons
    return max(reasons, sources, key=lambda graded: graded.grade or Grade.ABSENT)


def _by_reasons(component: Component) -> Graded:
    found = component.of(explanations(component.repo))
    given = [item for item in found if item.scope is Scope.ANSWER and answers(component, item.site)]
    explained = [item for item in given if item.documented or any(mentions(component, SAYS_WHAT_IT_MEANS))]
    tested = [item for item in explained if _is_tested(component, item.site)]
    graded = Graded.best(
        (Grade.IN_USE, tested[:_SHOWN]),
        (Grade.SUBSTANTIVE, explained[:_SHOWN]),
        (Grade.PRESENT, found[:_SHOWN]),
        looked_for=EXPLAINED_BY,
        message=_why_not(found, given, explained, tested),
    )
    return graded.having_done_if(given, explained, tested)


def _why_not(
    found: tuple[Explanation, ...], given: list[Explanation], explained: list[Explanation], tested: list[Explanation]
) -> str:
    if not found or tested:
        return ""
    if explained:
        return f"{explained[0].what}, and no test looks at the explanation"
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
    asking = files_that_ask(component)
    found = [item for item in component.of(citations(component.repo)) if item.site.counts]
    given = [item for item in found if answers(component, item.site) or item.site.path in behind_pages(component)]
    found = [item for item in found if item in given or item.site.path in asking]
    tested = [item for item in given if _is_tested(component, item.site)]
    passages = passage_answers(component)
    prompt = _asks_for_sources(component)
    asked = [Evidence(prompt.place, "a prompt asks for the sources of each answer")] if prompt else []
    graded = Graded.best(
        (Grade.IN_USE, tested[:_SHOWN]),
        (Grade.SUBSTANTIVE, [*given[:_SHOWN], *passages[:_SHOWN]]),
        (Grade.PRESENT, [*found[:_SHOWN], *asked]),
        looked_for=EXPLAINED_BY,
        message="" if passages else _why_no_sources(component, found, given),
    )
    return graded.having_done_if(given or passages, tested)


def _why_no_sources(component: Component, found: list[Citation], given: list[Citation]) -> str:
    if not found and not has_surface(component, Surface.RAG):
        return "no answer says what it was made from"
    if not (given or found) and _asks_for_sources(component):
        return "a prompt asks for the sources of each answer, and no code gives the passages that it rests on"
    if given or not found:
        return "" if given else "no code gives an answer together with the passages that it rests on"
    return f"{found[0].what}, in code to which no endpoint gets"


def _asks_for_sources(component: Component) -> Prompt | None:
    """Return the prompt that has the model name what was looked up for it; None where none does."""
    asking = (one for one in component.of(prompts(component.repo)) if one.asks_for_sources)
    return next(asking, None) if has_surface(component, Surface.RAG) else None


def _card(component: Component) -> Card | None:
    return next(iter(component.of(own_cards(component.repo))), None)


def _is_tested(component: Component, site: Site) -> bool:
    return (site.path, site.scope) in nodes_of_tests(component.repo)
