"""Is it made to be learned from, or to win a competition, so that nobody is meant to depend on its model?"""

from collections import Counter

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.archetype import archetype
from seatrial.facts.data.data_loads import DataLoad, data_loads
from seatrial.facts.documents.said_to_teach import said_to_teach
from seatrial.facts.serving.serving import served
from seatrial.facts.training.training import training
from seatrial.model import Archetype, Evidence, Place

NOT_FOR_USE = "it teaches, or enters a competition: nobody is meant to depend on its model"
_UNASKED = "what it is worth to a business is not asked"
_SAID = f"says that it teaches, or enters a competition: {_UNASKED}"
_MANY_APART = f"is one of many notebooks, each with data of its own: {_UNASKED}"
_READ = (Archetype.NOTEBOOK_POC, Archetype.RESEARCH_CODE)
_MANY = 8  #: notebooks that fit something, from which on they may be a collection
_SHARED = 4  #: one in so many reads the same file: in steps of one work most do


@fact
def teaching(component: Component) -> tuple[Evidence, ...]:
    """Return by what code that is read, and serves nobody, shows that it teaches or competes; () for all else.

    Its README says so at its beginning, or it is a collection of notebooks each of which has data of its own.
    """
    if archetype(component).archetype not in _READ or served(component):
        return ()
    return tuple(Evidence(place, _SAID) for place in said_to_teach(component)) or _collected(component)


def for_use(component: Component) -> bool:
    """Tell whether anybody may come to depend on the model; what shows nothing else is taken to be made for use."""
    return not teaching(component)


def _collected(component: Component) -> tuple[Evidence, ...]:
    """Return the notebooks of a collection: steps of one work hand files to each other, lessons do not."""
    fitted = {item.site.path for item in component.of(training(component.repo)) if item.site.notebook}
    loads = {(load.site.path, load.location) for load in component.of(data_loads(component.repo)) if _is_named(load)}
    readers = Counter(location for path, location in loads if path in fitted)
    shared = max(readers.values(), default=0) * _SHARED > len(fitted)
    if len(fitted) < _MANY or 2 * len(readers) < len(fitted) or shared:
        return ()
    return tuple(Evidence(Place(path), _MANY_APART) for path in sorted(fitted)[:2])


def _is_named(load: DataLoad) -> bool:
    return bool(load.location) and load.site.notebook
