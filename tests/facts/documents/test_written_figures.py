"""Targets, business figures and risks in documents."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.documents.capacity import Load, compared_variants, latest_day, load_figures, measured_memory
from seatrial.facts.documents.figures import amounts, dates, figures
from seatrial.facts.documents.written_business import Matter, business_statements
from seatrial.facts.documents.written_risks import risk_statements
from seatrial.facts.documents.written_targets import Aim, written_targets
from seatrial.facts.project.cost_code import cost_computations
from seatrial.repo import Repo
from tests.repositories import repo_of


def page(text: str, path: str = "docs/page.md") -> Repo:
    return repo_of({path: text})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("p95 < 40 ms", [(40.0, "ms", "<")]),
        ("99,9 % uptime", [(99.9, "%", "")]),
        ("1,200 requests/s", [(1200.0, "requests/s", "")]),
        ("version 3 of 2024", []),
    ],
)
def test_a_figure_is_a_number_with_a_unit(text: str, found: list[tuple[float, str, str]]) -> None:
    assert [(figure.number, figure.unit, figure.sign) for figure in figures(text)] == found


def test_money_and_dates_are_found_as_written() -> None:
    assert amounts("about $1,200 per month or 3k EUR") == ("$1,200", "3k EUR")
    assert dates("from 2026-03-01 to Q4 2026, by end of 2027") == ("2026-03-01", "Q4 2026", "end of 2027")


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("**Estimated monthly cost**: about $50 USD", [Matter.COST]),
        ("3. Cost of the service", []),
        ("A prize of $500", []),
    ],
)
def test_a_cost_may_stand_in_a_heading(heading: str, found: list[Matter]) -> None:
    assert [one.matter for one in business_statements(page(f"# Page\n\n## {heading}\n"))] == found


@pytest.mark.parametrize(
    ("heading", "linked", "aims"),
    [
        ("Hosted API", "There is one [here](https://firm.example).", []),
        ("Hosted API", "We run it ourselves.", [Aim.AVAILABILITY]),
        ("Cloud deployment", "See [the guide](https://firm.example).", [Aim.AVAILABILITY]),
    ],
)
def test_what_the_makers_sell_beside_it_promises_nothing_of_what_lies_here(
    heading: str, linked: str, aims: list[Aim]
) -> None:
    text = f"# Reader\n\n## {heading}\n\n{linked}\n\n- High uptime (99.99%)\n"

    assert [item.aim for item in written_targets(page(text))] == aims


_SOLD = "| Feature | {} | Managed on Firm |\n|---|---|---|\n| Uptime{} | {} | {} |\n"


@pytest.mark.parametrize(
    ("text", "aims"),
    [
        (_SOLD.format("Self Managed", " (99.95%)", "❌", "✅ backed by an SLA"), []),
        (_SOLD.format("Self-hosted", "", "best effort", "99.95%"), []),
        (_SOLD.format("Open source", "", "-", "99.95%"), []),
        (_SOLD.format("Self-hosted", "", "99.5%", "99.95%"), [Aim.AVAILABILITY]),
        (_SOLD.format("Self-hosted", " (99.5%)", "yes", "yes"), [Aim.AVAILABILITY]),
        (_SOLD.format("Target", "", "99.9%", "99.95%"), [Aim.AVAILABILITY]),
        ("Self-host it, or deploy with [Firm](https://firm.example) at 99.995% uptime.", []),
        ("Self-hosting is free; or use [our cloud](https://firm.example) with 99.9% uptime.", []),
        ("Self-host it, or deploy with Helm, at 99.9% uptime.", [Aim.AVAILABILITY]),
        ("Self-hosted with 99.9% uptime ([why](docs/slo.md)).", [Aim.AVAILABILITY]),
    ],
)
def test_a_comparison_with_what_is_sold_binds_only_the_column_of_what_lies_here(text: str, aims: list[Aim]) -> None:
    repo = repo_of({"README.md": f"# Service\n\n## Features\n\n{text}\n"})

    assert [target.aim for target in written_targets(repo)] == aims


def test_a_target_is_a_number_that_is_promised() -> None:
    text = "## SLO\n\n- Availability: 99.5% per month\n- P95 latency of the API: 50 ms\n"
    found = written_targets(page(text))

    assert [(item.aim, item.number, item.percentile, item.window) for item in found] == [
        (Aim.AVAILABILITY, 99.5, False, True),
        (Aim.LATENCY, 50.0, True, False),
    ]


def test_a_table_of_targets_is_read_with_its_heads() -> None:
    text = (
        "## Service level objectives\n\n"
        "| Service | Availability | P95 latency |\n|---|---|---|\n| api | 99.9% | 200 ms |\n"
    )

    assert [(item.aim, item.number) for item in written_targets(page(text))] == [
        (Aim.LATENCY, 200.0),
        (Aim.AVAILABILITY, 99.9),
    ]


def test_a_row_of_a_table_may_name_the_unit_of_its_figures() -> None:
    head = "## Performance targets\n\n| Metric | Target |\n|---|---|\n"
    assert [(item.aim, item.number) for item in written_targets(page(head + "| RPS (per instance) | > 1,100 |\n"))] == [
        (Aim.THROUGHPUT, 1100.0)
    ]
    assert written_targets(page(head + "| RPS limiter | in config 3 |\n| Replicas | > 2 |\n")) == ()


def test_alarms_measurements_and_adjectives_are_no_targets() -> None:
    text = (
        "# X\n\nAlert if p95 latency > 500 ms.\n\nThe model is fast: latency is great.\n\n"
        "## Speed\n\nLatency 12 ms on one core.\n"
    )

    assert written_targets(page(text)) == ()


@pytest.mark.parametrize(
    "said",
    [
        "It was benchmarked with >1200 rps per client in our blog.",
        "We observed a throughput of > 900 requests per second on one node.",
        "In our load tests p95 latency stayed below 40 ms.",
    ],
)
def test_what_somebody_measured_is_no_target_unless_its_heading_promises(said: str) -> None:
    assert written_targets(page(f"# X\n\n{said}\n")) == ()
    assert written_targets(page(f"# X\n\n## Service level objectives\n\n{said}\n")) != ()
    assert written_targets(page("# X\n\nThe API answers below 40 ms latency at p95.\n")) != ()


def test_costs_and_benefits_are_amounts_below_a_heading_about_them() -> None:
    text = (
        "## Monthly cost\n\n| Part | Amount |\n|---|---|\n| cluster | $73 |\n\n"
        "## Business case\n\nSaves EUR 20,000 a year.\n"
    )

    assert [(item.matter, item.line) for item in business_statements(page(text))] == [
        (Matter.COST, 5),
        (Matter.BENEFIT, 9),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "| Metric | Forest | KNN |\n|---|---|---|\n| Precision | 0.74 | 0.69 |\n| Savings (test) | 10% | 5% |\n",
            True,
        ),
        ("- **Net profit**: 12% above the rule\n", True),
        ("Average savings per order: $3.20\n", True),
        ("| Metric | int8 |\n|---|---|\n| Savings of memory | 40% |\n", False),
        ("- Savings: 30% fewer tokens\n", False),
        ("| ROI | 14 px |\n|---|---|\n| ROI | 16 px |\n", False),
        ("Savings accounts are 10% of all rows\n", False),
    ],
)
def test_what_was_saved_or_earned_is_a_benefit_below_any_heading(text: str, found: bool) -> None:
    matters = [item.matter for item in business_statements(page(f"# Fares\n\n## Results\n\n{text}"))]

    assert matters == ([Matter.BENEFIT] if found else [])


def test_an_error_in_dollars_is_no_cost() -> None:
    assert business_statements(page("## Metrics\n\nRMSE | $4,396\n")) == ()


def test_metrics_of_a_model_or_of_code_are_no_business_figures() -> None:
    assert business_statements(page("## KPIs\n\n- Accuracy > 85%\n- Test coverage 90%\n")) == ()
    assert [item.matter for item in business_statements(page("## KPIs\n\n- Churn from 12% to 9%\n"))] == [Matter.KPI]


def test_advice_without_numbers_is_no_cost() -> None:
    assert business_statements(page("# Cost optimization guide\n\nUse spot instances for training.\n")) == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "For example, if a true positive is worth $100,\na false one costs $10, and\nthe total is $90. It pays.\n",
            [],
        ),
        ("For example, a true positive is worth $100.\nOur saving is $5,000 per month.\n", [4]),
        ("Instances (e.g. spot) are bought\n\nour savings are $5,000 per month.\n", [5]),
        ("Instances, such as spot ones\n- Saved: $5,000 per month\n", [4]),
    ],
)
def test_an_example_goes_on_until_its_sentence_ends_and_states_nothing(text: str, lines: list[int]) -> None:
    assert [item.line for item in business_statements(page(f"# Business value\n\n{text}"))] == lines


def test_a_register_of_risks_is_counted_by_its_rows() -> None:
    text = (
        "# Risk assessment\n\n"
        "Risk class: high risk, because of Annex III 5(b). Decided by the risk office on 2026-03-01.\n\n"
        "| Risk | Treatment |\n|---|---|\n| drift | monitor |\n| bias | test |\n| outage | fallback |\n"
    )
    (found,) = risk_statements(page(text))

    assert found.complete
    assert found.treated == 3


@pytest.mark.parametrize("between", ["\n", "\n### Of the business\n"])
def test_the_head_of_a_further_table_is_no_risk(between: str) -> None:
    head = "| Risk | Mitigation |\n|---|---|\n"
    text = f"# Risk assessment\n\n{head}| drift | monitor |\n| bias | test |\n{between}{head}| outage | fallback |\n"
    (found,) = risk_statements(page(text))

    assert found.treated == 3


def test_the_word_risk_alone_is_no_statement() -> None:
    assert risk_statements(page("# X\n\nCustomers at risk of churn are called.\n")) == ()


def test_code_that_works_out_running_costs_is_found_and_that_of_the_subject_is_not() -> None:
    def found(code: str) -> list[str]:
        return [item.name for item in cost_computations(repo_of({"src/usage.py": code}))]

    assert found("USD_PER_HOUR = 3\n\n\ndef estimate_cost(hours):\n    return hours * USD_PER_HOUR\n") == [
        "estimate_cost"
    ]
    assert found("def estimate_cost(hours):\n    return hours\n") == []
    budgets = "BUDGETS_USD = [300]\n\n\ndef build_cost_overview(root):\n    return sum(BUDGETS_USD)\n"
    named = repo_of({"src/cost_observability.py": budgets, "src/costumes.py": budgets})
    assert [item.path for item in cost_computations(named)] == ["src/cost_observability.py"]
    assert found("PRICE = 3\n\n\ndef compute_transaction_cost(n):\n    return n * PRICE\n") == []


@pytest.mark.parametrize(
    ("figure", "counts"),
    [
        ('"cost_per_1k_requests_usd": round(tokens / calls * price, 4)', True),
        ('"cost_per_1k_requests_usd": 5.0', False),
        ('"cost_per_1k_requests_usd": price', False),
        ('"shipping_cost_usd": round(weight * price, 2)', False),
    ],
    ids=["worked out", "written down", "handed on", "of the subject"],
)
def test_a_summary_may_hold_the_running_cost_that_it_works_out(figure: str, counts: bool) -> None:
    code = f"def latency(tokens, calls, weight, price):\n    summary = {{{figure}}}\n    return summary\n"
    found = [item.name for item in cost_computations(repo_of({"src/usage.py": code}))]

    assert found == (["latency"] if counts else [])


@given(st.text(max_size=200))
def test_no_text_makes_the_patterns_fail(text: str) -> None:
    repo = page(f"## KPI, cost, SLO and risk register\n\n{text}")

    assert isinstance(written_targets(repo) + business_statements(repo) + risk_statements(repo), tuple)
    assert isinstance(figures(text), tuple)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("L4: g2-instance-8 hourly cost: $0.90, about $0.05 for a batch of 1000", True),
        ("The A100 costs us 3.75 USD an hour", True),
        ("The plan of a customer costs $20 a month", False),
        ("An A100 needs 12 s for a batch", False),
    ],
)
def test_what_a_machine_costs_is_a_cost_under_any_heading(line: str, told: bool) -> None:
    found = business_statements(page(f"# Batch job\n\n## Notes from trials\n\n* {line}\n"))

    assert [one.matter for one in found] == ([Matter.COST] if told else [])


@pytest.mark.parametrize(
    "text",
    [
        "## Response time SLA\n\n- Target response time: within 24 hours of the pull request\n",
        "## SLA\n\nReviewers keep a response time of at most 30 seconds\n",
        "## SLA\n\n- Target response time: within 24 hours\n",  # of people: no service is that slow
    ],
)
def test_what_people_promise_one_another_is_no_target_of_a_service(text: str) -> None:
    assert not written_targets(page(text))


def capacities(text: str) -> Repo:
    return repo_of({"docs/capacity.md": text})


def test_a_row_of_a_table_is_about_what_its_words_say() -> None:
    repo = capacities("# Capacity\n\n| what | load |\n|---|---|\n| one replica at peak | 150 requests/s |\n")

    assert [(one.about, one.number) for one in load_figures(repo)] == [(Load.REPLICA, 150.0)]


def test_figures_outside_of_sections_about_load_are_none() -> None:
    assert not load_figures(capacities("# History\n\nThe peak was 1200 requests per second.\n"))


def test_the_size_of_a_model_is_no_measured_memory() -> None:
    assert not measured_memory(capacities("# Models\n\nThe small model needs 2 GB of VRAM.\n"))


def test_one_runtime_alone_is_no_comparison() -> None:
    assert not compared_variants(capacities("# Speed\n\n| runtime | ms |\n|---|---|\n| onnx | 9 |\n"))


@given(st.text())
def test_any_text_has_a_latest_day_or_none(text: str) -> None:
    assert isinstance(latest_day(text), date | None)


@pytest.mark.parametrize(
    ("heading", "line", "aims"),
    [
        ("Latency baseline", "Budget: p95 under 500 ms.", [Aim.LATENCY]),
        ("Cold starts", "Budget: p95 under 500 ms.", []),
        ("Latency baseline", "Measured: p95 of 480 ms.", []),
    ],
)
def test_a_percentile_below_a_heading_about_latency_is_one_of_it(heading: str, line: str, aims: list[Aim]) -> None:
    assert [target.aim for target in written_targets(page(f"# {heading}\n\n{line}\n"))] == aims


def test_a_cell_before_the_one_that_names_the_quality_is_about_something_else() -> None:
    head = "# Use\n\n| Case | Content | Needs |\n|---|---|---|\n"

    assert written_targets(page(head + "| Dictation | commands (<30s) | low latency |\n")) == ()
    (found,) = written_targets(page(head + "| Dictation | latency of commands | <30s |\n"))
    assert found.aim is Aim.LATENCY


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Monthly cost of a small deployment:\n~$60–100 a month.", [4]),
        ("Monthly cost of a small deployment:\n- $60 for the database\n- $10 for the rest", [4, 5]),
        ("Monthly cost of a small deployment:\n\nA prize of $500 was won.", []),
        ("We won a prize:\n$500.", []),
        ("We spent US$9.26 on Compute Engine.", [3]),
        ("Go to billing, and see that $50 of cloud credit are there.", []),
    ],
    ids=["a label", "a list below one", "a paragraph further", "no cost", "what was spent", "a credit"],
)
def test_a_cost_may_be_led_to_by_the_line_before_it_or_said_by_its_own(text: str, lines: list[int]) -> None:
    found = business_statements(page(f"## Deployment\n\n{text}\n"))

    assert [one.line for one in found if one.matter is Matter.COST] == lines
