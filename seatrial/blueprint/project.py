"""Which project is judged: the one that stands in a repository, or the one that it is a template of?"""

from typing import TYPE_CHECKING, TypeVar

from seatrial.blueprint.signs import is_sign
from seatrial.model.texts import with_texts
from seatrial.repo import Repo

if TYPE_CHECKING:
    from seatrial.blueprint.made import Made
    from seatrial.repo import Snapshot

Noun = TypeVar("Noun")


def project_of(snapshot: "Snapshot") -> "Snapshot":
    """Return what a template makes as a snapshot, else the same one. Only what looks like a template is looked into."""
    if not any(is_sign(entry.path) for entry in snapshot.entries()):
        return snapshot
    from seatrial.blueprint.kinds import blueprint_of
    from seatrial.blueprint.made import Made

    template = Repo(snapshot)
    blueprint = blueprint_of(template)
    return snapshot if blueprint is None else Made(template, blueprint)


def made_of(repo: Repo) -> "Made | None":
    """Return the project that a template makes, where these are its files; None for nearly every repository."""
    return getattr(repo.snapshot, "made", None)


def origin_of(repo: Repo) -> Repo:
    """Return the template that the files of a repository are made from, else the same repository."""
    made = made_of(repo)
    return repo if made is None else made.template


def in_own_names(repo: Repo, noun: Noun) -> Noun:
    """Return a noun in which each file that is made goes by the template's own name. Its lines are the same."""
    made = made_of(repo)
    return noun if made is None else with_texts(noun, lambda text: made.origins.get(text, text))
