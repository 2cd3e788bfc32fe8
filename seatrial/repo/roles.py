"""What a path is for: the one place where own, vendored, generated, example, test and documentation are told apart."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache

from seatrial.read.posix_path import posix
from seatrial.read.reader import Unreadable
from seatrial.read.regex import caseless, regex
from seatrial.repo.answers import table
from seatrial.repo.copied import copied_folders
from seatrial.repo.installed import installed_paths
from seatrial.repo.outputs import output_folders
from seatrial.repo.repo import Repo
from seatrial.repo.reports import reports


class Role(StrEnum):
    """What a file is to its repository."""

    OWN = "own"
    TEST = "test"
    EXAMPLE = "example"
    DOCS = "docs"
    VENDORED = "vendored"
    GENERATED = "generated"

    @property
    def beside(self) -> bool:
        """Whether a file is there to test, show or explain the product, and is no part of it."""
        return self in (Role.TEST, Role.EXAMPLE, Role.DOCS)

    @property
    def is_foreign(self) -> bool:
        """Whether nobody wrote it here: others did, or a program."""
        return self in (Role.VENDORED, Role.GENERATED)


_VENDORED = regex(
    r"(node_modules|bower_components|third[-_]?party|vendor(ed)?|external|extern|site-packages|dist-packages|\.?venv"
    r"|nltk_data|\.yarn|\.pnpm-store|jspm_packages|\.terraform|\.eggs)"
)
_IN_ENVIRONMENT = regex(r"(.+/)(?:pyvenv\.cfg$|(?:bin|[Ss]cripts)/activate(?:\.\w+)?$|lib/python[^/]+/site-packages/)")
_TEST = regex(
    r"(\.?tests?|tests?[-_]cases?|androidtest|unit[-_]?tests?|integration[-_]?tests?|.*_tests|e2e|fixtures|testdata|tests?[-_]data"
    r"|tests_\w+|__tests__)"
)
_EXAMPLE = regex(
    r"(?:(?:client|code|usage|api|sdk|integration|test|python|script)s?[-_ ])?"
    r"(examples?|samples?|demos?|tutorials?|cookbooks?|quickstarts?|exercises?|playground|exercise[-_ ]files)([-_ ].*)?"
)
#: Folders whose name says that what is in them was replaced; deeper down the same words name parts of a product.
_ARCHIVED = caseless(
    r"((?:[^/]+/)?_?(?:old|archived?|obsolete|attic|unused|superseded|deprecated"
    r"|(?:backups?|old|archived?)[-_](?:code|python|scripts?|notebooks?|versions?|src|files)))/"
)
_DOCS = regex(r"(docs?|documentation|docs?[-_](src|source)|website)")
#: Folders below which folders are called as packages are: ``src/main/java/com/example/demo``, as a new project is.
_ROOT_OF_PACKAGES = regex(r"java|kotlin|scala|groovy")
_OF_PACKAGES = (".java", ".kt", ".scala", ".groovy")
_TEST_FILE = regex(r"(test_.*|.*_test|tests|conftest)\.py|.*\.(test|spec)\.[jt]sx?")
#: Names that end as those of tests do, and that may also be of what parts data or works out a statistic.
_NAMED_LIKE_A_TEST = regex(
    r"(?:.*_)?(?:train(?:ing)?|val(?:id(?:ation)?)?|split|dev|ab|a_b|t|ks|chi2|chi_squared?|hypothesis|significance"
    r"|statistical|permutation)(?:_(?:and|or|vs))?_test\.py"
)
_TESTS_SOMETHING = regex(r"\bdef test|\bclass Test|TestCase\b|\b(?:unittest|pytest|doctest|absltest)\b")
_GENERATED_FILE = regex(r".*(_pb2(_grpc)?\.pyi?|\.min\.(js|css)|_generated\.py)|\.pnp\.(c?js|loader\.mjs)")
#: What trackers, launchers and libraries write beside each run.
_RUN_FOLDER = regex(
    r"(?:^|/)(?:wandb/(?:offline-)?run-\d{8}_\d{6}-\w+|lightning_logs/version_\d+|catboost_info"
    r"|(?:outputs|multirun)/\d{4}-\d\d-\d\d/\d\d-\d\d-\d\d(?:/\d+)?)/"
)
_ATTRIBUTE = {
    "linguist-vendored": Role.VENDORED,
    "linguist-generated": Role.GENERATED,
    "linguist-documentation": Role.DOCS,
}


@table
def roles(repo: Repo) -> Mapping[str, Role]:
    """Return the role of every path: what the owner declares, what papers of others say, else the names of folders.

    Code in a folder of what was replaced (``old/``) shows how it was once done: it is told as an example only.
    """
    declared = dict.fromkeys(reports(repo), Role.GENERATED) | _declared(repo)
    others, made = (*_environments(repo), *copied_folders(repo)), output_folders(repo)
    foreign = {path: Role.VENDORED for path in repo.paths if path.startswith(others)}
    foreign |= {path: Role.GENERATED for path in repo.paths if path.startswith(made)}
    foreign |= dict.fromkeys(installed_paths(repo), Role.VENDORED)
    found = {path: declared.get(path) or foreign.get(path) or role_by_name(path) for path in repo.paths}
    replaced = _archived(found)
    shown = (path for path, kind in found.items() if kind is Role.OWN and path.startswith(replaced))
    parted = {path: _beside(path) for path in found if path not in declared and _only_called_a_test(repo, path)}
    return found | parted | dict.fromkeys((path for path in shown if path not in declared), Role.EXAMPLE)


def role(repo: Repo, path: str) -> Role:
    """Return what one path is for; a path that is not there would be the repository's own."""
    return roles(repo).get(path, Role.OWN)


