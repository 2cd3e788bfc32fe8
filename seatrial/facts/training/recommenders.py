"""Does a model of the component's own learn which items to give to whom?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.training.main_training import main_training

#: Libraries that do nothing else.
_LIBRARIES = (
    "implicit.", "surprise.", "lightfm.", "recbole.", "tensorflow_recommenders.", "recommenders.", "rectools.",
    "libreco.", "cornac.", "torchrec.", "merlin.", "transformers4rec.", "replay.models.", "pyspark.ml.recommendation.",
)  # fmt: skip


@fact
def learns_to_recommend(component: Component) -> bool:
    """Tell whether the main model, or most of what is fitted, is of a library that only recommends."""
    main, fitted = main_training(component), own_trainings(component)
    if main is not None and main.call.startswith(_LIBRARIES):
        return True
    return 2 * sum(item.call.startswith(_LIBRARIES) for item in fitted) > len(fitted)
