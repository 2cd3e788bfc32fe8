"""From which folders is what gets into service taken?"""

from seatrial.facts import fact
from seatrial.facts.deployment.releases.deliveries import Delivery, deliveries
from seatrial.facts.deployment.releases.delivery_commands import Brings
from seatrial.repo import Repo


@fact
def delivered_folders(repo: Repo) -> frozenset[str]:
    """Return the folders below the root in which a step of CI works that deploys.

    Who keeps one trial beside another puts one of them into service: the one that a delivery starts from.
    """
    return frozenset(_worked_in(step) for step in deliveries(repo) if step.brings is Brings.DEPLOYS) - {""}


def is_delivered(repo: Repo, path: str) -> bool:
    """Tell whether a file stands in a folder from which a delivery deploys."""
    return path.startswith(tuple(f"{folder}/" for folder in delivered_folders(repo)))


def _worked_in(delivery: Delivery) -> str:
    until = [step for step in delivery.job.steps if step.place.line <= delivery.place.line]
    return max(until, key=lambda step: step.place.line).folder if until else ""
