"""Which credentials stood in a repository once, and stand there no more?"""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from seatrial.model.scan import PastCredential, PastScan
from seatrial.read.reader import Unread, attempt
from seatrial.read.sensitive.secrets import SECRETS, WORDLESS, Secret, SecretScan
from seatrial.repo.batch import read_ahead
from seatrial.repo.git_process import NoGit
from seatrial.repo.past import PastFile, contents, past
from seatrial.repo.repo import Repo
from seatrial.repo.roles import Role, role_by_name

_LIMIT = 2_000_000  #: bytes of a file
_WHOLE = 600_000_000  #: bytes of all files
_AT_ONCE = 16_000_000  #: bytes that are searched at once


def past_credentials(repo: Repo) -> PastScan:
    """Search every content that git ever held of the audited folder and that is gone, by our own rules.

    The same value is told once, with the commit that brought it first. What was left out is said.
    """
    try:
        held = past(repo.snapshot)
        files = [file for file in held.files if _counts(file)]
        searched, found = 0, dict[str, PastCredential]()
        for file, secret in _secrets(repo, files):
            searched += secret is None
            if secret is not None:
                found.setdefault(secret.digest, _credential(file, secret))
    except NoGit as error:
        return PastScan(failed=str(error))
    left = len(files) - searched
    left_out = f"{left:,} files of it are too large, or more than is searched" if left else ""
    return PastScan(tuple(found.values()), "; ".join(filter(None, (held.cut_off, left_out))))


def _counts(file: PastFile) -> bool:
    foreign = role_by_name(file.path).is_foreign
    return not foreign and PurePosixPath(file.path).suffix.lower() not in WORDLESS


def _credential(file: PastFile, secret: Secret) -> PastCredential:
    return PastCredential(
        file.path, file.commit, file.when, secret.kind, secret.line, secret.shown, secret.digest,
        sure=secret.sure, is_test=role_by_name(file.path) is Role.TEST,
    )  # fmt: skip


def _secrets(repo: Repo, files: list[PastFile]) -> Iterator[tuple[PastFile, Secret | None]]:
    """Yield each file that was searched with None, and then with each credential in it; the oldest content first."""
    batch: list[tuple[PastFile, bytes]] = []
    size = 0
    for file, data in contents(repo.snapshot, files, _LIMIT, _WHOLE):
        batch.append((file, data))
        size += len(data)
        if size > _AT_ONCE:
            yield from _searched(batch)
            batch, size = [], 0
    yield from _searched(batch)


def _searched(batch: list[tuple[PastFile, bytes]]) -> Iterator[tuple[PastFile, Secret | None]]:
    """Search one batch in several processes; whatever does not come back is searched here."""
    named = {f"{file.blob}/{file.path}": (file, data) for file, data in batch}
    answers = dict(_answers((name, data) for name, (_, data) in named.items()))
    for name, (file, data) in named.items():
        answer = answers[name] if name in answers else _alone(name, data)
        if not isinstance(answer, Unread):
            yield file, None
            yield from ((file, secret) for secret in answer.secrets)


def _answers(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, SecretScan | Unread]]:
    yield from read_ahead(SECRETS, files)


def _alone(name: str, data: bytes) -> SecretScan | Unread:
    return attempt(SECRETS, name, data)
