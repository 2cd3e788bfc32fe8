"""Is a repository a template of projects, of which kind, and what does it answer itself?"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from seatrial.blueprint.answers import defined, of_cookiecutter, of_copier, of_databricks, read_json
from seatrial.blueprint.language import GO, JINJA, Language, language_of
from seatrial.blueprint.markers import Marks
from seatrial.blueprint.signs import SUFFIXES, placeholders, tree_of
from seatrial.blueprint.values import Value
from seatrial.model import Evidence, Place
from seatrial.model.record import dataclass
from seatrial.read.code.python import PYTHON
from seatrial.read.infrastructure.yaml_documents import YAML
from seatrial.read.infrastructure.yaml_node import MISSING, Node
from seatrial.read.ml_packages import is_ml
from seatrial.read.reader import Unread
from seatrial.repo import Repo, Role, role

_PROGRAM = re.compile(r".+\.(?:py|ipynb)(\.\w+)")
_MOST = 60  #: folders of a generator, and words that stand for names in them
_FEW = 3  #: one or two templates of programs are tools of a generator
_ANSWERS = ("cookiecutter.json", "ccds.json")
_COPIER = ("copier.yml", "copier.yaml")
_DATABRICKS = "databricks_template_schema.json"
_OF_PROJECTS = frozenset(
    {"pyproject.toml", "setup.py", "requirements.txt", "Dockerfile", "environment.yml", "Makefile"}
)
_HOOKS = ("hooks/", "library/")
_FOLDER = re.compile(r"([^/]*\{\{[^/]*\}\}[^/]*)/")


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A template: where its files stand, which of them are filled in, and with what."""

    reason: Evidence
    #: the folders of which copies are made, "" or with a slash at its end; of two files of a name the first one counts
    trees: tuple[str, ...]
    language: Language | None  #: None where each file tells by its markers
    names: Mapping[str, Value]
    suffixes: tuple[str, ...] = ()  #: of what is filled in, which it loses; without any, all is filled in
    verbatim: tuple[str, ...] = ()  #: patterns of what is copied as it stands
    left_out: tuple[str, ...] = ()  #: patterns of what is not copied
    words: tuple[tuple[str, str], ...] = ()  #: what stands for a name wherever it is written, each with that name

    def tree(self, path: str) -> str | None:
        """Return the folder of which copies are made that a path lies in; None where it lies beside them."""
        return next((tree for tree in self.trees if path.startswith(tree)), None)

    def named(self, text: str) -> str:
        """Return a text with a name for each word that stands for one."""
        for word, name in self.words:
            text = text.replace(word, name)
        return text

    def spoken_in(self, text: str) -> Language:
        """Return the language of one of its files."""
        return self.language or language_of(text)


def blueprint_of(repo: Repo) -> Blueprint | None:
    """Return the template that a repository is; None where it has a product of its own beside it, or is none."""
    for kind in (_cookiecutter, _copier, _databricks, _suffixed, _placeheld):
        if (found := kind(repo)) is not None:
            return None if _does_ml(repo, _beside(repo, found)) else found
    return None


def _cookiecutter(repo: Repo) -> Blueprint | None:
    tree = next((match[1] for path in repo.paths if (match := _FOLDER.match(path))), "")
    named = [name for name in _ANSWERS if name in repo.entries]
    if not tree or not named:
        return None
    answers = dict[str, object]()
    for name in named:
        asked = read_json(repo.text_or_empty(name))
        answers |= asked if isinstance(asked, dict) else {}
    kept = answers.get("_copy_without_render")
    verbatim = tuple(map(str, kept)) if isinstance(kept, list) else ()
    return Blueprint(_reason(named[-1]), (f"{tree}/",), JINJA, of_cookiecutter(answers), verbatim=verbatim)


