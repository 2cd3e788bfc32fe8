"""Who answers for the model, and is its tier of risk decided?"""

from dataclasses import replace

from seatrial.api import (
    Archetype,
    Component,
    Effort,
    Evidence,
    Grade,
    Graded,
    Severity,
    Stage,
    caseless,
    first_few,
    governance,
)
from seatrial.facts.archetype import archetype
from seatrial.facts.documents.card_topics import Topic
from seatrial.facts.documents.cards import model_cards, uses_left_out
from seatrial.facts.documents.declared import risks
from seatrial.facts.documents.given_up import given_up
from seatrial.facts.documents.question_forms import question_forms
from seatrial.facts.documents.written_risks import RiskStatement, hazard_mentions
from seatrial.facts.project.named_owner import NamedOwner, Source
from seatrial.facts.project.paper_authors import listed_people, paper_authors
from seatrial.facts.project.people import history, owners, owners_file, owns_code, recent_owners
from seatrial.facts.project.reviews import ReviewKind, latest_changes, reviews

OWNER_LOOKED_FOR = (
    "owner in seatrial.yaml, CODEOWNERS over code, catalog-info.yaml, MAINTAINERS, authors with an address in the "
    "package metadata, an owner on the model card or in the README"
)
RISK_LOOKED_FOR = (
    "risk in seatrial.yaml with class, reason, who decided and when; a risk register or assessment in the documents"
)

#: Handles that are called after what their owner does.
ROLE = caseless(
    r"@(?:[a-z]+-)*(?:teams?|leads?|engineers?|dev(?:eloper)?s|scientists|writers|reviewers|admins?|maintainers|owners|ops)"
)
_PAPERS = (Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC)  #: what is published to be read, and runs nowhere
_OWNED_PAPERS = (
    "Name in README.md who answers questions about code and results, with an address or a handle.",
    "Name them in {file:.github/CODEOWNERS} as well, once more than one person changes the code.",
)
_AUTHORS = "where authors are named, and none of them as who answers"
_FORM = "where questions go to a form, and nobody is named behind it"
_GIVEN_UP = "where the README says that nobody keeps it up any more"
#: What whoever hands code on can decide; the class itself is what has to be thought about.
_BOUNDED = (
    "Add `risk:` to seatrial.yaml: `eu_ai_act`, `reason`, `decided_by`, `date`.",
    "Name in README.md the uses that it was neither made for nor tested for.",
)
LOW_TIER = caseless(r"minimal|limited|low|tier (?:3|4)")


