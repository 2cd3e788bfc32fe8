"""Does a file of the repository say that CI must pass before a change is merged?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.project.people import code_owners
from seatrial.model import Evidence, Place, as_evidence
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FILES = regex(
    r"\.github/(?:settings\.ya?ml|rulesets?(?:/.*|[-_\w]*)\.json|branch[-_]protection.*)|.*\.tf|\.asf\.yaml|bors\.toml|"
    r"(?:\.github/|\.config/)?\.?mergify\.ya?ml|(?:.*/)?branch[-_]protection[\w-]*\.(?:json|ya?ml)"
)
_REQUIRED = regex(
    r"^(?![ \t]*(?:#|//)).*(?:required[-_]status[-_]checks|check-success|status-success|"
    r"only_allow_merge_if_pipeline_succeeds[\"']?\s*[:=]\s*true)",
    re.MULTILINE,
)
_BORS = regex(r"^[ \t]*status\s*=\s*\[", re.MULTILINE)


@fact
def required_checks(repo: Repo) -> tuple[Evidence, ...]:
    """Return the rules that make CI a condition of a merge, and the owners whose review GitHub asks for.

    A file of rules shows what the owner set; whether the forge applies it cannot be seen from the repository.
    """
    rules = (found for path in repo.matching(_FILES.fullmatch) for found in _rules(repo, path))
    return (*rules, *(as_evidence(owners) for owners in code_owners(repo)))


def _rules(repo: Repo, path: str) -> Iterator[Evidence]:
    text = repo.text_or_empty(path, limit=300_000)
    found = (_BORS if path.endswith("bors.toml") else _REQUIRED).search(text)
    if found:
        yield Evidence(Place(path, line_number(text, found.end())), "a rule asks for passed checks before a merge")