def _copier(repo: Repo) -> Blueprint | None:
    name = next((name for name in _COPIER if name in repo.entries), "")
    if not name:
        return None
    asked = _mapping(repo, name)
    suffix = asked.at("_templates_suffix")
    suffixes = () if suffix.quoted and not suffix.text else (suffix.text or ".jinja",)
    folder = asked.at("_subdirectory").text.strip("/.")
    language = replace(JINJA, marks=_marks(asked.at("_envops")))
    left_out = (*asked.at("_exclude").texts, name, ".git", "__pycache__")
    names = of_copier(asked, language)
    tree = f"{folder}/" if folder and "{" not in folder else ""
    return Blueprint(_reason(name), (tree,), language, names, suffixes, left_out=left_out)


def _mapping(repo: Repo, path: str) -> Node:
    read = repo.record(YAML, path)
    return MISSING if isinstance(read, Unread) or not read.documents else read.documents[0].root


def _marks(options: Node) -> Marks:
    def pair(kind: str, usual: tuple[str, str]) -> tuple[str, str]:
        begin, end = (options.at(f"{kind}_{side}_string").text for side in ("start", "end"))
        return (begin, end) if begin and end else usual

    usual = Marks()
    return Marks(pair("variable", usual.value), pair("block", usual.statement), pair("comment", usual.comment))


def _databricks(repo: Repo) -> Blueprint | None:
    if _DATABRICKS not in repo.entries:
        return None
    library = (path for path in repo.paths if path.startswith("library/"))
    parts = dict(defined([repo.text_or_empty(path) for path in library]))
    names = of_databricks(read_json(repo.text_or_empty(_DATABRICKS)), parts)
    return Blueprint(_reason(_DATABRICKS), ("template/",), GO, names, (".tmpl",))


def _suffixed(repo: Repo) -> Blueprint | None:
    """Return the template whose programs alone tell it: nothing is published beside them that would be the product."""
    found = [path for path in repo.paths if (match := _PROGRAM.fullmatch(path)) and match[1] in SUFFIXES]
    published = any(name in repo.entries for name in ("pyproject.toml", "setup.py"))
    if len(found) < _FEW or published:
        return None
    what = f"{len(found)} programs are templates, and nothing here says how they are filled in"
    return Blueprint(Evidence(Place(found[0], 1), what), ("",), None, {".": {}}, SUFFIXES)


def _placeheld(repo: Repo) -> Blueprint | None:
    """Return the template that lies in folders which are called by what stands for a name.

    A generator may have several: the parts of one project, and variants of which the one with most in it counts. One
    of them holds what only the folder of a project does; a package alone is called so by whoever copies it.
    """
    inside = {path: tree for path in repo.paths if (tree := tree_of(path)) is not None and role(repo, path) is Role.OWN}
    first = next((path for path in inside if path.endswith((".py", ".ipynb"))), "")
    if not first or not any(path.removeprefix(tree) in _OF_PROJECTS for path, tree in inside.items()):
        return None
    sizes = dict[str, int]()
    for path, tree in inside.items():
        sizes[tree] = sizes.get(tree, 0) + repo.entries[path].size
    trees = tuple(sorted(sizes, key=lambda tree: (-sizes[tree], tree)))[:_MOST]
    words = tuple(sorted(placeholders(inside).items(), key=lambda word: (-len(word[0]), word)))[:_MOST]
    what = "lies in a folder whose name is yet to be given: judged is the project that is made of it"
    return Blueprint(Evidence(Place(first, 1), what), trees, None, {".": {}}, words=words)


def _reason(path: str) -> Evidence:
    return Evidence(Place(path), "the answers of a template: judged is the project that they make")


def _beside(repo: Repo, found: Blueprint) -> Iterator[str]:
    """Yield the own programs that no project gets a copy of."""
    for path in repo.paths:
        whole = found.trees == ("",) and found.reason.place.path not in _COPIER
        copied = found.tree(path) is not None and not whole
        inside = copied or path.startswith(_HOOKS) or posixpath.basename(path) == "conftest.py"
        if path.endswith(".py") and not inside and role(repo, path) is Role.OWN:
            yield path


def _does_ml(repo: Repo, programs: Iterable[str]) -> bool:
    return any(
        is_ml(f"{found.module}.{found.name}") for file in repo.records(PYTHON, programs) for found in file.imports
    )
