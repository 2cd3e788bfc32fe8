"""What the work is worth, and whether it goes on."""

from datetime import date

from seatrial.facts.documents.card_use import card_uses, copied_cards
from seatrial.facts.documents.decisions import cases
from seatrial.facts.documents.declared_kpis import declared_kpis
from seatrial.model import Decision, Kpi, Settings
from seatrial.repo import Memory, Repo
from tests.repositories import repo_of
from tests.workflows import workflow

TODAY = date(2026, 7, 1)


def test_a_case_needs_numbers_for_both_sides_criteria_and_a_date() -> None:
    text = (
        "# Business case\n\n- Benefit: saves EUR 240,000 a year\n- Cost: EUR 2,000 a month\n"
        "- Criteria: stop if the rate stays above 0.35 %\n- Review: 2026-12-01\n"
    )
    (case,) = cases(repo_of({"docs/case.md": text}))

    assert case.complete
    assert case.review == date(2026, 12, 1)
    assert not case.overdue(TODAY)


def test_a_saved_cost_is_a_benefit_and_no_cost() -> None:
    (case,) = cases(repo_of({"docs/case.md": "# ROI\n\nThe model saves costs of EUR 240,000 a year for us.\n"}))

    assert (case.benefit, case.cost) == (True, False)


def test_letters_that_mean_a_region_of_a_picture_make_no_case() -> None:
    rule = "## ROI rule\n\nA warning keeps the tile out of what is learned next.\n"
    region = f"# Rules\n\nThe segmenter cuts each image.\n\n{rule}"
    worth = region + "\n## ROI\n\nThe line saves the plant two people, and costs less than the scrap did.\n"
    plain = "# Plan\n\n## ROI rule\n\nA score below the bound keeps it out of what is learned next.\n"

    assert cases(repo_of({"docs/rules.md": region})) == ()
    assert [case.line for case in cases(repo_of({"docs/rules.md": worth}))] == [9]
    assert len(cases(repo_of({"docs/plan.md": plain}))) == 1


def test_a_date_that_is_past_without_an_outcome_is_overdue() -> None:
    past = Decision(criteria="go below 0.35 %", review_date=date(2026, 3, 1))
    decided = Decision(criteria="go below 0.35 %", review_date=date(2026, 3, 1), outcome="extend")

    assert cases(Repo(Memory({}), Settings(decision=past)))[0].overdue(TODAY)
    assert not cases(Repo(Memory({}), Settings(decision=decided)))[0].overdue(TODAY)


def test_a_figure_resolves_when_its_query_is_a_file_that_is_not_empty() -> None:
    kpi = Kpi("rate", measured_by="sql/rate.sql")

    def resolves(files: dict[str, str]) -> bool:
        return declared_kpis(Repo(Memory(files), Settings(kpi=(kpi,))))[0].resolves

    assert resolves({"sql/rate.sql": "select 1"})
    assert not resolves({"sql/rate.sql": ""})
    assert not resolves({})
    assert declared_kpis(Repo(Memory({}), Settings(kpi=(kpi,))))[0].lacking[0] == "a unit"


def test_a_card_is_used_by_a_test_that_ci_runs_and_only_then() -> None:
    card = {"MODEL_CARD.md": "# Model card\n\n## Intended use\n\nRank customers for a call by the team.\n"}
    test = {"tests/test_card.py": "open('MODEL_CARD.md')\n"}
    ci = {".github/workflows/ci.yml": workflow("pytest")}

    assert card_uses(repo_of({**card, **test, **ci}))
    assert not card_uses(repo_of({**card, **test}))
    assert not card_uses(repo_of({**card, **ci}))


def test_a_card_that_is_called_like_a_loaded_model_is_a_copy() -> None:
    card = {"model_card.md": "# Whisper Large v3\n\n## Intended use\n\nSpeech to text for everybody.\n"}
    load = {"app.py": "from transformers import pipeline\npipeline('asr', model='org/whisper-large-v3')\n"}

    assert copied_cards(repo_of({**card, **load}))
    assert not copied_cards(repo_of(card))


def test_a_page_of_a_hub_that_came_with_the_files_of_a_model_is_a_copy() -> None:
    page = "# BERT base\n\n## Intended use\n\nFill masks.\n\n```python\npipeline('fill-mask', model='%s')\n```\n"

    assert copied_cards(repo_of({"models/bert-base-uncased/README.md": "# Model card\n" + page % "bert-base-uncased"}))
    # who shows the base of an own model has made another model, and so has whoever loads it by its owner's name
    assert not copied_cards(repo_of({"models/news-nrms/README.md": "# Model card\n" + page % "bert-base-uncased"}))
    assert not copied_cards(repo_of({"models/news-nrms/README.md": "# Model card\n" + page % "acme/news-nrms"}))


def test_a_card_in_the_folder_of_a_loaded_model_is_a_copy() -> None:
    card = {"models/minilm-l6/README.md": "# Model card of a sentence encoder\n\n## Intended use\n\nCompare texts.\n"}
    load = {"app.py": "from transformers import AutoModel\nAutoModel.from_pretrained('org/minilm-l6')\n"}

    assert copied_cards(repo_of({**card, **load}))
    assert not copied_cards(repo_of(card))


def test_a_record_of_another_decision_is_no_case_for_the_work() -> None:
    text = (
        "# Decision record: no load balancer\n\n- Status: accepted\n"
        "- Decided: 2026-07-31, unless more than $20 are paid each month for a certificate\n"
    )
    worth = "# Decision record: go on\n\n- The model saves EUR 240,000 a year, if the rate stays below 0.35 %\n"

    assert cases(repo_of({"docs/balancer.md": text})) == ()
    assert [case.benefit for case in cases(repo_of({"docs/on.md": worth}))] == [True]
