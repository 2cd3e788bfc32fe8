"""Does fresh data reach the model without a person who copies a file?"""

from seatrial.api import Archetype, Component, Effort, Found, Grade, Graded, Severity, Stage, Surface, data
from seatrial.facts.archetype import archetype
from seatrial.facts.data.data_loads import data_loads
from seatrial.facts.data.ingestion import intakes, lateness_checks, scheduled_intakes
from seatrial.facts.product.own_trainings import own_trainings, trains_here
from seatrial.facts.product.parts import by_part
from seatrial.facts.serving.request_schemas import schema_of
from seatrial.facts.surfaces import has_surface
from seatrial.facts.training.training_reader import training_reader

from ..unread import unread_code

LOOKED_FOR = (
    "queries of databases, warehouses, lakes and feature stores, streams of Kafka, Kinesis and Pub/Sub, loaders of "
    "documents, a clock or an event that starts them, and a check of the age of the data"
)
_NOT_IN_SERVICE = (Archetype.LIBRARY, Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC)
_SHOWN = 5


def lives_on_data(component: Component) -> bool:
    """Tell whether a running product lives on data that grows old: it trains, or it retrieves documents."""
    if archetype(component).archetype in _NOT_IN_SERVICE:
        return False
    retrieves = has_surface(component, Surface.RAG)
    return retrieves or trains_here(component)


@data.practice(
    "DAT-13",
    question="Does fresh data reach the model without a person copying a file?",
    severity=Severity.MEDIUM,
    effort=Effort.MEDIUM,
    stage=Stage.PRODUCTION,
    why="A pilot lives on one clean export; in production the world moves on, and the model stays where the file ends.",
    fix=(
        "Let {loader:the loader} fetch what is new from its source: by a query, a bucket, an interface or a topic.",
        "Start it by a schedule or an event of the orchestrator.",
        "Stop or alert when the newest row is older than is allowed.",
    ),
    missing="data comes from files that somebody put there",
    references=("MTS-Mon4", "MTS-Data3", "MTS-Data6", "42001 A.7.3"),
    raised_by=("finance", "retail"),
    when=lives_on_data,
    when_not="nothing runs here that lives on data which grows old",
)
def ingestion_automated_and_fresh(component: Component) -> Graded:
    repo = component.repo
    found = component.of(intakes(repo))
    if not found and not own_trainings(component) and _uploads(component):
        return Graded.not_applicable("what is retrieved here is what its users upload")
    live = [item for item in found if item.site.counts]
    timed = [(item, start) for item, start in scheduled_intakes(repo) if item in live]
    flowing = [*(shown for pair in timed[:2] for shown in pair), *(item for item in live if item.streams)]
    late = component.of(lateness_checks(repo))
    graded = Graded.best(
        (Grade.IN_USE, [*late[:2], *flowing[:_SHOWN]] if flowing and late else ()),
        (Grade.SUBSTANTIVE, flowing[:_SHOWN]),
        (Grade.PRESENT, sorted(found, key=lambda item: not item.site.counts)[:_SHOWN] if found else ()),
        looked_for=LOOKED_FOR,
        message=_message(found=found, live=live, flowing=flowing, late=late),
    )
    if unknown := unread_code(component, graded):
        return unknown
    reads = by_part(repo, (load for load in component.of(data_loads(repo)) if load.site.counts))
    named = graded.naming(loader=training_reader(component) or next(iter(reads), None))
    return named.having_done_if(live, flowing, late)


def _uploads(component: Component) -> bool:
    """Tell whether an endpoint takes files: who uses the product then brings what is retrieved."""
    asked = schema_of(component.repo)
    return any(schema.upload for door, schema in asked.items() if door.place.path in component)


def _message(*, found: Found, live: Found, flowing: Found, late: Found) -> str:
    if flowing:
        return "" if late else "data comes by itself, and nobody notices when it is late"
    if live:
        return "the source is asked, and only when a person starts it"
    return "the source is asked in notebooks and examples only" if found else ""
