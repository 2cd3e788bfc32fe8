"""Which drafts does somebody want who names checks, and what is told of a check that has none?"""

from collections.abc import Iterable, Mapping

from seatrial.config.problem import nearest
from seatrial.drafts.drafts import NAMES, path_of
from seatrial.judging.check import Check

#: What the steps of a check call a document for which there is a draft, by the check whose draft it is.
_CALLED = {path_of(check): check for check in NAMES} | {"MODEL_CARD.md": "GOV-02", "DATA_CARD.md": "DAT-01"}
_IN_SETTINGS = "to seatrial.yaml"  #: where a step says so, what it asks for is a key and no document


class NoDraft(Exception):
    """A check was named that has no draft, or that is none; the words say what to do instead."""


def wanted(names: Iterable[str], checks: Mapping[str, Check]) -> tuple[str, ...]:
    """Return the ids of the checks whose drafts are wanted, each once, by their ids or names; the first first.

    Raises ``NoDraft`` for the first that has no draft.
    """
    by_name = {check.name: check for check in checks.values()}
    found: dict[str, None] = {}
    for name in names:
        check = checks.get(name.upper()) or by_name.get(name.lower())
        if check is None:
            close = nearest(name, (*checks, *by_name)) or " (seatrial rules lists them)"
            raise NoDraft(f"no check is called {name!r}{close}")
        if check.id not in NAMES:
            raise NoDraft(_told(check))
        found[check.id] = None
    return tuple(found)


def _told(check: Check) -> str:
    """Return where to turn with a check that has no draft of its own."""
    what, steps = f"{check.id} ({check.name})", " ".join(check.steps())
    if page := next((page for page in _CALLED if page in steps), ""):
        return f"{what} asks for words in a document whose draft is that of {_CALLED[page]}: --docs {_CALLED[page]}"
    if _IN_SETTINGS in steps:
        return f"{what} is answered in seatrial.yaml: seatrial interview asks for it"
    return f"there is no draft for {what}: seatrial explain {check.id} . tells what to do; drafts: {', '.join(NAMES)}"
