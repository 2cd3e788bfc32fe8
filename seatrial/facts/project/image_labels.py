"""Who do the labels of an image name for it, with an address?"""

from collections.abc import Iterator

from seatrial.facts.images.dockerfiles import dockerfile_paths
from seatrial.facts.project.contact_lines import called_by, is_placeholder_contact
from seatrial.facts.project.named_owner import NamedOwner, Source
from seatrial.read.infrastructure.dockerfile import DOCKERFILE
from seatrial.read.infrastructure.dockerfile_instructions import Instruction
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

_LABEL = regex(r"""(?:^|\s)["']?(?:maintainer|org\.opencontainers\.image\.authors)["']?=("[^"]*"|'[^']*'|\S+)""")
_ADDRESS = regex(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})*\.[A-Za-z]{2,24}")
_AROUND = "\"'<>()[],;: \t"
_DEEPEST = 2  #: folders above an image of the project's own: further down lies what was taken over


def by_images(repo: Repo) -> Iterator[NamedOwner]:
    """Yield who is named with an address; a bare name stays with an image that was copied."""
    paths = [path for path in dockerfile_paths(repo) if role(repo, path) is Role.OWN and path.count("/") <= _DEEPEST]
    for file in repo.records(DOCKERFILE, paths):
        for stage in file.stages:
            for step in stage.all("LABEL", "MAINTAINER"):
                for name, address in _contacts(step):
                    hollow = is_placeholder_contact(name) or is_placeholder_contact(address)
                    yield NamedOwner(Source.IMAGE, name, address, file.path, step.line, placeholder=hollow)


def _contacts(step: Instruction) -> Iterator[tuple[str, str]]:
    texts = [step.text] if step.name == "MAINTAINER" else [match[1] for match in _LABEL.finditer(step.text)]
    for text in texts:
        if match := _ADDRESS.search(text):
            yield text[: match.start()].strip(_AROUND) or called_by(match[0]), match[0]
