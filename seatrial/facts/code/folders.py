"""Which folders does the repository have, and what do names of folders and files say that is done there?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo

#: Below a folder in which something is measured, and nothing is offered.
MEASURES = regex(r"(?:^|/)(?:bench(?:mark(?:s|ing)?)?/|[\w-]*(?:benchmark|latency|throughput)[\w-]*\.py$)")

#: Programs that judge a model: ``src/evaluate.py``, ``stages/04_model_evaluation.py``, ``model_evaluator.py``.
_JUDGES = caseless(
    r"(?:^|[/_])(?:evaluat(?:e|ions?)|eval|validate_model|test_model)(?:_models?|_metrics)?\.py$"
    r"|(?:^|/)(?:model_)?evaluators?\.py$"
)
#: Programs that try a model, or predict what later answers are compared with: ``backtest/run.py``, ``reference.py``.
TRIES = caseless(
    r"(?:^|[/_.-])(?:cv|cross_?val\w*|back_?test\w*|experiments?|eval\w*|tun(?:e|ing)|sweeps?|ablations?"
    r"|references?)(?=[/_.-])"
)
_TRAINS = caseless(r"(?:^|[/_.-])(?:(?:pre_?)?train|fit|finetun|fine_tun)\w*\.(?:py|ipynb)$")


def is_named_after_training(path: str) -> bool:
    """Tell a file that is called after training: ``train_net.py``, ``finetune.ipynb``."""
    return bool(_TRAINS.search(path))


def judges(path: str) -> bool:
    """Tell whether a program judges a model, by its name: what it loads and writes stands beside what answers."""
    return bool(_JUDGES.search(path))


def judges_or_tries(path: str) -> bool:
    """Tell whether a program judges or tries a model, by its path: what answers is another one."""
    return judges(path) or bool(TRIES.search(path))


@fact
def folders(repo: Repo) -> frozenset[str]:
    """Return every folder that holds a tracked file, at any depth."""
    return frozenset(path[:end] for path in repo.paths for end, letter in enumerate(path) if letter == "/")


@fact
def folders_of_code(component: Component) -> frozenset[str]:
    """Return the folders that hold own Python files themselves, "" for the top."""
    return frozenset(path.rpartition("/")[0] for path in component.own if path.endswith(".py"))