@governance.practice(
    "GOV-01",
    question="Is a person or team accountable for this model in production, and reachable?",
    severity=Severity.BLOCKER,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="A model that fails at night has no owner by day either: nobody decides, and nobody is told.",
    fix=(
        "Name who answers for code and model in {file:.github/CODEOWNERS}, by an existing handle of a person or team.",
        "Add `owner:` to seatrial.yaml, with `technical:` who runs it and `business:` for whom it is run.",
        "Require a review by code owners on the default branch, so that the name stays a true one.",
    ),
    fix_for={
        Archetype.LIBRARY: (
            "Name who answers for the package in {file:.github/CODEOWNERS}, by an existing handle of a person or team.",
            "Add maintainers with an address to the package metadata, and `owner:` to seatrial.yaml.",
            "Require a review by code owners on the default branch, so that the name stays a true one.",
        ),
        **dict.fromkeys(_PAPERS, _OWNED_PAPERS),
    },
    fix_when={
        _AUTHORS: (
            "Say in {readme:README.md} which of its authors answers questions about code and results, and how.",
            "Name them in {file:.github/CODEOWNERS} as well, once more than one person changes the code.",
        ),
        _FORM: (
            "Name in {form:the card} who answers what comes in by the form there, and within how many days.",
            "Add them to the package metadata or to .github/CODEOWNERS, and `owner:` to seatrial.yaml.",
        ),
        _GIVEN_UP: (
            "Where somebody keeps it up after all, take the notice out of README.md, and name them there.",
            "Where nobody does, name in README.md what takes its place, and build nothing new on it.",
        ),
    },
    missing="nobody is named who answers for the model",
    references=("GV 2.1", "GV 2.3", "42001 A.3.2", "AIA 17", "AIA 26", "SR VI", "GMLP 1", "PCI 12.1.3", "GDPR 24"),
    raised_by=("finance", "healthcare"),
    gated_by=("finance",),
)
def accountable_owner(component: Component) -> Graded:
    repo = component.repo
    # what a template left in the folder of another part says nothing of this one
    named = [owner for owner in component.of(owners(repo)) if not owner.placeholder or owner.path in component.own]
    answering = [owner for owner in named if owner.reachable and owns_code(repo, owner) and not _is_role(owner)]
    known = frozenset(answering)
    weak = [owner for owner in named if owner not in known]
    active = [owner for owner in component.of(recent_owners(repo)) if owner in known]
    reviewed = [review for review in reviews(repo) if review.kind is ReviewKind.REQUIRED]
    bound = [owner for owner in answering if owner.source is Source.CODEOWNERS] if reviewed else []
    graded = Graded.best(
        (Grade.IN_USE, [*active, *bound]),
        (Grade.SUBSTANTIVE, answering),
        (Grade.PRESENT, weak),
        looked_for=OWNER_LOOKED_FOR,
        message=_owned(component, answering, weak) if not (active or bound) else "",
    )
    if graded.grade is Grade.ABSENT and (written := component.of(paper_authors(repo))):
        unsaid = f"{len(written)} authors are named, and none of them as who answers for code or model"
        held = Graded(Grade.PRESENT, written[:4], OWNER_LOOKED_FOR, unsaid)
        return held.naming(readme=written[0].place.path).in_case(_AUTHORS)
    hollow = all(owner.placeholder for owner in named)
    if hollow and graded.grade in (Grade.ABSENT, Grade.PRESENT) and (listed := component.of(listed_people(repo))):
        held = Graded(Grade.PRESENT, listed[:4], OWNER_LOOKED_FOR, _listed(listed))
        return held.naming(readme=listed[0].place.path).in_case(_AUTHORS)
    if graded.grade is Grade.ABSENT and (authors := _authors(component)):
        message = f"only the history names anybody: {authors}"
        return Graded(Grade.PRESENT, (), OWNER_LOOKED_FOR, message)
    if graded.grade is Grade.ABSENT and (forms := component.of(question_forms(repo))):
        return Graded.absent(forms[:1], OWNER_LOOKED_FOR, forms[0].what).naming(form=forms[0].place.path).in_case(_FORM)
    undeclared = all(owner.source is not Source.SETTINGS for owner in answering)
    if (notice := given_up(repo)) and graded.grade is Grade.SUBSTANTIVE and undeclared:
        evidence = (notice, *graded.evidence)
        return Graded(Grade.PRESENT, evidence, OWNER_LOOKED_FOR, f"{notice.what}, whoever is named").in_case(_GIVEN_UP)
    by_file = any(owner.source is Source.CODEOWNERS for owner in answering)
    declared = any(owner.source is Source.SETTINGS for owner in named)
    papers = archetype(component).archetype in _PAPERS
    # a package tells its users by its metadata who keeps it
    by_metadata = archetype(component).archetype is Archetype.LIBRARY and any(
        owner.source is Source.METADATA for owner in answering
    )
    return graded.naming(file=owners_file(repo)).having_done_if(
        by_file or (papers and answering), declared or by_metadata, reviewed
    )


