"""Where is the data read that the main training learns from?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.own_imports import files_led_to
from seatrial.facts.data.data_loads import DataLoad, data_loads
from seatrial.facts.training.main_training import main_training
from seatrial.facts.training.training import Training


@fact
def training_reader(component: Component) -> DataLoad | Training | None:
    """Return the main training where its file reads data itself, else what reads data and starts it.

    A class that trains is handed its rows: the program that makes it has read them.
    """
    main = main_training(component)
    if main is None:
        return None
    loads = [one for one in component.of(data_loads(component.repo)) if not one.made]
    led_to, path = files_led_to(component.repo), main.site.path
    if any(one.site.path == path for one in loads):
        return main
    starts = [one for one in loads if one.site.counts and path in led_to.get(one.site.path, ())]
    return min(starts, key=lambda one: one.aside, default=main)
