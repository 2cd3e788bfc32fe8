"""Which jobs of CI bring something to its users, by their names and by what their steps say?"""

from seatrial.facts.ci.workflow import Job, Step
from seatrial.read.regex import caseless

DELIVERS = caseless(
    r"deploy|promot|publish|register|release|rollout|docker push|kubectl (apply|set)|helm upgrade|sagemaker|"
    r"push_to_hub|huggingface-cli upload|twine upload|terraform apply|codepipeline's |"
    r"dvc push|gto |mlflow models|az ml|gcloud ai|bentoml push|cog push|seldon"
)


def step_delivers(step: Step) -> bool:
    """Tell whether a step speaks of bringing something to its users."""
    return bool(DELIVERS.search(f"{step.name} {step.run} {step.uses}"))


def job_delivers(job: Job) -> bool:
    """Tell whether a job names where it delivers to, or speaks of it."""
    named = bool(job.environment) or any(map(DELIVERS.search, (job.name, job.calls)))
    return named or any(map(step_delivers, job.steps))
