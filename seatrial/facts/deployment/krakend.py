"""What does a gateway of KrakenD ask before it lets a request through: a token, and not too many of them?"""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice

from seatrial.facts import fact
from seatrial.model import Place
from seatrial.model.record import dataclass
from seatrial.read.line_number import line_number
from seatrial.read.regex import regex
from seatrial.repo import Repo, own_paths


class Asks(StrEnum):
    """What a part of its settings is for."""

    CALLER = "who calls"
    RATE = "how often"


@dataclass(frozen=True, slots=True)
class KrakendRule:
    """One place in the settings of the gateway, or in a template of them."""

    place: Place
    asks: Asks
    each: bool = False  #: every caller is counted for themselves

    @property
    def what(self) -> str:
        """What the gateway is told."""
        does = "verify the token of whoever calls" if self.asks is Asks.CALLER else "count requests"
        return f"{self.place.path} lets KrakenD {does}"


#: The names of namespaces, since version 2 and before.
_NAMES = regex(
    r"[\"'](?:(?P<token>auth/validator|github\.com/devopsfaith/krakend-jose/validator)"
    r"|qos/ratelimit/(?:router|service)|github\.com/devopsfaith/krakend-ratelimit/juju/router)[\"']\s*:\s*\{"
    r"(?P<inside>[^{}]{0,400})"
)
_EACH = regex(r"client_max_rate[\"']\s*:\s*[1-9{]")
_ENDS = (".json", ".tmpl", ".tpl")
_LIMIT = 200_000  #: bytes of one file
_MOST = 50  #: rules of one file


@fact
def krakend_rules(repo: Repo) -> tuple[KrakendRule, ...]:
    """Return where the owner's gateways of KrakenD are told to verify tokens or to count requests, by place."""
    if not repo.matching(lambda path: "krakend" in path.lower()):
        return ()
    own = own_paths(repo, lambda path: path.endswith(_ENDS) and not path.endswith("package-lock.json"))
    return tuple(repo.texts(_rules, own, _LIMIT))


def _rules(path: str, text: str) -> Iterator[KrakendRule]:
    return (_rule(path, text, found) for found in islice(_NAMES.finditer(text), _MOST))


def _rule(path: str, text: str, found: re.Match[str]) -> KrakendRule:
    place = Place(path, line_number(text, found.start()))
    asks = Asks.CALLER if found["token"] else Asks.RATE
    return KrakendRule(place, asks, each=bool(_EACH.search(found["inside"])))
