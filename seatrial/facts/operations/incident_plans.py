"""Is it written who does what when the system, or its model, has done harm, and was that ever practised?"""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from seatrial.facts import fact
from seatrial.facts.documents.documents import Passage, documents, passages_of
from seatrial.facts.documents.guides import is_lesson
from seatrial.facts.operations.runbook_contents import days_in
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.documents.document_record import Document, Section
from seatrial.read.documents.placeholder import marks
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless
from seatrial.repo import Repo


class Settled(StrEnum):
    """What a plan settles."""

    ROLES = "who does what"
    SEVERITIES = "how bad is what"
    MODEL = "what a model can do wrong"
    NOTIFICATION = "who is told, and until when"


_WORDS = MappingProxyType(
    {
        Settled.ROLES: caseless(
            r"incident (commander|manager|lead|owner|coordinator|team)|on[- ]?call|responder|duty|scribe|roles?\b|raci"
        ),
        Settled.SEVERITIES: caseless(r"severit|\bsev[- ]?\d|\bP[0-4]\b|priority (level|matrix|\d)"),
        Settled.MODEL: caseless(
            r"\bbias|drift|hallucinat|wrong (prediction|answer|decision)s?|harmful|"
            r"model (failure|incident|degrad|misbehav|output|error)|unfair|discriminat|prompt injection|poison|"
            r"jailbreak|leak\w* (of )?(training|personal|prompt)|(bad|wrong) predictions?|accuracy (drop|falls|degrad)"
        ),
    }
)
_NOTIFY = caseless(r"notif|inform|report|escalat|communicat|acknowledg|respon[ds]|update|told|\btells?\b|call")
#: Headings below which every line says who is told.
_WHOM = caseless(r"\bwhom? to (?:tell|notify|inform|call|contact)|^\W*(?:notif|escalat|communicat)")
_LIMIT = caseless(
    r"\b(\d+|one|two|three|four|five|seven|ten|fifteen|thirty|seventy[- ]two)[- ]?(business |working )?(h|hrs?|hours?"
    r"|min(ute)?s?|days?)\b|immediately|at once|same day"
)
_PLAN = caseless(r"incident|outage|post[-_ ]?mortem|breach|emergenc|disaster|störung|incidente|\bon[-_ ]call\b")
#: Lists of what is to be built or mended: an outage in them is the reason for a change.
_WORK = caseless(r"(?:^|[-_ ])(?:plan|audit|todo|tasks?|findings?|review|spec|backlog|decisions?)(?:$|[-_ ])")
_TASK = caseless(r"\W*(?:task|step|issue|fix|bug|finding|story|phase)\b")
_FOR_READERS = caseless(
    r"for (?:the )?on[-_ ]call\b|incident management (?:service|tool|system)|on[-_ ]call engineers? to\b"
)
_POLICY = caseless(r"(^|/)security(\.(md|rst|txt|adoc))?$|(^|/)security[-_ ]policy")
#: Sections that say where a weakness is reported, in a README or a page of the documentation.
_REPORTS = caseless(
    r"security (?:vulnerabilit|issues?|polic|reports?|contacts?|disclosures?)|report\w* (?:\w+ )?vulnerabilit"
    r"|vulnerability (?:reports?|reporting|disclosure)|responsible disclosure"
)
_DRILL = caseless(
    r"\bdrill|table[- ]?top|game ?day|exercise|rehears|post[-_ ]?mortem|incident report|\broot cause|lessons learned"
)
_STOCK = caseless(
    r"use this section to tell people|tell them where to go, how often they can expect|security@(your|example)"
    r"|@yourorg"
)
_ADDRESSED = caseless(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+|security/advisories|hackerone\.com|bugcrowd\.com|huntr")
_CONTACT = caseless(
    r"(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+|"
    r"security/advisories|report a vulnerability|private(ly)? (vulnerability )?report|hackerone"
    r"|bugcrowd|huntr|msrc|\bform\b|vulnz|responsible disclosure"
)


@dataclass(frozen=True, slots=True)
class IncidentPlan:
    """One document, or section of one, about incidents."""

    place: Place
    settled: tuple[Settled, ...]
    practised: tuple[date, ...]  #: days of drills and of incidents looked back upon
    policy: bool = False  #: a policy about vulnerabilities, with somebody to write to

    @property
    def what(self) -> str:
        settled = ", ".join(self.settled)
        kind = "a security policy" if self.policy else "a plan for incidents"
        return f"{kind} that settles {settled}" if settled else kind


@fact
def incident_plans(repo: Repo) -> tuple[IncidentPlan, ...]:
    """Return the plans for incidents and the security policies of the repository, those that settle most first.

    A policy that a forge's template left, with nobody to write to, is none.
    """
    found = [*repo.each(_in_document, documents(repo))]
    return tuple(sorted(found, key=lambda plan: (-len(plan.settled), plan.policy, plan.place)))


def _in_document(document: Document) -> Iterator[IncidentPlan]:
    whole = Passage(document.path, document.sections)
    pure = posix(document.path)
    if not document.sections or re.search(r"change|history|roadmap", pure.stem, re.IGNORECASE):
        return
    if _POLICY.search(document.path):
        if _CONTACT.search(_said(whole)) and not _STOCK.search(whole.text) and whole.words > 20:
            yield _plan(whole, policy=True)
    elif _PLAN.search(pure.stem) or _PLAN.search(pure.parent.name) or _PLAN.search(document.title):
        if whole.words >= 40 and not whole.placeholder:
            yield _plan(whole)
    elif not _WORK.search(pure.stem) and not is_lesson(document.path):
        found = passages_of(document, _PLAN)
        passages = (one for one in found if one.words >= 30 and not _about_something_else(one.heading))
        yield from (_plan(passage) for passage in passages if not passage.placeholder)
        yield from (_plan(passage, policy=True) for passage in passages_of(document, _REPORTS) if _is_policy(passage))


def _about_something_else(heading: str) -> bool:
    """Tell a heading of work to do, and one that names those on call as the readers of something: of logs, of code."""
    return bool(_TASK.match(heading) or _FOR_READERS.search(heading))


def _is_policy(passage: Passage) -> bool:
    """Tell a section that says to whom a weakness is told: an address is all that it needs."""
    return bool(_ADDRESSED.search(_said(passage))) and not _STOCK.search(passage.text) and not passage.placeholder


def _said(passage: Passage) -> str:
    targets = [link.target for section in passage.sections for link in section.links]
    return "\n".join([*(section.heading for section in passage.sections), passage.text, *targets])


def _plan(passage: Passage, *, policy: bool = False) -> IncidentPlan:
    said = _said(passage)
    settled = [point for point, words in _WORDS.items() if words.search(said)]
    if any(map(_says_until_when, passage.sections)):
        settled.append(Settled.NOTIFICATION)
    practised = days_in(f"{passage.path}\n{said}") if _DRILL.search(f"{passage.path}\n{said}") else ()
    return IncidentPlan(passage.place, tuple(settled), practised, policy)


def _says_until_when(section: Section) -> bool:
    """Tell whether a line says within which time somebody is told, in its words, the next line's or the heading's."""
    lines = [line.text for line in section.lines]
    about = bool(_WHOM.search(section.heading))
    pairs = zip(lines, [*lines[1:], ""], strict=False)
    return any(
        (about or _NOTIFY.search(f"{one} {two}")) and _LIMIT.search(one) and not marks(one) for one, two in pairs
    )
