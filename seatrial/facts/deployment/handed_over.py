"""To which platform do CI and programs of the owner hand what they built, where no manifest says where it runs?"""

from collections.abc import Iterator
from itertools import islice

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.configuration import variables_read
from seatrial.facts.code.programs import called
from seatrial.facts.code.python_files import own_files
from seatrial.facts.deployment.clouds.azure_functions import function_settings
from seatrial.facts.deployment.hosting.managed_endpoints import managed_endpoints
from seatrial.facts.deployment.releases.deliveries import Delivery, deliveries
from seatrial.facts.deployment.releases.delivery_commands import Brings, leads_to_a_space
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence, Place
from seatrial.read.code.python_record import Call
from seatrial.read.infrastructure.shell import SHELL
from seatrial.read.regex import caseless, regex
from seatrial.repo import own_paths

#: Calls that hand a pipeline or a job to a platform: what their written names end with, and the library's package.
_SUBMITS = (
    (("PipelineJob", "CustomJob", "CustomContainerTrainingJob", "CustomTrainingJob"), "google", "Vertex AI"),
    (("create_run_from_job_spec",), "kfp", "Vertex AI"),
    (("jobs.create_or_update",), "azure", "Azure ML"),
    (("experiment.submit", "Experiment.submit"), "azureml", "Azure ML"),
)
#: Scripts for a shell, and the commands in them that make machines.
_SCRIPT = regex(r"\.(?:sh|bash)$")
_MAKES = regex(r"(?:aws ec2 run-instances|gcloud compute instances create|az vm create|hcloud server create)\b")
#: What Vertex AI tells a container on which it answers.
_OF_VERTEX = frozenset({"AIP_HTTP_PORT", "AIP_PREDICT_ROUTE", "AIP_HEALTH_ROUTE"})
#: Workflows that put pages for people into service, by their names.
_PAGES = caseless(r"(?<![a-z])(?:front-?end|web|website|ui|site|pages|docs?|storybook)(?![a-z])")


@fact
def deployed_by_ci(component: Component) -> tuple[Evidence, ...]:
    """Return the commands and actions of CI that put the component into service, by their own words; no pages."""
    found = (step for step in component.of(deliveries(component.repo)) if step.brings is Brings.DEPLOYS)
    return tuple(
        Evidence(step.place, _said(step), step.confidence)
        for step in found
        if not _PAGES.search(f"{step.place.path} {step.job.name}")
    )


def _said(step: Delivery) -> str:
    """Return the words of a step; of a push by git its job says where that leads."""
    words = step.what.partition(" by ")[2]
    runs = "\n".join(one.run for one in step.job.steps)
    return f"{words} to a Space" if words.startswith("git push") and leads_to_a_space(runs) else words


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


@fact
def functions_by_file(component: Component) -> tuple[Evidence, ...]:
    """Return the files by which Azure Functions finds what it starts for each call."""
    found = function_settings(component.repo)
    return tuple(Evidence(Place(path), "a function of Azure") for path, _ in found if path in component.own)


@fact
def machines_made(component: Component) -> tuple[Evidence, ...]:
    """Return where a script of the owner makes a machine at a cloud."""
    return tuple(_machines(component))


def _machines(component: Component) -> Iterator[Evidence]:
    repo = component.repo
    scripts = (path for path in own_paths(repo, _SCRIPT.search) if path in component)
    for file in repo.records(SHELL, scripts):
        made = ((one, found[0]) for one in file.commands if (found := _MAKES.match(" ".join(one.argv))))
        for one, words in islice(made, 1):
            yield Evidence(Place(file.path, one.line), f"{words} makes a machine")


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
