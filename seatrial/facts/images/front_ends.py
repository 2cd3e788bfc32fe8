"""Which images does Compose build from files that are no Dockerfile, since another front end of BuildKit reads them?"""

from seatrial.facts import fact
from seatrial.facts.deployment.manifests import Workload, workloads
from seatrial.facts.images.containers import images
from seatrial.read.regex import regex
from seatrial.repo import Repo

_FRONT_END = regex(r"#\s*syntax\s*=\s*(?!docker/dockerfile|docker\.io/docker/dockerfile)\S")


@fact
def front_end_builds(repo: Repo) -> tuple[tuple[str, Workload], ...]:
    """Return path and first service of each file whose first line names a front end that is not Docker's own."""
    named: dict[str, Workload] = {}
    for work in workloads(repo):
        for one in work.containers:
            if one.build and one.build.dockerfile in repo.entries:
                named.setdefault(one.build.dockerfile, work)
    others = sorted(named.keys() - {image.path for image in images(repo)})
    return tuple((path, named[path]) for path in others if _FRONT_END.match(_first_line(repo, path)))


def _first_line(repo: Repo, path: str) -> str:
    return repo.text_or_empty(path, 100_000).partition("\n")[0]
