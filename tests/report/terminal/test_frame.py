"""The source line under a finding: carets where the finding points, and never a credential."""

import pytest

from seatrial.model import Place
from seatrial.report.terminal.frame import frame, masked
from seatrial.report.terminal.lines import folded
from seatrial.report.terminal.view import View


def _frame(place: Place, text: str, check: str = "SEC-02") -> list[str]:
    return [row.text for row in frame(place, check, View(source=lambda *_: text), 2)]


def test_a_line_that_is_wider_than_the_terminal_goes_on_beside_its_number() -> None:
    (row,) = frame(Place("a.py", 164), "OPS-03", View(source=lambda *_: "of(runs, order_by=['metrics.rmse DESC'])"), 2)

    assert [part.text for part in folded(row, 30)] == [
        "  164 │ of(runs,",
        "        order_by=['metrics.rmse",
        "        DESC'])",
    ]


def test_points_at_the_columns_that_are_meant() -> None:
    assert _frame(Place("a.py", 4, 13, 24), "    model = pickle.load(file)") == [
        "  4 │ model = pickle.load(file)",
        "    │         ^^^^^^^^^^^",
    ]


def test_points_to_the_end_of_the_line_without_an_end() -> None:
    assert _frame(Place("a.py", 4, 3), "a b c")[1] == "    │   ^^^"


def test_points_right_behind_tabs_and_escapes() -> None:
    assert _frame(Place("a.py", 4, 6, 7), "\tx = \x1b") == ["  4 │ x = \\x1b", "    │     ^^^^"]


@pytest.mark.parametrize("place", [Place("a.py"), Place("a.py", 3, 1)])
def test_shows_nothing_where_there_is_no_source(place: Place) -> None:
    assert _frame(place, "") == []


def test_a_column_beyond_the_line_gets_no_carets() -> None:
    assert _frame(Place("a.py", 1, 500, 510), "short") == ["  1 │ short"]


@pytest.mark.parametrize("check", ["SEC-01", "SEC-20"])
def test_shows_no_source_of_credentials_and_personal_records(check: str) -> None:
    assert _frame(Place("a.py", 4, 1), "anything", check) == []


def test_cuts_a_long_line() -> None:
    (row,) = _frame(Place("a.py", 1), "x " * 500)

    assert len(row) < 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("password = 'hunter2'", "password = '****'"),
        ("API_KEY: abc", "API_KEY: ****"),
        (f"uses: a/b@{'3599b3ba' * 5} # v3", f"uses: a/b@{'3599b3ba' * 5} # v3"),
        (f"FROM a@sha256:{'3599b3ba' * 8}", f"FROM a@sha256:{'3599b3ba' * 8}"),
        (f"'sha256:{'3599b3ba' * 5}', '{'3599b3ba' * 5}'", "'sha256:****', '****'"),
        ("headers['token'] = \"t0k3n\"", "headers['token'] = \"****\""),
        ("connect('AKIA" + "Z2J4K5L6M7N8P9Q0')", "connect('****')"),
        ("model = load('models/churn_v2/model.pkl')", "model = load('models/churn_v2/model.pkl')"),
        ('api_key = os.environ.get("A_KEY")', 'api_key = os.environ.get("A_KEY")'),
        ('if api_key := os.getenv("A_KEY"):', 'if api_key := os.getenv("A_KEY"):'),
        ("token = environment-of-mine", "token = ****"),
        ("generate(max_tokens=512)", "generate(max_tokens=512)"),
        ("generate(max_new_tokens=settings.longest)", "generate(max_new_tokens=settings.longest)"),
        ("new_token = 'hunter2'", "new_token = '****'"),
        ("tokens = 'hunter2'", "tokens = '****'"),
        ("tokenizer = AutoTokenizer.from_pretrained('bert')", "tokenizer = AutoTokenizer.from_pretrained('bert')"),
    ],
)
def test_masks_what_may_be_a_credential(text: str, expected: str) -> None:
    assert masked(text) == expected
