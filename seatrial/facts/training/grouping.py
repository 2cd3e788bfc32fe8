"""Does a training look for groups or topics in rows that nobody has labelled, so that none of them can be a test?"""

from seatrial.facts.code.python_files import python_file
from seatrial.facts.training.clustering import GROUPS
from seatrial.facts.training.training import Training
from seatrial.read.regex import regex
from seatrial.repo import Repo

#: Topics, vectors of words and main directions.
_NO_TARGET = regex(r"LatentDirichlet|LdaM|Word2Vec|Doc2Vec|\bNMF\b|TruncatedSVD|\bPCA\b|BERTopic|Top2Vec")
_MODULES = frozenset({"sklearn.decomposition", "sklearn.cluster", "sklearn.mixture", "sklearn.manifold"})
_BESIDE = frozenset({"sklearn.feature_extraction", "sklearn.feature_extraction.text", "sklearn.preprocessing",
                     "sklearn.metrics", "sklearn.pipeline"})  # fmt: skip


def finds_groups(repo: Repo, training: Training) -> bool:
    """Tell a training that has no target; one that a table of classes names is known by all that its file imports.

    What learns and answers at once has a target elsewhere, but in scikit-learn never.
    """
    at_once = training.call.startswith("sklearn.") and training.call.endswith(".fit_predict")
    if at_once or GROUPS.search(training.call) or _NO_TARGET.search(training.call):
        return True
    file = python_file(repo, training.site.path) if "[]" in training.call else None
    modules = {item.module for item in file.imports if item.package == "sklearn"} if file else set()
    return bool(modules & _MODULES) and modules <= _MODULES | _BESIDE
