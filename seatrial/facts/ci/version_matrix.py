"""Does CI try the software with several versions of Python or of what it depends on?"""

import re
from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands, jobs
from seatrial.model import Evidence
from seatrial.read.regex import regex
from seatrial.repo import Repo

_VERSIONS = regex(r"python|\bpy\b|version|deps|dependenc|torch|tensorflow|numpy|resolution|constraint", re.IGNORECASE)
_LOWEST = regex(r"--resolution[= ]lowest|lowest-direct|requirements[-_]min|min[-_]requirements|constraints[-_]min")


@fact
def version_matrices(repo: Repo) -> tuple[Evidence, ...]:
    """Return the jobs that run for more than one version, and the commands that install the lowest allowed ones."""
    lowest = (Evidence(found.place, found.what) for found in ci_commands(repo) if _LOWEST.search(found.command.text))
    return (*_matrices(repo), *lowest)


def _matrices(repo: Repo) -> Iterator[Evidence]:
    for job in jobs(repo):
        matrix = job.root.at("strategy", "matrix")
        more = matrix.at("include").items
        for name, values in matrix.pairs:
            tried = dict.fromkeys([*values.texts, *(one.at(name).text for one in more if one.at(name).text)])
            if _VERSIONS.search(name) and len(tried) > 1:
                yield Evidence(job.place, f"the job {job.name} runs for {len(tried)} values of {name}")
