"""Which files of rules do settings of a Prometheus name that nobody wrote?"""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import own_yaml
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model.evidence import AtLine
from seatrial.model.record import dataclass
from seatrial.repo import Repo


@dataclass(frozen=True, slots=True)
class PromisedRules(AtLine):
    """One file of rules that a configuration names and nobody wrote."""

    path: str  #: of the configuration
    line: int
    name: str  #: as it is written there
    wanted: str  #: where it belongs

    @property
    def what(self) -> str:
        return f"{self.path} names {self.name}, which is not here"


@fact
def promised_rules(repo: Repo) -> tuple[PromisedRules, ...]:
    """Return each file that ``rule_files`` names and nobody wrote.

    A pattern (``rules/*.yml``) and a path inside a container name no file of the repository.
    """
    paths = (path for path in own_yaml(repo) if "prometheus" in path.lower())
    return tuple(found for path in paths for found in _promised(repo, path))


def _promised(repo: Repo, path: str) -> Iterator[PromisedRules]:
    root = first_document(repo, path)
    for item in root.at("rule_files").elements if root.at("scrape_configs") else ():
        name = item.text
        wanted = normpath(join(dirname(path), name))
        if not set("*?[${") & set(name) and not name.startswith(("/", "..")) and wanted not in repo.entries:
            yield PromisedRules(path, item.line, name, wanted)
