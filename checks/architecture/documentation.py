"""Does a reader learn which systems feed the model and which use it?"""

from seatrial.api import Archetype, Component, Effort, Grade, Graded, Severity, Stage, architecture
from seatrial.facts.archetype import archetype
from seatrial.facts.documents.architecture import Description, descriptions, found_in_code
from seatrial.facts.documents.documents import unread_documents

LOOKED_FOR = (
    "docs/architecture*, decision records, sections about architecture, data flow and integrations, diagrams in "
    "mermaid, PlantUML, Structurizr and draw.io, catalog-info.yaml: what feeds the model, what uses it, how sensitive "
    "the data is, what a failure does"
)


def feeds_and_is_fed(component: Component) -> bool:
    """Tell whether it stands between other systems; a library stands inside of what its users build."""
    return archetype(component).archetype is not Archetype.LIBRARY


_DRAWN = "where a diagram is drawn, and does not show both sides"


@architecture.practice(
    "ARC-14",
    question="Does a reader know which systems feed and consume the model?",
    severity=Severity.MEDIUM,
    effort=Effort.SMALL,
    stage=Stage.CANDIDATE,
    why="When a source changes or the model fails, somebody must know whom that hits before they find out themselves.",
    fix_for={
        Archetype.RESEARCH_CODE: (
            "Draw in {document:README.md}, in mermaid, what goes in, which program does what, and what comes out.",
            "Say below it under which terms the data may be used, and what the results must not be used for.",
        ),
        Archetype.NOTEBOOK_POC: (
            "Say in {document:README.md} in which order the notebooks run, what each reads, and what it writes.",
            "Say below it under which terms the data may be used, and who would use the results.",
        ),
    },
    fix=(
        "Draw one context diagram in {document:docs/architecture.md}, in mermaid: what feeds the model, what uses it.",
        "Write into {document:that page} how sensitive the data on each arrow is, and what an outage does to users.",
        "Record why the model is served as it is: docs/adr/0001-serving.md.",
    ),
    fix_when={
        _DRAWN: (
            "Add to the diagram in {document:docs/architecture.md} {absent:what feeds the model, and what uses it}.",
            "Write into {document:that page} how sensitive the data on each arrow is, and what an outage does.",
            "Record why the model is served as it is: docs/adr/0001-serving.md.",
        )
    },
    missing="no document names what feeds the model or what uses it",
    references=("MP 1.1", "MP 4.2", "42001 A.6.2.3", "42001 A.6.2.7", "AIA 11 Annex IV(2)(c)", "SR VI"),
    raised_by=("finance", "healthcare"),
    when=feeds_and_is_fed,
    when_not="what feeds a library, and what uses it, is what its users build with it",
)
def architecture_and_integrations_documented(component: Component) -> Graded:
    described = component.of(descriptions(component.repo))
    whole = [one for one in described if one.whole]
    if not described and (unread := unread_documents(component.repo)):
        return Graded.unknown(str(unread[0]), looked_for=LOOKED_FOR)
    matched = {one.place: one for one in found_in_code(component)}
    used = [matched[one.place] for one in whole if one.place in matched]
    used += [one for place, one in matched.items() if whole and place.path.endswith((".yml", ".yaml"))]
    page = next((one for one in described if _tells(one)), None)
    absent = [word for word in page.lacks if word.startswith("what") and "failure" not in word] if page else []
    return (
        Graded.best(
            (Grade.IN_USE, used),
            (Grade.SUBSTANTIVE, whole[:4]),
            (Grade.PRESENT, described[:4]),
            looked_for=LOOKED_FOR,
            message=""
            if whole or not described
            else f"{described[0].place.path} does not say {' nor '.join(described[0].lacks)}",
        )
        .naming(document=page, absent=" and ".join(absent) or None)
        .in_case(_DRAWN if page and page.names and not whole and not _by_hand(component) else "")
        .having_done(*_done(described))
    )


def _by_hand(component: Component) -> bool:
    """Tell code that people start, whose page says in which order."""
    return archetype(component).archetype in (Archetype.RESEARCH_CODE, Archetype.NOTEBOOK_POC)


def _tells(one: Description) -> bool:
    """Tell a page about the system as a whole from a drawing, and from a page about one part of it."""
    path = one.place.path
    speaks = one.upstream or one.downstream or "/" not in path or "archi" in path.lower()
    return path.endswith((".md", ".rst", ".adoc")) and speaks


def _done(described: tuple[Description, ...]) -> list[int]:
    """Return which steps the best description has done: the diagram, and what is written below it."""
    best = next(iter(described), None)
    if best is None:
        return []
    whole = ((1, best.upstream and best.downstream), (2, best.sensitive and best.failure))
    return [step for step, there in whole if there]
