"""What takes part in what a component does, and could not be followed? The door to all of it, for every check.

A check that found nothing asks what may stand where nobody followed (``May``), and hands it to its judgement. That
is then likely, and the sentence of its finding ends with how far could be followed.
"""

from collections.abc import Iterator
from dataclasses import replace

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.ci.outside_calls import outside_calls
from seatrial.facts.deployment.home import Where, home
from seatrial.facts.unfollowed.beyond import Beyond, May
from seatrial.facts.unfollowed.ci_programs import runs_by_others
from seatrial.facts.unfollowed.gateways import unpublished, unread_gateways
from seatrial.facts.unfollowed.handed_models import answered_by_what_is_handed
from seatrial.facts.unfollowed.infrastructure_code import stacks_in_code
from seatrial.facts.unfollowed.linked_hosts import linked_hosts
from seatrial.facts.unfollowed.other_languages import kept_in_other_languages, servers_in_other_languages
from seatrial.facts.unfollowed.other_repositories import brought_from_elsewhere, counts_callers
from seatrial.facts.unfollowed.own_packages import own_packages
from seatrial.facts.unfollowed.shown_requests import shown_requests


@fact
def _of_component(component: Component) -> tuple[Beyond, ...]:
    repo = component.repo
    runs = (Beyond(one.place, one.what, frozenset({May.SCAN})) for one in outside_calls(repo))
    code = (*stacks_in_code(repo), *kept_in_other_languages(repo), *servers_in_other_languages(repo))
    inside = unpublished(repo) if home(component).where is Where.MACHINE else ()
    found = (*inside, *unread_gateways(repo), *_brought(component), *runs, *code, *own_packages(component),
             *runs_by_others(repo), *linked_hosts(repo), *shown_requests(repo),
             *answered_by_what_is_handed(repo))  # fmt: skip
    return component.of(found)


def _brought(component: Component) -> Iterator[Beyond]:
    """Yield what brings the component into service; where it is run from here, what stands before it is here too."""
    unknown = home(component).where in {Where.UNKNOWN, Where.MACHINE}
    for one in brought_from_elsewhere(component.repo):
        held = {May.GUARD} if counts_callers(one) else {May.GUARD, May.LIMIT}
        yield one if unknown else replace(one, may=one.may - held)


def unfollowed(component: Component, *may: May) -> tuple[Beyond, ...]:
    """Return what may hold one of these and was not followed, that of the component itself first."""
    return tuple(one for one in _of_component(component) if not one.may.isdisjoint(may))


__all__ = ["Beyond", "May", "unfollowed"]
