"""Which tests a run of CI takes in: by its paths, by its expressions, and by the settings of pytest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.component import components
from seatrial.facts.ci.ci_coverage import guarding_runs
from seatrial.facts.ci.commands.pytest_choice import choice
from seatrial.facts.testing.left_out_tests import taken_in
from seatrial.repo import Repo
from tests.repositories import component_of, repo_of

CODE = "def price(size):\n    return 2 * size\n\n\nif __name__ == '__main__':\n    print(price(1))\n"
TEST = "from price import price\n\n\ndef test_price():\n    assert price(1) == 2\n"


def ci(command: str, **files: str) -> Repo:
    text = f"on: push\njobs:\n  a:\n    steps:\n    - run: {command}\n"
    return repo_of({".github/workflows/ci.yml": text, "price.py": CODE, **files})


@pytest.mark.parametrize(
    ("command", "taken"),
    [
        ("pytest", True),
        ("pytest tests", True),
        ("pytest other", True),  # it is no path as it is written: it may be a plugin's word
        ("pytest other/", False),
        ("pytest --ignore tests/", False),
        ("pytest --cov-config tests/.coveragerc", True),
        ("hatch test", True),
        ("cargo test", False),
        ("python -m unittest tests.test_price", True),
        ("python -m unittest tests.test_price.Case.test_price", True),
        ("python -m unittest tests.test_other", False),
        ("python -m unittest discover", True),
        ("python tests/run_all_tests.py", True),
        ("python tests/test_other.py", False),
        ("python manage.py test", True),
    ],
)
def test_a_run_takes_in_what_its_words_name(command: str, taken: bool) -> None:
    repo = ci(command, **dict.fromkeys(("tests/test_price.py", "tests/test_other.py", "tests/run_all_tests.py"), TEST))
    (component,) = components(repo)

    assert bool(guarding_runs(component, "tests/test_price.py")) is taken


@pytest.mark.parametrize(
    ("path", "text", "taken"),
    [
        ("pyproject.toml", '[tool.pytest.ini_options]\ntestpaths = ["unit"]\n', False),
        ("pyproject.toml", '[tool.pytest.ini_options]\ntestpaths = "unit tests"\n', True),
        ("pytest.ini", "[pytest]\naddopts = --ignore=tests -q\n", False),
        ("setup.cfg", "[tool:pytest]\ntestpaths = tests\n", True),
        ("tox.ini", "[pytest]\naddopts = 'unclosed\n", True),
        ("pytest.ini", "no section\n", True),
    ],
)
def test_the_settings_of_pytest_choose_where_a_command_names_nothing(path: str, text: str, taken: bool) -> None:
    (component,) = components(ci("pytest", **{"tests/test_price.py": TEST, path: text}))

    assert bool(guarding_runs(component, "tests/test_price.py")) is taken


@pytest.mark.parametrize(
    ("words", "taken"),
    [
        (("-m", "slow"), True),
        (("-m", "not slow"), False),
        (("-m", "fast or (slow and not gpu)"), True),
        (("-m", "not slow", "-m", "slow"), True),
        (("-k", "PRICE and not other"), True),
        (("-k", "not test_price"), False),
        (("-m", "$MARKS"), True),
        (("-m", "slow and"), True),
        (("-m", "(" * 50 + "slow"), True),
    ],
)
def test_an_expression_chooses_as_pytest_says(words: tuple[str, ...], taken: bool) -> None:
    assert choice(words).takes(("slow",), ("test_price", "test_shop.py")) is taken


@given(st.text(alphabet="ab ()notr$-", max_size=60))
def test_whatever_stands_behind_a_mark_has_an_answer(expression: str) -> None:
    assert choice(("-m", expression)).takes(("a",), ()) in {True, False}


def test_tests_that_ask_from_outside_are_those_of_what_runs() -> None:
    asking = (
        "import requests\n\n\ndef test_price():\n    assert requests.get('http://localhost/1').json() == {'price': 2}\n"
    )
    aside = TEST.replace("price", "trial")
    files = {
        "tests/test_asked.py": asking,
        "tests/training/test_trial.py": aside,
        "trial.py": "def trial(size):\n    return 2 * size\n",
    }
    (component,) = components(ci("pytest tests/test_asked.py", **files))

    assert (taken_in(component).taken, taken_in(component).tests) == (1, 1)


def test_tests_of_what_measures_are_none_of_what_runs() -> None:
    files = {"tests/a/test_1.py": TEST, "benchmarks/speed/test_2.py": TEST, "benchmarks/speed/test_3.py": TEST}
    (component,) = components(ci("pytest tests", **files))

    assert (taken_in(component).taken, taken_in(component).tests) == (1, 1)


def test_what_is_left_out_is_told_by_folder_the_most_first() -> None:
    files = {f"tests/{name}.py": TEST for name in ("a/test_1", "b/test_2", "b/test_3", "c/test_4")}
    (component,) = components(ci("pytest tests/c", **files))

    found = taken_in(component)

    assert (found.taken, found.tests) == (1, 4)
    assert [one.what for one in found.left_out] == [
        "CI leaves 2 tests in tests/b out",
        "CI leaves 1 test in tests/a out",
    ]


@pytest.mark.parametrize(
    ("steps", "runs"),
    [
        ("    - run: pip install -r dev.txt\n    - run: pytest\n", 0),
        ("    - run: pytest\n    - run: pip install -r dev.txt\n", 1),
        ("    - run: pip-compile dev.in -o dev.txt\n    - run: pip install -r dev.txt\n    - run: pytest\n", 1),
        ("    - uses: actions/download-artifact@v4\n    - run: pip install -r dev.txt\n    - run: pytest\n", 1),
        ("    - run: pip install -r ${{ github.workspace }}/dev.txt\n    - run: pytest\n", 1),
        ("    - run: pip install -r dev.txt || true\n    - run: pytest\n", 1),
        ("    - run: cd lists && pip install -r here.txt\n    - run: pytest\n", 1),
    ],
)
def test_a_job_that_installs_from_a_file_that_is_not_here_never_gets_to_its_tests(steps: str, runs: int) -> None:
    text = f"on: push\njobs:\n  a:\n    steps:\n{steps}"
    files = {".github/workflows/ci.yml": text, "price.py": CODE, "tests/test_price.py": TEST, "lists/here.txt": "x\n"}
    files["requirements.txt"] = "numpy\n"
    assert len(guarding_runs(component_of(files), "tests/test_price.py")) == runs


PYTHON = "    - uses: actions/setup-python@v5\n      with: {{cache: {0}{1}}}\n    - run: pytest\n"


@pytest.mark.parametrize(
    ("steps", "runs"),
    [
        (PYTHON.format("pip", ", cache-dependency-path: setup.py"), 0),
        (PYTHON.format("pip", ", cache-dependency-path: requirements.txt"), 1),
        (PYTHON.format("pip", ", cache-dependency-path: 'reqs/*.txt'"), 1),
        (PYTHON.format("pip", ""), 1),
        (PYTHON.format("poetry", ""), 0),
        (PYTHON.format("''", ", cache-dependency-path: setup.py"), 1),  # nothing is kept
        ("    - uses: actions/checkout@v4\n      with: {repository: a/b}\n" + PYTHON.format("poetry", ""), 1),
        ("    - uses: actions/setup-node@v4\n      with: {cache: npm}\n    - run: pytest\n", 0),
    ],
)
def test_a_job_that_keeps_downloads_by_a_file_that_is_not_here_fails_before_its_tests(steps: str, runs: int) -> None:
    text = f"on: push\njobs:\n  a:\n    steps:\n{steps}"
    files = {".github/workflows/ci.yml": text, "price.py": CODE, "tests/test_price.py": TEST}
    component = component_of({**files, "requirements.txt": "numpy\n"})

    assert len(guarding_runs(component, "tests/test_price.py")) == runs


def test_a_job_that_needs_one_that_fails_is_never_started() -> None:
    text = "on: push\njobs:\n  a:\n    steps:\n    - run: pip install -r dev.txt\n"
    text += "  b:\n    needs: a\n    steps:\n    - run: pytest\n"
    files = {".github/workflows/ci.yml": text, "price.py": CODE, "tests/test_price.py": TEST, "requirements.txt": "x\n"}
    assert not guarding_runs(component_of(files), "tests/test_price.py")
