"""Are groups of people treated alike, and can a person step in?"""

from collections.abc import Sequence
from dataclasses import replace

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Liveness, Severity, Stage, governance
from seatrial.facts.archetype import archetype
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.data.anonymous_sets import anonymous_sets
from seatrial.facts.data.fairness import Comparing, fairness
from seatrial.facts.documents.card_use import own_cards
from seatrial.facts.documents.governance_topics import Duty
from seatrial.facts.documents.groupless_data import groupless_data
from seatrial.facts.documents.written_governance import Statement, statements
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.reach.reach import reach
from seatrial.facts.serving.behind import answers
from seatrial.facts.serving.people.affected import tells_of_people
from seatrial.facts.serving.people.conversions import ONLY_CONVERTS, judges
from seatrial.facts.serving.people.handing_on import ONLY_HANDS_ON, hands_on
from seatrial.facts.serving.people.perception import outlines, recommends
from seatrial.facts.serving.people.texts import renders_texts
from seatrial.facts.signs import llm_doors
from seatrial.facts.training.main_training import named_trainings
from seatrial.facts.training.predicted import Predicted, predicted
from seatrial.facts.training.tuning import tunes_language_model

from .. import acts
from ..unread import unread_code

COMPARED_BY = (
    "Fairlearn, AIF360, Aequitas, Fairness Indicators, SageMaker Clarify, own metrics by sex, age, origin or another "
    "group of people, a threshold for the difference; a section on fairness with groups, numbers and a decision"
)
_SHOWN = 6


_UNSAID = "where nothing tells that people are affected"
_NO_GROUPS = "where the data is said to hold no group to compare by"
_ANONYMOUS = "where the published data that is read has no column on people"
_TUNED = "where a language model is tuned"
_ASKED = "where a service asks a language model too, and makes no model of its own"
_UNSAID_OF_TEXTS = "where a language model answers, and nothing tells that people are affected"
_RECOMMENDS = "where items are recommended"
_REGIONS = "where the answer is itself a region of what the model saw"
_RENDERS = "where a language model renders what people said or wrote"
_AGREED = (
    "Hold the difference against a threshold that its owner agreed to, in the run that releases the model.",
    "Write groups, numbers and decision into {card:MODEL_CARD.md}.",
)
_OF_TEXTS = (
    "Ask the same questions about people of different groups (BBQ, or pairs of your own), and compare.",
    "Hold the difference against a threshold that its owner agreed to, in the run that releases a prompt or a model.",
    "Write groups, numbers and decision into {card:MODEL_CARD.md}.",
)


