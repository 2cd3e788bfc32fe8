"""Can a person step in between the model and what follows from it?"""

from seatrial.api import Archetype, Component, Effort, Evidence, Grade, Graded, Severity, Stage, governance
from seatrial.facts.code.code_index import calls_in
from seatrial.facts.documents.documents import is_archived
from seatrial.facts.documents.governance_topics import Duty
from seatrial.facts.documents.written_governance import Statement, mentions, statements
from seatrial.facts.inference.agents import agent_lines, only_reads
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.serving.behind import answers
from seatrial.facts.serving.near_answers import answering_programs
from seatrial.facts.serving.people.conversions import ONLY_CONVERTS, judges
from seatrial.facts.serving.people.forecasts import forecasts
from seatrial.facts.serving.people.handing_on import ONLY_HANDS_ON, hands_on
from seatrial.facts.serving.people.oversight import KEEPS, OF_CHANGES, SPOKEN, Intervention, interventions
from seatrial.facts.serving.people.perception import completes, perceives, recommends
from seatrial.facts.serving.people.set_right import set_right
from seatrial.facts.serving.people.texts import renders_texts
from seatrial.facts.serving.people.unsure import held_back, shown_first
from seatrial.facts.signs import llm_doors, tools
from seatrial.facts.testing.tested_code import nodes_of_tests
from seatrial.facts.training.predicted import Predicted, predicted
from seatrial.facts.training.recommenders import learns_to_recommend
from seatrial.facts.training.tuning import tunes_language_model

from .. import acts
from ..unread import unread_code

OVERSEEN_BY = (
    "a band of scores that goes to a queue for review, an endpoint that overrides, a switch that stops the model, "
    "an agent that waits for approval; a section that says who decides, when, with what authority and training"
)
_SHOWN = 6
_ASKED_FOR = {"who decides": "who decides", "when": "when that is due", "with what authority": "with what authority"}
_PARTS = tuple(_ASKED_FOR)

_NUMBERS = "where the model predicts numbers"
_RECOMMENDS = "where items are recommended"
_HELD_BACK = "where below a limit no answer is given"
_SET_RIGHT = "where people set right already what is recognised"
_TUNED = "where a language model is tuned"
_OFFERED = "where a language model is offered to callers who ask it for text"
_ACTS = "where a language model is given tools"
_ASKED = "where a service asks a language model too, and makes no model of its own"
_FORECASTS = "where something is forecast"
_RENDERS = "where a language model renders what people said or wrote"
_PERCEIVED = "where the model is asked about images, recordings or texts"
#: Who and when comes first, of whatever kind the answers are: without it no switch and no queue is anybody's.
_WHO = (
    "Write in {document:docs/human-oversight.md} {who:who may overrule or stop the model, when, with what authority}."
)
_SWITCH = "Add a switch that stops the model without a deployment, log each use of it, and test both."
_OF_TEXTS = (
    _WHO,
    "Let {app:the service} hand over to a person when it refuses, is unsure, or is asked for one.",
    _SWITCH,
)
_OF_TOOLS = (
    _WHO,
    "Let {app:the service} hand over to a person, and wait for an approval before a tool acts.",
    _SWITCH,
)


