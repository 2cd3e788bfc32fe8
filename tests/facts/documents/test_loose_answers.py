"""What a card should hold may stand in the README, section by section: who writes the card starts from there."""

import pytest

from tests.judging.asked import FIT, judge, steps

RESULTS = """
## Results

Measured on contracts that were left out of the training.

| set | accuracy |
|---|---|
| hold-out of March 2025 | 0.87 |
"""
USE = """# Churn

## Intended use

Ranks customers for a call by the retention team. It must not be used for prices or for the end of a contract.
"""


def test_the_step_takes_over_what_pages_tell() -> None:
    files = {"README.md": USE, "docs/method.md": "# Method\n" + RESULTS, "train.py": FIT}

    assert judge("GOV-02", files).message == (
        "no model card was found; README.md:3 tells the intended use and what it is not for; "
        "docs/method.md:3 tells how good it is"
    )
    asked, _, taken = steps("GOV-02", files)[0].partition("; ")
    assert "training data" in asked
    assert not [word for word in ("intended", "scope", "evaluation") if word in asked]
    assert taken == "take over what stands at README.md:3 and docs/method.md:3."


def test_limits_alone_are_told_with_their_place() -> None:
    files = {
        "README.md": "# Churn\n\nRanks customers.\n\n## Known limitations\n\n"
        "Weak for customers of less than three months, and blind to changes of tariff.\n",
        "train.py": FIT,
    }

    assert judge("GOV-02", files).message == "no model card was found; README.md:5 tells limits"
    first = steps("GOV-02", files)[0]
    assert first.endswith("take over what stands at README.md:5.")
    assert "intended use, out-of-scope use, training data, evaluation" in first
    assert "limits and risks" not in first


def test_a_line_that_rules_a_use_out_is_taken_over() -> None:
    page = "# Absence\n\n**This model is not currently suitable for predicting absence in a hospital.**\n"

    assert "tells what it is not for" in judge("GOV-02", {"README.md": page, "train.py": FIT}).message


def test_results_and_data_alone_are_in_every_readme() -> None:
    page = "# Churn\n\n## Dataset\n\nContracts of 2024 from the billing warehouse, in three tables.\n\n" + RESULTS

    assert judge("GOV-02", {"README.md": page, "train.py": FIT}).message == "no model card was found"


def test_limits_of_something_else_are_none_of_the_model() -> None:
    page = "# Churn\n\n## Rate limits of the API\n\nSixty calls a minute for each key, and a thousand in a day.\n"

    assert judge("GOV-02", {"README.md": page, "train.py": FIT}).message == "no model card was found"


def test_limits_of_a_plan_of_a_provider_are_none_of_the_model() -> None:
    plan = (
        "# Churn\n\n### Limitations\n\n- Free tier rate limits stop after sixty questions\n"
        "- Answers of small models are invalid JSON\n- Needs a paid tier for reliable figures\n"
    )
    more = f"{plan}- Weak for customers of less than three months\n- Blind to changes of tariff\n- English alone\n"

    assert judge("GOV-02", {"README.md": plan, "train.py": FIT}).message == "no model card was found"
    assert judge("GOV-02", {"README.md": more, "train.py": FIT}).message.endswith("README.md:3 tells limits")


@pytest.mark.parametrize(
    ("said", "good"),
    [
        ("Context precision and recall are worked out, as scores (0-1.0), by llama3.2 for each question.", False),
        ("Precision goes from 0 to 100 %, and recall too: start the evaluation to see them yourself.", False),
        ("Precision (0-1) is 0.81 on the contracts that were left out of the training.", True),
        ("Precision was 0.81-0.84, by month, on the contracts that were left out.", True),
    ],
)
def test_how_good_it_is_takes_a_figure_that_came_out(said: str, good: bool) -> None:
    page = f"{USE}\n## Evaluation\n\n{said}\n"

    message = judge("GOV-02", {"README.md": page, "train.py": FIT}).message

    assert ("tells how good it is" in message) == good
    assert "tells the intended use" in message


def test_what_a_list_does_not_recommend_is_no_use_of_the_model() -> None:
    page = "# Radar\n\n## Hold (not recommended)\n\nA second database is not suitable for what we do, and dear.\n"

    assert judge("GOV-02", {"docs/radar.md": page, "train.py": FIT}).message == "no model card was found"


def test_the_limits_of_a_folder_of_code_are_none_of_the_model() -> None:
    page = "# Transformers\n\n## Limitations\n\nThe names of the columns stand in the class: others fail.\n"
    code = {"app/ml/transformers/engineer.py": "class Engineer: ...\n", "train.py": FIT}

    def told(path: str) -> str:
        return judge("GOV-02", {path: page, **code}).message

    assert told("app/ml/transformers/README.md") == "no model card was found"
    assert told("app/ml/README.md") == "no model card was found; app/ml/README.md:3 tells limits"
    assert told("docs/transformers.md") == "no model card was found"


def test_a_page_beside_the_readme_tells_limits_of_the_model_where_it_speaks_of_what_comes_out() -> None:
    page = "# Streams\n\n## Known limitations\n\n"
    of_code = f"{page}- No way to cancel a stream before its end\n- The client has to connect anew by itself\n"
    of_model = f"{page}- Predictions are poor for customers of less than three months, whoever they are\n"

    def told(path: str, text: str) -> str:
        return judge("GOV-02", {path: text, "train.py": FIT}).message

    assert told("docs/streams.md", of_code) == "no model card was found"
    assert told("docs/streams.md", of_model) == "no model card was found; docs/streams.md:3 tells limits"
    assert told("docs/todo.md", of_model) == "no model card was found"


def test_a_card_of_one_answer_is_named_and_so_are_headings_in_other_languages() -> None:
    said = "Модель ранжирует уже допустимые предложения и не принимает решений банка."
    one = {"docs/ranker_model_card.md": f"# Ranker model card\n\n## Назначение\n\n{said}\n", "train.py": FIT}
    lacking = "out-of-scope use, training data, evaluation, limits and risks, version, contact"

    assert judge("GOV-02", one).message == f"docs/ranker_model_card.md is called a card, and does not give {lacking}"


def test_a_template_beside_modules_is_what_a_package_fills_in_and_no_card_to_be_filled() -> None:
    def told(path: str) -> str:
        return judge("GOV-02", {path: "# Card\n", "shop/train.py": FIT}).message

    assert told("docs/model_card_template.md").startswith("docs/model_card_template.md is a template")
    assert told("shop/model_card_template.md") == "no model card was found"
