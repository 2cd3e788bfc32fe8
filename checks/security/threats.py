"""Was it thought through, and tried, how this model could be misused?"""

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, security
from seatrial.facts.archetype import archetype
from seatrial.facts.documents.documents import unread_documents
from seatrial.facts.documents.teaching import NOT_FOR_USE, for_use
from seatrial.facts.documents.threat_models import ThreatModel, threat_models
from seatrial.facts.serving.people.conversions import conversions
from seatrial.facts.serving.people.perception import completes
from seatrial.facts.surfaces import asks_language_models
from seatrial.facts.testing.attacks import attack_runs, attacks

from .. import acts

LOOKED_FOR = (
    "documents and sections on threats, abuse and misuse; ART, foolbox, textattack, garak, PyRIT, promptfoo redteam, "
    "giskard, deepteam, privacy_meter"
)
_ASKED = "where what is read asks a model at its provider"
_ENOUGH = 3  #: threats to the model, each with what is done and by whom


@security.practice(
    "SEC-19",
    question="Was misuse of this model thought through and tried?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="A model can be fooled, poisoned, copied and made to tell its training data; no scanner of code sees that.",
    act=acts.RISKS,
    act_when={Archetype.RESEARCH_CODE: "", _ASKED: ""},
    fix=(
        "Write into {doc:docs/threat-model.md} three threats to this model (ATLAS), each with mitigation and owner.",
        "Run {tool:ART on the model} by the clock, and keep its report.",
    ),
    fix_for={
        Archetype.RESEARCH_CODE: (
            "Say in {doc:README.md} three ways in which the model could be fooled or misused, and what helps.",
            "Run {tool:ART on the model} once on the weights that are given out, and keep its report.",
        )
    },
    fix_when={
        _ASKED: (
            "Say in {doc:README.md} three ways in which what it is given could mislead the model, and what helps.",
            "Run {tool:garak or promptfoo on the language model} once with the prompts that are here; keep its report.",
        )
    },
    missing="nothing tells how this model could be misused, and nothing tries it",
    references=("ML01", "ML02", "ML03", "ML04", "ML07", "LLM01", "AML.T0043", "MS 2.7", "AIA 15", "AIA 9"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance",),
)
def ml_threat_model_and_abuse_tests(component: Component) -> Graded:
    if not for_use(component):
        return Graded.not_applicable(NOT_FOR_USE)
    repo = component.repo
    written = [item for item in component.of(threat_models(repo)) if item.specific]
    copied = [item for item in component.of(threat_models(repo)) if not item.specific]
    full = [item for item in written if item.full >= _ENOUGH]
    tried = component.of(attacks(repo))
    graded = Graded.best(
        (Grade.IN_USE, attack_runs(component)[:4] if full else []),
        (Grade.SUBSTANTIVE, full[:3]),
        (Grade.PRESENT, [*written[:3], *tried[:4]]),
        looked_for=LOOKED_FOR,
        message=_told(written, copied, full),
    )
    if graded.grade is Grade.ABSENT and (unread := [item for item in unread_documents(repo) if item.path in component]):
        return Graded.unknown(str(unread[0]), looked_for=LOOKED_FOR)
    asked = asks_language_models(component)
    words = "textattack on the model" if _reads_words(component) else None
    tool = "garak or promptfoo on the language model" if asked or completes(component) else words
    read = archetype(component).archetype is Archetype.RESEARCH_CODE
    named = graded.naming(doc=next(iter([*written, *copied]), None), tool=tool).in_case(
        _ASKED if asked and read else ""
    )
    return named.having_done_if(full, tried)


def _reads_words(component: Component) -> bool:
    """Tell a model that turns texts into other texts: attacks on pictures and rows cannot be run on it."""
    return any(word in item.what.lower() for item in conversions(component) for word in ("translat", "summari"))


def _told(written: list[ThreatModel], copied: list[ThreatModel], full: list[ThreatModel]) -> str:
    if full:
        return ""
    if written:
        return written[0].what
    return f"{copied[0].path} lists threats that fit any system" if copied else ""
