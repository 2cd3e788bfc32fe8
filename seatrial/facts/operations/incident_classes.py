"""By which effects does a plan for incidents tell a grave one from a small one?"""

from enum import StrEnum
from types import MappingProxyType

from seatrial.component import Component
from seatrial.facts.documents.documents import documents
from seatrial.facts.operations.incident_plans import incident_plans
from seatrial.model import Evidence
from seatrial.read.regex import caseless


class Criterion(StrEnum):
    """What incidents are classed by: article 18 of DORA, Regulation (EU) 2022/2554."""

    CLIENTS = "clients and transactions affected"
    REPUTATION = "reputation"
    DURATION = "duration"
    SPREAD = "countries affected"
    DATA = "data lost"
    SERVICES = "critical services"
    COST = "economic impact"


_WORDS = MappingProxyType({
    Criterion.CLIENTS: r"(?:clients?|customers?|users?|counterpart\w+|transactions?|payments?)[^.|]{0,40}affected|"
    r"affected (?:clients?|customers?|users?|transactions?|payments?)|(?:number|share|percentage|\d ?%) of (?:the )?"
    r"(?:clients?|customers?|users?|transactions?|payments?)",
    Criterion.REPUTATION: r"reputation\w*|media (?:coverage|attention)|in the press",
    Criterion.DURATION: r"\bdurations?\b|downtime|(?:longer|more) than \d+ ?(?:h|hours?|min)|"
    r"lasts? (?:longer|more|over)",
    Criterion.SPREAD: r"member states?|geographic\w*|cross-?border|\bcountries\b|jurisdictions?",
    Criterion.DATA: r"data loss\w*|loss of (?:data|confidentiality|integrity|availability)|data breach|"
    r"confidentialit\w+|(?:data|records) (?:lost|leaked|exposed)",
    Criterion.SERVICES: r"critical (?:or important )?(?:services?|functions?|systems?)|criticality",
    Criterion.COST: r"economic (?:impact|loss)|financial (?:impact|loss\w*)|(?:costs?|loss\w*) (?:of|above|over) "
    r"[\d€$£]|direct and indirect costs",
})  # fmt: skip
_PATTERNS = {criterion: caseless(words) for criterion, words in _WORDS.items()}


def incident_classes(component: Component) -> tuple[tuple[Evidence, tuple[Criterion, ...]], ...]:
    """Return for each plan for incidents the criteria by which it classes them, the fullest first."""
    texts = {
        document.path: "\n".join(f"{section.heading}\n{section.text}" for section in document.sections)
        for document in documents(component.repo)
    }
    found = []
    for plan in component.of(incident_plans(component.repo)):
        named = tuple(one for one, words in _PATTERNS.items() if words.search(texts.get(plan.place.path, "")))
        if not plan.policy:
            found.append((Evidence(plan.place, f"classes incidents by {', '.join(named) or 'nothing'}"), named))
    return tuple(sorted(found, key=lambda pair: (-len(pair[1]), pair[0])))
