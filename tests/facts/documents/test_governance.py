"""What documents say about duties towards people and auditors, and which notices people see."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.component import Component, components
from seatrial.facts.documents.audit_index import indexes
from seatrial.facts.documents.cards import uses_left_out
from seatrial.facts.documents.closed_documents import closed_files, unfilled
from seatrial.facts.documents.governance_topics import Duty
from seatrial.facts.documents.notices import notices
from seatrial.facts.documents.own_words import speaks_of
from seatrial.facts.documents.threat_models import threat_models
from seatrial.facts.documents.written_governance import governance_statements, statements
from tests.repositories import repo_of

TEXT = "An analyst decides above the threshold and may overrule the score; all analysts are trained each spring. "


def component(files: dict[str, str]) -> Component:
    return components(repo_of(files))[0]


@pytest.mark.parametrize(
    ("path", "heading", "duty"),
    [
        ("docs/x.md", "Human oversight", Duty.OVERSIGHT),
        ("docs/human-in-the-loop.md", "Who may step in", Duty.OVERSIGHT),
        ("docs/x.md", "Planner overrides", Duty.OVERSIGHT),
        ("docs/x.md", "Data protection impact assessment (DPIA)", Duty.IMPACT),
        ("docs/fria.md", "Rights", Duty.IMPACT),
        ("docs/x.md", "External validation", Duty.VALIDATION),
        ("docs/x.md", "Complaints", Duty.APPEAL),
        ("docs/x.md", "Retirement", Duty.RETIREMENT),
        ("docs/x.md", "Ética y Fairness", Duty.FAIRNESS),
    ],
)
def test_a_passage_is_found_by_its_heading_or_the_name_of_its_file(path: str, heading: str, duty: Duty) -> None:
    found = governance_statements(repo_of({path: f"# X\n\n## {heading}\n\n{TEXT}"}))

    assert [item.duty for item in found] == [duty]


@pytest.mark.parametrize(
    "files",
    [
        {"CHANGELOG.md": f"# Changes\n\n## Human oversight\n\n{TEXT}"},
        {".tool/skills.md": f"# Skill\n\n## Human oversight\n\n{TEXT}"},
        {"docs/x.md": "# X\n\n## Human oversight\n\nTODO: to be written\n"},
        {"docs/x.md": "# X\n\n## Human oversight\n\nSee below.\n"},
        {"docs/x.md": f"# X\n\n## Environmental impact assessment\n\n{TEXT}"},
        {"docs/x.md": f"# X\n\n## Data validation\n\n{TEXT}"},
        {"docs/x.md": f"# X\n\n## Appeal to authority\n\n{TEXT}"},
    ],
)
def test_records_of_changes_orders_to_tools_and_other_trades_are_left_out(files: dict[str, str]) -> None:
    assert governance_statements(repo_of(files)) == ()


def test_what_is_given_what_lacks_and_the_next_review_are_told() -> None:
    text = f"{TEXT} It concerns R-12. Next review: 2027-01-31."
    (found,) = statements(component({"docs/x.md": f"# X\n\n## Human oversight\n\n{text}"}), Duty.OVERSIGHT)

    assert found.given == ("who decides", "when", "with what authority", "with what training")
    assert found.lacks("when", "why") == ("why",)
    assert found.review == date(2027, 1, 31)
    assert found.linked


def test_a_text_speaks_of_this_system_by_its_name_a_figure_or_a_date() -> None:
    churn = repo_of({"README.md": "# Tariffwatch\n\nRanks.\n", "src/tariffwatch/__init__.py": ""})

    assert speaks_of(churn, "the ranking of tariffwatch may be wrong")
    assert speaks_of(churn, "signed on 2026-03-01")
    assert not speaks_of(churn, "the model may harm people, and the team mitigates that")


def test_documents_that_are_no_text_and_templates_are_told_apart() -> None:
    there = component(
        {"docs/dpia-2026.pdf": "%PDF", "docs/dpia_template.md": "# DPIA\n\nTODO", "docs/price.pdf": "%PDF"}
    )

    assert [place.path for place in closed_files(there, Duty.IMPACT)] == ["docs/dpia-2026.pdf"]
    assert [place.path for place in unfilled(there, Duty.IMPACT)] == ["docs/dpia_template.md"]


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({"web/chat.html": "<p>\n<b>Generated content</b> may be inaccurate.\n</p>"}, 2),
        ({"app.py": "import streamlit as st\n\nst.caption('AI can make mistakes.')\n"}, 3),
        ({"app.py": "class Answer:\n    text: str\n    ai_generated: bool = True\n"}, 3),
    ],
)
def test_people_are_told_on_pages_and_in_answers(files: dict[str, str], line: int) -> None:
    (found,) = notices(repo_of(files))

    assert found.shown
    assert found.place.line == line


@pytest.mark.parametrize(
    "files",
    [
        {"app.py": "import gradio\n\nPROMPT = 'You are a helpful AI. Say that you can make mistakes.'\n"},
        {"engine.py": "print('the detection of the language may be wrong')\n"},
        {"web/index.html": "<footer>All rights reserved.</footer>"},
        {"tests/page.html": "<p>AI can make mistakes</p>"},
    ],
)
def test_prompts_messages_of_programs_and_footers_tell_nobody(files: dict[str, str]) -> None:
    assert notices(repo_of(files)) == ()


def test_the_description_of_an_interface_tells_that_a_model_answers_and_a_log_line_does_not() -> None:
    text = "from fastapi import FastAPI\n\napp = FastAPI(description='Prices of flats, using a trained model.')\n"
    (found,) = notices(repo_of({"app.py": text}))

    assert (found.machine, found.limits, found.place.line) == (True, False, 3)
    assert not notices(repo_of({"app.py": "print('Prices of flats, using a trained model.')\n"}))
    assert not notices(repo_of({"app.py": text.replace("using a trained model", "by district")}))


def test_an_index_counts_links_that_resolve_and_names_those_that_do_not() -> None:
    text = "# Docs\n\n- [Data](data.md)\n- [Risks](risks.md)\n- [Tests](../tests)\n- [Monitoring](gone.md)\n"
    (found,) = indexes(
        repo_of({"docs/index.md": text, "docs/data.md": "x", "docs/risks.md": "x", "tests/test_a.py": ""})
    )

    assert found.covered == ("data", "tests and performance", "risks")
    assert found.dead == ("gone.md",)
    assert not found.full


def test_the_navigation_of_mkdocs_is_an_index() -> None:
    nav = "site_name: x\nnav:\n  - Data: data.md\n  - Design:\n      - Architecture: a.md\n  - Runbook: r.md\n"
    (found,) = indexes(repo_of({"mkdocs.yml": nav, "docs/data.md": "x", "docs/a.md": "x", "docs/r.md": "x"}))

    assert found.covered == ("design", "data", "operation")
    assert found.place.line == 2


@given(st.text(max_size=300))
def test_no_text_stops_the_search(text: str) -> None:
    there = repo_of(
        {"docs/dpia.md": text, "README.md": f"# X\n\n## Fairness\n\n{text}", "web/a.html": text, "mkdocs.yml": text}
    )

    governance_statements(there)
    notices(there)
    indexes(there)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("It was neither made for nor tested for judging people.", True),
        ("Not intended for use in medicine.", True),
        ("It is made for short texts.", False),
    ],
)
def test_uses_that_are_left_out_are_found_in_any_document(line: str, left: bool) -> None:
    assert bool(uses_left_out(repo_of({"README.md": f"# Tones\n\n{line}\n"}))) is left


HEAD = "# Threat model\n\nOf the claim scoring, looked at on 2026-03-02 with the review desk of the company.\n\n"


def counted(text: str, path: str = "docs/threat-model.md") -> list[tuple[int, int, int]]:
    return [(item.threats, item.treated, item.full) for item in threat_models(repo_of({path: text.encode()}))]


def test_rows_with_mitigation_and_owner_are_full() -> None:
    rows = "| Threat | Mitigation | Owner |\n|---|---|---|\n| Poisoning of labels | two reviewers | Ann |\n"

    assert counted(HEAD + rows) == [(1, 1, 1)]


def test_sections_count_with_what_stands_below_them() -> None:
    section = "## Model extraction\n\nMany requests copy it.\n\n**Mitigation**: a limit for each key\n\n"

    assert counted(HEAD + section) == [(1, 1, 0)]
    assert counted(f"{HEAD}Owner: Ann Lee\n\n{section}") == [(1, 1, 1)]


def test_threats_that_every_service_has_are_none_to_a_model() -> None:
    assert counted(f"{HEAD}- Spoofing of users\n- Denial of service\n") == [(0, 0, 0)]


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    assert counted(text) is not None