@governance.practice(
    "GOV-06",
    question="Is it defined when a human decides, overrides or stops the system?",
    severity=Severity.HIGH,
    effort=Effort.MEDIUM,
    stage=Stage.CANDIDATE,
    why="When a model is wrong about a person, somebody must be able to say so before it takes effect.",
    act=acts.ANSWERS,
    fix=(
        _WHO,
        "Give {app:the service} a band of scores in which it does not decide, and send those cases to a review queue.",
        _SWITCH,
    ),
    fix_for={
        Archetype.LLM_APP: _OF_TEXTS,
        Archetype.BATCH_JOB: (
            _WHO,
            "Let {app:the job} hold back the rows of which it is unsure, and put them into a queue for review.",
            "Add a switch by which its answers take no effect, log each use of it, and test both.",
        ),
    },
    fix_when={
        _RECOMMENDS: (
            "Write in {document:docs/human-oversight.md} who may take an item out of the lists, when, and how.",
            "Add a switch by which {app:the service} answers with what is popular; log each use, and test it.",
        ),
        _HELD_BACK: (
            _WHO,
            "Put what {app:the service} holds back below its limit into a review queue, for a person to decide.",
            _SWITCH,
        ),
        _SET_RIGHT: (
            "Write in {document:docs/human-oversight.md} {who:who looks at which answers, when, with what authority}.",
            "Let {app:the service} say of which images, recordings or texts it is unsure, and show those first.",
            _SWITCH,
        ),
        _TUNED: _OF_TEXTS,
        _ASKED: _OF_TEXTS,
        _ACTS: _OF_TOOLS,
        _PERCEIVED: (
            _WHO,
            "Let {app:the service} say of which images, recordings or texts it is unsure, and show those to a person.",
            "Let that person correct what was recognised; add a switch that stops the model, and test both.",
        ),
        _OFFERED: (
            "Say in {document:docs/human-oversight.md} which answers people must confirm, and who may stop the model.",
            *_OF_TEXTS[1:],
        ),
        _RENDERS: (
            _WHO,
            "Let whoever asked confirm or change what {app:the service} made before others get it, and keep both.",
            _SWITCH,
        ),
        _FORECASTS: (
            "Write in {document:docs/human-oversight.md} who may set a forecast aside, when, with what authority.",
            "Add a switch by which {app:the service} gives a simple one, as last week's; log each use, and test it.",
        ),
        _NUMBERS: (
            _WHO,
            "Say when {app:the model} is not relied upon: inputs unlike any before, or too wide an interval.",
            "Let a person correct a number before it takes effect; add a switch that stops the model, and test both.",
        ),
    },
    missing="nothing says when a person decides, overrides or stops the model",
    references=(
        "AIA 14",
        "AIA 26",
        "GV 3.2",
        "MP 3.5",
        "MG 2.4",
        "42001 A.9.2",
        "GMLP 7",
        "GDPR 22",
        "AML.M0029",
    ),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
    when=judges,
    when_not=ONLY_CONVERTS,
)
def human_oversight(component: Component) -> Graded:
    if hands_on(component):
        return Graded.not_applicable(ONLY_HANDS_ON)
    found = [item for item in component.of(interventions(component.repo)) if item.site.counts]
    live = [item for item in found if answers(component, item.site)]
    written = [item for item in statements(component, Duty.OVERSIGHT) if item.given]
    roles = [item for item in written if not item.lacks(*_PARTS)]
    proven = [item for item in live if _is_logged(component, item) and _is_tested(component, item)]
    held = held_back(component)
    graded = Graded.best(
        (Grade.IN_USE, [*proven[:_SHOWN], *roles[:1]] if proven and roles else ()),
        (Grade.SUBSTANTIVE, [*live[:_SHOWN], *roles[:2]] if live and roles else ()),
        (Grade.PRESENT, [*found[:_SHOWN], *written, *_spoken(component), *set_right(component), *held[:1]]),
        looked_for=OVERSEEN_BY,
        message=_what_lacks(found, live, written, roles, set_right(component)),
    )
    if unknown := unread_code(component, graded):
        return unknown
    app = answering_programs(component)
    named = graded.naming(app=app, document=next(iter(written), None), who=_still_open(written)).in_case(
        _case(component, live=bool(live))
    )
    first_shown = named.case == _SET_RIGHT and shown_first(component)
    return named.having_done(*([1] if roles else []), *([2] if first_shown else []))


def _still_open(written: list[Statement]) -> str | None:
    """Return what the fullest page does not say yet, None where there is none, or where it says nothing of it."""
    lacking = written[0].lacks(*_PARTS) if written else ()
    told = " and ".join(_ASKED_FOR[part] for part in lacking)
    return f"also {told}" if 0 < len(lacking) < len(_PARTS) else None


def _case(component: Component, *, live: bool) -> str:
    """Say of which kind the answers are, and what is done already about those that are not sure."""
    learnt = learns_to_recommend(component)  # a language model beside it answers for something else
    if case := "" if learnt else _of_texts(component):
        return case
    if (learnt or recommends(component)) and not live:
        return _RECOMMENDS
    if held_back(component) and not live:
        return _HELD_BACK
    if forecasts(component) and not live:
        return _FORECASTS
    if perceives(component):
        return _SET_RIGHT if set_right(component) and not live else _PERCEIVED
    return _NUMBERS if predicted(component) is Predicted.NUMBERS else ""


def _of_texts(component: Component) -> str:
    """Say what a language model is there for, "" where none answers, or where a model of its own stands beside."""
    if renders_texts(component):
        return _RENDERS
    if tools(component):
        return _ASKED if only_reads(component.of(agent_lines(component.repo))) else _ACTS
    if completes(component):
        return _OFFERED
    if tunes_language_model(component):
        return _TUNED
    return _ASKED if llm_doors(component) and not own_trainings(component) else ""


def _is_logged(component: Component, item: Intervention) -> bool:
    calls = calls_in(component.repo, item.site.path, item.site.scope)
    return any(KEEPS.search(call.last) or KEEPS.search(call.written) for call in calls)


def _is_tested(component: Component, item: Intervention) -> bool:
    return (item.site.path, item.site.scope) in nodes_of_tests(component.repo)


def _spoken(component: Component) -> list[Evidence]:
    vague = [
        Evidence(place, f'it says "{text}", and not who decides, when and how')
        for place, text in mentions(component, SPOKEN)
        if not is_archived(place.path) and not OF_CHANGES.search(text)
    ]
    return vague[:3]


def _what_lacks(
    found: list[Intervention],
    live: list[Intervention],
    written: list[Statement],
    roles: list[Statement],
    shown: tuple[Evidence, ...],
) -> str:
    if live and not roles:
        best = f"{live[0].what}, and no document says"
        return (
            f"{best} {' and '.join(written[0].lacks(*_PARTS))}"
            if written
            else (f"{best} who decides, when and with what authority")
        )
    if found and not live:
        return f"{found[0].what}, in code to which no endpoint and no job gets"
    if written and not found and (lacking := _still_open(written)):
        where = f"{written[0].place.path} says {' and '.join(part for part in written[0].given if part in _PARTS)}"
        return f"{where}, and not {lacking.removeprefix('also ')}{'' if shown else ', and no code lets one step in'}"
    return "a person is spoken of, and nothing in the code lets one step in" if written and not found else ""
