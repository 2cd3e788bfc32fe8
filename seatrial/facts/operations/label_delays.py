"""Does code know how long it takes until what really happened is known?"""

from seatrial.facts import fact
from seatrial.facts.code.programs import own_code
from seatrial.facts.reach.reach import reach
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless
from seatrial.repo import Repo

_DELAY = caseless(
    r"(?:^|_)(?:labels?|outcomes?|chargebacks?|disputes?|repayments?|ground_?truth)_(?:delay|lag|window|maturity|horizon|grace)"
    r"(?:_(?:days|weeks|months|period|seconds))?$|(?:^|_)(?:label_)?maturity_(?:days|weeks|months|window)$"
)


@fact
def label_delays(repo: Repo) -> tuple[Evidence, ...]:
    """Return the settings, parameters and fields of code that runs and says how late outcomes come.

    Such as ``CHARGEBACK_WINDOW_DAYS``, and ``label_delay``.
    """
    found, live = [], reach(repo)
    for program in own_code(repo):
        file = program.file
        named = [(item.target.rpartition(".")[2], item.line, item.scope) for item in file.assignments]
        named += [(one.name, one.line, cls.name) for cls in file.classes for one in cls.attributes]
        named += [(one.name, item.line, item.name) for item in file.functions for one in item.parameters]
        found += [
            Evidence(Place(program.path, line), f"{name} says how late outcomes come")
            for name, line, scope in named
            if _DELAY.search(name) and live.is_run(program.path, scope)
        ]
    return tuple(sorted(dict.fromkeys(found)))
