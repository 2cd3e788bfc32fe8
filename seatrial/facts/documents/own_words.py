"""By which words does a text name this very system, and not any system?"""

from seatrial.facts import fact
from seatrial.facts.documents.documents import readme
from seatrial.facts.documents.figures import dates, figures
from seatrial.facts.project.dependencies import python_projects
from seatrial.model import Evidence, Place
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_PAPER = caseless(r"@(?:inproceedings|article|conference)\s*\{|\b(?:our|the accompanying) paper\b")
#: Of any kind of work, software and courses among them: a preprint only where its number or its archive is given.
_OF_ANY_KIND = caseless(r"@misc\s*\{")
_PREPRINT = caseless(r"arxiv|eprint|\bdoi\b|journal|biorxiv|preprint")
_ROUTE = regex(r"\b(?:GET|POST|PUT|PATCH|DELETE) /\w")
_WORD = regex(r"[a-z][a-z0-9]{3,}")
#: Words that half of all repositories of machine learning have in their name.
_COMMON = frozenset({
    "model", "models", "data", "machine", "learning", "python", "project", "service", "system", "template", "package",
    "deep", "mlops", "platform", "production", "pipeline", "portfolio", "prediction", "predictor", "predict", "with",
    "detection", "fast", "fastapi", "docker", "training", "serving", "demo", "toolkit", "this", "that", "from", "your",
    "library", "framework", "open", "source", "using", "made", "simple", "main", "core", "test", "tests", "impact",
    "assessment", "validation", "report", "human", "fairness", "risk",
})  # fmt: skip


@fact
def own_names(repo: Repo) -> frozenset[str]:
    """Return the words by which this repository's texts name the system: of its title, its packages and its folders."""
    first = readme(repo)
    said = [first.title if first else "", *(project.name for project in python_projects(repo))]
    said += [path.split("/")[-2] for path in repo.paths if path.endswith("/__init__.py")]
    return frozenset(map(_singular, _words(" ".join(said)) - _COMMON))


def speaks_of(repo: Repo, text: str) -> bool:
    """Tell whether a text names the system, one of its files or routes, a figure with its unit, or a date."""
    if dates(text) or figures(text) or _ROUTE.search(text):
        return True
    words = set(map(_singular, _words(text)))
    return bool(words & own_names(repo)) or any(name in text for name in _file_names(repo))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower().replace("_", " ")))


def _singular(word: str) -> str:
    """Return one of what a text has many of: a service for prices is spoken of as of its price."""
    return word.removesuffix("s")


@fact
def _file_names(repo: Repo) -> frozenset[str]:
    """Return the names of files of code that no other project is likely to have."""
    names = (posix(path).name for path in repo.paths if path.endswith((".py", ".ipynb", ".yaml", ".yml")))
    return frozenset(name for name in names if len(name) > 11)


@fact
def own_papers(repo: Repo) -> tuple[Evidence, ...]:
    """Return where the README asks to be cited, or speaks of its authors' paper; papers of others are not its own."""
    first = readme(repo)
    if first is None:
        return ()
    said = [(line.number, line.text) for line in first.lines]
    said += [(fence.line, fence.text) for section in first.sections for fence in section.fences]
    return tuple(Evidence(Place(first.path, line), "a paper is to be cited") for line, text in said if _is_paper(text))


def _is_paper(text: str) -> bool:
    return bool(_PAPER.search(text) or (_OF_ANY_KIND.search(text) and _PREPRINT.search(text)))
