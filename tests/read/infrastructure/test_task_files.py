"""The files of task runners are read into named pieces of shell."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.read.infrastructure.task_files import is_task_file, read_tasks
from seatrial.read.reader import Unreadable


def texts(path: str, content: str) -> dict[str, str]:
    return {target.name: target.text for target in read_tasks(path, content.encode()).targets}


def test_recipes_of_a_makefile_with_variables_and_marks() -> None:
    rule = "test: lint\n\t@$(PY) pytest $(ARGS) \\\n\t  tests\n\t-$(MAKE) x\nlint: ; ruff .\n"
    text = f"PY ?= uv run\nARGS := -q\n.PHONY: test\n{rule}"
    by_name = {target.name: target for target in read_tasks("Makefile", text.encode()).targets}

    assert by_name["test"].text.split() == ["uv", "run", "pytest", "-q", "tests", "make", "x", "||", "true"]
    assert by_name["test"].needs == ("lint",)
    assert by_name["test"].line == 4
    assert by_name["lint"].text == "ruff ."


def test_a_function_of_a_makefile_stands_where_it_is_called() -> None:
    own = "define failure\n(printf 'no %s' $1; exit 1)\nendef\n"
    found = texts("Makefile", f'{own}test:\n\tpytest || $(call failure,"red")\n\techo $(call other,1)\n')

    assert found["test"] == "pytest || (printf 'no %s' $1; exit 1)\necho $(call other,1)"


def test_a_function_of_a_makefile_is_called_with_variables_and_the_last_one_of_a_name_counts() -> None:
    own = "define deploy\nscp old $1\nendef\ndefine deploy\nkubectl apply -f $1\nhelm test\nendef\n"
    found = texts("Makefile", f"{own}ship:\n\t$(call deploy,$(ENV)) && (echo done)\n\t$(call deploy,$(ENV\n")

    assert found["ship"] == "kubectl apply -f $1; helm test && (echo done)\n$(call deploy,$(ENV"


def test_a_function_that_nothing_ends_hides_no_target() -> None:
    text = "a:\n\tx\ndefine notes\n\ntest:\n\tpytest\n\nlint:\n\truff . $(call notes)\nendef\n"
    found = texts("Makefile", text.removesuffix("endef\n"))

    assert found == {"a": "x", "test": "pytest", "lint": "ruff . $(call notes)"}
    assert texts("Makefile", text) == {"a": "x"}


@pytest.mark.parametrize(
    ("path", "content", "name", "expected"),
    [
        ("justfile", "r := 'uv run'\ntest *args: build\n  @{{r}} pytest {{args}}\nbuild:\n  x\n", "test",
         "uv run pytest {{args}}"),
        ("tox.ini", "[tox]\nenvlist = py\n[testenv]\ndeps = pytest\ncommands =\n  pytest {posargs}\n", "",
         "pytest { posargs}"),
        ("tox.ini", "[testenv:lint]\ncommands = - ruff .\n", "lint", "ruff . || true"),
        ("package.json", '{"name": "x",\n "scripts": {"test": "jest"}}', "test", "jest"),
        ("pyproject.toml", '[tool.poe.tasks]\ntest = "pytest -q"\n', "test", "pytest -q"),
        ("pyproject.toml", '[tool.poe.tasks.test]\ncmd = "pytest"\n', "test", "pytest"),
        ("pyproject.toml", '[tool.hatch.envs.default.scripts]\ntest = ["pytest", "mypy"]\n', "default:test",
         "pytest\nmypy"),
        ("pyproject.toml", '[tool.pdm.scripts]\ntest = {cmd = "pytest"}\n', "test", "pytest"),
        ("mise.toml", '[tasks.test]\nalias = "t"\nrun = "uv run pytest"\n', "t", "uv run pytest"),
        ("Taskfile.yml", "tasks:\n  test:\n    cmds:\n      - pytest\n      - cmd: mypy\n", "test", "pytest\nmypy"),
        (".pre-commit-config.yaml", "repos:\n- repo: x\n  hooks:\n  - id: bandit\n    args: [-r]\n", "", "bandit -r"),
        ("noxfile.py", "import nox\n@nox.session(name='t')\ndef tests(session):\n    session.run('pytest', '-q')\n",
         "t", "pytest -q"),
        ("tasks.py", "from invoke import task\n@task\ndef test(c):\n    c.run('pytest -q', warn=True)\n", "test",
         "pytest -q || true"),
    ],
)  # fmt: skip
def test_each_kind_of_file(path: str, content: str, name: str, expected: str) -> None:
    assert texts(path, content)[name] == expected


def test_an_environment_that_runs_nothing_is_no_task() -> None:
    content = "[testenv]\ncommands = pytest\n[testenv:venv]\ncommands =\n[testenv:x]\ncommands =\n  # later\n"

    assert texts("tox.ini", content) == {"": "pytest"}


def test_other_files_hold_no_tasks() -> None:
    assert not is_task_file("src/make.py")
    with pytest.raises(Unreadable):
        read_tasks("README.md", b"test: x")


@given(st.sampled_from(["Makefile", "justfile", "tox.ini", "package.json", "Taskfile.yml"]), st.text(max_size=200))
def test_reading_never_raises(path: str, content: str) -> None:
    read_tasks(path, content.encode("utf-8", "surrogatepass"))


@given(st.sampled_from(["noxfile.py", "pyproject.toml"]), st.text(max_size=120))
def test_reading_code_and_toml_raises_nothing_but_unreadable(path: str, content: str) -> None:
    with suppress(Unreadable):
        read_tasks(path, content.encode("utf-8", "surrogatepass"))


def test_a_variable_of_some_targets_is_no_target() -> None:
    text = "lint format: FILES=.\nlint_diff: FILES=$(shell git diff)\nlint lint_diff:\n\truff check $(FILES)\n"

    assert texts("Makefile", text) == {"lint": "ruff check .", "lint_diff": "ruff check ."}
