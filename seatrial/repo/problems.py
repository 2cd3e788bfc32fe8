"""In which words is it said why a path of a repository is not read? A commit and a folder on disk say it alike."""

SUBMODULE = "submodule: not part of this repository"
GONE = "missing blob: this clone does not hold its content"
ELSEWHERE = "git-annex pointer: the content is elsewhere"
LEADS_OUT = "symbolic link out of the audited folder"
LEADS_NOWHERE = "symbolic link to a folder or to nothing"
SPARSE = "left out by a sparse checkout"
FORBIDDEN = "it lies where nothing may be read"
UNLISTED = "a folder that may not be listed"
NO_FILE = "no regular file"
#: How a file begins that git-lfs left in the place of another.
LFS_POINTER = b"version https://git-lfs.github.com/spec/"
POINTER = "git-lfs pointer: the content is elsewhere"


def is_pointer(reason: str) -> bool:
    """Tell whether what is not read is kept elsewhere by a digest, which stands here in its place."""
    return reason in {POINTER, ELSEWHERE}
