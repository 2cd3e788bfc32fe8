"""Which shares of the traffic are nothing by default, so that no version but the present one is asked?"""

from collections.abc import Iterator

from seatrial.facts import fact
from seatrial.facts.code.programs import own_code
from seatrial.facts.deployment.set_variables import set_variables
from seatrial.model.grouped import grouped
from seatrial.read.code.python_record import Value
from seatrial.read.regex import regex
from seatrial.repo import Repo

_SHARE = regex(
    r"(?:canary|challenger|treatment|shadow|candidate|rollout)\w*(?:percent|pct|weight|share|ratio|fraction|split|prob)|"
    r"traffic_?(?:percent|split|weight|share|ratio|fraction)"
)
_NOTHING = regex(r"0+(?:\.0*)?%?")


def names_share(written: str) -> bool:
    """Tell whether a name is that of a part of the traffic."""
    return bool(_SHARE.search(written.lower()))


@fact
def idle_shares(repo: Repo) -> frozenset[str]:
    """Return the names of shares, in small letters, whose every default is nothing and that no manifest sets."""
    set_to = grouped((name.lower(), value) for _, name, value in set_variables(repo) if names_share(name))
    found = grouped(_defaults(repo))
    return frozenset(
        name for name, defaults in found.items()
        if all(defaults) and all(_NOTHING.fullmatch(value.strip()) for value in set_to.get(name, ()))
    )  # fmt: skip


def _defaults(repo: Repo) -> Iterator[tuple[str, bool]]:
    """Yield each share that code gives a default, and whether it is nothing."""
    for program in own_code(repo):
        fields = ((one.name, one.value) for cls in program.file.classes for one in cls.attributes)
        names = ((one.target.rpartition(".")[2], one.value) for one in program.file.assignments)
        for name, value in (*fields, *names):
            if value is not None and names_share(name) and (known := list(_literals(value))):
                yield name.lower(), all(map(_is_nothing, known))


def _literals(value: Value) -> Iterator[Value]:
    """Yield the default in a value: itself, or the last argument of what reads or converts it."""
    if value.kind == "literal":
        yield value
    elif value.kind == "call":
        given = value.keyword("default")
        yield from _literals(given if given is not None else value.items[-1]) if given or value.items else ()


def _is_nothing(value: Value) -> bool:
    return value.literal == 0 or (isinstance(value.literal, str) and bool(_NOTHING.fullmatch(value.literal.strip())))
