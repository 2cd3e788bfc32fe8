"""Which linters, formatters and type checkers are there for code in another language than Python, and who runs them?"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import partial
from types import MappingProxyType

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.hooks import hooks
from seatrial.facts.ci.static_tools import StaticTool, Trade
from seatrial.facts.ci.workflows import ci_commands
from seatrial.facts.code.language import Language, language
from seatrial.model import Place
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths

_LINT, _FORMAT, _TYPES = Trade.LINT, Trade.FORMAT, Trade.TYPES
#: By language, the words by which a command or a hook starts a tool. A build judges nothing, except by ``--noEmit``.
_COMMANDS: Mapping[Language, Mapping[str, Trade]] = MappingProxyType({
    Language.JAVASCRIPT: {"eslint": _LINT, "biome": _LINT, "oxlint": _LINT, "xo": _LINT, "standard": _LINT,
                          "prettier": _FORMAT, "dprint": _FORMAT, "tsc": _TYPES, "vue-tsc": _TYPES},
    Language.GO: {"golangci-lint": _LINT, "staticcheck": _LINT, "revive": _LINT, "go vet": _LINT, "gofmt": _FORMAT,
                  "gofumpt": _FORMAT},
    Language.RUST: {"cargo clippy": _LINT, "cargo fmt": _FORMAT, "rustfmt": _FORMAT},
    Language.CPP: {"clang-tidy": _LINT, "cppcheck": _LINT, "cpplint": _LINT, "clang-format": _FORMAT},
    Language.JAVA: {"ktlint": _LINT, "ktlintCheck": _LINT, "detekt": _LINT, "checkstyle": _LINT,
                    "checkstyleMain": _LINT, "spotbugsMain": _LINT, "spotlessCheck": _FORMAT},
    Language.SCALA: {"scalafix": _LINT, "scalafmtCheck": _FORMAT, "scalafmtCheckAll": _FORMAT},
    Language.CSHARP: {"dotnet format": _FORMAT},
    Language.R: {"lintr": _LINT, "lint_package": _LINT, "lint_dir": _LINT, "styler": _FORMAT, "style_pkg": _FORMAT},
    Language.JULIA: {"JET": _LINT, "JuliaFormatter": _FORMAT},
})  # fmt: skip
_FILES: Mapping[Language, tuple[tuple[re.Pattern[str], str], ...]] = MappingProxyType({
    Language.JAVASCRIPT: ((regex(r"\.eslintrc(?:\.\w+)?|eslint\.config\.\w+"), "eslint"),
                          (regex(r"biome\.jsonc?"), "biome"),
                          (regex(r"\.prettierrc(?:\.\w+)?|prettier\.config\.\w+"), "prettier")),
    Language.GO: ((regex(r"\.golangci\.\w+"), "golangci-lint"),),
    Language.RUST: ((regex(r"\.?clippy\.toml"), "cargo clippy"), (regex(r"\.?rustfmt\.toml"), "rustfmt")),
    Language.CPP: ((regex(r"\.clang-tidy"), "clang-tidy"), (regex(r"\.clang-format"), "clang-format")),
    Language.JAVA: ((regex(r"detekt[\w-]*\.ya?ml"), "detekt"), (regex(r"checkstyle[\w-]*\.xml"), "checkstyle")),
    Language.SCALA: ((regex(r"\.scalafix\.conf"), "scalafix"), (regex(r"\.scalafmt\.conf"), "scalafmtCheck")),
    Language.R: ((regex(r"\.lintr"), "lintr"),),
    Language.JULIA: ((regex(r"\.JuliaFormatter\.toml"), "JuliaFormatter"),),
})  # fmt: skip


@fact
def foreign_static_tools(component: Component) -> tuple[StaticTool, ...]:
    """Return the tools for the component's language: those that guard first, then those that are run; () for Python."""
    spoken, repo = language(component), component.repo
    known = _COMMANDS.get(spoken, {})
    if not known:
        return ()
    words = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, known))})(?![\w.-])")
    found = (*_set_up(repo, spoken, known), *_hooked(repo, known, words), *_run(repo, known, words))
    own = component.of(dict.fromkeys(found))
    return tuple(sorted(own, key=lambda tool: (not tool.guards, not tool.runs, tool.place)))


def _set_up(repo: Repo, spoken: Language, known: Mapping[str, Trade]) -> Iterator[StaticTool]:
    for pattern, tool in _FILES.get(spoken, ()):
        for path in own_paths(repo, partial(_is_called, pattern)):
            yield StaticTool(tool, Place(path), f"{path} sets {tool} up", looks_at=known[tool])


def _is_called(pattern: re.Pattern[str], path: str) -> bool:
    return bool(pattern.fullmatch(posixpath.basename(path)))


def _hooked(repo: Repo, known: Mapping[str, Trade], words: re.Pattern[str]) -> Iterator[StaticTool]:
    for hook in hooks(repo):
        if match := words.search(f"{hook.id} {hook.command}"):
            yield StaticTool(match[0], hook.place, hook.what, runs=True, looks_at=known[match[0]])


def _run(repo: Repo, known: Mapping[str, Trade], words: re.Pattern[str]) -> Iterator[StaticTool]:
    for one in ci_commands(repo):
        match = words.search(one.command.text)
        if match and (match[0] != "tsc" or "--noEmit" in one.command.arguments):
            yield StaticTool(
                match[0], one.place, one.what, runs=not one.stopped, guards=one.guards, looks_at=known[match[0]]
            )
