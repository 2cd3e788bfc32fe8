"""Is it set or written how long records are kept?"""

from seatrial.facts import fact
from seatrial.facts.code.programs import own_code
from seatrial.facts.deployment.clouds.terraform import terraform
from seatrial.facts.documents.documents import documents
from seatrial.model import Evidence, Place
from seatrial.read.documents.document_record import Document
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role

_NAMED = caseless(
    r"retention|expire_?after|keep_?(days|for)|partition_expiration|delete_?after|purge_?(after|old)|max_?age_?days"
)
_RECORDS = caseless(r"retention|retain|kept for|(?:delete[ds]?|erased?|removed?) after|purge")
#: That what people sent, or what was answered, is kept: data of three years that a table holds are no retention.
_KEEPS = caseless(
    r"\b(?:logs?|predictions?|requests?|records?|traces?|prompts?|conversations?|personal data)\b[^.;|]{0,40}"
    r"\b(?:kept|stored|held)\b[^.;|]{0,60}?\b(?:for|up to)\b"
    r"|\b(?:keeps?|stores?)\b[^.;|]{0,40}"
    r"\b(?:logs?|predictions?|requests?|records?|traces?|prompts?|conversations?|personal data)\b[^.;|]{0,40}?"
    r"\b(?:for|up to)\b"
)
#: A time that somebody can count, behind a number; what has two or three dimensions lasts no days.
_SPAN = caseless(
    r"\b(?![2-4]-?d\b)(?:\d{1,5}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|thirty|ninety)[- ]?"
    r"(?:h|hours?|d|days?|weeks?|months?|years?)\b"
)
_ABOUT = caseless(r"predict|log|record|trace|request|inference|decision|data|prompt|conversation")
_BLOCKS = frozenset({"lifecycle_rule", "expiration", "ttl", "retention_policy"})


@fact
def retentions(repo: Repo) -> tuple[Evidence, ...]:
    """Return where the owner's code, infrastructure or documents bound how long records are kept, by place."""
    found = set()
    for program in own_code(repo):
        for item in program.file.assignments:
            if _NAMED.search(item.target) and "cache" not in f"{item.target} {program.path}".lower():
                found.add(program.evidence(item, f"{item.target} bounds how long records are kept"))
        for attribute in (attribute for cls in program.file.classes for attribute in cls.attributes):
            if _NAMED.search(attribute.name) and "cache" not in attribute.name.lower():
                place = program.place_of(attribute)
                found.add(Evidence(place, f"{attribute.name} bounds how long records are kept"))
    for resource in terraform(repo):
        for block in resource.block.walk() if resource.role is Role.OWN else ():
            if block.kind in _BLOCKS or any("retention" in key for key, _, _ in block.values):
                found.add(Evidence(Place(resource.place.path, block.line), f"{resource.what} bounds how long it keeps"))
    return tuple(sorted(found | set(repo.each(_written, documents(repo)))))


def _written(document: Document) -> list[Evidence]:
    return [
        Evidence(Place(document.path, line.number), "a document says how long records are kept")
        for line in document.lines
        if _SPAN.search(line.text)
        and (_KEEPS.search(line.text) or (_RECORDS.search(line.text) and _ABOUT.search(line.text)))
    ]
