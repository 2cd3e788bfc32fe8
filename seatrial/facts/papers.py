"""Does the code belong to a paper, and is that one about models?"""

from seatrial.component import Component
from seatrial.facts import fact
from seatrial.facts.documents.documents import readme
from seatrial.model import Evidence, Place
from seatrial.read.regex import caseless

_PAPER = caseless(r"arxiv\.org/|@(inproceedings|article|misc)\s*\{|CVPR|NeurIPS|ICML|ICLR|ECCV|\bour paper\b")
_LIMIT = 300_000  #: bytes of a page that is searched for words
_ON_MODELS = caseless(
    r"(?:machine|deep|reinforcement|representation|supervised)[- ]?learning|neural|\bLLMs?\b|language[- ]models?"
    r"|\bclassifiers?\b|\bembeddings?\b|pre-?trained|\btransformers?\b|diffusion|pytorch|tensorflow|\bjax\b|scikit-learn"
    r"|\b(?:text|image|data|sequence)[- ](?:annotation|label)"
    r"|\b(?:trained|training|predict(?:s|ed|ion|ions|ive|or)|forecast\w*|fine-?tun\w+)\b"
)


@fact
def paper(component: Component) -> tuple[Evidence, ...]:
    """Return signs that the code belongs to a paper: a citation file, an address of a preprint in the README."""
    repo = component.repo
    found = [Evidence(Place(path), "a citation file") for path in component.own if path.lower() == "citation.cff"]
    document = readme(repo)
    if document is None:
        return tuple(found)
    for section in document.sections:
        text = [(line.number, line.text) for line in section.lines]
        text += [(link.line, link.target) for link in section.links] + [(f.line, f.text) for f in section.fences]
        found += [Evidence(Place(document.path, n), "names a paper") for n, said in text if _PAPER.search(said)]
    return tuple(sorted(found)[:3])


@fact
def cited_models(component: Component) -> tuple[Evidence, ...]:
    """Return such signs where the README or the citation speaks of models: what can be cited may be of any trade."""
    found, repo = paper(component), component.repo
    document = readme(repo) if found else None
    read = {one.place.path for one in found} | ({document.path} if document else set())
    return found if any(_ON_MODELS.search(repo.text_or_empty(path, _LIMIT)) for path in read) else ()
