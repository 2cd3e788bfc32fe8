"""Does CI try the software with several versions of Python or of what it depends on?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.workflows import ci_commands, jobs
from seatrial.model import Evidence, as_evidence
from seatrial.read.infrastructure.yaml_node import Node
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_VERSIONS = caseless(r"python|\bpy\b|version|deps|dependenc|torch|tensorflow|numpy|resolution|constraint")
#: A variable of Travis: ``PYTHON_VERSION=3.6``, several in one line.
_SETTING = regex(r"(\w+)=[\"']?([\w.-]+)")
_LOWEST = regex(
    r"--resolution[= ]lowest|lowest-direct|requirements[-_](?:min|oldest)|(?:min|oldest)[-_]requirements"
    r"|constraints[-_]min"
    # the limits of a list are made its versions
    r"|s([/|,#])(?:>=|~=)\1==\1|replace\(\s*[\"']>=[\"'],\s*[\"']==[\"']|replace_oldest_ver\b"
)
#: Values of a matrix that stand for the lowest versions that are allowed, whatever the axis is called.
_OLDEST = caseless(r"oldest|lowest|min(?:imum|imal)?(?:[-_ ](?:versions?|deps|dependencies|requirements))?")


_RUNS_ENVIRONMENTS = regex(
    r"\b(?:tox(?:\s+run|\s+-q)?\s+-e|tox\s+run\s+-e|nox\s+(?:-s|-e)|hatch\s+(?:-e|env\s+run\s+-e))[\s=]*([\w.,-]+)"
)
_ENVIRONMENT = caseless(r"(?:py|python|tests?[-_]?py)[-_]?\d[\w.-]*")


@fact
def version_matrices(repo: Repo) -> tuple[Evidence, ...]:
    """Return the jobs that run for more than one version, and the commands that install the lowest allowed ones.

    What nothing starts any more tries no version.
    """
    lowest = (as_evidence(it) for it in ci_commands(repo) if it.triggers and _LOWEST.search(it.command.text))
    return (*_matrices(repo), *_worked_out(repo), *_environments(repo), *lowest)


def _environments(repo: Repo) -> Iterator[Evidence]:
    """Find the environments of tox, nox and hatch that CI runs one by one: ``py39``, ``py312-numpy126``."""
    asked = {name: found for found in ci_commands(repo) for name in _environments_run(found.command.text)}
    versions = {name for name in asked if _ENVIRONMENT.fullmatch(name)}
    if len(versions) > 1:
        named = ", ".join(sorted(versions)[:6])
        yield Evidence(asked[min(versions)].place, f"CI runs {len(versions)} environments for versions: {named}")


def _environments_run(text: str) -> Iterator[str]:
    for match in _RUNS_ENVIRONMENTS.finditer(text):
        yield from match[1].split(",")


def _matrices(repo: Repo) -> Iterator[Evidence]:
    for job in (job for job in jobs(repo) if job.triggers):
        for name, values in _axes(job.root):
            tried = dict.fromkeys(values)
            if len(tried) > 1 and (_VERSIONS.search(name) or any(map(_OLDEST.fullmatch, tried))):
                yield Evidence(job.place, f"the job {job.name} runs for {len(tried)} values of {name}")


def _worked_out(repo: Repo) -> Iterator[Evidence]:
    """Find jobs whose matrix another step works out, ``fromJson(needs.a.outputs.b)``, for the versions of Python."""
    for job in (job for job in jobs(repo) if job.triggers):
        matrix = job.root.at("strategy", "matrix")
        given = " ".join((matrix.text, *(matrix.at(key).text for key in matrix.keys)))
        steps = job.root.at("steps").elements
        if "fromjson" in given.lower() and any("matrix." in one.at("with", "python-version").text for one in steps):
            yield Evidence(job.place, f"the job {job.name} runs for versions of Python that another step lists")


def _axes(root: Node) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what a job is run for: the axes of a matrix, and of Travis its versions and the settings of its jobs."""
    matrix = root.at("strategy", "matrix")
    more = matrix.at("include").items
    for name in dict.fromkeys((*matrix.keys, *(key for one in more for key in one.keys))):
        added = (one.at(name).text for one in more if one.at(name).text)
        yield name, (*matrix.at(name).texts, *added)
    yield "python", root.at("python").texts
    jobs_of = (root.at("jobs") or root.at("matrix")).at("include").elements
    yield "python", tuple(one.at("python").text for one in jobs_of if one.at("python").text)
    settings: dict[str, list[str]] = {}
    for text in (*root.at("env").texts, *(text for one in jobs_of for text in one.at("env").texts)):
        for name, value in _SETTING.findall(text):
            settings.setdefault(name, []).append(value)
    yield from ((name, tuple(values)) for name, values in settings.items())
