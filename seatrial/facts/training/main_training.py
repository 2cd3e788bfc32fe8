"""Which of the calls that fit a model is the one to name to its owner?"""

import re
from typing import Final

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import called
from seatrial.facts.reach.running import runs
from seatrial.facts.training.own_model import own_trainings
from seatrial.facts.training.training import Training
from seatrial.facts.training.training_calls import KEEPS
from seatrial.read.regex import regex

#: Files that fit something beside the model: to measure, to explain, to choose, to show.
_ASIDE: Final = regex(
    r"(?:^|[/_.-])(?:profil\w*|bench\w*|contrib|deprecated|experiments?|analys\w+|eval\w*|error\w*|fairness\w*|bias\w*|"
    r"explain\w*|smoke|toy|sanity|debug|dummy|scratch|"
    r"select\w*|reduc\w+|cluster\w*|tun(?:e|ing|er)\w*|sweep\w*|demos?|examples?|playground|tools?|plots?|"
    r"charts?|report\w*|"
    r"postmodel\w*|stack\w*|skopt\w*|drift\w*|monitor\w*|preprocess\w*|features?|custom_features|calibrat\w*)(?=[/_.-]|$)",
    re.IGNORECASE,
)
_NAMED: Final = regex(r"(?:^|[/_.-])(?:train|fit|finetun|fine_tun)\w*\.(?:py|ipynb)$", re.IGNORECASE)


@fact
def main_training(component: Component) -> Training | None:
    """Return the component's own training that its owner would name first; None where nothing is trained.

    Code that somebody runs comes before code that nobody reaches, a training before what fits to measure, explain or
    choose, a file that is called after training before others, and what keeps its model before what throws it away.
    Only where no code trains is a notebook named, the one that keeps its model first.
    """
    trained = own_trainings(component)
    keeping = {found.site.path for found in called(component.repo, *KEEPS)}

    def rank(item: Training) -> tuple[object, ...]:
        path = item.site.path
        return (
            not item.site.counts,
            bool(_ASIDE.search(path)),
            not runs(component, item.site),
            not _NAMED.search(path),
            "train" not in path.lower(),
            path not in keeping,
            item.site,
        )

    return min(trained, key=rank, default=None)
