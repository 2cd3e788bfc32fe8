"""Which packages of the owner's, that are kept elsewhere, does the component hand its callers or its answers to?"""

from collections.abc import Iterator, Mapping

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.code.programs import Program, programs
from seatrial.facts.project.dependencies import Dependency, project_names, requirements
from seatrial.facts.project.own_address import own_address
from seatrial.facts.reach.reach import reach
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.read.code.python_record import Import
from seatrial.read.project.requirement import normal
from seatrial.read.regex import caseless, regex
from seatrial.repo import Repo, Role

#: Addresses that only those can fetch who are let in: by a key, or at a forge of one's own.
_PRIVATE = regex(
    r"(?:git\+)?ssh://.*|git@.*|git\+https?://(?!(?:[^/@]*@)?(?:www\.)?(?:github|gitlab|bitbucket)\.)[^/]*git.*"
)
_FORGE = regex(r"(?:git\+)?https?://(?:[^/@]*@)?(?:www\.)?git(?:hub|lab)\.com/([\w.-]+)/.*")
#: Owners whose name stands before packages of their offers, which anybody reads.
_EVERYBODYS = frozenset({"aws", "azure", "databricks", "google", "huggingface", "microsoft", "nvidia"})
_SHORT = 3  #: letters of an owner's name from which on packages are known by it
#: What a package may do with what it is handed, by the names that are called.
_DOES = (
    (caseless(r"auth|guard|secur|token|permission|login|identity|middleware"), frozenset({May.GUARD, May.LIMIT})),
    (caseless(r"limit|throttl|quota"), frozenset({May.LIMIT})),
    (caseless(r"log|audit|record|track|trace|telemetr|event|stor(?:e|age)|save|publish"), frozenset({May.KEEP})),
    (caseless(r"metric|monitor|telemetr|instrument|observ|trace|prometheus"), frozenset({May.MEASURE})),
)


@fact
def own_packages(component: Component) -> tuple[Beyond, ...]:
    """Return where running code calls a package of the owner's that is not here, by what the names of its calls tell.

    Of a package that is called for something else nothing is said: it computes, and what it does shows in its answer.
    """
    kept = _kept_elsewhere(component.repo)
    own = (
        one for one in programs(component.repo) if one.path in component and one.role is Role.OWN and not one.is_test
    )
    live = reach(component.repo)
    return tuple(found for one in own if kept and live.is_run(one.path) for found in _handed(one, kept))


def _handed(program: Program, kept: Mapping[str, str]) -> Iterator[Beyond]:
    for taken in program.file.imports:
        name = normal(taken.module.partition(".")[0])
        if name in kept and not (taken.for_typing or taken.level) and (may := _may(program, taken)):
            what = f"{program.path} calls {taken.dotted}, of {kept[name]}, which is kept elsewhere"
            yield Beyond(program.place_of(taken), what, may)


def _may(program: Program, taken: Import) -> frozenset[May]:
    """Return what the calls of an imported name may do, by their words."""
    asked = [call.name for call in program.file.calls if f"{call.name}.".startswith(f"{taken.dotted}.")]
    handed = [value.name for call in program.file.calls for value in call.args if value.name == taken.dotted]
    text = " ".join((*asked, *handed))
    return frozenset().union(*(may for words, may in _DOES if text and words.search(text)))


@fact
def _kept_elsewhere(repo: Repo) -> Mapping[str, str]:
    """Return the distributions of the owner's that are made in other repositories, by the name they are imported by."""
    owner = normal(own_address(repo).partition("/")[0])
    found = (item for item in requirements(repo) if item.role is Role.OWN and item.name not in project_names(repo))
    return {item.name: item.requirement.name for item in found if _is_own(item, owner)}


def _is_own(item: Dependency, owner: str) -> bool:
    address = item.requirement.url
    if address and _PRIVATE.fullmatch(address):
        return True
    forge = _FORGE.fullmatch(address) if address else None
    by_name = len(owner) >= _SHORT and owner not in _EVERYBODYS and item.name.startswith(f"{owner}-")
    return by_name or bool(forge and owner and normal(forge[1]) == owner)
