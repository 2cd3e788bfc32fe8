"""Does the way to production lead through another stage, and does code ask in which stage it runs?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.ci.job_order import passed_before
from seatrial.facts.ci.workflows import Job
from seatrial.facts.code.programs import Program, outside_tests
from seatrial.facts.deployment.environments import stage_of
from seatrial.facts.deployment.releases.deliveries import deliveries
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Comparison, Value
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

_ASKS = caseless(r"(?:^|[^a-z])env(?:ironment)?(?:$|[^a-z])|stage|deploy")
_HUMP = regex(r"(?<=[a-z])(?=[A-Z](?!ps\b))")  # DevOps is one word
_CLASS = regex(r"(?:Prod(?:uction)?|Stag(?:e|ing)|Dev(?:elopment)?)(?:Config|Settings|Configuration)|"
                      r"(?:Config|Settings)(?:Prod(?:uction)?|Stag(?:e|ing)|Dev(?:elopment)?)")  # fmt: skip


@fact
def promotions(repo: Repo) -> tuple[Evidence, ...]:
    """Return the deliveries to production that wait for a job which delivers to another stage."""
    reaching = [one for one in deliveries(repo) if one.brings is Brings.DEPLOYS]
    found = []
    for one in reaching:
        if _stage(one.job) != "production" and stage_of(one.what) != "production":
            continue
        earlier = next((job for job in passed_before(repo, one.job) if _stage(job) in {"staging", "development"}), None)
        if earlier is not None:
            found.append(Evidence(one.place, f"{one.what}, after {earlier.name}"))
    return tuple(dict.fromkeys(found))


@fact
def stage_switches(repo: Repo) -> tuple[Evidence, ...]:
    """Return where the owner's code asks by name in which stage it runs, or keeps settings for each."""
    return tuple(found for program in outside_tests(repo) for found in _switches(program))


def _stage(job: Job) -> str:
    return next(filter(None, map(stage_of, map(_words, (job.environment, job.name, job.stage)))), "")


def _words(name: str) -> str:
    """Return a name with its words apart: ``DeployProd`` is ``Deploy-Prod``."""
    return _HUMP.sub("-", name)


def _switches(program: Program) -> Iterator[Evidence]:
    for comparison in program.file.comparisons:
        if stage := _stage_compared(comparison):
            yield program.evidence(comparison, f"the code asks whether it runs in {stage}")
    for call in program.file.calls:
        if call.name == "pulumi.get_stack":
            yield program.evidence(call, "Pulumi makes the same for each stack that it is told")
    stages = [item for item in program.file.classes if _CLASS.fullmatch(item.name)]
    if len(stages) > 1:
        yield Evidence(
            Place(program.path, stages[0].line), f"{' and '.join(item.name for item in stages[:3])} keep settings"
        )


def _stage_compared(comparison: Comparison) -> str:
    """Return the stage that a comparison asks for, "" when it asks for something else."""
    for named, literal in ((comparison.left, comparison.right), (comparison.right, comparison.left)):
        texts = _texts(literal)
        stage = next((stage for text in texts if len(text) < 14 and (stage := stage_of(text))), "")
        if stage and _ASKS.search(f"{named.name} {named.text}"):
            return stage
    return ""


def _texts(value: Value) -> list[str]:
    """Return the literals of a value, and the members of enumerations by their own name."""
    found = [value, *value.items]
    members = (item.name.rpartition(".")[2] for item in found if item.kind == "name" and "." in item.name)
    return [
        *(item.literal for item in found if isinstance(item.literal, str)),
        *(name for name in members if name.isupper()),
    ]
