"""Does a training learn from what it makes itself: by playing in a world of its own, or on rows that are made up?"""

from seatrial.component import Component
from seatrial.facts.code.own_imports import with_imports
from seatrial.facts.code.python_files import python_file
from seatrial.facts.training.main_training import main_training
from seatrial.facts.training.rebuilds.making_parts import makes_up_data
from seatrial.facts.training.training import Training
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_REWARD = caseless(r"(?:^|[._])rewards?(?:$|_)")
_NEXT = caseless(
    r"(?:^|[._])(?:next_(?:states?|obs\w*|q\w*|values?)|target_q|epsilon|eps_decay|discount_(?:factor|rate)|gamma)$"
)


def learns_by_playing(repo: Repo, training: Training) -> bool:
    """Tell a loop that learns from rewards, by the names that it gives: no row was there before, to be kept apart."""
    file = python_file(repo, training.site.path)
    names = {item.target for item in file.assignments} if file else set()
    return any(map(_REWARD.search, names)) and any(map(_NEXT.search, names))


def makes_its_rows(component: Component) -> bool:
    """Tell whether the main training plays, or its program, or what that imports, makes its rows up."""
    repo, trained = component.repo, main_training(component)
    if trained is None:
        return False
    near = with_imports(repo, trained.site.path)
    return learns_by_playing(repo, trained) or any(makes_up_data(repo, path) for path in near if path in component)
