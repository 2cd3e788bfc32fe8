"""Tools that look at code in other languages are found where its component is written in that language."""

from seatrial.facts.ci.foreign_static_tools import foreign_static_tools
from seatrial.facts.ci.static_tools import Trade
from tests.repositories import component_of
from tests.workflows import workflow

SERVER = "const app = express();\n" * 90


def tools(files: dict[str, str]) -> list[tuple[str, Trade, bool]]:
    return [(tool.name, tool.trade, tool.guards) for tool in foreign_static_tools(component_of(files))]


def test_a_script_of_npm_that_ci_runs_guards_and_a_file_alone_does_not() -> None:
    scripts = '{"scripts": {"lint": "eslint src", "types": "tsc -p . --noEmit", "build": "tsc -p ."}}'
    files = {"src/server.ts": SERVER, "package.json": scripts, ".prettierrc": "{}"}
    flow = {".github/workflows/a.yml": workflow("npm run lint && npm run types && npm run build")}

    assert tools(files) == [("prettier", Trade.FORMAT, False)]
    assert tools({**files, **flow}) == [
        ("eslint", Trade.LINT, True), ("tsc", Trade.TYPES, True), ("prettier", Trade.FORMAT, False),
    ]  # fmt: skip


def test_each_language_has_its_own() -> None:
    code = "int main() { return 0; }\n" * 90

    assert tools({"src/main.cpp": code, ".clang-tidy": "Checks: '*'\n"}) == [("clang-tidy", Trade.LINT, False)]
    assert tools({"src/main.cpp": code, ".eslintrc": "{}"}) == []
    flow = {".github/workflows/a.yml": workflow("cargo clippy -- -D warnings")}
    assert tools({"src/main.rs": "fn main() {}\n" * 90, **flow}) == [("cargo clippy", Trade.LINT, True)]


def test_the_linter_of_a_page_says_nothing_of_python() -> None:
    page = {"frontend/app.js": SERVER, "frontend/.eslintrc": "{}", "train.py": "import torch\n" * 90}

    assert tools(page) == []
