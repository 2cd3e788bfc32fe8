"""To which platform do CI and programs of the owner hand what they built, where no manifest says where it runs?"""

from collections.abc import Iterator

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.configuration import variables_read
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import own_files
from seatrial.facts.deployment.hosting.managed_endpoints import managed_endpoints
from seatrial.facts.deployment.releases.deliveries import deliveries
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call
from seatrial.read.regex import caseless

#: Calls that hand a pipeline or a job to a platform: what their written names end with, and the library's package.
_SUBMITS = (
    (("PipelineJob", "CustomJob", "CustomContainerTrainingJob", "CustomTrainingJob"), "google", "Vertex AI"),
    (("create_run_from_job_spec",), "kfp", "Vertex AI"),
    (("jobs.create_or_update",), "azure", "Azure ML"),
    (("experiment.submit", "Experiment.submit"), "azureml", "Azure ML"),
)
#: What Vertex AI tells a container on which it answers.
_OF_VERTEX = frozenset({"AIP_HTTP_PORT", "AIP_PREDICT_ROUTE", "AIP_HEALTH_ROUTE"})
#: Workflows that put pages for people into service, by their names.
_PAGES = caseless(r"(?<![a-z])(?:front-?end|web|website|ui|site|pages|docs?|storybook)(?![a-z])")


@fact
def deployed_by_ci(component: Component) -> tuple[Evidence, ...]:
    """Return the commands and actions of CI that put the component into service, by their own words; no pages."""
    found = (step for step in component.of(deliveries(component.repo)) if step.brings is Brings.DEPLOYS)
    return tuple(
        Evidence(step.place, step.what.partition(" by ")[2], step.confidence)
        for step in found
        if not _PAGES.search(f"{step.place.path} {step.job.name}")
    )


@fact
def set_up_on_a_platform(component: Component) -> tuple[Evidence, ...]:
    """Return where an endpoint is set up that a platform answers, or a server keeps to what one tells its container."""
    live = reach(component.repo)
    own = (file for file in own_files(component.repo) if file.path in component.own and live.is_run(file.path))
    told = (
        Evidence(Place(file.path), "answers where Vertex AI tells it") for file in own if _is_told(variables_read(file))
    )
    return (*component.of(managed_endpoints(component.repo)), *told)


def _is_told(names: frozenset[str]) -> bool:
    return bool(names & _OF_VERTEX)


@fact
def submitted_to_a_platform(component: Component) -> tuple[Evidence, ...]:
    """Return where a program that somebody starts hands a pipeline or a job to a platform, which runs it."""
    return tuple(_submitted(component))


def _submitted(component: Component) -> Iterator[Evidence]:
    live = reach(component.repo)
    last = sorted({end.rpartition(".")[2] for ends, _, _ in _SUBMITS for end in ends})
    for found in called(component.repo, *last):
        platform = _platform(found.call, found.program.file.packages)
        if platform and found.site.path in component and live.is_run(found.site.path, found.site.scope):
            yield Evidence(found.site.place, f"{found.call.written} hands it to {platform}")


def _platform(call: Call, packages: frozenset[str]) -> str:
    fits = (name for ends, package, name in _SUBMITS if package in packages and call.written.endswith(ends))
    return next(fits, "")
