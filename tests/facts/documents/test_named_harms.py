"""A model card names who may be harmed; that nobody is, or that it is kept from happening, is the opposite."""

import pytest

from seatrial.facts.documents.named_harms import named_harms
from tests.repositories import repo_of

CARD = "# Model card\n\n## Intended use\n\nLoans.\n\n## Ethical considerations\n\n{}\n"


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Patients may be harmed by a wrong answer.", True),
        ("Women may be discriminated against if the model is not watched.", True),
        ("It may harm patients without a doctor.", True),
        ("The training data was balanced, which avoids discrimination against women.", False),
        ("Discrimination against customers is not expected.", False),
        ("This reduces unfair treatment of applicants.", False),
        ("We train a discriminator that tells each speaker apart.", False),
        ("A discriminative loss tells each speaker apart.", False),
    ],
)
def test_a_harm_that_is_denied_or_kept_from_happening_is_not_named(sentence: str, names: bool) -> None:
    assert bool(named_harms(repo_of({"MODEL_CARD.md": CARD.format(sentence)}))) is names
