"""Which static tools are set up, run, and able to stop a change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.facts.ci.foreign_static_tools import foreign_static_tools
from seatrial.facts.ci.hooks import guards, hooks
from seatrial.facts.ci.static_tools import StaticTool, Trade, static_tools
from seatrial.facts.code.annotations import annotated, silenced_share
from tests.repositories import component_of, repo_of
from tests.workflows import workflow


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


SERVER = "const app = express();\n" * 90


def foreign_tools(files: dict[str, str]) -> list[tuple[str, Trade, bool]]:
    return [(tool.name, tool.trade, tool.guards) for tool in foreign_static_tools(component_of(files))]


def test_a_script_of_npm_that_ci_runs_guards_and_a_file_alone_does_not() -> None:
    scripts = '{"scripts": {"lint": "eslint src", "types": "tsc -p . --noEmit", "build": "tsc -p ."}}'
    files = {"src/server.ts": SERVER, "package.json": scripts, ".prettierrc": "{}"}
    flow = {".github/workflows/a.yml": workflow("npm run lint && npm run types && npm run build")}

    assert foreign_tools(files) == [("prettier", Trade.FORMAT, False)]
    assert foreign_tools({**files, **flow}) == [
        ("eslint", Trade.LINT, True), ("tsc", Trade.TYPES, True), ("prettier", Trade.FORMAT, False),
    ]  # fmt: skip


def test_each_language_has_its_own() -> None:
    code = "int main() { return 0; }\n" * 90

    assert foreign_tools({"src/main.cpp": code, ".clang-tidy": "Checks: '*'\n"}) == [("clang-tidy", Trade.LINT, False)]
    assert foreign_tools({"src/main.cpp": code, ".eslintrc": "{}"}) == []
    flow = {".github/workflows/a.yml": workflow("cargo clippy -- -D warnings")}
    assert foreign_tools({"src/main.rs": "fn main() {}\n" * 90, **flow}) == [("cargo clippy", Trade.LINT, True)]


def test_the_linter_of_a_page_says_nothing_of_python() -> None:
    page = {"frontend/app.js": SERVER, "frontend/.eslintrc": "{}", "train.py": "import torch\n" * 90}

    assert foreign_tools(page) == []


CONFIG = """
repos:
  - repo: https://github.com/Yelp/detect-secrets
    rev: v1.5.0
    hooks:
      - id: detect-secrets
        args: [--baseline, .secrets.baseline]
  - repo: local
    hooks:
      - id: scan
        entry: gitleaks git
        language: system
      - id: slow
        entry: trufflehog filesystem .
        stages: [manual]
"""
WORKFLOW = """
on: [pull_request]
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: gitleaks/gitleaks-action@v2
      - run: trufflehog git file://. --fail
      - run: semgrep scan || true
"""


def test_hooks_are_read_with_their_lines_and_manual_ones_are_left_out() -> None:
    found = hooks(repo_of({".pre-commit-config.yaml": CONFIG}))

    assert [(hook.id, hook.command, hook.place.line) for hook in found] == [
        ("detect-secrets", "--baseline .secrets.baseline", 6),
        ("scan", "gitleaks git", 10),
    ]


def test_a_guard_is_found_by_id_command_source_and_action() -> None:
    repo = repo_of({".pre-commit-config.yaml": CONFIG, ".github/workflows/scan.yml": WORKFLOW})

    assert len(guards(repo, "detect-secrets")) == 1
    assert len(guards(repo, "gitleaks")) == 2
    assert len(guards(repo, "trufflehog")) == 1


def test_what_may_fail_without_stopping_anything_is_no_guard() -> None:
    assert not guards(repo_of({".github/workflows/scan.yml": WORKFLOW}), "semgrep")


def test_hooks_of_lefthook_are_read_and_those_of_other_moments_guard_no_commit() -> None:
    config = (
        "pre-commit:\n  commands:\n    secrets: {run: gitleaks git}\n"
        "pre-push:\n  jobs:\n    - run: semgrep scan\n"
        "post-merge:\n  commands:\n    fetch: {run: dvc pull}\n"
    )
    repo = repo_of({"lefthook.yml": config})

    assert [(hook.id, hook.command, hook.place.line) for hook in hooks(repo)] == [
        ("gitleaks", "gitleaks git", 1),
        ("semgrep", "semgrep scan", 4),
    ]
    assert len(guards(repo, "gitleaks", "semgrep")) == 2
    assert guards(repo, "dvc") == ()
