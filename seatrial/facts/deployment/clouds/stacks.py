"""Which resources do templates of CloudFormation and SAM describe, as YAML and as JSON?"""

import posixpath
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.deployment.clusters.kubernetes import yaml_paths
from seatrial.facts.deployment.settings_files import first_document
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless
from seatrial.repo import Repo, Role, role

#: Templates in JSON, by what they are usually called: most files in JSON are none.
_JSON = caseless(r".*(?:template|cfn|cloud-?formation|stack|infra)[\w.-]*\.json|.+\.template")
_LARGEST = 500_000  #: bytes; what a stack in code was compiled to has more than anybody writes


@dataclass(frozen=True, slots=True)
class StackResource:
    """One entry of ``Resources:`` with a type of AWS."""

    type: str  #: "AWS::CloudWatch::Alarm"
    name: str  #: the name within the template
    place: Place
    properties: Node

    @property
    def what(self) -> str:
        """What it is, and what the template calls it."""
        return f"{self.type} {self.name}"


@fact
def stack_resources(repo: Repo) -> tuple[StackResource, ...]:
    """Return the resources of the owner's templates, by file and in their order."""
    named = repo.matching(lambda path: _JSON.fullmatch(posixpath.basename(path)))
    small = (path for path in named if not repo.entries[path].problem and repo.entries[path].size <= _LARGEST)
    paths = (path for path in (*yaml_paths(repo), *small) if role(repo, path) is Role.OWN)
    return tuple(found for path in dict.fromkeys(paths) for found in _in_template(repo, path))


def _in_template(repo: Repo, path: str) -> Iterator[StackResource]:
    for name, resource in first_document(repo, path).at("Resources").pairs:
        kind = resource.at("Type").text
        if kind.startswith("AWS::"):
            yield StackResource(kind, name, Place(path, resource.line), resource.at("Properties"))
