"""Which findings of scanners are set aside, and does each of these decisions end on a date?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FILES = {
    ".trivyignore", ".trivyignore.yaml", ".trivyignore.yml", ".snyk", "osv-scanner.toml", ".grype.yaml", ".grype.yml",
    ".pip-audit-ignore", ".safety-policy.yml", "audit.toml", ".checkov.yaml",
}  # fmt: skip
_FINDING = regex(r"(?:CVE-\d{4}-\d+|GHSA(?:-\w{4}){3}|PYSEC-\d{4}-\d+|SNYK-[\w-]+|AVD-\w+-\d+|RUSTSEC-\d{4}-\d+)")
_DATE = regex(r"\b20\d\d-[01]\d-[0-3]\d\b")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A file in which findings are set aside."""

    place: Place
    what: str
    dated: bool  #: every finding in it has a date within four lines


@fact
def scan_waivers(repo: Repo) -> tuple[Waiver, ...]:
    """Return the files that set findings aside; one that names none sets none aside."""
    paths = repo.matching(lambda path: posixpath.basename(path) in _FILES)
    return tuple(waiver for path in paths for waiver in _waivers(repo, path))


def _waivers(repo: Repo, path: str) -> Iterator[Waiver]:
    lines = repo.text_or_empty(path, limit=200_000).split("\n")
    found = [number for number, line in enumerate(lines) if _FINDING.search(line)]
    if found:
        open_end = [number for number in found if not _DATE.search("\n".join(lines[max(0, number - 4) : number + 5]))]
        what = "until a date" if not open_end else "for ever"
        yield Waiver(
            Place(path, (open_end or found)[0] + 1), f"{path} sets {len(found)} findings aside {what}", not open_end
        )
