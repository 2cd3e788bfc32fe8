"""Which static tools are set up, run, and able to stop a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.ci.static_tools import StaticTool, static_tools
from seatrial.facts.code.annotations import annotated, silenced_share
from tests.repositories import component_of, repo_of


def tools(files: dict[str, str]) -> tuple[StaticTool, ...]:
    return static_tools(repo_of(files))


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("pyproject.toml", "[tool.mypy]\nstrict = true\n", "mypy"),
        ("ruff.toml", "line-length = 100\n", "ruff"),
        ("setup.cfg", "[flake8]\nmax-line-length = 100\n", "flake8"),
        ("tox.ini", "[testenv]\n[pylint.main]\njobs = 2\n", "pylint"),
        ("pyrightconfig.json", '{"strict": ["a"]}', "pyright"),
    ],
)
def test_each_file_of_settings_is_known(path: str, text: str, name: str) -> None:
    (found,) = tools({path: text})

    assert (found.name, found.runs, found.idle) == (name, False, False)


def test_a_command_guards_unless_it_always_succeeds() -> None:
    text = "on: [push]\njobs: {a: {runs-on: u, steps: [{run: ruff check%s}]}}\n"

    assert [tool.guards for tool in tools({".github/workflows/a.yml": text % " ."})] == [True]
    assert [tool.idle for tool in tools({".github/workflows/a.yml": text % " --exit-zero"})] == [True]
    assert [tool.guards for tool in tools({".github/workflows/a.yml": text % " . || true"})] == [False]


def test_an_empty_file_sets_nothing_up() -> None:
    assert tools({"ruff.toml": "", "mypy.ini": ""}) == ()


def test_public_functions_are_counted_and_the_largest_bare_one_is_named() -> None:
    code = "def f(a: int) -> int:\n    return a\ndef g(a, b):\n    c = a\n    return c\ndef _h(a):\n    pass\n"
    found = annotated(component_of({"a.py": code}))

    assert (found.functions, found.annotated, found.bare) == (2, 1, "g")


def test_lines_that_silence_the_tools_are_counted() -> None:
    component = component_of({"a.py": "import a  # type: ignore\nimport b  # noqa: F401\nx = 1\ny = 2\n"})

    assert silenced_share(component) == 0.5


@given(st.text(max_size=80))
def test_no_settings_are_too_strange(text: str) -> None:
    tools({"pyproject.toml": text, "setup.cfg": text, "ruff.toml": text, "pyrightconfig.json": text})
