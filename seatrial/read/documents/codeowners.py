"""Who owns which paths, by a CODEOWNERS file or by the OWNERS file of a folder?"""

import re

from seatrial.model.counted import counted
from seatrial.model.evidence import WholeFile
from seatrial.model.record import dataclass
from seatrial.read.reader import Reader
from seatrial.read.regex import regex
from seatrial.read.text import decode

_SECTION = regex(r"\^?\[[^\]]+\](?:\[\d+\])?\s*(.*)")
_LONGEST = 2000  #: characters of one rule
_OWNER = regex(r"@[\w./-]+|[^\s@]{1,64}@[^\s@.]{1,64}\.[^\s@]{1,190}")


@dataclass(frozen=True, slots=True)
class OwnerRule:
    """One line: a pattern of paths and who answers for them."""

    pattern: str  #: in the manner of gitignore
    owners: tuple[str, ...]  #: handles with their @, or addresses; empty takes ownership away
    line: int


@dataclass(frozen=True, slots=True)
class CodeOwners(WholeFile):
    """A CODEOWNERS file; the last rule that matches a path counts."""

    path: str
    rules: tuple[OwnerRule, ...] = ()

    @property
    def what(self) -> str:
        return f"says who owns which paths, in {counted(len(self.rules), 'rule')}"


def read_codeowners(path: str, data: bytes) -> CodeOwners:
    """Parse the forms of GitHub, GitLab (with sections) and Bitbucket; other lines are left out."""
    rules, default = [], ()
    for number, raw in enumerate(decode(data).split("\n"), 1):
        line = raw[:_LONGEST].split(" #", maxsplit=1)[0].strip()
        section = _SECTION.fullmatch(line)
        if section:
            default = tuple(_OWNER.findall(section[1]))
        elif line and not line.startswith("#"):
            pattern, *rest = re.split(r"(?<!\\)\s+", line)
            owners = tuple(word for word in rest if _OWNER.fullmatch(word))
            rules.append(OwnerRule(pattern.replace("\\ ", " "), owners or default, number))
    return CodeOwners(path, tuple(rules))


CODEOWNERS = Reader("codeowners", 1, read_codeowners)
