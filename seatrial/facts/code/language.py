"""In which language is a component written?"""

from collections import Counter
from enum import StrEnum

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.notebooks import notebooks
from seatrial.facts.serving.foreign_words import ASIDE
from seatrial.facts.serving.serving import has_ml
from seatrial.repo import Role, role


class Language(StrEnum):
    """A language in which models are made or served."""

    PYTHON = "Python"
    R = "R"
    JULIA = "Julia"
    JAVA = "Java"
    SCALA = "Scala"
    CSHARP = "C#"
    RUST = "Rust"
    GO = "Go"
    JAVASCRIPT = "JavaScript"
    CPP = "C++"
    OTHER = "another language"


_ENDINGS = {
    "py": Language.PYTHON, "ipynb": Language.PYTHON, "pyx": Language.PYTHON,
    "r": Language.R, "rmd": Language.R, "qmd": Language.R, "jl": Language.JULIA,
    "java": Language.JAVA, "kt": Language.JAVA, "scala": Language.SCALA, "cs": Language.CSHARP, "fs": Language.CSHARP,
    "rs": Language.RUST, "go": Language.GO,
    "js": Language.JAVASCRIPT, "mjs": Language.JAVASCRIPT, "cjs": Language.JAVASCRIPT,
    "ts": Language.JAVASCRIPT, "tsx": Language.JAVASCRIPT, "jsx": Language.JAVASCRIPT,
    "cpp": Language.CPP, "cc": Language.CPP, "cxx": Language.CPP, "cu": Language.CPP, "c": Language.CPP,
    "swift": Language.OTHER, "php": Language.OTHER, "rb": Language.OTHER, "ex": Language.OTHER, "m": Language.OTHER,
    "dart": Language.OTHER, "hs": Language.OTHER, "ml": Language.OTHER,
}  # fmt: skip
_MOST = 100_000  #: bytes that one file counts for at most: what is larger is data, or was written by a program
_NOTEBOOK = 10_000  #: bytes of a notebook: most of it are pictures
_ENOUGH = 0.25  #: share of Python from which on a component is one in Python
_WITH_MODELS = 0.05  #: share from which on it is, where this Python makes or runs models


@fact
def language(component: Component) -> Language:
    """Return the language of most of a component's own code, by bytes; Python where there is no code at all.

    A quarter in Python makes it one in Python, and less where that part does the machine learning: the steps of a
    report are about that part. What runs in a browser, and what only builds, counts for Python alone.
    """
    sizes = _sizes(component, Role.OWN) or _sizes(component, Role.EXAMPLE)
    share = sizes[Language.PYTHON] / (sum(sizes.values()) or 1)
    if not sizes or share >= _ENOUGH or (share >= _WITH_MODELS and has_ml(component.repo)):
        return Language.PYTHON
    return sizes.most_common(1)[0][0]


def _sizes(component: Component, kind: Role) -> Counter[Language]:
    sizes: Counter[Language] = Counter()
    books = {book.path for book in notebooks(component.repo)}
    for path in sorted(component.own):
        if path.endswith(".ipynb") and path not in books:  # one whose cells are no Python
            continue
        found = _ENDINGS.get(path.rpartition(".")[2].lower())
        if found and role(component.repo, path) is kind and (found is Language.PYTHON or not ASIDE.fullmatch(path)):
            size = component.repo.entries[path].size
            sizes[found] += min(size, _NOTEBOOK if path.endswith(".ipynb") else _MOST)
    return sizes


def written_in(component: Component, spoken: Language) -> tuple[str, ...]:
    """Return the paths of a component's files in a language, by their names."""
    return tuple(sorted(path for path in component.own if _ENDINGS.get(path.rpartition(".")[2].lower()) is spoken))
