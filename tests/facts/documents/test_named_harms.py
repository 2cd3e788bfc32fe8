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
        ("Discrimination against women, men and children is not expected.", False),
        ("Discrimination against women, men and children is expected.", True),
        ("It disadvantages women, which is not acceptable.", True),
        ("Images of women with invasive carcinoma, which is aggressive in young patients.", False),
        ("Samples were taken by non-invasive methods from patients.", False),
        ("Image manipulation was applied to scans of patients.", False),
        ("The bot could be used for manipulating vulnerable people.", True),
        ("Even without personal data, upselling may be aggressive for customers who use much.", True),
        ("This reduces unfair treatment of applicants.", False),
        ("We train a discriminator that tells each speaker apart.", False),
        ("A discriminative loss tells each speaker apart.", False),
    ],
)
def test_a_harm_that_is_denied_or_kept_from_happening_is_not_named(sentence: str, names: bool) -> None:
    assert bool(named_harms(repo_of({"MODEL_CARD.md": CARD.format(sentence)}))) is names


def test_a_card_of_the_data_names_who_may_be_harmed_too() -> None:
    text = "# Data card\n\n## Source\n\nCalls of one month.\n\n## Ethics of targeting\n\n{}\n"
    said = "Offers may become intrusive for customers who are called too often."

    assert [one.path for one in named_harms(repo_of({"data_card.md": text.format(said)}))] == ["data_card.md"]
    assert not named_harms(repo_of({"data_card.md": text.format("The data hold no names.")}))
