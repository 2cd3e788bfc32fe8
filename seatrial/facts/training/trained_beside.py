"""Which shared scripts of a monorepo fit models of their own beside the training of a part?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.training.main_training import main_training
from seatrial.facts.training.training import training_paths


@fact
def trained_beside(component: Component) -> frozenset[str]:
    """Return the shared files that fit models, where the part trains in its own files and they import none of these.

    What such a script drops, logs or keeps says nothing of the model that the part answers with.
    """
    trained = main_training(component)
    if trained is None or trained.site.path not in component.own:
        return frozenset()
    led_to = files_led_to(component.repo)
    shared = {path for path in training_paths(component.repo) if path in component.shared}
    return frozenset(path for path in shared if not led_to.get(path, frozenset()) & component.own)
