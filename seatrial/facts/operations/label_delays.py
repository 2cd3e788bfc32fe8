"""Does code know how long it takes until what really happened is known?"""

import re
from typing import Final

from seatrial.facts import fact
from seatrial.facts.code.programs import programs
from seatrial.model import Evidence, Place
from seatrial.read.regex import regex
from seatrial.repo import Repo, Role

_DELAY: Final = regex(
    r"(?:^|_)(?:labels?|outcomes?|chargebacks?|disputes?|repayments?|ground_?truth)_(?:delay|lag|window|maturity|horizon|grace)"
    r"(?:_(?:days|weeks|months|period|seconds))?$|(?:^|_)(?:label_)?maturity_(?:days|weeks|months|window)$",
    re.IGNORECASE,
)


@fact
def label_delays(repo: Repo) -> tuple[Evidence, ...]:
    """Return the own settings, parameters and fields that say how late outcomes come: ``CHARGEBACK_WINDOW_DAYS``."""
    found = []
    for program in programs(repo):
        if program.role is not Role.OWN or program.notebook:
            continue
        named = [(item.target.rpartition(".")[2], item.line) for item in program.file.assignments]
        named += [(one.name, one.line) for cls in program.file.classes for one in cls.attributes]
        named += [(one.name, item.line) for item in program.file.functions for one in item.parameters]
        found += [
            Evidence(Place(program.path, line), f"{name} says how late outcomes come")
            for name, line in named
            if _DELAY.search(name)
        ]
    return tuple(sorted(dict.fromkeys(found)))
