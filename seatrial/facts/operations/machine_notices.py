"""Where does a machine of steps tell people that a run of it failed?"""

from collections.abc import Iterator

from seatrial.model import Place
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, own_paths

#: How machines of steps are written down: in the language of AWS Step Functions, as JSON, YAML or within Terraform.
_WRITTEN = (".json", ".yml", ".yaml", ".tf", ".tpl", ".tftpl", ".asl")
_NAMED = caseless(r"asl\b|state|machine|step|workflow|pipeline|flow|definition|orchestrat")
_MACHINE = regex(r"\bStartAt\b[\"']?\s*[:=]")
#: Where a state publishes, the head of a state, and the states that a failure leads to.
_PUBLISHES = regex(r":states:::(?:aws-sdk:)?(?:sns:publish|sesv?2?:sendEmail)\b")
_HEAD = regex(r"\s*[\"']?([^\"'\n]{1,80}?)[\"']?\s?[:=]\s?\{?\s*")
_CAUGHT = regex(r"\bCatch[\"']?\s?[:=][\s\S]{1,400}?\bNext[\"']?\s{0,20}[:=]\s?[\"']?([^\"'\n,}]{1,80})")
_SAYS_SO = caseless(r"fail|error|abort|crash")
_LARGEST = 300_000


def machine_notices(repo: Repo) -> Iterator[Place]:
    """Yield where a machine of steps publishes to people from a state that failures lead to, or that speaks of one."""
    return repo.texts(_in_text, own_paths(repo, _may_be), _LARGEST)


def _may_be(path: str) -> bool:
    name = path.lower()
    return name.endswith(_WRITTEN) and (name.endswith((".tf", ".yml", ".yaml")) or bool(_NAMED.search(name)))


def _in_text(path: str, text: str) -> Iterator[Place]:
    if not _MACHINE.search(text):
        return
    caught = {found[1].strip() for found in _CAUGHT.finditer(text)}
    for number, line, head in _headed(text):
        if _PUBLISHES.search(line):
            found = _HEAD.fullmatch(head)
            name = found[1].strip() if found else ""
            if name in caught or _SAYS_SO.search(name):
                yield Place(path, number)


def _headed(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each line with its number and its head: the nearest line above that stands further out, "" for none."""
    heads: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        while heads and heads[-1][0] >= depth:
            heads.pop()
        yield number, line, heads[-1][1] if heads else ""
        heads.append((depth, line))