def own_paths(repo: Repo, named: Callable[[str], object]) -> tuple[str, ...]:
    """Return the paths of the owner's own files for which a function says yes, sorted."""
    return tuple(path for path in repo.matching(named) if role(repo, path) is Role.OWN)


def _only_called_a_test(repo: Repo, path: str) -> bool:
    """Tell what parts data, ``split_train_test.py``, from a test, whose folder or whose text says that it is one."""
    named = _NAMED_LIKE_A_TEST.fullmatch(posix(path).name.lower())
    return bool(named) and _beside(path) is not Role.TEST and not _TESTS_SOMETHING.search(repo.text_or_empty(path))


def _beside(path: str) -> Role:
    """Return what the folders of a file say."""
    return role_by_name(f"{posix(path).parent}/any.py")


def _archived(found: Mapping[str, Role]) -> tuple[str, ...]:
    """Return the folders of code that was replaced: by name, no package that others import, and not all there is."""
    named = {f"{match[1]}/" for path in found if (match := _ARCHIVED.match(path))}
    own = [path for path, kind in found.items() if kind is Role.OWN and path.endswith((".py", ".ipynb"))]
    kept = tuple(folder for folder in sorted(named) if f"{folder}__init__.py" not in found)
    return kept if any(not path.startswith(kept) for path in own) else ()


def _environments(repo: Repo) -> tuple[str, ...]:
    """Return the folders that are virtual environments, by what stands in them: ``env`` may hold settings, too."""
    found = {match[1] for path in repo.paths if (match := _IN_ENVIRONMENT.match(path))}
    return tuple(sorted(found))


@lru_cache(50_000)
def role_by_name(path: str) -> Role:
    """Return what the names of a file and of its folders say; enough for files of which nothing else is left."""
    pure = posix(path)
    folders = [part.lower() for part in pure.parts[:-1]]
    name = pure.name.lower()
    named = _outside_packages(folders) if name.endswith(_OF_PACKAGES) else folders
    if any(map(_VENDORED.fullmatch, named)):
        return Role.VENDORED
    if _GENERATED_FILE.fullmatch(name) or _RUN_FOLDER.search(path):
        return Role.GENERATED
    if any(map(_TEST.fullmatch, folders)) or _TEST_FILE.fullmatch(name):
        return Role.TEST
    if any(map(_EXAMPLE.fullmatch, named)):
        return Role.EXAMPLE
    return Role.DOCS if any(map(_DOCS.fullmatch, named)) else Role.OWN


def _outside_packages(folders: list[str]) -> list[str]:
    """Return the folders above those that are called after a package of the JVM, whose words say nothing."""
    roots = (number for number, folder in enumerate(folders) if _ROOT_OF_PACKAGES.fullmatch(folder))
    first = next((number for number in roots if "src" in folders[max(number - 2, 0) : number]), None)
    return folders if first is None else folders[:first]


def _declared(repo: Repo) -> dict[str, Role]:
    """Return what ``exclude`` of the configuration and ``.gitattributes`` say."""
    found: dict[str, Role] = {}
    for path in repo.paths:  # sorted, so the innermost file of attributes has the last word
        if posix(path).name == ".gitattributes":
            found |= _attributes(repo, path)
    found |= dict.fromkeys(_matching(repo.settings.exclude, "", repo), Role.VENDORED)
    return found


def _attributes(repo: Repo, path: str) -> dict[str, Role]:
    found: dict[str, Role] = {}
    folder = path.removesuffix(".gitattributes")
    try:
        lines = repo.text(path).splitlines()
    except Unreadable:
        return found
    for line in lines:
        pattern, *attributes = line.split() or [""]
        for attribute in attributes:
            name, _, value = attribute.lstrip("-!").partition("=")
            if name in _ATTRIBUTE and not pattern.startswith("#"):
                off = attribute[0] in "-!" or value.lower() in {"false", "0"}
                found |= dict.fromkeys(_matching((pattern,), folder, repo), Role.OWN if off else _ATTRIBUTE[name])
    return found


def _matching(patterns: tuple[str, ...], folder: str, repo: Repo) -> Iterator[str]:
    if not patterns:
        return
    # only repositories with declared roles pay for the import
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(patterns)
    for path in repo.paths:
        if path.startswith(folder) and spec.match_file(path[len(folder) :]):
            yield path
