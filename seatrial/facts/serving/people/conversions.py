"""Do the models only turn one text, image or sound into another, so that no answer judges anybody?

A translator, a speech recogniser or a remover of backgrounds has no score that features move, and no groups of people
whose outcomes could be compared. Only what a repository shows counts: one that shows nothing may judge people.
"""

import re
from collections.abc import Iterator
from itertools import islice

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.asking import only_embeds
from seatrial.facts.code.ml_libraries import TABULAR, belongs
from seatrial.facts.documents.documents import readme
from seatrial.facts.inference.inference import Runs
from seatrial.facts.project.dependencies import python_projects
from seatrial.facts.serving.serving import served
from seatrial.facts.signs import PREPARES, inferences, llm_calls, llm_doors
from seatrial.model import Evidence, Place, Surface
from seatrial.read.documents.document_record import Document
from seatrial.read.regex import caseless

#: Why what is asked about judgements is not asked of such a project.
ONLY_CONVERTS = "the models turn one text, image or sound into another, or find what is stored, and judge nobody"
#: How a conversion is called, in code, in addresses and in prose.
_CONVERTS = caseless(
    r"translat|transcri|acceptwaveform|speech|\basr\b|\btts\b|\bocr\b|text[-_ ]to[-_ ](?:speech|image|audio|video)"
    r"|synthesi[sz]"
    r"|background[-_ ]?remov|remov\w*[-_ ](?:\w+[-_ ])?background|matting|inpaint|upscal|super[-_ ]?resolution|denois"
    r"|colori[sz]|(?:source|audio|music|voice)[-_ ]separation"
    r"|\bembed(?:ding|s|der|_)|\bencode|partition|(?:document|pdf)[-_ ](?:process|pars|conver|layout|split)"
    r"|音声合成|文字起こし|翻訳|语音合成|语音识别|翻译|음성 ?합성|번역"
)
#: Words for what is about people, as a project uses them of itself; of plants and animals they say nothing.
_OF_PEOPLE = (
    r"\bcredit(?!s\b)|\bloan|lend(?:ing|er)|churn|fraud|patient|clinic|medic"
    r"|health(?!z|[- ]?(?:check|monitor|probe|endpoint|status))|diagnos"
    r"|(?<!plant[ -])(?<!leaf[ -])(?<!crop[ -])disease|hospital|cancer|tumou?r|diabet|radiolog|\bmri\b|x-?rays?\b"
    r"|\be[ce]g\b|cardiac|heart ?(?:beat|rate)|hiring|recruit|candidate|resume|insur|claim|\bfac(?:e|ial)\b|biometric"
    r"|emotion|gender|toxic|crime|student|customer|\bpii\b|person|pedestrian"
)
#: Words by which its answers may be about people, or be a judgement of something.
_JUDGES = caseless(rf"{_OF_PEOPLE}|sentiment|moderat|\brisk|scor(?:e|ing)|classif|predict|recommend|forecast|detect")
_PEOPLE = caseless(rf"{_OF_PEOPLE}|employee|\busers?\b|people|citizen")
_CLASSES = caseless(r"classif|moderat|sentiment|scor(?:e|ing)|(?:^|/)predict\b")
#: Calls whose answer is a class or a number.
_SCORES = frozenset({
    "predict_proba", "decision_function", "predict_log_proba", "classify", "score_samples", "forecast", "recommend",
})  # fmt: skip
_OPENING = 600  #: characters of a README that say what the project is


@fact
def conversions(component: Component) -> tuple[Evidence, ...]:
    """Return by what it shows that its models only convert; () where one may judge, and where too little is shown.

    What the project says of itself is enough; else its calls and its addresses must agree, or all
    of its calls are conversions, as those of a service that only makes embeddings.
    Whoever declares that people are affected is believed.
    """
    if component.repo.settings.surfaces.get(Surface.PEOPLE_AFFECTING):
        return ()
    if found := () if speaks_of_people(component) else tuple(islice(_finds(component), 2)):
        return found
    if _may_judge(component):
        return ()
    called, said = tuple(islice(_called(component), 2)), tuple(islice(_said(component), 1))
    asked = tuple(islice(_converting_doors(component), 2))
    converts = bool(said) or bool(called and (asked or _does_nothing_else(component)))
    return (*said, *called, *asked) if converts else ()


