"""Which parts of a Bicep file does a condition leave out, as long as nobody hands it a value?"""

from collections.abc import Iterator

from seatrial.facts.deployment.clouds.bicep import AzureResource
from seatrial.read.infrastructure.bicep import BICEP
from seatrial.read.infrastructure.hcl import Block
from seatrial.read.regex import regex
from seatrial.repo import Repo, role

#: ``resource auth 'config' = if (!(empty(clientAppId))) {``
_IF_GIVEN = regex(r"=\s*if\s*\(\s*!\s*\(?\s*empty\(\s*(\w+)\s*\)\s*\)?\s*\)\s*\{")
_EMPTY = frozenset({"", "''", "null"})


def standing_blocks(repo: Repo, item: AzureResource) -> Iterator[Block]:
    """Yield the blocks of a resource, without those that stand only where a parameter is given that nobody gives.

    What a person hands in at a deployment is not seen, and what a file of parameters holds is.
    """
    lines = repo.text_or_empty(item.place.path).split("\n")
    yield from _standing(repo, item.block, lines)


def _standing(repo: Repo, block: Block, lines: list[str]) -> Iterator[Block]:
    line = lines[block.line - 1] if 0 < block.line <= len(lines) else ""
    asked = _IF_GIVEN.search(line)
    if asked and not _is_given(repo, asked[1], lines):
        return
    yield block
    for inner in block.blocks:
        yield from _standing(repo, inner, lines)


def _is_given(repo: Repo, name: str, lines: list[str]) -> bool:
    """Tell whether a parameter has a value: by default, from a module that is asked, or by a file of parameters."""
    declared = [line for line in lines if line.split()[:2] == ["param", name]]
    if not declared or any("=" not in line or line.partition("=")[2].strip() not in _EMPTY for line in declared):
        return True  # one without a default has to be given
    own = [path for path in repo.matching(lambda path: path.endswith(".bicep")) if not role(repo, path).is_foreign]
    handed = (block.value(name) for file in repo.records(BICEP, own) for outer in file.blocks for block in outer.walk())
    files = repo.matching(lambda path: path.endswith((".parameters.json", ".bicepparam")))
    return any(value not in _EMPTY for value in handed) or any(name in repo.text_or_empty(path) for path in files)
