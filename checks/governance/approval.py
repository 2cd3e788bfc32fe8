"""Does somebody besides its author approve a change?"""

from collections.abc import Sequence

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, governance
from seatrial.facts.project.people import code_owners, history
from seatrial.facts.project.reviews import Review, ReviewKind, latest_changes, reviews, share_by_request

_REVIEW = (
    "Require an approving review by a code owner on the default branch, and keep the rule in "
    "{rule:.github/settings.yml}."
)
APPROVAL_LOOKED_FOR = (
    "required reviews as code (settings.yml, rulesets, Terraform, Mergify), a pull request template that asks about "
    "the model, approval of model versions, a deployment that waits for a person, changes that came by pull request"
)
_PAPERS = (Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC)  #: what is published to be read, and runs nowhere
_READ_PAPERS = (
    "Let changes come by pull request, and let somebody else than their author read each.",
    "Ask in {template:the pull request template} what changes in the results, and by which seed and data.",
)


@governance.practice(
    "GOV-09",
    question="Is each change of model, prompt or code approved by someone other than its author, with a record?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="One person who can change what decides about customers is the control that every auditor asks for first.",
    fix=(
        _REVIEW,
        "Ask in {template:the pull request template} what changes for the model, its data and its metrics.",
        "Let the deployment to production wait for an approval: by a protected environment, or of the model version.",
    ),
    fix_for={
        Archetype.LIBRARY: (
            _REVIEW,
            "Ask in {template:the pull request template} what changes for users: names, defaults, results.",
            "Let the job that publishes wait for an approval: by a protected environment.",
        ),
        **dict.fromkeys(_PAPERS, _READ_PAPERS),
    },
    references=(
        "MTS-Model1",
        "PCI 6.2.3",
        "PCI 6.5.1",
        "PCI 6.5.4",
        "AIA 17",
        "SR VI",
        "42001 A.6.1.3",
        "MG 1.1",
        "GMLP 2",
    ),
    raised_by=("finance", "healthcare"),
    gated_by=("finance", "healthcare"),
)
def change_approval(component: Component) -> Graded:
    repo = component.repo
    found = component.of(reviews(repo))
    required = [review for review in found if review.kind is ReviewKind.REQUIRED]
    gates = [review for review in found if review.kind is ReviewKind.GATE]
    models = [review for review in found if review.about_models or review.kind is ReviewKind.GATE]
    graded = Graded.best(
        (Grade.IN_USE, [*gates, *required] if required and gates else ()),
        (Grade.SUBSTANTIVE, [*required, *models] if required and models else ()),
        (Grade.PRESENT, [*found, *(file for file in component.of(code_owners(repo)) if file.rules)]),
        looked_for=APPROVAL_LOOKED_FOR,
        message=_without_approval(found),
    ).naming(
        template=next((review for review in found if review.kind is ReviewKind.TEMPLATE), None),
        rule=next((review for review in found if review.kind is ReviewKind.REQUEST), None),
    )
    graded = graded.having_done_if(required, any(review.about_models for review in found), gates)
    return graded if graded.grade is not Grade.ABSENT else _by_history(component)


def _without_approval(found: Sequence[Review]) -> str:
    kinds = {review.kind for review in found}
    if ReviewKind.REQUEST in kinds and kinds <= {ReviewKind.REQUEST, ReviewKind.TEMPLATE}:
        return "a rule asks for pull requests, and for nobody's approval"
    if kinds == {ReviewKind.TEMPLATE}:
        return "a template asks what a change is about, and nothing shows that somebody else must approve it"
    return ""


def _by_history(component: Component) -> Graded:
    """Judge by the way in which the latest changes came; a history that is cut off proves nothing."""
    share, changes = share_by_request(component.repo), latest_changes(component.repo)
    said = f"{share:.0%} of the latest {len(changes)} changes came by pull request"
    if share >= 0.5:
        return Graded(Grade.PRESENT, (), APPROVAL_LOOKED_FOR, said)
    if not changes or not history(component.repo).complete:
        return Graded.unknown(
            "there is too little history to tell, and rules of the forge cannot be seen", looked_for=APPROVAL_LOOKED_FOR
        )
    return Graded(Grade.ABSENT, (), APPROVAL_LOOKED_FOR, said)