@governance.practice(
    "GOV-03",
    question="Is the system's risk tier decided with a reason and registered?",
    severity=Severity.HIGH,
    effort=Effort.SMALL,
    stage=Stage.PILOT,
    why="The tier decides which duties apply; found out after launch, it stops the launch.",
    fix=(
        "Add `risk:` to seatrial.yaml: `eu_ai_act, reason, decided_by, date, inventory_id, review` and a list `risks`.",
        "Give at least three risks with owner, treatment and what remains in {register:docs/risk-register.md}.",
    ),
    fix_for={
        Archetype.LIBRARY: _BOUNDED,
        Archetype.RESEARCH_CODE: _BOUNDED,
    },
    missing="no risk class is decided",
    references=(
        "AIA 6", "AIA 9", "AIA 49", "GV 1.6", "GV 1.3", "MP 5.1", "MG 1.4", "42001 A.5.2", "SR VI", "42001 6.1",
    ),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
)  # fmt: skip
def risk_class_and_inventory(component: Component) -> Graded:
    found = component.of(risks(component.repo))
    register = next((item for item in found if item.treated >= 3), None)
    # of a package, and of research, the second step asks for the uses that are out of scope, wherever they stand
    bounded = archetype(component).archetype in (Archetype.LIBRARY, Archetype.RESEARCH_CODE) and (
        any(Topic.OUT_OF_SCOPE in card.topics for card in component.of(model_cards(component.repo)))
        or bool(component.of(uses_left_out(component.repo)))
    )
    full = [item for item in found if item.complete or ((register or bounded) and _decided(item))]
    registered = [item for item in full if item.inventory and item.review and item.review >= component.repo.as_of]
    graded = Graded.best(
        (Grade.IN_USE, registered),
        (Grade.SUBSTANTIVE, [*full, *([register] if register else [])] if full else ()),
        (Grade.PRESENT, found),
        looked_for=RISK_LOOKED_FOR,
    ).naming(register=register)
    declared = any(item.complete for item in found)
    graded = graded.having_done_if(declared, register or bounded)
    return _doubted(component, graded, found)


def _decided(item: RiskStatement) -> bool:
    return bool(item.tier) and item.reason and item.decider and item.dated


def _doubted(component: Component, graded: Graded, found: tuple[RiskStatement, ...]) -> Graded:
    """A class that the documents contradict is raised as a question; words alone never set a class."""
    low = [item for item in found if LOW_TIER.search(item.tier)]
    hazards = component.of(hazard_mentions(component.repo)) if low else ()
    if not hazards:
        return graded
    message = f"the class is {low[0].tier}, and {hazards[0].what}: is it one of the high-risk uses of Annex III?"
    evidence = (*graded.evidence, *Graded.best((Grade.PRESENT, hazards), looked_for="").evidence)
    return replace(graded, grade=Grade.PRESENT, evidence=evidence, message=message)


def _listed(people: tuple[Evidence, ...]) -> str:
    names = "one person is" if len(people) == 1 else f"{len(people)} people are"
    return f"{names} listed in {people[0].place.path}, and nobody is said to answer for code or model"


def _is_role(owner: NamedOwner) -> bool:
    """Tell a handle that is called after a role, ``@ml-engineers``: a team is written ``@organisation/team``."""
    return owner.source is Source.CODEOWNERS and bool(ROLE.fullmatch(owner.name))


def _owned(component: Component, answering: list[NamedOwner], weak: list[NamedOwner]) -> str:
    """Say what is missing where somebody is named; a copy without a history shows nobody's changes."""
    if answering and not history(component.repo).changes:
        return f"{answering[0].what}, and no required review shows that this holds; this copy has no history that could"
    if answering:
        return f"{answering[0].what}, and neither a recent change nor a required review shows that this holds"
    if roles := [owner.name for owner in weak if _is_role(owner)]:
        return f"CODEOWNERS names {roles[0]}, a role and nobody's account: a team is written @organisation/team"
    if aside := [owner for owner in weak if owner.reachable and owner.pattern]:
        patterns = first_few(list(dict.fromkeys(owner.pattern for owner in aside)), 3)
        return f"{aside[0].name} is named as owner of {patterns} alone, and nobody of the code"
    unreachable = next((owner for owner in weak if not owner.reachable and not owner.placeholder), None)
    return f"{unreachable.what}, without any way to reach them" if unreachable else ""


def _authors(component: Component) -> str:
    """Name three authors of the latest changes; ``jo.doe`` and ``Jo Doe`` are one, by the fuller name."""
    known: dict[str, str] = {}
    for change in latest_changes(component.repo):
        key = "".join(char for char in change.author.casefold() if char.isalnum())
        known[key] = max(known.get(key, ""), change.author, key=lambda name: (" " in name, len(name)))
    return first_few([name[:40] for name in known.values()], 3)
