"""Cards of models and data."""

import pytest

from seatrial.facts.documents.card_topics import Topic
from seatrial.facts.documents.cards import data_cards, model_cards
from tests.repositories import repo_of

FULL = """# Model card: churn

- **Version:** 1.2.0
- **Owner:** team-risk

## Intended use

Rank customers for a call by the retention team. Do not use it to set prices.

## Training data

Contracts of 2024 from the billing warehouse, 120,000 rows.

## Evaluation

AUC 0.87 on the hold-out of March 2025.

## Limitations

It is weak for customers of less than three months.
"""


def test_a_card_says_which_questions_it_answers() -> None:
    (card,) = model_cards(repo_of({"MODEL_CARD.md": FULL}))

    assert card.topics == tuple(Topic)
    assert card.named
    assert "hold-out" in card.answer(Topic.EVALUATION)


def test_sections_that_a_template_left_answer_nothing() -> None:
    text = "# Model Card\n\n## Intended use\n\n[More Information Needed]\n\n## Limitations\n\nTODO\n"
    (card,) = model_cards(repo_of({"model_card.md": text}))

    assert card.topics == ()


def test_a_template_file_is_no_card() -> None:
    assert model_cards(repo_of({"docs/model_card_template.md": FULL})) == ()


def test_a_card_that_kept_the_name_of_the_template_is_one_where_it_tells_what_was_measured() -> None:
    scores = "\n```\nprecision: 0.8278457\nrecall: 0.7327227\nfbeta: 0.7773851\n```\n"
    filled = FULL.replace("AUC 0.87 on the hold-out of March 2025.", f"On the hold-out:\n{scores}")

    assert len(model_cards(repo_of({"model_card_template.md": filled}))) == 1
    assert model_cards(repo_of({"model_card_template.md": filled + "\n## Ethics\n\nTODO\n"})) == ()
    assert model_cards(repo_of({"templates/model_card.md": filled})) == ()


def test_the_head_of_a_hub_makes_a_readme_a_card() -> None:
    text = "---\npipeline_tag: text-classification\nbase_model: bert-base\n---\n" + FULL
    (card,) = model_cards(repo_of({"README.md": text}))

    assert card.named
    assert card.upstream == ("bert-base",)


def test_a_readme_with_the_sections_of_a_card_is_one() -> None:
    (card,) = model_cards(repo_of({"README.md": FULL.replace("Model card: churn", "Churn")}))

    assert not card.named


def test_a_readme_of_a_library_is_none() -> None:
    text = "# Lib\n\n## Use cases\n\nMany things can be done.\n\n## Benchmarks\n\nFast on all machines we tried here.\n"

    assert (
        model_cards(repo_of({"README.md": text + "\n## Limitations\n\nOnly Python 3 is supported by the library.\n"}))
        == ()
    )


def test_a_section_of_a_page_can_be_a_card() -> None:
    text = (
        "# Docs\n\n## Model card\n\n### Intended use\n\nRank customers for the team.\n\n"
        "### Limitations\n\nIt is weak for the young ones.\n"
    )
    (card,) = model_cards(repo_of({"docs/model.md": text}))

    assert (card.line, card.topics) == (3, (Topic.INTENDED_USE, Topic.LIMITS))


def test_a_data_card_is_no_model_card() -> None:
    repo = repo_of({"data_card.md": "# Data card\n\n## Intended use\n\nTraining of the churn model only.\n"})

    assert model_cards(repo) == ()
    assert len(data_cards(repo)) == 1


def test_headings_of_the_first_level_and_labels_in_bold_answer_too() -> None:
    text = (
        "# **Model Details**\n\n**Model dates** It was trained between January and July.\n\n# **Intended Use**\n"
        "**Intended use cases** It is meant for research in English.\n\n"
        "**Out-of-scope uses** Anything against the law.\n\n"
        "# **Evaluation Results**\n\nIt reaches 54.8 on the benchmark of general knowledge.\n"
    )
    (card,) = model_cards(repo_of({"MODEL_CARD.md": text}))

    assert card.topics == (Topic.INTENDED_USE, Topic.OUT_OF_SCOPE, Topic.EVALUATION, Topic.VERSION)


@pytest.mark.parametrize(
    ("path", "title", "found"),
    [
        ("docs/churn.md", "Churn model", 1),
        ("docs/plan/featurePRD_optimise.md", "Discovery fixes", 0),
        ("PROPOSAL.md", "A churn model", 0),
        ("docs/churn.md", "Product requirements of the churn model", 0),
        ("docs/specs/churn.md", "Churn model", 0),
        ("docs/planning_model.md", "A model for planning", 1),
    ],
)
def test_a_document_of_what_is_to_be_built_describes_no_model(path: str, title: str, found: int) -> None:
    assert len(model_cards(repo_of({path: FULL.replace("Model card: churn", title)}))) == found


@pytest.mark.parametrize(
    ("use", "limits", "figures"),
    [
        ("Usage recommandé du modèle", "Limites du modèle", "Évaluation"),
        ("Zweckbestimmung", "Grenzen", "Ergebnisse"),
        ("Uso recomendado", "Limitaciones", "Resultados"),
    ],
)
def test_a_document_describes_a_model_in_the_language_of_its_owner(use: str, limits: str, figures: str) -> None:
    body = "un deux trois quatre cinq six mots"
    text = f"# Documentation\n\n## {use}\n\n{body}\n\n## {figures}\n\n{body}\n\n## {limits}\n\n{body}\n"
    (card,) = model_cards(repo_of({"docs/modele.md": text}))

    assert {Topic.INTENDED_USE, Topic.EVALUATION, Topic.LIMITS} <= set(card.topics)