@governance.practice(
    "GOV-05",
    question="Are outcomes compared across relevant groups and judged?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="A good average hides the group that it fails, and that group finds out first, then its lawyer.",
    act=acts.HELD_OUT,
    act_when={
        _UNSAID: "",
        _NO_GROUPS: "",
        _ANONYMOUS: "",
        _TUNED: acts.QUESTIONS,
        _ASKED: acts.QUESTIONS,
        _RENDERS: acts.QUESTIONS,
        _UNSAID_OF_TEXTS: "",
        Archetype.LLM_APP: acts.QUESTIONS,
    },
    fix=(
        "Compare the {errors:error rates} of {model:the model} between groups that matter, by fairlearn's MetricFrame.",
        "Hold the difference against a threshold that its owner agreed to, in the run that releases the model.",
        "Write groups, numbers and decision into {card:MODEL_CARD.md}.",
        "Where no answer is about a person, say so: `people_affecting: false` under `surfaces` in seatrial.yaml.",
    ),
    fix_for={Archetype.LLM_APP: _OF_TEXTS},
    fix_when={
        _NO_GROUPS: (
            "Say whether an answer is about a person: `people_affecting:` under `surfaces` in seatrial.yaml.",
            "Where one is, join a group to the rows that judge the model: {card:the card} says that there is none.",
            "Write groups, numbers and decision into {card:MODEL_CARD.md}.",
        ),
        _ANONYMOUS: (
            "Say in {card:MODEL_CARD.md} that the data names no group of people, so that none can be compared by it.",
            "Before an answer decides on people, get rows with a group to judge the model by, and compare there.",
            _AGREED[0],
        ),
        _TUNED: _OF_TEXTS,
        _ASKED: _OF_TEXTS,
        _UNSAID_OF_TEXTS: (
            "Say whether an answer is about a person: `people_affecting:` under `surfaces` in seatrial.yaml.",
            "Where one is, ask the same questions about people of different groups (BBQ, or pairs), and compare.",
            "Write groups, numbers and decision into {card:MODEL_CARD.md}.",
        ),
        _RECOMMENDS: (
            "Compare what is recommended between groups: how well it fits who gets it, and whose items are shown.",
            *_AGREED,
        ),
        _REGIONS: (
            "Compare Dice or IoU of {model:the model} between groups, as by sex, age and site kept with each image.",
            *_AGREED,
        ),
        _RENDERS: (
            "Judge what is made of texts and speech of different people by one measure: dialect, language, sex, age.",
            *_OF_TEXTS[1:],
        ),
        _UNSAID: (
            "Say whether an answer is about a person: `people_affecting:` under `surfaces` in seatrial.yaml.",
            "Where one is, compare the {errors:error rates} of {model:the model} between groups, against a threshold.",
            "Write groups, numbers and decision into {card:MODEL_CARD.md}.",
        ),
    },
    missing="outcomes are not compared between groups of people",
    references=("MTS-Model7", "MS 2.11", "AIA 10", "42001 A.5.4", "GMLP 3", "SR V"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=judges,
    when_not=ONLY_CONVERTS,
)
def fairness_evaluated(component: Component) -> Graded:
    if hands_on(component):
        return Graded.not_applicable(ONLY_HANDS_ON)
    found = [item for item in component.of(fairness(component.repo)) if not _only_tests(component, item)]
    judged = [item for item in found if item.judged and (item.site.counts or _in_ci(component, item))]
    used = [item for item in judged if _is_used(component, item)]
    documented = statements(component, Duty.FAIRNESS)
    decided = [
        item
        for item in documented
        if item.specific and not item.lacks("groups", "a number", "a threshold", "a decision")
    ]
    graded = Graded.best(
        (Grade.IN_USE, used[:_SHOWN]),
        (Grade.SUBSTANTIVE, [*judged[:_SHOWN], *decided[:2]]),
        (Grade.PRESENT, [*found[:_SHOWN], *(item for item in documented if "groups" in item.given)]),
        looked_for=COMPARED_BY,
        message=_why_not_judged(found, judged, used, decided, documented),
    )
    if unknown := unread_code(component, graded):
        return unknown
    return _advised(component, graded.having_done_if(found, judged, decided), documented, found=bool(found))


def _advised(component: Component, graded: Graded, documented: tuple[Statement, ...], *, found: bool) -> Graded:
    """Name the model and the card, and choose the steps that fit what is predicted of whom."""
    named = graded.naming(
        model=named_trainings(component),
        card=next(iter(documented), None) or next(iter(component.of(own_cards(component.repo))), None),
    )
    if not found and (bare := next(iter(component.of(groupless_data(component.repo))), None)):
        shown = (bare, *(item for item in graded.evidence if item.place != bare.place))
        return replace(named.naming(card=bare), evidence=shown, message=bare.what).in_case(_NO_GROUPS)
    if not (found or documented) and (bare := next(iter(component.of(anonymous_sets(component.repo))), None)):
        shown = (bare, *(item for item in graded.evidence if item.place != bare.place))
        return replace(named, evidence=shown, message=bare.what).in_case(_ANONYMOUS)
    of_numbers = predicted(component) is Predicted.NUMBERS
    named = named.naming(errors="errors" if of_numbers else None)
    if tunes_language_model(component):
        return named.in_case(_TUNED)
    if renders_texts(component):
        return named.in_case(_RENDERS)
    seen = bool(found or documented) or tells_of_people(component)
    if archetype(component).archetype is Archetype.LLM_APP:
        return named if seen else named.in_case(_UNSAID_OF_TEXTS)
    if llm_doors(component) and not own_trainings(component):
        return named.in_case(_ASKED)
    kind = "" if found else _RECOMMENDS if recommends(component) else _REGIONS if outlines(component) else ""
    return named.in_case(kind) if seen else named.in_case(_UNSAID)


def _only_tests(component: Component, item: Comparing) -> bool:
    """Tell a test of the code that compares from a test that is itself the comparison of a real model."""
    return item.site.liveness is Liveness.TEST and not (item.judged and _in_ci(component, item))


def _in_ci(component: Component, item: Comparing) -> bool:
    """Tell whether a test compares that CI collects by its name, so that a difference stops the change."""
    name = item.site.path.rpartition("/")[2]
    if not name.startswith("test_") and not name.endswith("_test.py"):
        return False
    return item.site.liveness is Liveness.TEST and bool(guarding_runs(component, item.site.path))


def _is_used(component: Component, item: Comparing) -> bool:
    by_ci = reach(component.repo).liveness(item.site.path, item.site.scope) is Liveness.CI
    return by_ci or _in_ci(component, item) or answers(component, item.site)


def _why_not_judged(
    found: Sequence[Comparing],
    judged: Sequence[Comparing],
    used: Sequence[Comparing],
    decided: Sequence[Statement],
    documented: Sequence[Statement],
) -> str:
    if used or (decided and not judged):
        return ""
    if judged:
        return f"{judged[0].what}, and no run of CI, pipeline or service gets there"
    if found:
        return "groups are compared, and no threshold decides what follows"
    first = next((item for item in documented if "groups" in item.given), None)
    lacks = first.lacks("a number", "a threshold", "a decision") if first else ()
    return f"{first.path} speaks of groups, and does not give {', '.join(lacks)}" if first and lacks else ""
