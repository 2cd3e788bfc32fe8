"""What do the pipelines of AWS run that templates, Terraform and stacks describe?"""

from seatrial.facts import fact
from seatrial.facts.ci.systems.code_pipeline_files import described_pipelines
from seatrial.facts.ci.systems.code_pipeline_stacks import stack_pipelines
from seatrial.facts.ci.workflow import Workflow
from seatrial.model import Evidence
from seatrial.repo import Repo


@fact
def code_pipelines(repo: Repo) -> tuple[Workflow, ...]:
    """Return the pipelines of which it can be read what they do, as what every other system of CI is."""
    found = (one.workflow for one in (*described_pipelines(repo), *stack_pipelines(repo)))
    return tuple(flow for flow in found if flow.jobs)


@fact
def specs_of_pipelines(repo: Repo) -> frozenset[str]:
    """Return the buildspecs that pipelines run: they are no builds of their own."""
    steps = (step for flow in code_pipelines(repo) for job in flow.jobs for step in job.steps)
    return frozenset(step.place.path for step in steps if step.run)


@fact
def unread_pipelines(repo: Repo) -> tuple[Evidence, ...]:
    """Return where a stack describes a pipeline whose stages are made elsewhere, and may deploy."""
    return tuple(
        Evidence(one.place, f"{one.place.path} describes a pipeline of AWS, and other functions make its stages")
        for one in stack_pipelines(repo) if not one.whole
    )  # fmt: skip
