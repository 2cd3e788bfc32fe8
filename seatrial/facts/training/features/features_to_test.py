"""Which functions work out features, and so ought to be tested?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.code_index import contents
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.serving.serving import handlers, served
from seatrial.facts.training.features.feature_code import FeatureFunction, feature_functions
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role, role

#: Names of what only tries something out.
_TRIED = regex(r"(?<![a-z])(?:smoke|toy|sanity|demo|debug|dummy|scratch|playground|bench(?:mark)?s?)(?![a-z])")
_NETWORKS = regex(r"(^|\.)(nn\.\w+|\w*Module|Layer|\w*Model)$")
_EMBEDS = regex(r"(Encoder|Transformer|Embedd\w*|Model)$")
_OTHERS = regex(
    r"importance|comparison|reward|(^|_)(conv|layer|weights?|tokens?|loss|grads?|gradients?|results?|responses?|outputs?|"
    r"predictions?|answers?|prompts?|messages?|metrics?|requests?)(_|$)"
)


@fact
def features_to_test(component: Component) -> tuple[FeatureFunction, ...]:
    """Return the functions that work out features for predictions, or for a training of the component's own, by place.

    Those in notebooks are among them where there are no others: what no test can call still needs one. Parts of a
    network, handlers of requests, and what works on answers and results make no features, whatever their names.
    """
    known = feature_functions(component)
    sides = [
        *(one for one in known["predicting"] if one.sure),
        *(known["training"] if own_trainings(component) else ()),
    ]
    doors = set(handlers(served(component)))
    own = [one for one in sides if role(component.repo, one.path) is Role.OWN and one.path in component.own]
    own = [one for one in own if (one.path, one.function.name) not in doors and not _is_other(component.repo, one)]
    code = [one for one in own if not one.path.endswith(".ipynb")] or own
    found = {(one.path, one.function.name): one for one in code}.values()
    return tuple(sorted(found, key=lambda one: (bool(_TRIED.search(one.path.lower())), one.place)))


def _is_other(repo: Repo, one: FeatureFunction) -> bool:
    """Tell whether a function of such a name belongs to a network, or to what comes after a prediction."""
    cls = contents(repo, one.path).classes.get(one.function.in_class)
    part = cls is not None and any(_NETWORKS.search(base) for base in cls.bases)
    # a model of embeddings answers by encode: that is its prediction
    answers = "encode" in one.name and bool(_EMBEDS.search(one.function.in_class))
    return part or answers or bool(_OTHERS.search(one.name))
