"""What does the page recommend, and how sure can it be?"""

from seatrial.gate import Verdict, verdict
from seatrial.model import Archetype, Level, Severity, Stage, State
from seatrial.model.counted import counted
from seatrial.model.finding import Finding
from seatrial.model.ladder import Ladder, on_conditions
from seatrial.model.ledger import LedgerLine
from seatrial.model.record import dataclass
from seatrial.model.result import Report
from seatrial.report.words import LATER, TAKEN_FOR

#: Per cent of the price that must be known before the page recommends anything.
ENOUGH = 70


@dataclass(frozen=True, slots=True)
class Decision:
    """One recommendation with its sign, its words and its reason."""

    tone: str  #: "good", "conditional", "bad", "unsure"
    verdict: str  #: in capitals: READY, NOT READY, NOT ENOUGH EVIDENCE
    recommended: str  #: what to decide
    because: str  #: one sentence or two, without the last full stop


def decision(report: Report) -> Decision:
    """Return what to decide: nothing below 70 % coverage, since unknown is never called good."""
    score, level = report.score, report.level
    found = verdict(report)
    if score is None or level is None or found is Verdict.NOTHING:
        return _without_models(report)
    if score.coverage < ENOUGH:
        known = f"{score.judged} % of what is asked could be judged, and {ENOUGH} % are needed"
        return Decision("unsure", "NOT ENOUGH EVIDENCE", "Do not decide yet: settle what is listed below", known)
    risks = blocking(report)
    if found is not Verdict.NOT_READY:
        later = f", with {counted(len(risks), 'blocker')}{LATER}" if risks else ""
        return _ready(level, score.target, later)
    kind = report.headline.taken.archetype
    open_now = f"{counted(len(risks), 'blocking risk')} {'is' if len(risks) == 1 else 'are'} open"
    top = f"; {level.top} is the highest for {TAKEN_FOR[kind]}" if level.top < Level(score.target.value) else ""
    what = f"{_meanwhile(level.name)}. {open_now}, and the level reached is {level.told}{top}"
    return Decision("bad", f"NOT READY for {score.target}", _not_yet(kind, score.target), what)


def _ready(level: Ladder, target: Stage, later: str) -> Decision:
    """Return what to decide where the target is reached, outright or on conditions."""
    if level.outright >= Level(target):
        return Decision("good", f"READY for {target}", "Approve", f"Every gate up to {target} holds{later}")
    missing = "; ".join(f"{one.message} ({one.check})" for one in level.conditions)
    what = f"Every gate up to {target} holds{later}, but for these: {missing}"
    word = on_conditions(f"READY for {target}", level.conditions)
    return Decision("conditional", word, "Approve on these conditions", what)


def _without_models(report: Report) -> Decision:
    """Return what to decide where nothing is scored: what is wrong in any folder is mended all the same."""
    none, risks = "No machine learning was found here", blocking(report)
    if not risks:
        return Decision("unsure", "NOTHING TO ASSESS", "No decision is needed", none)
    open_now = f"{counted(len(risks), 'blocking risk')} {'is' if len(risks) == 1 else 'are'} open"
    return Decision("bad", "NOTHING TO ASSESS", "Mend first what is listed below", f"{none}, and {open_now}")


#: What is decided about what does not go live by itself, and about what shall not go live yet.
_PARTS = {
    Archetype.LIBRARY: "Do not build a product on it yet",
    Archetype.RESEARCH_CODE: "Do not take it into a product yet",
    Archetype.NOTEBOOK_POC: "Do not take it into a product yet",
}
_EARLY = {
    Stage.POC: "Do not let the team depend on it yet",
    Stage.PILOT: "Do not start the pilot yet",
    Stage.CANDIDATE: "Do not ask for a release decision yet",
}


def _not_yet(kind: Archetype, target: Stage) -> str:
    return _EARLY.get(target) or _PARTS.get(kind, "Do not approve go-live")


def _meanwhile(level: Level) -> str:
    if level >= Level.CANDIDATE:
        return "A decision about release can be prepared"
    if level >= Level.PILOT:
        return "A pilot with named users can go on"
    if level >= Level.POC:
        return "Its own team can go on, with synthetic or approved data"
    return "Nobody may depend on it yet"


def blocking(report: Report) -> tuple[Finding, ...]:
    """Return the findings that an executive has to know: blockers that are verified, asked for now and not waived."""
    return tuple(one for one in report.of_product if one.severity is Severity.BLOCKER and one.blocking)


def confidence(report: Report) -> str:
    """Say how much the page rests on: High, Medium or Low, with the counts behind the word."""
    score = report.score
    if score is None:
        return "none"
    word = "High" if score.coverage >= 90 else "Medium" if score.coverage >= ENOUGH else "Low"
    counted = score.verified + score.likely + score.attested + score.unknown
    return f"{word}: {counted - score.unknown} of {counted} checks could be judged"


def unsettled(report: Report) -> tuple[LedgerLine, ...]:
    """Return what is unknown, the most expensive first: what to look up or to attest."""
    lines = [one for one in report.ledger if one.state is State.UNKNOWN and one.counted]
    return tuple(sorted(lines, key=lambda one: (-one.price, one.component, one.id)))