def judges(component: Component) -> bool:
    """Tell whether an answer of the models may judge something or somebody."""
    return not conversions(component)


def speaks_of_people(component: Component) -> bool:
    """Tell whether the project names people in what it says of itself, or its owner declares that they are affected."""
    declared = component.repo.settings.surfaces.get(Surface.PEOPLE_AFFECTING)
    return bool(declared) or any(_PEOPLE.search(text) for _, text in self_descriptions(component))


def _may_judge(component: Component) -> bool:
    if not only_embeds(component) and (llm_doors(component) or llm_calls(component)):
        return True
    if any(_JUDGES.search(text) for _, text in self_descriptions(component)):
        return True
    if any(_CLASSES.search(f"{item.endpoint.url} {item.endpoint.handler}") for item in served(component)):
        return True
    return any(one.call.last in _SCORES or belongs(one.call.name, TABULAR) for one in inferences(component))


def _finds(component: Component) -> Iterator[Evidence]:
    """Yield the searches in what is stored, where nothing else is asked than what makes numbers of texts for them."""
    asked = inferences(component)
    found = [one for one in asked if one.runs is Runs.RETRIEVAL]
    rest = (one.call for one in asked if one.runs is not Runs.RETRIEVAL)
    if all(PREPARES.search(f"{one.written} {one.name}") for one in rest):
        yield from (Evidence(one.place, one.what, one.confidence) for one in found)


def _called(component: Component) -> Iterator[Evidence]:
    for one in inferences(component):
        if one.runs in (Runs.MODEL, Runs.REMOTE_MODEL) and _CONVERTS.search(f"{one.call.written} {one.scope}"):
            yield Evidence(one.place, one.what, one.confidence)


def _does_nothing_else(component: Component) -> bool:
    """Tell whether every call of a model converts, in a repository whose README names no people."""
    opening = readme(component.repo)
    models = [one.call for one in inferences(component) if one.runs in (Runs.MODEL, Runs.REMOTE_MODEL)]
    opened = " ".join(text for _, text in _opening(opening)) if opening else ""
    return not _PEOPLE.search(opened) and all(
        _CONVERTS.search(f"{one.written} {one.name} {one.scope}") for one in models
    )


def _converting_doors(component: Component) -> Iterator[Evidence]:
    for item in served(component):
        if _CONVERTS.search(f"{item.endpoint.url} {item.endpoint.handler}"):
            yield Evidence(item.place, item.what, item.confidence)


def _said(component: Component) -> Iterator[Evidence]:
    """Yield by which words a project tells what it does; its name counts where its programs run a model elsewhere."""
    told = tuple(self_descriptions(component))
    if not inferences(component):
        told = tuple((place, f"{component.repo.name} {text}") for place, text in told)
    for place, text in told:
        if found := _CONVERTS.search(text):
            yield Evidence(place, f'the project says of itself "{_around(text, found)}"')


def self_descriptions(component: Component) -> Iterator[tuple[Place, str]]:
    """Yield what the project says of itself: name and description of its packages, and how its README begins.

    A part in a folder speaks by the README of that folder. Where it says nothing, the one at the root speaks for it.
    """
    described = [one for one in component.of(python_projects(component.repo)) if one.name or one.description]
    yield from ((one.place, f"{one.name} {one.description}") for one in described)
    document = readme(component.repo, component.root)
    if document is None and not any(one.place.path in component.own for one in described):
        document = readme(component.repo)
    if document is not None:
        yield from _opening(document)


def _opening(document: Document) -> Iterator[tuple[Place, str]]:
    opening = " ".join(f"{section.heading} {section.text}" for section in document.sections[:2])
    yield Place(document.path), opening[:_OPENING]


def _around(text: str, found: re.Match[str]) -> str:
    return " ".join(text[max(0, found.start() - 30) : found.end() + 30].split())
