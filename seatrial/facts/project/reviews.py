"""Must somebody other than its author approve a change, and does somebody approve what goes live?"""

from collections.abc import Iterator
from enum import StrEnum

from seatrial.facts import fact
from seatrial.facts.ci.approvals import questions
from seatrial.facts.ci.workflows import jobs
from seatrial.facts.code.python_files import own_files
from seatrial.facts.project.people import history
from seatrial.model import Confidence
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.regex import caseless, regex
from seatrial.repo import Change, Repo, own_paths

_LATEST = 50  #: changes whose way in is looked at
_BY_REQUEST = caseless(
    r"\(#\d+\)|\(!\d+\)|^Merge pull request|^Merged in .*\(pull request|See merge request|^Merged PR \d+"
)
_BOT = caseless(r"\[bot\]|dependabot|renovate|pre-commit-ci|github-actions")
_TEMPLATE = caseless(
    r"(?:\.github/|docs/)?pull_request_template(?:\.md|/.+)|\.gitlab/merge_request_templates/.+|"
    r"\.azuredevops/pull_request_template.*"
)
_ABOUT_MODELS = caseless(r"\bmodels?\b|\bprompts?\b|\bdata ?sets?\b|\bmetrics?\b|evaluation|\bdrift\b")
_RULE_FILES = regex(
    r"\.github/(?:settings\.ya?ml|rulesets?(?:/.*|[-_\w]*)\.json|branch[-_]protection.*)|.*\.tf(?:\.json)?|\.mergify\.ya?ml|"
    r"\.gitlab/.*\.ya?ml|(?:.*/)?branch[-_]protection[\w-]*\.(?:json|ya?ml)|\.asf\.yaml|\.github/mergify\.yml"
)
_REQUIRED = regex(
    r"required_approving_review_count[\"']?\s*[:=]\s*[1-9]|#approved-reviews-by\s*>=?\s*[1-9]|"
    r"approvals_required[\"']?\s*[:=]\s*[1-9]|require_code_owner_reviews?[\"']?\s*[:=]\s*true|"
    r"minimum_reviewers[\"']?\s*[:=]\s*[1-9]|required_reviewers[\"']?\s*[:=]\s*[1-9\[]",
)
#: A rule of GitHub for a branch: as a ruleset is exported, and as the old protection and Terraform spell it.
_ASKS_FOR_REQUESTS = regex(
    r"[\"']type[\"']\s*:\s*[\"']pull_request[\"']|required_pull_request_reviews[\"']?\s*[:={]\s*(?!null|false|~)"
)
_REGISTRY = regex(
    r"PendingManualApproval|ModelApprovalStatus|model_approval_status|approval_status|approve_model|model[_ -]approval"
)
_LIVE = caseless(r"prod|live|release")


class ReviewKind(StrEnum):
    """What asks for an approval."""

    TEMPLATE = "pull request template"
    REQUEST = "rule that asks for pull requests"  #: and for nobody's approval
    REQUIRED = "required review"
    GATE = "approval before deployment"
    REGISTRY = "approval of a model version"
    ENVIRONMENT = "deployment environment"


@dataclass(frozen=True, slots=True)
class Review(AtLine):
    """One place where a change has to pass somebody's eyes."""

    kind: ReviewKind
    path: str
    line: int = 0
    detail: str = ""
    about_models: bool = False  #: it asks about models, data or prompts

    @property
    def what(self) -> str:
        asks = " that asks about models" if self.about_models else ""
        return f"{self.kind}{asks}{': ' * bool(self.detail)}{self.detail}"

    @property
    def confidence(self) -> Confidence:
        """Who must approve for an environment is kept by the forge, not by the repository."""
        return Confidence.LIKELY if self.kind is ReviewKind.ENVIRONMENT else Confidence.VERIFIED


@fact
def reviews(repo: Repo) -> tuple[Review, ...]:
    """Return what asks for approvals, by kind."""
    found = (*_templates(repo), *_rules(repo), *_gates(repo), *_registry(repo))
    return tuple(sorted(found, key=lambda review: (list(ReviewKind).index(review.kind), review.path, review.line)))


@fact
def latest_changes(repo: Repo) -> tuple[Change, ...]:
    """Return the newest fifty changes that people made."""
    people = (change for change in history(repo).changes if not _BOT.search(f"{change.author} {change.email}"))
    return tuple(change for change, _ in zip(people, range(_LATEST), strict=False))


@fact
def share_by_request(repo: Repo) -> float:
    """Return the share of the latest changes that came by a pull request, also squashed ones; 0.0 without history."""
    changes = latest_changes(repo)
    by_request = sum(bool(change.merge or _BY_REQUEST.search(change.subject)) for change in changes)
    return by_request / len(changes) if changes else 0.0


def _templates(repo: Repo) -> Iterator[Review]:
    for path in repo.matching(_TEMPLATE.fullmatch):
        if (text := repo.text_or_empty(path, limit=200_000)).strip():
            yield Review(ReviewKind.TEMPLATE, path, about_models=bool(_ABOUT_MODELS.search(text)))


def _rules(repo: Repo) -> Iterator[Review]:
    for path in own_paths(repo, _RULE_FILES.fullmatch):
        text = repo.text_or_empty(path, limit=200_000)
        if match := _REQUIRED.search(text):
            yield Review(ReviewKind.REQUIRED, path, line_number(text, match.start()), match[0].strip())
        elif match := _ASKS_FOR_REQUESTS.search(text):
            yield Review(ReviewKind.REQUEST, path, line_number(text, match.start()))


def _gates(repo: Repo) -> Iterator[Review]:
    yield from (Review(ReviewKind.GATE, one.place.path, one.place.line, one.what) for one in questions(repo))
    for job in jobs(repo):
        if job.environment and _LIVE.search(job.environment) and job.approval is None:
            yield Review(ReviewKind.ENVIRONMENT, job.place.path, job.place.line, job.environment)


def _registry(repo: Repo) -> Iterator[Review]:
    for file in own_files(repo):
        texts = ((text.value, text.line) for text in file.texts)
        names = ((call.written, call.line) for call in file.calls)
        if found := next(((word, line) for word, line in (*texts, *names) if _names_approval(word)), None):
            yield Review(ReviewKind.REGISTRY, file.path, found[1], found[0][:60], about_models=True)


def _names_approval(word: str) -> bool:
    """Tell whether a text or a call is about the approval of a model; a pattern that searches for such words is not."""
    return "|" not in word and bool(_REGISTRY.search(word))
