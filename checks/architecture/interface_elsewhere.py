"""Is the model reached where the Python here does not answer: by another language, or by code of a platform?"""

from seatrial.api import Component, Confidence, Evidence, Grade, Graded
from seatrial.facts.deployment.hosting.managed_endpoints import endpoints_by_hand, managed_endpoints
from seatrial.facts.product.own_trainings import own_trainings
from seatrial.facts.serving.answered_elsewhere import predicted_by_platforms, started_on_platforms
from seatrial.facts.serving.answering import all_answering
from seatrial.facts.serving.foreign_services import foreign_models
from seatrial.facts.serving.foreign_signs import foreign
from seatrial.facts.serving.foreign_words import Sign
from seatrial.facts.serving.waiting import waiting

DOORS = (
    "routes, model servers, cloud functions and consumers whose handler runs a model; jobs that predict and write to a "
    "table, a file or a stream"
)
BY_A_PLATFORM = "where a platform answers with the model, by code of its own"
BY_A_NOTEBOOK = "where a notebook sets up the endpoint that a platform answers"


def elsewhere(component: Component) -> Graded | None:
    """Judge a server in another language by its words: whether it asks a model, and an image beside it is there."""
    repo = component.repo
    servers, models = component.of(foreign(repo, Sign.SERVER)), component.of(foreign_models(repo))
    if not servers:
        return _listens(component)
    code = f"{servers[0].place} answers in {servers[0].language}"
    if not models:
        return Graded.unknown(f"{code}, whose code is not followed", looked_for=DOORS)
    from seatrial.facts.foreign.starts import foreign_starts  # where such a server is

    beside = foreign_starts(component)
    ways = [item for item in all_answering(component) if item.endpoint.in_another_language]
    asked = [Evidence(item.place, item.what, Confidence.LIKELY) for item in (ways[:5] or (*servers[:2], *models[:3]))]
    what = f"{ways[0].what if ways else f'{code}, which asks a model'}; nothing here starts it"
    graded = Graded.best(
        (Grade.IN_USE, [*asked, *beside[:2]] if beside else []),
        (Grade.SUBSTANTIVE, asked),
        looked_for=DOORS,
        message="" if beside else what,
    )
    return graded.surely(Grade.PRESENT)  # that a server is there its words do tell


def _listens(component: Component) -> Graded | None:
    """Leave open what a bot, or a consumer of messages, answers in another language: no code of it is followed."""
    heard = waiting(component)
    if not heard:
        return None
    said = f"{heard[0].place} waits for messages in {heard[0].language}, whose code is not followed"
    return Graded.unknown(said, looked_for=DOORS)


def by_jobs_of_a_platform(component: Component) -> Graded | None:
    """Judge jobs by which a platform goes through rows with a model of this repository, and writes what it says."""
    found, started = component.of(predicted_by_platforms(component.repo)), started_on_platforms(component)
    if not found or not own_trainings(component):
        return None
    if started:
        return Graded(Grade.IN_USE, started[:5], DOORS)
    what = f"{found[0].what}, and no schedule or orchestrator starts it"
    return Graded(Grade.SUBSTANTIVE, found[:5], DOORS, what).naming(job=found[0]).having_done(1)


def by_a_platform(component: Component) -> Graded | None:
    """Judge an endpoint that a platform answers with a model of this repository, where no code of it is the owner's."""
    found, by_hand = managed_endpoints(component.repo), component.of(endpoints_by_hand(component.repo))
    if not (found or by_hand) or not own_trainings(component):
        return None
    if not found:
        what = f"{by_hand[0].what}; it stands in a notebook, whose cells a person runs"
        graded = Graded(Grade.PRESENT, by_hand[:5], DOORS, what).naming(book=by_hand[0])
        return graded.in_case(BY_A_NOTEBOOK)
    what = f"{found[0].what}; nothing says what is sent to it and what comes back"
    return Graded(Grade.SUBSTANTIVE, found[:5], DOORS, what).in_case(BY_A_PLATFORM)
