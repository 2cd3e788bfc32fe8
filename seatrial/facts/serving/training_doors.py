"""Which endpoints start a training, and answer with no model?"""

from seatrial.facts.inference.inference_paths import InferencePath
from seatrial.facts.training.training import training_paths
from seatrial.facts.web.endpoints import Endpoint
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Last words of paths, and names of handlers, by which somebody has a model made, tuned or judged.
_STARTS = regex(
    r"(?:^|[/_\-.])(?:re[-_]?)?(?:train|fit|fine[-_]?tune|tune|learn|calibrate|optimi[sz]e|backtest|evaluate)"
    r"(?:ing|r)?(?:$|[/_\-.])",
)


def starts_training(repo: Repo, endpoint: Endpoint, way: InferencePath) -> bool:
    """Tell whether an endpoint has a model made or judged: it says so, and gets to a model in code that fits one.

    What fits and answers at once, as a forecast of a series that was sent, says what it answers.
    """
    if way.call.path not in training_paths(repo):
        return False
    said = endpoint.url.rstrip("/").rpartition("/")[2]
    return bool(_STARTS.search(said) or _STARTS.search(endpoint.handler.rpartition(".")[2]))
