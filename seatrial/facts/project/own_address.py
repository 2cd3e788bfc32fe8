"""Where on a forge is the repository at home, as ``owner/name``?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.read.posix_path import posix
from seatrial.read.regex import caseless
from seatrial.repo import Repo, own_paths

_MANIFESTS = frozenset({"pyproject.toml", "setup.cfg", "setup.py", "package.json", "Cargo.toml"})
#: ``Source = "https://github.com/acme/nets"``, ``url="..."``, ``"url": "git+https://..."`` in the metadata.
_ADDRESS = caseless(
    r"(?:url|source|repository|repo|homepage|code|tracker|issues)\b[^\n]{0,40}?"
    r"https?://(?:www\.)?git(?:hub|lab)\.com/([\w.-]+/[\w-]+)"
)
_LIMIT = 200_000  #: bytes of a manifest that are read


@fact
def own_address(repo: Repo) -> str:
    """Return ``owner/name`` of the remote, else of the address that the metadata gives; "" where neither tells.

    A copy without a remote, such as an archive, is called by its folder, which tells no owner.
    """
    if "/" in repo.name:
        return repo.name
    own = own_paths(repo, lambda path: posix(path).name in _MANIFESTS)
    shallow = sorted(own, key=lambda path: (path.count("/"), path))
    return next(repo.texts(_addresses, shallow, _LIMIT), "")


def _addresses(_path: str, text: str) -> Iterator[str]:
    if found := _ADDRESS.search(text):
        yield found[1]
