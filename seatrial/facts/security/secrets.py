"""Which credentials stand in the repository, and who would stop the next one?"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.facts import fact
from seatrial.facts.ci.hooks import guards
from seatrial.model import Confidence, Evidence, Place
from seatrial.model.record import dataclass
from seatrial.model.scan import Scan
from seatrial.read.posix_path import posix
from seatrial.read.reader import Unread
from seatrial.read.regex import caseless, regex
from seatrial.read.sensitive.secrets import SECRETS, WORDLESS, Secret
from seatrial.repo import Repo, Role, role
from seatrial.repo.problems import is_pointer

#: Programs whose purpose is to find credentials; "detect-private-key" is a hook that finds one kind.
SCANNERS = (
    "gitleaks", "detect-secrets", "detect-secrets-hook", "trufflehog", "ggshield", "kingfisher", "betterleaks",
    "talisman", "git-secrets", "whispers", "noseyparker", "secretlint", "ripsecrets", "detect-private-key",
    "detect-aws-credentials",
)  # fmt: skip
_SETTINGS_OF_TESTS = regex(r"\.env[._-](?:unit|integration|e2e)?[._-]?(?:tests?|testing|ci)|(?:tests?|testing|ci)\.env")
_AMONG_TESTS = caseless(r"(?:^|/)(?:\w+[-_])?(?:tests?|testing|__tests__|specs?|fixtures)/")
#: Hosts at which providers keep stores for their customers.
_PROVIDED = caseless(
    r"@[\w.-]+\.(?:database\.azure\.com|database\.windows\.net|cosmos\.azure\.com|rds\.amazonaws\.com|neon\.tech"
    r"|supabase\.(?:co|com)|mongodb\.net|upstash\.io|aivencloud\.com|cockroachlabs\.cloud|psdb\.cloud|railway\.app"
    r"|render\.com|elephantsql\.com|cloudamqp\.com|redis-?(?:cloud|labs)\.com)\b"
)
_SHELL = frozenset({".sh", ".bash", ".zsh", ".ps1", ".bat"})
_PAGES = frozenset({".md", ".mdx", ".rst", ".adoc"})
_DATA = frozenset(
    {".csv", ".tsv", ".jsonl", ".ndjson", ".arrow", ".feather", ".db", ".sqlite", ".xls", ".xlsx", ".bin", ".dat"}
)


@dataclass(frozen=True, slots=True)
class Credential:
    """One credential, without its value."""

    path: str
    role: Role
    secret: Secret
    tried: bool = False  #: it opens what a provider keeps, in a file called a test by which somebody only tried it
    sample: bool = False  #: a document shows it, and tests make up the same: the body of a request, and no login

    @property
    def place(self) -> Place:
        """Where it begins."""
        return Place(self.path, self.secret.line, self.secret.column)

    @property
    def what(self) -> str:
        article = "an" if self.secret.kind[0] in "AO" else "a"
        return f"{article} {self.secret.kind} that begins with {self.secret.shown} (sha256 {self.secret.digest})"

    @property
    def confidence(self) -> Confidence:
        """Likely when only a name beside it, or half a pair, speaks for it."""
        return Confidence.VERIFIED if self.secret.sure else Confidence.LIKELY

    @property
    def is_test(self) -> bool:
        """Whether it stands in a test, or in the settings of one, where values are made up as a rule."""
        made_up = (self.role is Role.TEST and not self.tried) or self.sample
        return made_up or bool(_SETTINGS_OF_TESTS.fullmatch(posix(self.path).name.lower()))

    @property
    def live(self) -> bool:
        """Whether it stands outside of tests and its own shape or place proves it."""
        return self.secret.sure and not self.is_test


@fact
def searched_for_secrets(repo: Repo) -> tuple[str, ...]:
    """Return the paths that are searched: all but foreign and generated ones, and formats that hold no words."""
    named = repo.matching(lambda path: posix(path).suffix.lower() not in WORDLESS)
    return tuple(path for path in named if not role(repo, path).is_foreign)


@fact
def credentials(repo: Repo) -> tuple[Credential, ...]:
    """Return the credentials in all texts, notebooks with their outputs included, by place."""
    scans = repo.records(SECRETS, searched_for_secrets(repo))
    found = [
        Credential(scan.path, role(repo, scan.path), secret, _is_tried(repo, scan.path, secret))
        for scan in scans
        for secret in scan.secrets
    ]
    every = (*_with_samples(found), *_second_look(repo, found))
    return tuple(sorted(every, key=lambda credential: credential.place))


def _with_samples(found: list[Credential]) -> Iterator[Credential]:
    """Yield the credentials, and of those that only a name speaks for which of them a document shows as an example."""
    made_up = {one.secret.digest for one in found if one.is_test}
    for one in found:
        shown = posix(one.path).suffix.lower() in _PAGES and one.secret.digest in made_up
        yield replace(one, sample=True) if shown and not one.secret.sure else one


def _is_tried(repo: Repo, path: str, secret: Secret) -> bool:
    """Tell a real store or account that somebody tried from what tests make up.

    That is the address of a store in ``test_db.py``, and the pair of keys of AWS that ``test/serve.sh`` exports.
    """
    if role(repo, path) is not Role.TEST:
        return False
    if posix(path).suffix.lower() in _SHELL:
        return secret.sure and secret.kind.startswith("AWS ")
    if "address" not in secret.kind or _AMONG_TESTS.search(path):
        return False
    lines = repo.text(path).splitlines()
    return bool(_PROVIDED.search(lines[secret.line - 1])) if secret.line <= len(lines) else False


def _second_look(repo: Repo, found: list[Credential]) -> Iterator[Credential]:
    """Yield what kingfisher found besides: where our own rules see one, there is one."""
    known = {(one.path, one.secret.line) for one in found} | {(one.path, one.secret.digest) for one in found}
    for seen in second_look(repo).seen:
        if not {(seen.path, seen.line), (seen.path, seen.digest)} & known:
            kind = seen.what.replace("-", " ")
            secret = Secret(kind, seen.line, seen.column, seen.shown, seen.digest, seen.sure, seen.length)
            yield Credential(seen.path, role(repo, seen.path), secret)


@fact
def doubtful_files(repo: Repo) -> tuple[str, ...]:
    """Return the files with a random word that our own rules do not place: kingfisher knows many more kinds."""
    return tuple(scan.path for scan in repo.records(SECRETS, searched_for_secrets(repo)) if scan.doubtful)


def second_look(repo: Repo) -> Scan:
    """Return what kingfisher said about those files; nothing when nobody asked it."""
    return repo.scans.get("kingfisher", Scan("kingfisher"))


@fact
def unsearched_for_secrets(repo: Repo) -> tuple[Unread, ...]:
    """Return the files of code, settings and words that could not be searched, with the reason."""
    return tuple(file for file in _unread(repo) if not _is_data(file))


@fact
def unsearched_data(repo: Repo) -> tuple[Unread, ...]:
    """Return the files of data that were not searched: credentials stand there by accident only."""
    return tuple(file for file in _unread(repo) if _is_data(file))


def _unread(repo: Repo) -> tuple[Unread, ...]:
    """Return what could not be searched; links and submodules are not this repository's."""
    unread = repo.unread(SECRETS, searched_for_secrets(repo))
    return tuple(
        file
        for file in unread
        if not (is_pointer(file.reason) or file.reason.startswith(("submodule", "symbolic link")))
    )


def _is_data(file: Unread) -> bool:
    """Tell data from what people write; nobody writes settings of many megabytes."""
    suffix = posix(file.path).suffix.lower()
    return suffix in _DATA or (file.reason.startswith("larger") and suffix not in (".py", ".ipynb"))


def secret_scanners(repo: Repo) -> tuple[Evidence, ...]:
    """Return what would stop the next credential: a hook before the commit, or a step of CI."""
    return guards(repo, *SCANNERS)
