"""A fingerprint stays the same when lines move and when a formatter has been there, and differs where things differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.model import Place
from seatrial.rubric.fingerprint import marks_of
from tests.repositories import repo_of

LONG = "model = pickle.load(open('models/churn.pkl', 'rb'), encoding='latin1')\n"
BROKEN = 'model = pickle.load(\n    open("models/churn.pkl", "rb"),\n    encoding="latin1",\n)\n'


def mark(text: str, line: int, column: int = 0, path: str = "a.py") -> str:
    return marks_of("SEC-02", [Place(path, line, column)], repo_of({path: text}))[0]


@pytest.mark.parametrize(("column", "moved"), [(0, 0), (9, 0), (0, 5)])
def test_a_formatter_and_lines_above_change_nothing(column: int, moved: int) -> None:
    assert mark(LONG, 1, column) == mark("\n" * moved + BROKEN, 1 + moved, column)


def test_an_argument_on_a_line_of_its_own_is_the_argument_within_a_line() -> None:
    short = "AutoModel.from_pretrained(name, trust_remote_code=True, revision=None)\n"
    broken = "AutoModel.from_pretrained(\n    name,\n    trust_remote_code=True,\n    revision=None,\n)\n"

    assert mark(short, 1, 33) == mark(broken, 3, 5)


def test_a_call_within_a_call_ends_with_its_own_bracket() -> None:
    assert mark("f(pickle.load(a), 3)\n", 1, 3) == mark("f(\n    pickle.load(a),\n    3,\n)\n", 2, 5)


def test_another_argument_is_another_finding() -> None:
    assert mark(LONG, 1, 9) != mark(LONG.replace("churn", "prices"), 1, 9)
    assert mark("f(g(x), y)\n", 1, 1) != mark("f(g(x), z)\n", 1, 1)


def test_what_follows_a_call_is_part_of_it_where_it_goes_on_with_the_result() -> None:
    assert mark("f(x) + y\n", 1, 1) == mark("f(x) - z\n", 1, 1)
    assert mark("f(x).g(y)\n", 1, 1) != mark("f(x).g(z)\n", 1, 1)


def test_the_same_words_twice_are_two_findings() -> None:
    repo = repo_of({"a.py": "f(x)\nf(x)\n"})

    assert len(set(marks_of("SEC-02", [Place("a.py", 1), Place("a.py", 2)], repo))) == 2


def test_another_path_is_another_finding() -> None:
    assert mark(LONG, 1) != mark(LONG, 1, path="b.py")


def test_a_line_of_another_kind_of_file_is_taken_whole() -> None:
    assert mark("USER  root, really\n", 1, path="Dockerfile") == mark("\nUSER root, really\n", 2, path="Dockerfile")


@given(st.text(max_size=80), st.integers(0, 5), st.integers(0, 90))
def test_any_text_has_a_fingerprint(text: str, line: int, column: int) -> None:
    assert mark(text, line, column) == mark(text, line, column)


@pytest.mark.parametrize(
    ("before", "at", "after", "there"),
    [
        ("def f():\n    return p.loads(v) if v else None\n", 2,
         "def f():\n    return (\n        p.loads(v)\n        if v\n        else None\n    )\n", 3),
        ("m.load(torch.load(path, map=cpu))\n", 1, "m.load(\n    torch.load(\n        path, map=cpu\n    )\n)\n", 2),
        ("x = run('a' 'b')\n", 1, 'x = run(  # words\n    "ab",\n)\n', 2),
        ("if a and b:\n    pass\n", 1, "if (\n    a\n    and b\n):\n    run()\n", 2),
        ("@app.post('/x')\ndef f(a, b): ...\n", 1, '@app.post(\n    "/x",\n)\ndef f(): ...\n', 2),
        ("with open(a) as f:\n    pass\n", 1, "with (\n    open(a) as f,\n):\n    run()\n", 2),
    ],
)  # fmt: skip
def test_a_statement_is_the_same_in_any_layout(before: str, at: int, after: str, there: int) -> None:
    assert mark(before, at) == mark(after, there)


def test_statements_that_say_something_else_differ() -> None:
    texts = [
        "f(a)\n",
        "f(b)\n",
        "g(a)\n",
        "f(a=a)\n",
        "f('a')\n",
        "f(b'a')\n",
        "f((a,))\n",
        "x = f(a)\n",
        "f(1)\n",
        "f(1.0)\n",
    ]

    assert len({mark(text, 1) for text in texts}) == len(texts)
