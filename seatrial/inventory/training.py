"""Inventory: how models come about: tracking, registry, seeds, data checks."""

from seatrial.facts.data.data_checks import data_checks
from seatrial.facts.training.chance.seeds import seeds, training_seeds
from seatrial.facts.training.foreign_training import Step, foreign_training
from seatrial.facts.training.origins.model_registry import registrations
from seatrial.facts.training.origins.trackers import Kept
from seatrial.facts.training.origins.tracking import tracked_runs
from seatrial.facts.training.training import trains
from seatrial.inventory.programs import answer
from seatrial.inventory.row import Item, row
from seatrial.repo import Repo


@row("an experiment tracker keeps runs, parameters or metrics in training code")
def experiment_tracking(repo: Repo) -> Item:
    """Imports, pins and files of the owner's own are no; trackers off by default and in exercises are yes."""
    if not trains(repo):
        return _elsewhere(repo, Step.TRACKS, "no call of a tracker in code that trains")
    runs = [item for item in tracked_runs(repo) if item.kept is not Kept.FILE]
    return answer(repo, [item for item in runs if item.trains] or runs, "no call of a tracker in code that trains")


@row("model versions are registered, staged or resolved by alias in a governed registry")
def model_registry(repo: Repo) -> Item:
    """Builder dicts, hub listings and provider lists are no."""
    found = registrations(repo) or foreign_training(repo, Step.REGISTERS)
    return answer(repo, found, "no registered version, stage or alias")


@row("the randomness of training or splitting is fixed")
def seeds_fixed(repo: Repo) -> Item:
    """Seeds in tests, figures and inference alone are no."""
    if not trains(repo):
        return _elsewhere(repo, Step.SEEDS, "no seed")
    aside = seeds(repo)
    near_miss = f"only {aside[0].place}, away from training" if aside else "no seed and no random_state"
    return answer(repo, training_seeds(repo), near_miss)


@row("training or batch data is checked by a schema, expectations or rules about rows")
def data_validation(repo: Repo) -> Item:
    """Schemas of requests alone are no; so are checks in examples that print and go on."""
    found = [item for item in data_checks(repo) if item.stops or item.site.counts]
    if not found and not trains(repo):
        return Item.na("nothing in the repository trains a model, and no data pipeline was found")
    return answer(repo, found, "no schema, expectation or rule about rows")


def _elsewhere(repo: Repo, step: Step, otherwise: str) -> Item:
    """Answer for models that only programs in other languages train."""
    if not foreign_training(repo):
        return Item.na("nothing in the repository trains a model")
    return Item.of(foreign_training(repo, step)[:20], otherwise=otherwise)
